"""CSV files as people's programs write them, read as a stream; and written so that no spreadsheet runs a cell."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from chalicelib.records.imports import central_letters
from chalicelib.records.imports.csv_cells import Cuts, lines_of, records

__all__ = ["SAMPLE", "WESTERN", "Cuts", "Dialect", "below_header", "decoded", "detect", "encoding_of", "guarded",
           "header_of", "header_row_of", "headers", "is_western", "rows", "unguarded", "write"]

SAMPLE = 64 * 1024              # bytes that `detect` looks at
_DELIMITERS = ",;\t|"
WESTERN = ("cp1252", "latin-1")
_MOST_COLUMNS = 2_000
_LONGEST_NAME = 200
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A byte that is no UTF-8 is kept as one of these letters and then read as Windows-1252.
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND = re.compile(rb"[^\0-\x7f\xa0\xab\xbb]+")  # without what French puts around quoted words
_SELDOM = re.compile(rb"[\x81\x83\x86-\x89\x8d\x8f\x90\x98\x9d]|.{3}", re.DOTALL)
# What makes a spreadsheet run a cell, full-width signs too (OWASP, CSV injection), behind any apostrophes of ours.
_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_HARMLESS = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d{1,3})?%?|\+[\d ()./-]{5,25}")
_NEEDS_QUOTES = re.compile(r"[,;\t|\"\r\n]|^\s|\s$")


@dataclass(frozen=True)
class Dialect:
    """How a file is written; `header_row` counts its records from 0, blank ones included."""

    encoding: str = "utf-8"
    delimiter: str = ","
    header_row: int = 0


def detect(head: bytes) -> Dialect:
    """The dialect of a file by its first bytes (`SAMPLE` of them are plenty)."""
    encoding = encoding_of(head[:SAMPLE])
    text = "".join(_decoded([head[:SAMPLE]], encoding))
    stated = re.match(r"sep=([^\w\"\r\n])\r?\n", text)
    choices = stated[1] if stated else _DELIMITERS
    found = [(_likeliness(_sampled(text, delimiter)), delimiter) for delimiter in choices]
    delimiter = max(found, key=lambda each: each[0])[1]
    return Dialect(encoding, delimiter, _header_row(_sampled(text, delimiter), 1 if stated else 0))


def encoding_of(head: bytes) -> str:
    """The character set of a text file by its first bytes."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 4:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        if _mostly_unicode(head):
            return "utf-8"  # a stray byte must not spoil all other letters
        return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", head) else "cp1252"


def _mostly_unicode(head: bytes) -> bool:
    text = head.decode("utf-8", "surrogateescape")
    odd = len(_ESCAPED.findall(text))
    return sum(letter > "\x7f" for letter in text) > 3 * odd


def is_western(head: bytes) -> bool:
    """Whether a file that is no Unicode may be read as Windows-1252. There, letters beyond ASCII stand alone or by
    twos; in Cyrillic, Greek, Arabic or Chinese sets they make whole words, in Japanese ones they read as what is hardly
    ever written, in those of Central Europe as letters out of place."""
    runs = _BEYOND.findall(head[:SAMPLE])
    foreign = sum(bool(_SELDOM.search(run)) for run in runs)
    return (foreign < 2 or foreign * 4 < len(runs)) and not central_letters.misread(head[:SAMPLE], len(runs))


def _sampled(text: str, delimiter: str) -> list[list[str]]:
    """Up to 100 records of the sample."""
    cuts = Cuts()
    return list(islice(records(lines_of([text], cuts), delimiter, cuts), 100))


def _likeliness(sample: list[list[str]]) -> tuple[float, int]:
    """How evenly a delimiter cuts the records, then into how many cells; records with a lone quote speak against it."""
    width, share = _usual_width(sample)
    odd = sum(any(cell.count('"') % 2 for cell in cells) for cells in sample)
    return (share - odd / len(sample) if share else 0.0, width)


