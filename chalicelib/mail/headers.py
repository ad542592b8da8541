"""Header lines of a mail, read as they come: folded, encoded (RFC 2047, RFC 2231), raw 8-bit or plainly wrong."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from chalicelib.mail.charsets import clean, decode

# Beyond this a header is cut before it is taken apart: the standard library's parsers are quadratic on hostile input.
LONGEST = 10_000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,100}\?[bBqQ]\?)")
_ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]]{1,64}@[^\s<>\"(),;:\[\]@]{1,255}")
_NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_MISREAD = (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError)


@dataclass(frozen=True)
class Headers:
    """Name (lower case) and unfolded value of each line, in their order."""

    lines: tuple[tuple[str, str], ...] = ()

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a header, still encoded."""
        return tuple(value for key, value in self.lines if key == name)

    def first(self, name: str) -> str:
        """The first value of a header, still encoded; "" where it is missing."""
        return next((value for key, value in self.lines if key == name), "")

    def text(self, name: str) -> str:
        """The first value as a person reads it."""
        return words(self.first(name))

    def has(self, name: str) -> bool:
        """Whether the header is there at all."""
        return any(key == name for key, _ in self.lines)


def read_headers(block: list[bytes]) -> tuple[Headers, int]:
    """Headers of the physical lines, and how many lines they took: the first line that is none ends them."""
    found: list[tuple[str, list[bytes]]] = []
    for number, line in enumerate(block):
        match = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line)
        elif match:
            found.append((match[1].decode("ascii").lower(), [match[2]]))
        elif not (number == 0 and line.startswith((b"From ", b">From "))):
            return _headers(found), number
    return _headers(found), len(block)


def _headers(found: list[tuple[str, list[bytes]]]) -> Headers:
    return Headers(tuple((name, _unfolded(pieces)) for name, pieces in found))


def _unfolded(pieces: list[bytes]) -> str:
    raw = b" ".join(piece.strip() for piece in pieces).strip()
    return clean(decode(raw[:10 * LONGEST], "")[0]).replace("\n", " ")


def words(value: str) -> str:
    """Encoded words (RFC 2047) made readable; neighbours are joined first: some programs cut a letter in two."""
    text = _BETWEEN_WORDS.sub(r"\1", value[:LONGEST])
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _WORD.finditer(text):
        if pending and (match.start() > end or match[1].lower() != charset):
            pieces.append(decode(pending, charset)[0])
            pending = b""
        pieces.append(text[end:match.start()])
        pending, charset, end = pending + _bytes_of(match), match[1].lower(), match.end()
    pieces += [decode(pending, charset)[0], text[end:]]
    return " ".join(clean("".join(pieces)).split())


def _bytes_of(match: re.Match[str]) -> bytes:
    payload = match[3].encode("utf-8", "replace")
    if match[2] in "qQ":
        return binascii.a2b_qp(payload, header=True)
    return unbase64(payload)


def unbase64(raw: bytes) -> bytes:
    """Base64 as far as it goes: foreign letters and missing padding are passed over."""
    letters = raw.translate(None, _NO_BASE64)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def parameter(value: str, name: str) -> str:
    """A parameter of a structured header, such as `boundary`, its RFC 2231 pieces put together."""
    message = Message()
    message["content-type"] = value[:LONGEST]
    try:
        found = message.get_param(name, "")
        return words(_collapsed(found)).strip()
    except _MISREAD:
        return ""


def _collapsed(found: str | tuple[str | None, str | None, str] | None) -> str:
    if not isinstance(found, tuple):
        return found or ""
    return decode(found[2].encode("latin-1", "replace"), found[0] or "")[0]


def media_type(value: str) -> str:
    """`type/subtype` in lower case; "" where it says nothing usable."""
    name = value.split(";", 1)[0].strip().lower()
    return name if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,100}", name) else ""


def addresses(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(name, address) of each mailbox, at most 200; what is no address at all is left out."""
    text = ", ".join(values)[:LONGEST]
    try:
        pairs = getaddresses([text])
    except _MISREAD:
        pairs = []
    found = [(words(name), clean(address.strip())) for name, address in pairs if _ADDRESS.fullmatch(address.strip())]
    # A list that breaks the grammar (an unquoted comma in a name) still holds its addresses.
    return tuple((found or [("", address) for address in _ADDRESS.findall(text)])[:200])
