"""Response: due, touched, and what follows."""

from __future__ import annotations

import pytest

from chalicelib.leads.response import due, minutes, next_step, touched
from chalicelib.leads.rules import RoutingRule

AT = "2026-11-21T10:00:00.000Z"
LATER = "2026-11-21T10:00:00.001Z"
LEAD = {"owner_id": "usr_a", "status": "assigned", "routing": {"at": AT, "attempt": 1}}


def test_due_is_minutes_after_the_assignment():
    assert due(AT, RoutingRule("rrl_1", "A", response_minutes=90)) == "2026-11-21T11:30:00.000Z"


def test_without_minutes_nothing_is_due():
    assert due(AT, RoutingRule("rrl_1", "A")) is None
    assert due(AT, RoutingRule("rrl_1", "A", response_minutes=0)) is None
    assert due(AT, None) is None


@pytest.mark.parametrize("kind", ["note", "task_done", "mail", "status"])
def test_the_owners_own_work_after_the_assignment_touches(kind):
    assert touched(LEAD, {"kind": kind, "actor": "usr_a", "at": LATER})


@pytest.mark.parametrize("change", [{"actor": "usr_b"}, {"actor": "system"}, {"at": AT}, {"at": None},
                                    {"kind": "score"}])
def test_other_people_earlier_work_and_other_events_do_not(change):
    assert not touched(LEAD, {"kind": "note", "actor": "usr_a", "at": LATER, **change})


def test_a_lead_without_owner_cannot_be_touched():
    assert not touched({**LEAD, "owner_id": None}, {"kind": "note", "actor": None, "at": LATER})


def test_a_hand_over_counts_from_its_own_instant():
    assert not touched({**LEAD, "assigned_at": LATER}, {"kind": "note", "actor": "usr_a", "at": LATER})


def test_three_times_to_the_next_then_the_catch_all_then_no_more():
    steps = [next_step({**LEAD, "routing": {"attempt": attempt}}) for attempt in range(1, 7)]
    assert steps == ["next", "next", "next", "catch_all", "none", "none"]


@pytest.mark.parametrize("change", [{"first_touched_at": LATER}, {"status": "working"}, {"status": "qualified"},
                                    {"deleted_at": LATER}])
def test_answered_and_closed_leads_stay(change):
    assert next_step({**LEAD, **change}) == "none"


@pytest.mark.parametrize(("before", "lead", "told"), [
    (None, {}, None), (None, {"first_touched_at": "2026-11-21T10:00:20.000Z"}, 0), (None, {"first_touched_at": "2026-11-21T11:30:00.000Z"}, 90),
    ({"first_touched_at": "2026-11-21T10:05:00.000Z"}, {}, 5),  # an assignment took the mark off
    ({"first_touched_at": LATER}, {"first_touched_at": "2026-11-21T12:00:00.000Z", "response_minutes": 7}, 7),
    (None, {"first_touched_at": "2026-11-21T09:00:00.000Z"}, 0)])
def test_the_time_to_the_first_answer_is_kept_once_known(before, lead, told):
    assert minutes(before, {"created_at": AT, **lead}) == told
