"""What a transaction writes, by AWS's published rules: DynamoDB Local counts equal parts of a transaction only once.

Rules: a write unit is 1 kB begun, twice that in a transaction; each index that an item enters, leaves or stays in with
another content is written too. (DynamoDB Developer Guide, "Read and write capacity", "Item sizes", "Global secondary
indexes".) Whether a transaction's index writes count twice the guide leaves open; the engine says yes, so does this.
`tests/bench` holds these rules against the engine, write by write.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from math import ceil
from typing import Any

INDEXES = ("i1", "i2", "i3", "i4", "i5")
Item = Mapping[str, Any]


def size(item: Item | None) -> int:
    """Bytes of an item in DynamoDB's JSON, names included."""
    return sum(len(name.encode()) + _value(value) for name, value in (item or {}).items())


def write_units(before: Item | None, after: Item | None, transaction: bool) -> float:
    """Units of one write that made `after` of `before`."""
    table = max(1, _kilobytes(max(size(before), size(after))))
    return (table + sum(_index(name, before, after) for name in INDEXES)) * (2 if transaction else 1)


def _index(name: str, before: Item | None, after: Item | None) -> int:
    """What one index is written for: nothing, once, or out and in again."""
    old, new = (before or {}).get(name), (after or {}).get(name)
    if before == after or not (old or new):
        return 0
    moved = bool(old and new and (old, (before or {}).get(f"{name}s")) != (new, (after or {}).get(f"{name}s")))
    return _kilobytes(max(size(before), size(after))) * (2 if moved else 1)


def _kilobytes(bytes: int) -> int:
    return ceil(bytes / 1024)


def _value(attribute: Mapping[str, Any]) -> int:
    (kind, value), = attribute.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return len(value.strip("-0.")) // 2 + 2
    if kind == "M":
        return 3 + sum(len(name.encode()) + 1 + _value(part) for name, part in value.items())
    if kind == "L":
        return 3 + sum(1 + _value(part) for part in value)
    if kind == "B":
        return len(b64decode(value) if isinstance(value, str) else value)  # as it travels, or as the SDK has it
    return sum(len(part.encode()) for part in value) if kind == "SS" else 1
