"""Nobody answered: next, next, next, catch-all; and what counts as an answer."""

from __future__ import annotations

import pytest

from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk


def test_an_unanswered_lead_goes_on_three_times_then_to_the_catch_all(api: Api, world: World) -> None:
    desk = Desk(api, world, 5, response_minutes=10, position=1, condition={"field": "source", "op": "eq", "value": "web"})
    last = api.person("rep", "last@x.example")
    api("POST", "/v1/routing_rules", {"name": "Rest", "position": 9, "pool": {"user_ids": [last]}, "response_minutes": 5})
    lead = desk.come()
    owners = [lead["owner_id"]]
    for _step in range(5):
        world.later(minutes=11)
        world.tick()
        owners.append(desk.record(lead["id"])["owner_id"])
    assert len(set(owners[:4])) == 4 and set(owners[:4]) <= set(desk.reps)
    assert owners[4:] == [last, last]
    kinds = [event["kind"] for event in api("GET", f"/v1/leads/{lead['id']}/timeline").body["data"]]
    assert kinds.count("escalation") == 4
    assert not world.differences()


def test_owner_and_manager_are_told(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, response_minutes=10)
    owner = desk.come()["owner_id"]
    world.later(minutes=11)
    world.tick()
    for user in (owner, desk.manager):
        kinds = [each["kind"] for each in api("GET", "/v1/notifications", user=user).body["data"]]
        assert kinds.count("response_missed") == 1, kinds


def test_the_task_of_whom_the_lead_left_is_cancelled(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, response_minutes=10, task={"subject": "Call back", "due_minutes": 30})
    lead = desk.come()
    world.later(minutes=11)
    world.tick()
    tasks = {each["assignee_id"]: each["status"] for each in api("GET", "/v1/tasks").body["data"]}
    assert tasks == {lead["owner_id"]: "cancelled", desk.record(lead["id"])["owner_id"]: "open"}
    assert not world.differences()


def test_the_timeline_tells_whom_the_lead_was_passed_on_to(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, response_minutes=10)
    lead = desk.come()
    world.later(minutes=11)
    world.tick()
    following = api("GET", f"/v1/users/{desk.record(lead['id'])['owner_id']}").body
    titles = [event["title"] for event in api("GET", f"/v1/leads/{lead['id']}/timeline").body["data"]]
    name = " ".join(filter(None, (following.get("first_name"), following.get("last_name")))) or following["email"]
    assert f"Not answered in time, passed on: {name}" in titles


def test_never_early_and_once(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, response_minutes=10)
    lead = desk.come()
    world.later(minutes=9)
    assert world.tick() == 0
    world.later(minutes=2)
    assert (world.tick(), world.tick()) == (1, 0)
    assert desk.record(lead["id"])["routing"]["attempt"] == 2


@pytest.mark.parametrize("touch", ["note", "task", "status"])
def test_the_owners_answer_stops_the_clock(api: Api, world: World, touch: str) -> None:
    desk = Desk(api, world, 2, response_minutes=10)
    lead = desk.come()
    owner, id = lead["owner_id"], lead["id"]
    if touch == "note":
        api("POST", "/v1/notes", {"body": "Called", "related": [id]}, user=owner)
    elif touch == "task":
        task = api("POST", "/v1/tasks", {"subject": "Call", "related": [id]}, user=owner).body["id"]
        api("POST", f"/v1/tasks/{task}/complete", user=owner)
    else:
        api("PATCH", f"/v1/leads/{id}", {"status": "working"}, user=owner)
    world.settle()
    assert desk.record(id)["first_touched_at"]
    world.later(minutes=30)
    world.tick()
    assert desk.record(id)["owner_id"] == owner
    assert not world.differences()


def test_a_colleagues_note_is_no_answer(api: Api, world: World) -> None:
    desk = Desk(api, world, 2, response_minutes=10)
    lead = desk.come()
    api("POST", "/v1/notes", {"body": "Saw it", "related": [lead["id"]]}, user=desk.manager)
    world.settle()
    assert not desk.record(lead["id"]).get("first_touched_at")


def test_the_response_time_is_kept_for_reports_whoever_has_the_lead_later(api: Api, world: World) -> None:
    desk = Desk(api, world, 2)
    report = api("POST", "/v1/reports", {"name": "R", "object": "leads", "group_by": ["owner_id"], "sums": ["response_minutes"],
                                         "filter": {"field": "response_minutes", "op": "empty", "value": False}}).body["id"]
    one, two = desk.come(), desk.come(email="b@client.example", last_name="Berg")
    world.later(minutes=42)
    api("PATCH", f"/v1/leads/{one['id']}", {"status": "working"}, user=one["owner_id"])
    world.settle()
    api("PATCH", f"/v1/leads/{one['id']}", {"owner_id": two["owner_id"]})
    world.settle()
    world.later(minutes=60)
    api("POST", "/v1/notes", {"body": "Called", "related": [one["id"]]}, user=two["owner_id"])
    world.settle()
    assert desk.record(one["id"])["first_touched_at"] and desk.record(one["id"])["response_minutes"] == 42
    assert desk.record(two["id"]).get("response_minutes") is None
    told = api("GET", f"/v1/reports/{report}/data").body["rows"]
    assert [(row["groups"]["owner_id"], row["count"], row["sums"]) for row in told] == [(two["owner_id"], 1, {"response_minutes": 42})]
    quick = '{"field":"response_minutes","op":"gt","value":40}'
    assert [each["id"] for each in api("GET", f"/v1/leads?filter={quick}".replace('"', "%22")).body["data"]] == [one["id"]]
    refused = api("PATCH", f"/v1/leads/{two['id']}", {"response_minutes": 1})
    assert refused.status == 422 and world.differences() == []
