"""The way without a read: what changes of a record do to its derived set, and several records in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from chalicelib.store.change import Change
from chalicelib.store.keys import Key
from chalicelib.store.operations import MAX_BYTES, Operation, size, writes
from chalicelib.store.table import Put, Update, Write


@dataclass(frozen=True)
class Plan:
    """The guard of one record and the operations that go with it, all or none."""

    id: str
    guard: Update
    operations: Sequence[Operation]


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Changes of one record without repeats, where each follows the last; none where only the record can tell."""
    ordered = sorted({change.revision: change for change in changes}.values(), key=lambda change: change.revision)
    if any(change.after is None for change in ordered):
        return []
    if any(not _follows(later, earlier) for earlier, later in pairwise(ordered)):
        return []
    return ordered


def packs(plans: Iterable[Plan], limit: int) -> list[list[Plan]]:
    """As many plans in a transaction as fit; the counts they share take one place."""
    found: list[list[Plan]] = []
    used, room = set[Key](), 0
    for plan in plans:
        touched, weight = _keys(plan), size(plan)
        if not found or len(used | touched) > limit or weight > room:
            found.append([])
            used, room = set(), MAX_BYTES
        found[-1].append(plan)
        used |= touched
        room -= weight
    return found


def fits(pack: Sequence[Plan], others: Sequence[Put], limit: int) -> bool:
    """Whether other items go into the same transaction as a pack."""
    actions = len(set[Key]().union(*map(_keys, pack))) + len(others)
    return actions <= limit and sum(map(size, pack)) + size(others) <= MAX_BYTES


def pack_writes(plans: Sequence[Plan]) -> list[Write]:
    """The writes of a pack, the guards first and in order, so that a refusal's reasons tell whose."""
    operations = chain.from_iterable(plan.operations for plan in plans)
    return [*(plan.guard for plan in plans), *writes(operations)]


def _follows(later: Change, earlier: Change) -> bool:
    return later.before is not None and later.before.get("revision") == earlier.revision


def _keys(plan: Plan) -> set[Key]:
    return {plan.guard.key, *(operation.key for operation in plan.operations)}
