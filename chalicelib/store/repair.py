"""Make a recount come out even again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.derive import Engine
from chalicelib.store.derived import Standing, short_hash
from chalicelib.store.keys import Key
from chalicelib.store.operations import add, addition
from chalicelib.store.recount import Difference, Value, is_count
from chalicelib.store.table import Table


def repair(engine: Engine, table: Table, differences: Callable[[], Iterable[Difference]],
           token: Callable[[], str]) -> int:
    """Make a recount come out even; how many differences there were. Only while nothing changes.

    `differences` recounts anew each time it is called. Settling believes the guard, so where a row or a guard is
    wrong the guard is first told what really stands; counts have no owner and are corrected by what they lack.
    """
    found = list(differences())
    for id, own in _by_owner(found).items():
        _confess(table, id, own, token())
        engine.settle(id)
    for difference in differences():
        if is_count(difference.key):
            _correct(table, difference)
    return len(found)


def _by_owner(differences: Iterable[Difference]) -> dict[str, list[Difference]]:
    """Rows and guards by the record that they belong to."""
    owners: dict[str, list[Difference]] = {}
    for difference in differences:
        if not is_count(difference.key):
            owners.setdefault(_owner(difference.key), []).append(difference)
    return owners


def _owner(key: Key) -> str:
    pk, sk = key
    if sk.startswith("event#"):
        return sk.split("#")[2]  # what follows tells several events of one record apart
    return (pk if sk == "applied" else sk).rsplit("#", 1)[-1]


def _confess(table: Table, id: str, differences: Iterable[Difference], rev: str) -> None:
    """Tell the guard which rows stand: what a recount found, and its own word for the rest."""
    guard = guards.read(id, table.get(keys.guard(id), consistent=True))
    rows = dict[Key, str](guard.standing.rows)
    for difference in differences:
        rows.pop(difference.key, None)
        if isinstance(difference.found, Mapping):
            rows[difference.key] = short_hash(difference.found)
    table.write(guards.advance(guard, rev, Standing(rows, guard.standing.counts)))


def _correct(table: Table, difference: Difference) -> None:
    expected, found = _numbers(difference.expected), _numbers(difference.found)
    table.write(addition(difference.key, add(expected, {name: -number for name, number in found.items()})))


def _numbers(side: Value) -> dict[str, int]:
    return dict(side) if isinstance(side, Mapping) else {}
