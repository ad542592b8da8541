"""A service fails for a moment under a job over many records: it goes on later, and passes over none of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tests.faults import laws
from tests.faults.business import Business
from tests.faults.office import Office
from tests.faults.weather import WRITES, Fault


def strike_writes(office: Office, begin: Callable[[], None]) -> int:
    """Begin the work anew for each write of its worker, and let the database refuse it; how many writes there were."""
    for number in range(1, 40):
        begin()
        seen = count(1)

        def planned(_call: int, _service: str, operation: str, at: int = number, seen: count[int] = seen) -> Fault | None:
            return Fault("throttled", 4) if operation in WRITES and next(seen) == at else None
        office.weather.planned = planned
        while steps := [each for each in office.cloud.waiting if '"step"' in each.body and each.visible <= office.time.seconds]:
            office.background.deliver("jobs", steps)
        office.weather.planned = None
        office.background.drain()
        if next(seen) <= number:
            return number - 1
    raise AssertionError("the work does not end")


def loser_and_notes(office: Office, business: Business) -> tuple[str, str, list[str]]:
    """Two contacts, and notes on the second."""
    winner, loser = (business.made("contacts", {"last_name": f"Pair{place}"}, "?allow_duplicate=true") for place in range(2))
    notes = [business.made("notes", {"body": f"n{place}", "related": [loser]}) for place in range(2)]
    office.background.drain()
    return winner, loser, notes


def related(office: Office, id: str) -> list[str]:
    return list(office.ask("GET", f"/v1/notes/{id}").body["related"])


def test_no_outage_leaves_a_record_behind_in_a_merge_or_when_it_is_undone(office: Office) -> None:
    business = Business(office, people=1)
    made: list[tuple[str, str, list[str]]] = []

    def merge() -> None:
        made.append(loser_and_notes(office, business))
        assert office.ask("POST", f"/v1/contacts/{made[-1][0]}/merge", {"other_id": made[-1][1]}).status == 200
        office.background.stream()
    assert strike_writes(office, merge) > 2
    assert {tuple(related(office, note)) for _w, _l, notes in made for note in notes} <= {(winner,) for winner, _l, _n in made}
    waiting = list(made)

    def unmerge() -> None:
        winner, loser, _notes = waiting.pop() if waiting else loser_and_notes(office, business)
        office.ask("POST", f"/v1/contacts/{winner}/unmerge", {"other_id": loser})
        office.background.stream()
    assert strike_writes(office, unmerge) > 2
    undone = made[len(waiting):]
    assert {tuple(related(office, note)) for _w, _l, notes in undone for note in notes} <= {(loser,) for _w, loser, _n in undone}
    assert not [job for job in laws.Ledger(office, business).of("job") if job.get("failed")]


def test_no_outage_leaves_a_record_with_who_has_gone(office: Office) -> None:
    business = Business(office, people=2)
    one, other = business.reps

    def hand_over() -> None:
        for _company in range(2):
            business.made("companies", {"name": "Hut", "owner_id": one}, "?allow_duplicate=true")
        office.background.drain()
        assert office.ask("POST", f"/v1/users/{one}/reassign", {"to": other}).status == 202
    assert strike_writes(office, hand_over) > 1
    ledger = laws.Ledger(office, business)
    assert {each["owner_id"] for each in ledger.of("company")} == {other}
    assert not [job for job in ledger.of("job") if job.get("failed")]


def test_a_merge_under_way_ends_when_its_people_are_erased(office: Office) -> None:
    """Its journal is an empty shell then; seed 28 left such a job running."""
    business = Business(office, people=1)
    winner, loser, _notes = loser_and_notes(office, business)
    merged = office.ask("POST", f"/v1/contacts/{winner}/merge", {"other_id": loser})
    kept = [each for each in office.cloud.waiting if '"step"' in each.body]
    for message in kept:
        message.visible = office.time.seconds + 800
    erased = office.ask("POST", "/v1/privacy/erasures", {"subject_id": winner, "reason": "They asked"})
    assert (merged.status, erased.status) == (200, 202)
    office.background.drain()
    assert laws.broken(office, business) == []
