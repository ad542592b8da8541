"""Under every kind of fault, alone and together, the table ends up equal to what the derivations say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.derive import Engine
from chalicelib.store.recount import recount
from chalicelib.store.table import Put, Table, Update, Write
from tests.store.company import NOW, OLD_RULES, actual, audit, derive, engine_on, expected, record
from tests.store.memory import MemoryTable
from tests.store.scheduler import Faults, World

SEEDS = 100
EVERYTHING = Faults(workers=3, duplicates=True, reorder=True, loss=True, crash=True, big=True, purge=True, rising=True,
                    rules=True, conflicts=True, outages=True)
PURGED = Faults(workers=3, duplicates=True, reorder=True, loss=True, purge=True, rising=True)
CASES = {
    "in order, one worker": Faults(),
    "repeats in other batches": Faults(duplicates=True),
    "lost and redriven": Faults(loss=True),
    "lost and reordered": Faults(loss=True, reorder=True),
    "two workers": Faults(workers=2, reorder=True),
    "crashes": Faults(crash=True),
    "large sets, repeated": Faults(big=True, duplicates=True),
    "large sets, two workers": Faults(big=True, workers=2, reorder=True),
    "large sets, crashes": Faults(big=True, crash=True),
    "purged and recreated": Faults(purge=True),
    "purged, late repeats": Faults(purge=True, duplicates=True, reorder=True, rising=True),
    "new rules and a rebuild": Faults(rules=True, workers=2),
    "conflicts": Faults(conflicts=True, workers=3),
    "outages": Faults(outages=True, workers=2, big=True),
    "purged, three workers": PURGED,
    "everything": EVERYTHING,
}


def ends_right(seed: int, faults: Faults, table: Any, engine: type[Engine] = Engine) -> bool:
    """Run a world and compare: by plain addition, by the recount, and the history."""
    world = World(seed, faults, table, engine)
    world.run()
    items = list(table.scan())
    sums = expected(world.records.values(), world.rules.config) == actual(items)
    even = not list(recount(table, derive, world.rules, NOW))
    told = {(item["pk"], item["sk"]) for item in items}
    return sums and even and all(keys.audit(change.id, change.revision) in told
                                 for change in world.written if audit(change))


@pytest.mark.parametrize("name", CASES)
def test_the_end_is_right(name: str) -> None:
    wrong = [seed for seed in range(SEEDS) if not ends_right(seed, CASES[name], MemoryTable(10))]
    assert wrong == []


@pytest.mark.parametrize("name", ["large sets, two workers", "purged, late repeats", "everything"])
def test_the_end_is_right_with_real_expressions(name: str, new_table: Callable[[], Table]) -> None:
    wrong = [seed for seed in range(5) if not ends_right(seed, CASES[name], new_table())]
    assert wrong == []


class Careless(MemoryTable):
    """A table that forgets a condition on guards: the engine without it."""

    def __init__(self, forgotten: str) -> None:
        super().__init__(10)
        self.forgotten = forgotten

    def holds(self, write: Write) -> bool:
        return self.forgets(write) or super().holds(write)

    def forgets(self, write: Write) -> bool:
        return isinstance(write, Update) and write.condition is not None and self.forgotten in write.condition.text


class Forgetful(MemoryTable):
    """A table whose tombstones expire at once."""

    def carry_out(self, write: Write) -> None:
        super().carry_out(write)
        if isinstance(write, Update) and ":ttl" in write.values:
            self.items.pop(write.key)


MUTANTS = {
    "no compare-and-set": ("large sets, two workers", lambda: Careless("#rev = ")),
    "no first write wins": ("purged, late repeats", lambda: Careless("attribute_not_exists(pk)")),
    "no fingerprint": ("purged, late repeats", lambda: Careless("#print")),
    "no tombstone": ("purged, three workers", lambda: Forgetful(10)),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_each_condition_is_needed(name: str) -> None:
    case, table = MUTANTS[name]
    assert not all(ends_right(seed, CASES[case], table()) for seed in range(400))


class TruthFirst(Engine):
    """An engine that reads the record before the guard."""

    def settle_steps(self, id: str) -> Any:
        yield 0.0
        record = self.table.get(keys.record(id), consistent=True)
        yield 0.0
        guard = guards.read(id, self.table.get(keys.guard(id), consistent=True))
        yield from self._advance_steps(guard, record, self._current())


def overtaken(engine: type[Engine]) -> bool:
    """One settles; between its two reads the record changes and another settles it. Is the end right?"""
    table = MemoryTable()
    slow, fast = engine_on(table, engine=engine), engine_on(table)
    table.write(Put(record(revision=1, name="jo")))
    steps = slow.settle_steps("lea_a")
    next(steps), next(steps)
    table.write(Put(record(revision=2, name="li")))
    fast.settle("lea_a")
    list(steps)
    return not list(recount(table, derive, OLD_RULES, NOW))


def test_the_guard_is_read_before_the_truth() -> None:
    assert overtaken(Engine)
    assert not overtaken(TruthFirst)
