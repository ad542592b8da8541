"""From what stands to what should: the operations between the two, and the writes they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.store.derived import Derived, Standing, short_hash
from chalicelib.store.keys import Key
from chalicelib.store.table import Delete, Put, Update, Write

MAX_BYTES = 3_000_000  # a transaction may carry 4 MB; sizes here are estimates


@dataclass(frozen=True)
class Set:
    """Write a row."""

    key: Key
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Drop:
    """Remove a row."""

    key: Key


@dataclass(frozen=True)
class Add:
    """Add to the numbers of a count."""

    key: Key
    deltas: Mapping[str, int]


Operation = Set | Drop | Add


def diff(have: Standing, want: Derived) -> list[Operation]:
    """The operations that make `want` of `have`; none where they are equal."""
    target = want.standing
    operations: list[Operation] = [Drop(key) for key in have.rows if key not in target.rows]
    operations += [Set(key, want.rows[key]) for key, hash in target.rows.items() if have.rows.get(key) != hash]
    for key in sorted({*have.counts, *target.counts}):
        deltas = _deltas(have.counts.get(key, {}), target.counts.get(key, {}))
        operations += [Add(key, deltas)] if deltas else []
    return operations


def apply(have: Standing, operations: Iterable[Operation]) -> Standing:
    """What stands after these operations."""
    rows, counts = dict(have.rows), dict(have.counts)
    for operation in operations:
        if isinstance(operation, Set):
            rows[operation.key] = short_hash(operation.value)
        elif isinstance(operation, Drop):
            rows.pop(operation.key, None)
        else:
            counts[operation.key] = add(counts.get(operation.key, {}), operation.deltas)
    return Standing(rows, {key: cell for key, cell in counts.items() if cell})


def add(cell: Mapping[str, int], deltas: Mapping[str, int]) -> dict[str, int]:
    """The numbers of a count after an addition; zeros vanish."""
    sums = {name: cell.get(name, 0) + deltas.get(name, 0) for name in {**cell, **deltas}}
    return {name: number for name, number in sums.items() if number}


def parts(operations: Sequence[Operation], limit: int) -> list[list[Operation]]:
    """The operations in parts that one transaction can carry; one empty part where there are none."""
    found: list[list[Operation]] = [[]]
    room = MAX_BYTES
    for operation in operations:
        room -= size(operation)
        if found[-1] and (len(found[-1]) >= limit or room < 0):
            found.append([])
            room = MAX_BYTES - size(operation)
        found[-1].append(operation)
    return found


def size(value: object) -> int:
    """Rather too many bytes than too few: ASCII with escapes is never shorter than UTF-8."""
    return len(ascii(value))


def writes(operations: Iterable[Operation]) -> Iterator[Write]:
    """The writes of these operations, those of several records too: each count once with the sum."""
    sums: dict[Key, dict[str, int]] = {}
    for operation in operations:
        if isinstance(operation, Set):
            yield Put({**operation.value, "pk": operation.key[0], "sk": operation.key[1]})
        elif isinstance(operation, Drop):
            yield Delete(operation.key)
        else:
            sums[operation.key] = add(sums.get(operation.key, {}), operation.deltas)
    yield from (addition(key, deltas) for key, deltas in sums.items() if deltas)


def addition(key: Key, deltas: Mapping[str, int]) -> Update:
    """Add to a count, which begins at zero."""
    names = {f"#{position}": name for position, name in enumerate(deltas)}
    values = {f":{position}": delta for position, delta in enumerate(deltas.values())}
    text = "ADD " + ", ".join(f"#{position} :{position}" for position in range(len(deltas)))
    return Update(key, text, names, values)


def _deltas(have: Mapping[str, int], want: Mapping[str, int]) -> dict[str, int]:
    return add(want, {name: -number for name, number in have.items()})
