"""Jobs in parts: each part counts once, whoever does it."""

from __future__ import annotations

from typing import Any

from chalicelib.crm import Crm
from chalicelib.records import jobs
from chalicelib.records.jobs import Part, Step
from chalicelib.records.permissions import system
from chalicelib.store import keys


def test_of_two_workers_of_one_part_one_counts(crm: Crm) -> None:
    job = jobs.start(crm, system("test"), "bulk", {})
    message: dict[str, Any] = {"job": job["id"], "part": 0}

    def usual(*_given: Any) -> Step:
        return Step({"from": "here"}, done=5)

    def slow(*_given: Any) -> Step:
        jobs.run(crm, message, lambda _what: usual)  # the same message came to another worker, who was quicker
        return usual()

    chosen: Part = slow
    jobs.run(crm, message, lambda _what: chosen)
    stored = crm.table.get(keys.record(job["id"]), consistent=True) or {}
    assert (stored["part"], stored["done"], stored["state"]) == (1, 5, "running")
