"""Journals of jobs: what a part noted first stays, in order, and survives any text."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.records import journals


def test_a_part_keeps_what_it_noted_first(crm: Crm) -> None:
    assert journals.read(crm, "job_a", 0) is None and journals.parts(crm, "job_a") == []
    first = {"id": "con_1", "before": {"last_name": "Zoë\u2028\nBerg"}}
    assert journals.note(crm, "job_a", 0, [first]) == [first]
    whole = journals.note(crm, "job_a", 0, [{"id": "con_1", "before": {}}, {"id": "con_2"}])
    assert whole == [first, {"id": "con_2"}] == journals.read(crm, "job_a", 0)


def test_parts_come_in_order(crm: Crm) -> None:
    for part in (11, 2, 3):
        journals.note(crm, "job_b", part, [{"id": "con_1"}])
    journals.note(crm, "job_b", 5, [])
    assert journals.parts(crm, "job_b") == [2, 3, 11] and journals.parts(crm, "job_b", 2, 1) == [3]
