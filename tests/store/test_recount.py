from __future__ import annotations

from itertools import count

import pytest

from chalicelib.errors import Unavailable
from chalicelib.store import keys
from chalicelib.store.derive import Engine, WrongVersion
from chalicelib.store.derived import NOTHING
from chalicelib.store.rebuild import rebuild
from chalicelib.store.recount import Difference, is_count, is_derived, recount
from chalicelib.store.repair import repair
from tests.store.company import NEW_RULES, NOW, OLD_RULES, change, derive, engine_on, record
from tests.store.memory import MemoryTable

ROW = keys.search("all", "jo", "lead", "lea_a")
CELL = keys.count("lead", "all", "x")
ORPHAN = keys.search("all", "ghost", "lead", "lea_z")


@pytest.fixture
def table() -> MemoryTable:
    """Three settled records."""
    table = MemoryTable()
    for number in "abc":
        table.items[keys.record(f"lea_{number}")] = record(f"lea_{number}")
    list(rebuild(engine_on(table), table))
    return table


def differences(table: MemoryTable) -> list[Difference]:
    return list(recount(table, derive, OLD_RULES, NOW))


def test_a_settled_table_is_even(table: MemoryTable) -> None:
    assert differences(table) == []


def test_a_wrong_row_a_missing_one_and_one_too_many_are_found(table: MemoryTable) -> None:
    table.items[ROW]["title"] = "wrong"
    del table.items[keys.search("all", "jo", "lead", "lea_b")]
    table.items[ORPHAN] = {"pk": ORPHAN[0], "sk": ORPHAN[1], "title": "ghost"}
    assert differences(table) == [
        Difference(ORPHAN, None, {"title": "ghost"}), Difference(ROW, {"title": "jo"}, {"title": "wrong"}),
        Difference(keys.search("all", "jo", "lead", "lea_b"), {"title": "jo"}, None)]


def test_a_wrong_count_is_found_and_a_zero_is_nothing(table: MemoryTable) -> None:
    table.items[CELL]["n"] += 1
    table.items[CELL]["old"] = 0
    assert differences(table) == [Difference(CELL, {"n": 3, "sum": 18}, {"n": 4, "sum": 18})]


def test_a_guard_that_lies_is_found(table: MemoryTable) -> None:
    yields = derive(record(), NOW, OLD_RULES.config).standing
    del table.items[keys.guard("lea_a")]
    assert differences(table) == [Difference(keys.guard("lea_a"), yields, None)]


def test_a_guard_without_a_record_is_found_unless_it_will_expire(table: MemoryTable) -> None:
    engine_on(table).handle([change(record("lea_z"), None)])
    assert differences(table) == []
    del table.items[keys.guard("lea_z")]["ttl"]
    assert differences(table) == [Difference(keys.guard("lea_z"), None, NOTHING)]


def test_a_record_that_yields_nothing_needs_no_guard(table: MemoryTable) -> None:
    table.items[keys.record("lea_d")] = record("lea_d", deleted_at=NOW)
    assert differences(table) == []


def test_everything_wrong_is_repaired(table: MemoryTable) -> None:
    table.items[ROW]["title"] = "wrong"
    table.items[CELL]["n"] += 7
    table.items[ORPHAN] = {"pk": ORPHAN[0], "sk": ORPHAN[1], "title": "ghost"}
    del table.items[keys.guard("lea_b")]
    table.items[keys.guard("lea_c")]["set"] = "[{},{}]"
    numbers = count()
    assert repair(engine_on(table), table, lambda: differences(table), lambda: f"r{next(numbers)}") == 5
    assert differences(table) == []


@pytest.mark.parametrize("key", [
    ROW, CELL, keys.cells("usr_a"), keys.event("con_a", NOW, "tas_a"), keys.lookup("phone", "+49", "lead", "lea_a"),
    keys.due(NOW, "reminder", "tas_a"), keys.sorted_view("lead", "name", "all", "jo", "lea_a"),
    keys.configuration("role", "rol_a"),
])
def test_what_is_derived(key: keys.Key) -> None:
    assert is_derived(key)
    assert is_count(key) == (key in (CELL, keys.cells("usr_a")))


@pytest.mark.parametrize("key", [
    keys.record("lea_a"), keys.link("lea_a", "role", "con_a"), keys.claim("lead", "email", "a@b"), keys.sent("m"),
    keys.request("usr_a", "k"), keys.cursor("rrl_a"), keys.guard("lea_a"), keys.audit("lea_a", 1), ("config", "clock"),
])
def test_what_is_not(key: keys.Key) -> None:
    assert not is_derived(key)


def test_a_rebuild_brings_all_to_the_new_rules(table: MemoryTable) -> None:
    assert list(rebuild(engine_on(table, rules=NEW_RULES), table, 3)) == [1, 2, 3]
    assert list(recount(table, derive, NEW_RULES, NOW)) == []


def test_a_rebuild_of_one_segment_leaves_the_others(table: MemoryTable) -> None:
    done = [len(list(rebuild(engine_on(table, rules=NEW_RULES), table, 2, only=segment))) for segment in range(2)]
    assert sum(done) == 3


class Failing(Engine):
    """An engine that cannot settle one record."""

    def settle(self, id: str) -> None:
        if id == "lea_b":
            raise Unavailable()
        super().settle(id)


def test_a_record_that_fails_is_left_for_later(table: MemoryTable) -> None:
    left = list[str]()
    assert list(rebuild(engine_on(table, engine=Failing), table, later=left.append)) == [1, 2, 3]
    assert left == ["lea_b"]
    with pytest.raises(Unavailable):
        list(rebuild(engine_on(table, engine=Failing), table))


def test_a_rebuild_by_the_wrong_version_stops(table: MemoryTable) -> None:
    with pytest.raises(WrongVersion):
        list(rebuild(engine_on(table, version=2), table, later=list[str]().append))


def test_a_row_among_anothers_events_is_repaired(table: MemoryTable) -> None:
    key = keys.event("con_z", NOW, "lea_a#created")
    table.items[key] = {"pk": key[0], "sk": key[1], "title": "ghost"}
    assert repair(engine_on(table), table, lambda: differences(table), lambda: "r") == 1
    assert differences(table) == []