def _usual_width(sample: list[list[str]]) -> tuple[int, float]:
    """How many cells most records of several cells have, and their share of all that are filled."""
    filled = [len(cells) for cells in sample if any(cells)]
    width, count = next(iter(Counter(size for size in filled if size > 1).most_common(1)), (1, 0))
    return (width, count / len(filled)) if count * 5 >= len(filled) > 0 else (1, 0.0)


def _header_row(sample: list[list[str]], start: int) -> int:
    """The first record as wide as most others and at least half filled: notes above the header are narrower."""
    usual, _ = _usual_width(sample)
    for number, cells in enumerate(sample[start:], start):
        if len(cells) >= usual and sum(bool(cell.strip()) for cell in cells) * 2 >= usual:
            return number
    return start


def rows(chunks: Iterable[bytes], dialect: Dialect, cuts: Cuts | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """Each data row's number (from 1) and its cells by header; blank rows are skipped and not counted.

    Short rows end early: their last headers are missing. Cells beyond the header are joined under "".
    Memory does not depend on the file's length; `cuts` collects what had to be cut.
    """
    cuts = cuts if cuts is not None else Cuts()
    found = records(lines_of(_decoded(chunks, dialect.encoding), cuts), dialect.delimiter, cuts)
    yield from below_header(found, dialect.header_row)


def headers(chunks: Iterable[bytes], dialect: Dialect) -> list[str]:
    """The names of the columns, as `rows` gives them; none in an empty file."""
    cuts = Cuts()
    return header_of(records(lines_of(_decoded(chunks, dialect.encoding), cuts), dialect.delimiter, cuts),
                     dialect.header_row)


def below_header(found: Iterable[list[str]], header_row: int) -> Iterator[tuple[int, dict[str, str]]]:
    """The numbered data rows of a table of cells, of whatever file they come."""
    header: list[str] = []
    number = 0
    for position, cells in enumerate(found):
        if position < header_row or not any(cells):
            continue
        if not header:
            header = _headers(cells)
            continue
        number += 1
        yield number, _row(header, cells)


def header_of(found: Iterable[list[str]], header_row: int) -> list[str]:
    """The names of the columns of a table of cells."""
    return next((_headers(cells) for place, cells in enumerate(found) if place >= header_row and any(cells)), [])


def header_row_of(sample: list[list[str]]) -> int:
    """Which of the first records of a table names its columns; notes may stand above it."""
    return _header_row(sample, 0)


def decoded(head: bytes, dialect: Dialect) -> str:
    """The text of a file's first bytes."""
    return "".join(_decoded([head], dialect.encoding))


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    row = dict(zip(header, cells, strict=False))
    surplus = [cell for cell in cells[len(header):] if cell]
    return {**row, "": " ::: ".join(surplus)} if surplus else row


def _headers(cells: list[str]) -> list[str]:
    """Trimmed, each one different: a second `Phone` is `Phone (2)`, one without a name `Column 3`."""
    taken: set[str] = set()
    for position, cell in enumerate(cells[:_MOST_COLUMNS], 1):
        name = unguarded(" ".join(cell.replace("\0", "").split()))[:_LONGEST_NAME].strip() or f"Column {position}"
        count, unique = 1, name
        while unique in taken:
            count += 1
            unique = f"{name} ({count})"
        taken.add(unique)
        cells[position - 1] = unique
    return cells[:_MOST_COLUMNS]


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Text of the bytes; what the encoding does not know is read as Windows-1252 or replaced, never refused."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    charmap = encoding in WESTERN
    decoder = codecs.getincrementaldecoder(encoding)("replace" if wide or charmap else "surrogateescape")
    for chunk in chunks:
        yield _ESCAPED.sub(_as_windows, decoder.decode(chunk))
    yield _ESCAPED.sub(_as_windows, decoder.decode(b"", final=True))


def _as_windows(letter: re.Match[str]) -> str:
    return bytes([ord(letter[0]) - 0xDC00]).decode("cp1252", "replace")


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, CRLF) for UTF-8, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    written = [_cell(guarded(cell)) for cell in cells]
    return (",".join(written) if written != [""] else '""') + "\r\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe first where it would; numbers and phones stay."""
    return "'" + text if _RUNS.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
