from __future__ import annotations

from typing import Any

import pytest

from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.derive import EMPTY, Rules, Unsettled, WrongVersion
from chalicelib.store.recount import recount
from chalicelib.store.table import Item, Put, Table
from tests.store.company import NEW_RULES, NOW, OLD_RULES, change, derive, engine_on, record
from tests.store.memory import MemoryTable


def put(table: MemoryTable, *records: Item) -> None:
    for item in records:
        table.items[item["pk"], item["sk"]] = item


def guard_of(table: Any, id: str = "lea_a") -> guards.Guard:
    return guards.read(id, table.get(keys.guard(id), consistent=True))


def is_even(table: Any, rules: Rules = OLD_RULES) -> bool:
    return not list(recount(table, derive, rules, NOW))


def test_a_creation_takes_one_call_for_history_and_all_that_is_derived() -> None:
    table = MemoryTable()
    put(table, record())
    assert engine_on(table).handle([change(None, record())]) == []
    assert table.calls == 1
    assert is_even(table)


def test_a_repeat_finds_its_history_written_and_its_guard_moved() -> None:
    table = MemoryTable()
    put(table, record())
    engine_on(table).handle([change(None, record())])
    before, standing = table.calls, dict(table.items)
    assert engine_on(table).handle([change(None, record())]) == []
    assert table.calls - before == 1 + 2 + 2  # at once; history, derived; its guard and its record
    assert table.items == standing


def test_many_records_share_transactions_and_counts() -> None:
    table = MemoryTable()
    records = [record(f"lea_{number:02d}") for number in range(40)]
    put(table, *records)
    engine_on(table).handle([change(None, item) for item in records])
    assert table.calls == 1 + 2  # 40 guards, 80 rows, 2 counts
    assert table.items["count#lead#all", "group#x"]["n"] == 40
    assert is_even(table)


def test_one_outdated_record_leaves_the_others_in_their_pack() -> None:
    table = MemoryTable()
    records = [record(f"lea_{number}") for number in range(4)]
    put(table, *records)
    engine_on(table).settle("lea_2")
    before = table.calls
    engine_on(table).handle([change(None, item) for item in records])
    assert table.calls - before == 1 + 1 + 2 + 2  # at once; history; refused and again without it; its guard and its record
    assert is_even(table)


def test_nothing_derived_changes_nothing_is_written() -> None:
    table, after = MemoryTable(), record(revision=2, note="new")
    put(table, after)
    engine_on(table, audit=lambda change: None).handle([change(record(), after)])
    assert table.calls == 0


def test_changes_that_follow_each_other_need_no_read() -> None:
    table = MemoryTable()
    states = [record(revision=1), record(revision=2, stage="y"), record(revision=3, amount=2)]
    put(table, states[-1])
    steps = [change(None, states[0]), change(states[1], states[2]), change(states[0], states[1])]
    engine_on(table).handle([*steps, steps[0]])
    assert table.calls == 1
    assert is_even(table)


def test_there_and_back_again_is_not_nothing() -> None:
    table, first, second = MemoryTable(), record(revision=1), record(revision=2, stage="y")
    engine, third = engine_on(table), record(revision=3)
    engine.handle([change(None, first)])
    engine.handle([change(first, second)])
    put(table, third)
    engine.handle([change(first, second), change(second, third)])
    assert is_even(table)


def test_a_set_larger_than_a_transaction_comes_in_parts() -> None:
    table = MemoryTable(10)
    put(table, record(big=True))
    engine_on(table, limit=10).handle([change(None, record(big=True))])
    assert is_even(table)
    assert guard_of(table).revision == 1


def test_deleted_rows_go_and_a_purge_leaves_a_tombstone() -> None:
    table, engine = MemoryTable(), engine_on(MemoryTable())
    engine = engine_on(table)
    put(table, record())
    engine.handle([change(None, record())])
    del table.items["lea_a", "record"]
    engine.handle([change(record(), None)])
    guard = guard_of(table)
    assert (guard.revision, guard.standing) == (guards.GONE, EMPTY.standing)
    assert guard.ttl == 1795305316 + guards.TOMBSTONE_SECONDS
    assert is_even(table)


