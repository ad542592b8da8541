"""Reminders of tasks."""

from __future__ import annotations

import pytest

from chalicelib.activities.reminders import instants

DUE = "2026-11-21T10:00:00.000Z"


def task(*reminders, **more):
    return {"status": "open", "due_at": DUE, "reminders": list(reminders), **more}


def test_at_an_instant_and_before_the_due_time_earliest_first():
    found = instants(task({"at": "2026-11-21T09:55:00Z", "channel": "mail"}, {"before_minutes": 60}))
    assert found == [("2026-11-21T09:00:00.000Z", "app", "app@2026-11-21T09:00:00.000Z"),
                     ("2026-11-21T09:55:00.000Z", "mail", "mail@2026-11-21T09:55:00.000Z")]


def test_zero_minutes_before_is_the_due_time():
    assert instants(task({"before_minutes": 0}))[0][0] == DUE


def test_equal_wishes_are_one():
    assert len(instants(task({"at": DUE}, {"before_minutes": 0}, {"at": DUE, "channel": "mail"}))) == 2


@pytest.mark.parametrize("change", [{"status": "done"}, {"status": "cancelled"}, {"deleted_at": DUE}])
def test_only_open_tasks_remind(change):
    assert instants(task({"at": DUE}, **change)) == []


def test_a_moved_task_reminds_anew():
    before, after = task({"before_minutes": 5}), task({"before_minutes": 5}, due_at="2026-11-22T10:00:00.000Z")
    assert instants(before)[0][2] != instants(after)[0][2]
    assert instants(before) == instants({**before, "subject": "renamed"})


@pytest.mark.parametrize("entry", [{}, "soon", {"at": "soon"}, {"before_minutes": "x"}, {"before_minutes": 10**15}])
def test_what_has_no_instant_is_left_out(entry):
    assert instants(task(entry)) == []


def test_without_a_due_time_minutes_before_mean_nothing():
    assert instants(task({"before_minutes": 5}, due_at=None)) == []
    assert instants({}) == []
