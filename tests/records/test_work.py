"""One transaction, its collisions, and what is tried again."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import Invalid, Refused
from chalicelib.records import work as works
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys


def task(crm: Crm, **values: Any) -> dict[str, Any]:
    work = Work(crm, system("test"))
    made = work.create("task", {"subject": "Call", "status": "open", **values})
    work.commit()
    return made


def refusing(monkeypatch: pytest.MonkeyPatch, crm: Crm, *reasons: tuple[str, ...]) -> list[int]:
    """The table refuses the first transactions for these reasons."""
    real, waiting, calls = crm.table.transact, list(reasons), list[int]()

    def transact(writes: Any, token: str = "") -> None:
        calls.append(len(writes))
        if waiting:
            raise Refused(waiting.pop(0))
        return real(writes, token)
    monkeypatch.setattr(crm.table, "transact", transact)
    monkeypatch.setattr(works.time, "sleep", lambda _seconds: None)
    return calls


def test_a_transaction_that_only_met_another_goes_again(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = refusing(monkeypatch, crm, ("TransactionConflict",), ("TransactionConflict",))
    assert crm.table.get(keys.record(retried(lambda: task(crm))["id"])) and calls == [1, 1, 1]


def test_a_refused_condition_is_told_by_its_label(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = refusing(monkeypatch, crm, ("ConditionalCheckFailed",))
    with pytest.raises(Collision) as caught:
        task(crm)
    assert (caught.value.labels, caught.value.repeated, len(calls)) == (("new",), True, 1)


def test_a_failed_condition_beside_a_conflict_is_what_counts(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, crm, ("TransactionConflict", "ConditionalCheckFailed"))
    work = Work(crm, system("test"))
    work.create("contact", {"last_name": "R", "emails": [{"value": "a@x.example"}]})
    with pytest.raises(Collision) as caught:
        work.commit()
    assert caught.value.claims == ["contact#email#a@x.example"]


def test_a_step_is_run_again_on_what_stands_now(crm: Crm) -> None:
    made, tries = task(crm), list[int]()

    def step() -> None:
        current = crm.table.get(keys.record(made["id"]), consistent=True) or {}
        work = Work(crm, system("test"))
        work.change(current, {"priority": "high"})
        if not tries:
            other = Work(crm, system("other"))
            other.change(current, {"subject": "Write"})
            other.commit()
        tries.append(1)
        work.commit()
    retried(step)
    stands = crm.table.get(keys.record(made["id"])) or {}
    assert (stands["subject"], stands["priority"], stands["version"], len(tries)) == ("Write", "high", 3, 2)


def test_a_quiet_change_raises_the_revision_only(crm: Crm) -> None:
    work = Work(crm, system("test"))
    after = work.change(task(crm), {"fired": {"x": "y"}}, quiet=True)
    assert (after["version"], after["revision"]) == (1, 2)


def test_changes_of_one_work_are_one_version(crm: Crm) -> None:
    work, made = Work(crm, system("test")), task(crm)
    work.change(made, {"subject": "a"})
    after = work.change(made, {"priority": "high"})
    assert (after["subject"], after["priority"], after["version"], after["revision"]) == ("a", "high", 2, 2)


def test_more_than_a_hundred_writes_are_the_callers_error(crm: Crm) -> None:
    work = Work(crm, system("test"))
    for _place in range(101):
        work.create("task", {"subject": "x", "status": "open"})
    with pytest.raises(Invalid):
        work.commit()
