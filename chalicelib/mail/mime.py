"""The tree of a mail's parts, within limits and in linear time, whatever the bytes are.

The standard library's feed parser slows down with each level of nesting and knows no limits; mail comes from anybody.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.mail.headers import Headers, media_type, parameter, read_headers, unbase64

LARGEST = 40 * 1024 * 1024
DEEPEST = 20
MOST_PARTS = 1_000
_LONGEST_HEAD = 512 * 1024
_LINE_END = re.compile(rb"\r?\n")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Part:
    """One part: its headers, its type, and either parts below or content as it came (still transfer-encoded)."""

    headers: Headers
    kind: str
    content: bytes = b""
    parts: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and all below, in reading order; attached mails are not opened."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def decoded(self) -> bytes:
        """The content without its transfer encoding; broken encodings give what they can."""
        encoding = self.headers.first("content-transfer-encoding").split(";")[0].strip(" \"'").lower()
        if encoding == "base64":
            return unbase64(self.content)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.content)
        if encoding in ("x-uuencode", "uuencode", "x-uue"):
            return _unuuencode(self.content)
        return self.content

    def name(self) -> str:
        """The file name that the sender gave, as sent; "" for none."""
        return (parameter(self.headers.first("content-disposition"), "filename")
                or parameter(self.headers.first("content-type"), "name"))

    def charset(self) -> str:
        """The declared charset, "" for none."""
        return parameter(self.headers.first("content-type"), "charset")


@dataclass
class Reading:
    """What one reading has used up and noticed."""

    notes: list[str] = field(default_factory=list)
    parts: int = 0

    def note(self, words: str) -> None:
        """Remember once what was broken or cut."""
        if words not in self.notes:
            self.notes.append(words)


def read_parts(raw: bytes | memoryview, reading: Reading, depth: int = 0, default: str = "text/plain") -> Part:
    """The part that starts with these bytes' headers; what breaks the rules becomes plain text and a note."""
    reading.parts += 1
    # Views, not copies: each level of a 40 MB mail would cost its size again.
    headers, content = _split(memoryview(raw), reading)
    kind = media_type(headers.first("content-type")) or default
    if not kind.startswith("multipart/"):
        return Part(headers, kind, bytes(content))
    if depth >= DEEPEST:
        reading.note(f"Parts nested deeper than {DEEPEST} levels were left as they came.")
        return Part(headers, "application/octet-stream", bytes(content))
    pieces = _pieces(content, parameter(headers.first("content-type"), "boundary"), reading)
    if not pieces:
        reading.note("The mail says it has several parts, but their boundary never appears.")
        return Part(headers, "text/plain", bytes(content))
    below = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    return Part(headers, kind, parts=tuple(_below(pieces, reading, depth, below)))


def _below(pieces: list[memoryview], reading: Reading, depth: int, default: str) -> Iterator[Part]:
    for piece in pieces:
        if reading.parts >= MOST_PARTS:
            reading.note(f"Parts beyond the first {MOST_PARTS} were left out.")
            return
        yield read_parts(piece, reading, depth + 1, default)


def _split(raw: memoryview, reading: Reading) -> tuple[Headers, memoryview]:
    empty = _LINE_END.match(raw)
    if empty:
        return Headers(), raw[empty.end():]
    blank = _BLANK_LINE.search(raw)
    head = raw[:blank.start()] if blank else raw
    lines = bytes(head[:_LONGEST_HEAD]).split(b"\n")
    if len(head) > _LONGEST_HEAD:
        reading.note("The headers were longer than 512 kB and were cut.")
    headers, taken = read_headers([line.rstrip(b"\r") for line in lines])
    if taken == len(lines):
        return headers, raw[blank.end():] if blank else raw[len(raw):]
    reading.note("The headers end without a blank line.")
    return headers, raw[sum(len(line) + 1 for line in lines[:taken]):]


def _pieces(content: memoryview, boundary: str, reading: Reading) -> list[memoryview]:
    if not boundary:
        return []
    mark = re.escape(boundary.encode("utf-8", "replace"))
    line = re.compile(rb"(?:\A|\r?\n)--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    found: list[memoryview] = []
    start: int | None = None
    for match in line.finditer(content):
        if start is not None:
            found.append(_without_line_end(content, start, match.start()))
        start = match.end()
        if match[1]:
            return found
        if len(found) >= MOST_PARTS:
            break
    if start is not None:
        reading.note("The last part is not closed: the mail may be cut off.")
        found.append(_without_line_end(content, start, len(content)))
    return found


def _without_line_end(content: memoryview, start: int, end: int) -> memoryview:
    """The bytes after the boundary's own line end, which belongs to the boundary."""
    line_end = _LINE_END.match(content, start)
    first = line_end.end() if line_end else start
    return content[first:max(first, end)]


def _unuuencode(content: bytes) -> bytes:
    pieces = []
    for line in content.splitlines():
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(pieces)