def test_a_tombstone_outlives_late_changes_and_goes_when_the_record_returns() -> None:
    table = MemoryTable()
    engine = engine_on(table)
    engine.handle([change(record(), None)])
    engine.handle([change(None, record())])
    assert guard_of(table).ttl
    put(table, record(revision=3))
    engine.handle([change(None, record(revision=3))])
    assert guard_of(table).ttl == 0
    assert is_even(table)


def test_marks_of_others_on_the_guard_stay() -> None:
    table = MemoryTable()
    engine = engine_on(table)
    put(table, record())
    engine.settle("lea_a")
    table.items[keys.guard("lea_a")]["erased"] = True
    put(table, record(revision=2, stage="y"))
    engine.handle([change(record(), record(revision=2, stage="y"))])
    assert guard_of(table).revision == 2
    assert table.items[keys.guard("lea_a")]["erased"]


def test_settling_again_only_reads() -> None:
    table = MemoryTable()
    put(table, record())
    engine_on(table).settle("lea_a")
    before = table.calls
    engine_on(table).settle("lea_a")
    assert table.calls - before == 2


def test_another_version_of_the_code_writes_nothing() -> None:
    table = MemoryTable()
    put(table, record())
    engine = engine_on(table, version=2)
    with pytest.raises(WrongVersion):
        engine.handle([change(None, record())])
    with pytest.raises(WrongVersion):
        engine.settle("lea_a")
    assert table.calls == 0


def test_a_stale_configuration_is_read_again_before_the_batch_fails() -> None:
    table = MemoryTable()
    put(table, record())
    newer = Rules(1, 2, OLD_RULES.config)
    engine_on(table, version=2, current=lambda reload: newer if reload else OLD_RULES).settle("lea_a")
    assert is_even(table, newer)


def test_a_guard_of_newer_rules_makes_a_worker_reload() -> None:
    table = MemoryTable()
    put(table, record())
    engine_on(table, rules=NEW_RULES).settle("lea_a")
    put(table, record(revision=2, stage="y"))
    engine = engine_on(table, current=lambda reload: NEW_RULES if reload else OLD_RULES)
    engine.handle([change(record(), record(revision=2, stage="y"))])
    assert is_even(table, NEW_RULES)


def test_rules_that_went_back_are_not_obeyed() -> None:
    table = MemoryTable()
    put(table, record())
    engine_on(table, rules=NEW_RULES).settle("lea_a")
    with pytest.raises(Unsettled):
        engine_on(table, rules=OLD_RULES).settle("lea_a")
    assert is_even(table, NEW_RULES)


def poisonous(record: Item, now: str, config: Any) -> Any:
    if record["name"] == "poison":
        raise ValueError("cannot be derived")
    return derive(record, now, config)


def test_a_poison_record_comes_back_and_stops_nobody() -> None:
    table = MemoryTable()
    good, bad = record("lea_a"), record("lea_b", name="poison")
    put(table, good, bad)
    changes = [change(None, bad), change(None, good)]
    assert engine_on(table, derive=poisonous).handle(changes) == [changes[0]]
    assert guard_of(table, "lea_a").revision == 1


def test_a_poison_image_is_no_harm_once_the_record_is_healed() -> None:
    table, healed = MemoryTable(), record(revision=2)
    put(table, healed)
    engine = engine_on(table, derive=poisonous)
    assert engine.handle([change(None, record(name="poison")), change(record(name="poison"), healed)]) == []
    assert is_even(table)


def test_no_pack_outgrows_a_transaction_of_four_megabytes() -> None:
    table, large = MemoryTable(), list[int]()
    table.transact = lambda writes, token="": large.append(sum(len(str(write)) for write in writes))  # type: ignore
    records = [record(f"lea_{number:02d}", name="x" * 200_000) for number in range(30)]
    engine_on(table).handle([change(None, item) for item in records])
    assert len(large) > 4
    assert max(large) < 4_000_000


def test_the_real_expressions(table: Table) -> None:
    engine = engine_on(table)
    states = [record(revision=1), record(revision=2, stage="y", big=True)]
    for before, after in ((None, states[0]), states):
        table.write(Put(after))
        assert engine.handle([change(before, after)]) == []
        assert is_even(table)
    assert isinstance(table.get(keys.guard("lea_a"))["set"], bytes)
