"""Who gets what, with many at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from chalicelib.errors import Unavailable
from chalicelib.records.work import Collision
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk


def delivered(desk: Desk, place: int, **values: Any) -> None:
    """A message whose worker gave up in the crowd comes again, as the queue does it."""
    for _time in range(4):
        with suppress(Collision, Unavailable):
            return desk.take(place, **values)
    return desk.take(place, **values)


def burst(desk: Desk, number: int, workers: int = 8) -> Counter[Any]:
    """Many submissions at once; all leads by owner."""
    before = len(desk.leads())
    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(lambda place: delivered(desk, place), range(number)))
    leads = desk.leads()
    assert len(leads) == before + number
    return Counter(lead["owner_id"] for lead in leads)


def test_eight_workers_give_a_fair_round_robin_and_own_nothing_twice(api: Api, world: World) -> None:
    desk = Desk(api, world, 4)
    owned = burst(desk, 60)
    assert set(owned) == set(desk.reps) and max(owned.values()) - min(owned.values()) <= 1
    decisions = api("GET", "/v1/decisions?limit=100").body["data"]
    assert len({decision["lead_id"] for decision in decisions}) == len(decisions) == 60
    world.settle(30)
    assert not world.differences()


def test_capacity_holds_in_a_burst(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, person={"capacity": 4})
    owned = burst(desk, 14, 4)
    assert [owned[rep] for rep in desk.reps] == [4, 4] and owned[None] == 6


def test_capacity_holds_across_rules_that_share_people(api: Api, world: World) -> None:
    desk = Desk(api, world, 1, person={"capacity": 5}, position=1, condition={"field": "message", "op": "starts", "value": "even"})
    rest = {"name": "Rest", "position": 2, "pool": {"team_ids": [desk.team]}}
    assert api("POST", "/v1/routing_rules", rest).status == 201
    world.settle()
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda place: delivered(desk, place, message=("even", "odd")[place % 2]), range(16)))
    owned = Counter(lead["owner_id"] for lead in desk.leads())
    assert owned == {desk.reps[0]: 5, None: 11}
    world.settle(30)
    assert not world.differences()


def test_who_is_away_gets_nothing(api: Api, world: World) -> None:
    desk = Desk(api, world, 3)
    api("PATCH", f"/v1/users/{desk.reps[0]}", {"away_from": "2020-01-01T00:00:00Z", "away_until": "2120-01-01T00:00:00Z"})
    owned = burst(desk, 6, 3)
    assert [owned[rep] for rep in desk.reps] == [0, 3, 3]


def test_weights_are_shares(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, strategy="weighted")
    api("PATCH", f"/v1/routing_rules/{desk.rule}", {"weights": {desk.reps[0]: 3, desk.reps[1]: 1}})
    owned = burst(desk, 12, 3)
    assert [owned[rep] for rep in desk.reps] == [9, 3]


def test_the_least_loaded_catches_up(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, strategy="least_loaded")
    for place in range(4):
        api("POST", "/v1/leads", {"last_name": f"X{place}", "owner_id": desk.reps[0]})
    world.settle()
    owned = burst(desk, 6, 1)
    assert [owned[rep] for rep in desk.reps] == [5, 5]


def test_a_lead_without_anyone_waits_and_is_tried_again(api: Api, world: World) -> None:
    desk = Desk(api, world, 1)
    api("POST", f"/v1/users/{desk.reps[0]}/deactivate")
    lead = desk.come()
    assert (lead.get("owner_id"), lead["status"]) == (None, "new") and "nobody" in lead["routing"]["explanation"]
    api("POST", f"/v1/users/{desk.reps[0]}/activate")
    world.later(minutes=16)
    assert world.tick() >= 1
    assert desk.record(lead["id"])["owner_id"] == desk.reps[0]
    assert not world.differences()


def test_a_lead_by_api_is_routed_by_its_reaction(api: Api, world: World) -> None:
    desk = Desk(api, world, 1, task={"subject": "Call", "due_minutes": 30})
    id = api("POST", "/v1/leads", {"last_name": "Ruiz"}).body["id"]
    world.settle()
    assert desk.record(id)["owner_id"] == desk.reps[0]
    task = api("GET", "/v1/tasks").body["data"][0]
    assert (task["subject"], task["assignee_id"], task["related"]) == ("Call", desk.reps[0], [id])
