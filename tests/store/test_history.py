from __future__ import annotations

from typing import Any

from chalicelib.store import keys
from chalicelib.store.change import Change
from chalicelib.store.table import Item, Put, Table
from tests.store.company import audit, change, engine_on, record
from tests.store.memory import MemoryTable

FIRST, SECOND = record(revision=1), record(revision=2, note="new")
CREATED, UPDATED = change(None, FIRST), change(FIRST, SECOND)


def history(table: Any) -> list[Item]:
    return [item for item in table.scan() if item["sk"].startswith("audit#")]


def test_each_change_is_told_once(table: Table) -> None:
    table.write(Put(SECOND))
    for batch in ([UPDATED, UPDATED], [CREATED, UPDATED], [CREATED]):
        assert engine_on(table).handle(batch) == []
    assert history(table) == [audit(CREATED), audit(UPDATED)]


def test_a_batch_with_repeats_takes_two_calls() -> None:
    table, changes = MemoryTable(), [change(None, record(f"lea_{number}", deleted_at="x")) for number in range(5)]
    engine_on(table).handle(changes[:2])
    before = table.calls
    engine_on(table).handle(changes)
    assert table.calls - before == 2
    assert len(history(table)) == 5


def test_what_was_stripped_is_not_filled_again() -> None:
    table = MemoryTable()
    engine_on(table).handle([CREATED])
    table.items[keys.audit("lea_a", 1)].pop("name")
    engine_on(table).handle([CREATED])
    assert "name" not in table.items[keys.audit("lea_a", 1)]


def test_nothing_to_tell() -> None:
    table = MemoryTable()
    engine_on(table, audit=lambda change: None).handle([UPDATED])
    assert table.items == {}


def test_a_change_that_cannot_be_told_comes_back_and_is_derived() -> None:
    table = MemoryTable()
    table.items["lea_a", "record"] = FIRST

    def broken(change: Change) -> Item | None:
        raise KeyError("name")
    assert engine_on(table, audit=broken).handle([CREATED]) == [CREATED]
    assert keys.guard("lea_a") in table.items


def test_a_row_that_is_too_large_does_not_take_the_others_along(table: Table) -> None:
    other = change(None, record("lea_b", deleted_at="x"))

    def heavy(change: Change) -> Item | None:
        return {**(audit(change) or {}), "text": "x" * (500_000 if change is CREATED else 1)}
    assert engine_on(table, audit=heavy, derive=lambda *_: engine_nothing()).handle([CREATED, other]) == [CREATED]
    assert [item["pk"] for item in history(table)] == ["lea_b"]


def engine_nothing() -> Any:
    from chalicelib.store.derive import EMPTY
    return EMPTY
