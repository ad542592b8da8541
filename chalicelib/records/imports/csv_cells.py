"""Cells out of text: RFC 4180 where the file keeps to it, the likeliest reading where it does not.

The standard library's reader stops with an error at a large cell and swallows the rest of a file after one stray quote.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

LONGEST_CELL = 100_000          # letters
_LONGEST_LINE = 2_000_000
_LONGEST_QUOTATION = 300_000    # beyond this an unclosed quote is taken for a letter
_REREAD = 3_000_000             # letters that may be read twice for unclosed quotes, so that time stays linear
_LOOK_AHEAD = 500
_END = re.compile(r"\r\n|\r|\n")  # the end alone: a pattern of whole lines takes square time where none ends


class Cuts:
    """What had to be cut while reading, in words, at most 100 notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, words: str) -> None:
        """Remember one cut."""
        if len(self.notes) < 100 and words not in self.notes:
            self.notes.append(words)


def lines_of(pieces: Iterable[str], cuts: Cuts) -> Iterator[str]:
    """Physical lines with their ends (LF, CRLF or CR) of a text that comes in pieces of any size."""
    rest: list[str] = []
    waiting, cut = 0, False
    for piece in _without_split_ends(pieces):
        end = 0
        for match in _END.finditer(piece):
            yield "".join((*rest, piece[end:match.end()]))
            rest, waiting, cut, end = [], 0, False, match.end()
        room = _LONGEST_LINE - waiting
        rest.append(piece[end:end + room])
        waiting += len(rest[-1])
        if len(piece) - end > room and not cut:
            cut = True
            cuts.note(f"A line of more than {_LONGEST_LINE:,} letters was cut.")
    if waiting:
        yield "".join(rest)


def _without_split_ends(pieces: Iterable[str]) -> Iterator[str]:
    """The same text, but no piece ends between CR and LF."""
    held = ""
    for piece in pieces:
        whole = held + piece
        held = "\r" if whole.endswith("\r") else ""
        yield whole[:len(whole) - len(held)]
    yield held


def records(lines: Iterable[str], delimiter: str, cuts: Cuts) -> Iterator[list[str]]:
    """The cells of each record; a quoted cell may hold delimiters, doubled quotes and line ends."""
    source = _Source(lines)
    for line in source:
        if '"' not in line:
            yield [_bounded(cell, cuts) for cell in line.rstrip("\r\n").split(delimiter)]
        else:
            yield _Record(line, delimiter, source, cuts).cells()


class _Source(Iterator[str]):
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self._reread = _REREAD

    def __next__(self) -> str:
        return self._returned.popleft() if self._returned else next(self._lines)

    def give_back(self, lines: list[str]) -> None:
        """These lines come next again."""
        self._reread -= sum(map(len, lines))
        self._returned.extendleft(reversed(lines))

    def patience(self) -> int:
        """How many letters an open quote may still take in."""
        return min(_LONGEST_QUOTATION, self._reread)


class _Record:
    """One record being read, which takes further lines from the source while a quote is open."""

    def __init__(self, line: str, delimiter: str, source: _Source, cuts: Cuts) -> None:
        self._line, self._delimiter, self._source, self._cuts = line, delimiter, source, cuts
        self._at = 0

    def cells(self) -> list[str]:
        found: list[str] = []
        while True:
            quoted = self._line.startswith('"', self._at)
            found.append(_bounded(self._quoted() if quoted else self._bare(), self._cuts))
            if self._at >= len(self._line) or self._line[self._at] != self._delimiter:
                return found
            self._at += 1

    def _bare(self) -> str:
        """Up to the next delimiter or the line's end."""
        start = self._at
        end = self._line.find(self._delimiter, start)
        self._at = len(self._line.rstrip("\r\n")) if end < 0 else end
        return self._line[start:self._at]

    def _quoted(self) -> str:
        """The cell that opens with a quote here; where none closes it, the quote was only a letter."""
        start, opened = self._at, self._line
        self._at += 1
        pieces: list[str] = []
        taken: list[str] = []
        length = 0
        while True:
            end = self._line.find('"', self._at)
            if end < 0:
                pieces.append(self._line[self._at:])
                length += len(pieces[-1])
                following = next(self._source, None) if length <= self._source.patience() else None
                if following is None:
                    return self._unclosed(opened, start, taken)
                taken.append(following)
                self._line, self._at = following, 0
                continue
            pieces.append(self._line[self._at:end])
            length += len(pieces[-1])
            self._at = end + 1
            if self._line.startswith('"', self._at):
                self._at += 1
                pieces.append('"')
            elif self._ends():
                return "".join(pieces)
            elif self._stray_inside():
                pieces.append('"')
            else:
                return "".join((*pieces, '"', self._bare()))

    def _ends(self) -> bool:
        return self._at >= len(self._line) or self._line[self._at] in (self._delimiter, "\r", "\n")

    def _stray_inside(self) -> bool:
        """Whether the cell goes on after this quote: `"5" pipe",x` has its real end before the next delimiter."""
        ahead = self._line[self._at:self._at + _LOOK_AHEAD]
        return ahead.split(self._delimiter, 1)[0].rstrip("\r\n").endswith('"')

    def _unclosed(self, opened: str, start: int, taken: list[str]) -> str:
        self._cuts.note(f"A quote that is never closed was taken as a letter: {opened[start:start + 40].strip()}")
        self._source.give_back(taken)
        self._line, self._at = opened, start
        return self._bare()


def _bounded(cell: str, cuts: Cuts) -> str:
    if len(cell) <= LONGEST_CELL:
        return cell
    cuts.note(f"A cell of {len(cell):,} letters was cut to {LONGEST_CELL:,}: {cell[:40]}")
    return cell[:LONGEST_CELL]
