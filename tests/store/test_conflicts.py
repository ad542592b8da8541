from __future__ import annotations

from collections.abc import Sequence

import pytest

from chalicelib.errors import Refused, Unavailable
from chalicelib.store import keys
from chalicelib.store.derive import Unsettled
from chalicelib.store.recount import recount
from chalicelib.store.table import Write
from tests.store.company import NOW, OLD_RULES, change, derive, engine_on, record
from tests.store.memory import MemoryTable


def is_even(table: MemoryTable) -> bool:
    return not list(recount(table, derive, OLD_RULES, NOW))


class Stormy(MemoryTable):
    """A table whose first transactions fail with these errors."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    def transact(self, writes: Sequence[Write], token: str = "") -> None:
        if self.errors:
            raise self.errors.pop(0)
        super().transact(writes, token)


def conflict(count: int) -> list[Refused]:
    return [Refused(("TransactionConflict",))] * count


def test_conflicts_are_tried_again_after_ever_longer_pauses() -> None:
    table, pauses = Stormy(*conflict(6)), list[float]()
    table.items[keys.record("lea_a")] = record()
    engine_on(table, audit=lambda change: None, sleep=pauses.append).handle([change(None, record())])
    assert is_even(table)
    assert len(pauses) == 5
    assert all(0 < pause < 1 for pause in pauses)


def test_eight_conflicts_are_enough() -> None:
    table = Stormy(*conflict(8))
    table.items[keys.record("lea_a")] = record()
    with pytest.raises(Unsettled):
        engine_on(table).settle("lea_a")
    engine_on(table).settle("lea_a")
    assert is_even(table)


def test_what_an_outage_leaves_comes_back() -> None:
    table = Stormy(Unavailable(), Unavailable())
    table.items[keys.record("lea_a")] = record()
    changes = [change(None, record())]
    assert engine_on(table, audit=lambda change: None).handle(changes) == changes
