"""Zip files joined from parts that were packed on their own, so that none of the work is ever done twice or at once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib import instants
from chalicelib.errors import Invalid

MOST = 0xFFFFFFFF       # bytes that the plain format can tell
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_NEEDED, _UTF8, _DEFLATED = 20, 1 << 11, 8
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """One file: its name, checksum, size and packed size, and its packed pieces in order."""

    name: str
    crc: int
    size: int
    packed: int
    pieces: Iterable[bytes]


def packed(content: bytes, *, last: bool) -> bytes:
    """A part of a file, deflated so that the next part's bytes may follow."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def member(name: str, text: str) -> Member:
    """A small file."""
    content = text.encode()
    piece = packed(content, last=True)
    return Member(name, zlib.crc32(content), len(content), len(piece), (piece,))


def zipped(members: Iterable[Member], at: str) -> Iterator[bytes]:
    """The bytes of a zip file; `at` is when all of its files were made. Invalid beyond 4 GiB."""
    central, offset, count = [], 0, 0
    moment = instants.moment(at)
    made = (moment.hour << 11 | moment.minute << 5 | moment.second // 2,
            (moment.year - 1980) << 9 | moment.month << 5 | moment.day)
    for each in members:
        name = each.name.encode()
        if max(each.size, offset + each.packed) > MOST:
            raise Invalid.one("format", "too_large", "This is more than 4 GB; export fewer records or as CSV")
        facts = (_UTF8, _DEFLATED, *made, each.crc, each.packed, each.size, len(name), 0)
        yield _LOCAL.pack(b"PK\3\4", _NEEDED, *facts) + name
        yield from each.pieces
        central.append(_CENTRAL.pack(b"PK\1\2", 3 << 8 | _NEEDED, _NEEDED, *facts, 0, 0, 0, _PLAIN_FILE, offset) + name)
        offset += _LOCAL.size + len(name) + each.packed
        count += 1
    directory = b"".join(central)
    yield directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
