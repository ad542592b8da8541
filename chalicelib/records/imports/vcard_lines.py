"""vCard content lines (RFC 6350, RFC 2426, vCard 2.1): unfolded, parted into group, name, parameters and value.

Works on bytes, as version 2.1 names a character set for each line.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 200_000       # bytes of a value; a longer one is a photo or a key, which no import takes
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)")
_BARE = {"quoted-printable": "encoding", "base64": "encoding", "b": "encoding", "8bit": "encoding", "7bit": "encoding"}


@dataclass(frozen=True)
class Line:
    """One property: its name in capitals, its parameters in small letters, its value still escaped."""

    name: str
    types: frozenset[str]
    parameters: dict[str, str]
    value: str


def lines(chunks: Iterable[bytes], charset: str) -> Iterator[Line]:
    """The properties of all cards in a file; what cannot be read as one is left out."""
    for raw in _unfolded(_physical(chunks)):
        line = _parsed(raw, charset)
        if line:
            yield line


def _physical(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends; of one beyond all bounds the beginning."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.rstrip(b"\r") for line in whole)
        rest = rest[:LONGEST] if len(rest) > 2 * LONGEST else rest
    yield rest.rstrip(b"\r")


def _unfolded(physical: Iterable[bytes]) -> Iterator[bytes]:
    """A line that begins with a blank goes on the one before; so does any after a soft break of quoted-printable."""
    pieces: list[bytes] = []
    length, soft = 0, False
    for line in physical:
        folded = pieces and line[:1] in (b" ", b"\t")
        if not soft and not folded:
            if pieces:
                yield b"".join(pieces)
            pieces, length = [], 0
        elif soft:
            pieces[-1] = pieces[-1][:-1]  # the soft break itself
        piece = line[1:] if folded and not soft else line
        if length < LONGEST:
            pieces.append(piece)
            length += len(piece)
        soft = piece.endswith(b"=") and _is_quoted(pieces[0])
        if not pieces[0]:
            pieces, soft = [], False
    if pieces:
        yield b"".join(pieces)


def _is_quoted(line: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in line[:line.find(b":") + 1].upper()


def _parsed(raw: bytes, charset: str) -> Line | None:
    head, value = _parted(raw)
    first, *given = _split(head, ";")
    name = _NAME.fullmatch(first.strip())
    if value is None or name is None:
        return None
    parameters, types = _parameters(given)
    return Line(name[1].upper(), types, parameters, _decoded(value, parameters, charset))


def _parted(raw: bytes) -> tuple[str, bytes | None]:
    """Before and after the first colon that stands in no quotation marks."""
    quoted = False
    for place, sign in enumerate(raw[:5_000]):
        quoted ^= sign == 0x22
        if sign == 0x3A and not quoted:
            return raw[:place].decode("utf-8", "replace"), raw[place + 1:]
    return "", None


def _split(text: str, sign: str) -> list[str]:
    """Parted at a sign outside of quotation marks."""
    return re.split(f'{re.escape(sign)}(?=(?:[^"]*"[^"]*")*[^"]*$)', text[:5_000])


def _parameters(given: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    """`TYPE=work,voice` and version 2.1's bare `WORK;VOICE` alike."""
    parameters: dict[str, str] = {}
    types: set[str] = set()
    for each in given:
        name, equals, value = each.strip().partition("=")
        if equals and name.strip().lower() != "type":
            parameters[name.strip().lower()] = value.strip().strip('"')
        elif not equals and name.lower() in _BARE:
            parameters["encoding"] = name
        else:
            types |= {one.strip().lower() for one in (value if equals else name).strip('"').split(",")}
    return parameters, frozenset(types)


def _decoded(value: bytes, parameters: dict[str, str], charset: str) -> str:
    encoding = parameters.get("encoding", "").lower()
    if encoding in ("b", "base64"):
        return ""
    if encoding == "quoted-printable":
        value = quopri.decodestring(value[:LONGEST])
    for name in (parameters.get("charset", ""), charset, "utf-8"):
        try:
            return value[:LONGEST].decode(codecs.lookup(name).name if name else "utf-8")
        except (LookupError, UnicodeError):
            continue
    return value[:LONGEST].decode("cp1252", "replace")
