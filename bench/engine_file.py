"""Items straight into the engine's file, as the engine would have put them there: thousands a second, not hundreds.

DynamoDB Local keeps a table in one SQLite table: the item as JSON, its size, its keys, the keys of its indexes, and
salted hashes of its keys for parallel scans. `check` holds our rows against those of the engine at hand;
`tests/bench/test_engine_file.py` does so with every type of value.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.dynamodb import TABLE
from chalicelib.store.items import encode_item
from chalicelib.store.table import Item

NAME = "shared-local-instance.db"
SALT = b"LocalDdb"
INDEXES = tuple(f"i{number}{part}" for number in range(1, 6) for part in ("", "s"))
COLUMNS = ("hashKey", "rangeKey", "hashValue", "rangeValue", "itemSize", "ObjectJSON", "hashRangeValue",
           *(f"indexKey_{place}" for place in range(len(INDEXES))))
PAGE = 16_384  # bytes
MEMORY = -1_000_000  # kB of the file that SQLite may hold
Row = tuple[Any, ...]


class Strange(RuntimeError):
    """The engine keeps its items in another way than we know."""


def pour(folder: Path, rows: Iterable[Row]) -> None:
    """All of them in one transaction, while no engine runs, best in the order of their keys; twice changes nothing."""
    marks = ", ".join("?" * len(COLUMNS))
    with closing(_opened(folder)) as file, file:
        file.execute("BEGIN IMMEDIATE")
        file.executemany(f'INSERT OR REPLACE INTO "{TABLE}" ({", ".join(COLUMNS)}) VALUES ({marks})', rows)


def check(folder: Path) -> None:
    """Raise `Strange` unless what the engine has stored is what we would have stored."""
    with closing(_opened(folder)) as file:
        for kept in file.execute(f'SELECT {", ".join(COLUMNS)} FROM "{TABLE}"'):
            ours = row_of(json.loads(kept[5]))
            if (*ours[:5], *ours[6:]) != (*kept[:5], *kept[6:]):
                raise Strange(f"This DynamoDB Local keeps items otherwise than bench/engine_file.py knows: {kept[0]!r}")


def indexes(folder: Path) -> dict[str, str]:
    """The indexes of the table by name, each with the statement that makes it."""
    with closing(_opened(folder)) as file:
        return dict(file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql "
                                 "IS NOT NULL", (TABLE,)))


def drop_indexes(folder: Path) -> None:
    """Take them off: they are made faster when all is there."""
    made = indexes(folder)
    with closing(_opened(folder)) as file:
        for name in made:
            file.execute(f'DROP INDEX "{name}"')


def make_indexes(folder: Path, made: dict[str, str]) -> Iterator[str]:
    """Make again those that are not there, and tell the name of each."""
    there = indexes(folder)
    with closing(_opened(folder)) as file:
        for name, statement in made.items():
            if name not in there:
                file.execute(statement)
            yield name


def widen(folder: Path) -> None:
    """Larger pages than the engine asks for, which reads both: a large file is gone through faster."""
    with closing(_opened(folder)) as file:
        file.execute(f"PRAGMA page_size = {PAGE}")
        file.execute("VACUUM")


def row(kept: Item) -> Row:
    """An item as the columns of the engine's table."""
    return row_of(encode_item(kept))


def row_of(item: dict[str, Any]) -> Row:
    """An item in DynamoDB's JSON as the columns of the engine's table."""
    pk, sk = (item[name]["S"].encode() for name in ("pk", "sk"))
    first, second = _hash(pk), _hash(sk)
    keys = (item[name]["S"].encode() if name in item else None for name in INDEXES)
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()
    return (pk, sk, first, second, size(item), text, _hash(first + second), *keys)


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them: names and values, three and one for each entry of a list or map."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    (kind, held), = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return _number(held)
    if kind == "B":
        return len(base64.b64decode(held))
    if kind == "SS":
        return sum(len(each.encode()) for each in held)
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + _value(each) for each in held)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in held.items())
    raise Strange(f"No item has values of type {kind} so far")


def _number(text: str) -> int:
    """A byte for the exponent, one for two digits each, cut at even powers of ten, and one more below zero."""
    number = Decimal(text).normalize()
    sign, digits, exponent = number.as_tuple()
    ahead = (len(digits) + int(exponent)) % 2
    return 1 + (len(digits) + ahead + 1) // 2 + sign if number else 1


def _hash(value: bytes) -> bytes:
    return hashlib.sha1(SALT + value, usedforsecurity=False).digest()


def _opened(folder: Path) -> sqlite3.Connection:
    file = sqlite3.connect(folder / NAME, isolation_level=None)
    file.execute(f"PRAGMA cache_size = {MEMORY}")
    file.execute("PRAGMA synchronous = OFF")
    return file
