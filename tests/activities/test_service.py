"""Tasks remind, notes tell, the bell counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import instants
from chalicelib.records import timers
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World


def soon(minutes: float) -> str:
    return instants.plus(instants.text(datetime.now(UTC)), minutes=minutes)


def bell(api: Api, user: str) -> int:
    return int(api("GET", "/v1/me", user=user).body["unread_notifications"])


def kinds(api: Api, user: str) -> list[str]:
    return [each["kind"] for each in api("GET", "/v1/notifications", user=user).body["data"]]


def task(api: Api, world: World, **values: Any) -> str:
    made = api("POST", "/v1/tasks", {"subject": "Call", "due_at": soon(60), "reminders": [{"before_minutes": 30}], **values})
    assert made.status == 201, made.body
    world.settle()
    return str(made.body["id"])


def test_a_reminder_comes_once_and_never_early(api: Api, world: World) -> None:
    task(api, world)
    world.later(minutes=29)
    assert world.tick() == 0
    world.later(minutes=1.1)
    assert (world.tick(), world.tick(), kinds(api, api.admin)) == (1, 0, ["reminder"])
    assert not world.differences()


def test_the_bell_speaks_the_readers_language(api: Api, world: World) -> None:
    task(api, world, subject="Call the done customer")
    world.later(minutes=31)
    world.tick()
    bell = api("GET", "/v1/notifications", user=api.admin, Accept_Language="de")
    assert bell.body["data"][0]["title"] == "Erinnerung: Call the done customer"
    read = api("POST", f"/v1/notifications/{bell.body['data'][0]['id']}/read", {}, user=api.admin, Accept_Language="de")
    assert read.body["title"] == "Erinnerung: Call the done customer"
    assert api("GET", "/v1/notifications", user=api.admin).body["data"][0]["title"] == "Reminder: Call the done customer"


def test_one_minute_by_app_and_by_mail_rings_the_bell_once(api: Api, world: World) -> None:
    task(api, world, reminders=[{"before_minutes": 30, "channel": channel} for channel in ("app", "mail")])
    world.later(minutes=31)
    assert (world.tick(), kinds(api, api.admin)) == (2, ["reminder"])
    assert api("GET", "/v1/notifications").body["data"][0]["mail"] is True
    assert not world.differences()


def test_missed_ticks_catch_up(api: Api, world: World) -> None:
    task(api, world, reminders=[{"before_minutes": minutes} for minutes in (50, 40, 30)])
    world.later(days=2)
    assert (world.tick(), kinds(api, api.admin)) == (3, ["reminder"] * 3)


def test_a_timer_delivered_twice_acts_once(api: Api, world: World) -> None:
    id = task(api, world)
    row = next(due for shard in range(keys.DUE_SHARDS) for due in world.crm.table.query(keys.due_partition(shard)).items
               if due["id"] == id)
    world.later(minutes=31)
    for _time in range(3):
        timers.fire(world.crm, {"id": id, "kind": row["kind"], "at": row["at"]})
    world.settle()
    assert kinds(api, api.admin) == ["reminder"]


@pytest.mark.parametrize("change", [{"due_at": None, "reminders": None}, {"status": "done"}, {"status": "cancelled"}])
def test_a_task_that_is_over_does_not_remind(api: Api, world: World, change: dict[str, Any]) -> None:
    id = task(api, world)
    assert api("PATCH", f"/v1/tasks/{id}", change).status == 200
    world.settle()
    world.later(minutes=90)
    assert (world.tick(), kinds(api, api.admin)) == (0, [])


def test_a_deleted_task_does_not_remind(api: Api, world: World) -> None:
    api("DELETE", f"/v1/tasks/{task(api, world)}")
    world.settle()
    world.later(minutes=90)
    assert (world.tick(), kinds(api, api.admin)) == (0, [])


def test_a_moved_task_reminds_at_its_new_time(api: Api, world: World) -> None:
    id = task(api, world)
    api("PATCH", f"/v1/tasks/{id}", {"due_at": soon(600)})
    world.settle()
    world.later(minutes=60)
    assert world.tick() == 0
    world.later(minutes=511)
    assert (world.tick(), kinds(api, api.admin)) == (1, ["reminder"])
    assert not world.differences()


def test_a_change_between_queue_and_work_is_respected(api: Api, world: World) -> None:
    id = task(api, world)
    world.later(minutes=31)
    timers.tick(world.crm, instants.text(datetime.now(UTC)))
    api("PATCH", f"/v1/tasks/{id}", {"status": "done"})
    world.settle()
    assert kinds(api, api.admin) == []
    assert not world.differences()


def test_a_poisoned_timer_does_not_block_the_others(api: Api, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    poison, good = task(api, world), task(api, world)
    world.later(minutes=31)
    assert timers.tick(world.crm, instants.text(datetime.now(UTC))) == 2
    body = {"Records": [{"messageId": str(place), "body": __import__("json").dumps(
        {"do": "due", "id": row["id"], "kind": row["kind"] if row["id"] != poison else "reminder:broken", "at": row["at"]}),
        "eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {}, "messageAttributes": {}, "md5OfBody": "", "awsRegion": "x",
        "eventSourceARN": "arn"} for place, row in enumerate(due_rows(world))] + [{
            "messageId": "bad", "body": "not json", "eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {},
            "messageAttributes": {}, "md5OfBody": "", "awsRegion": "x", "eventSourceARN": "arn"}]}
    from chalicelib.http import events
    answer = events.from_queue("jobs", body, None)
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["bad"]
    world.settle()
    assert good and kinds(api, api.admin).count("reminder") >= 1


def due_rows(world: World) -> list[dict[str, Any]]:
    return [row for shard in range(keys.DUE_SHARDS) for row in world.crm.table.query(keys.due_partition(shard)).items]


@pytest.mark.parametrize("reminders", ["x", [1], [{}], [{"at": "soon"}], [{"before_minutes": "x"}], [{"before_minutes": 1, "channel": "fax"}],
                                       [{"at": "2026-01-01T00:00:00Z", "loud": True}], [{"before_minutes": 1}] * 11, [{"before_minutes": 1e300}]])
def test_wrong_reminders_are_field_errors(api: Api, reminders: Any) -> None:
    answer = api("POST", "/v1/tasks", {"subject": "x", "due_at": soon(5), "reminders": reminders})
    assert answer.status == 422 and answer.body["errors"][0]["field"].startswith("reminders")


def test_a_mention_tells_a_colleague_once(api: Api, world: World) -> None:
    rep = api.person("rep", "rep@x.example")
    note = api("POST", "/v1/notes", {"body": "Ask @rep about it"}).body
    world.settle()
    assert (note["mentions"], kinds(api, rep), bell(api, rep)) == ([rep], ["mention"], 1)
    api("PATCH", f"/v1/notes/{note['id']}", {"body": "Ask @rep about it, please"})
    world.settle()
    assert kinds(api, rep) == ["mention"]


def test_the_bell_counts_read_unread_snoozed_and_woken(api: Api, world: World) -> None:
    rep = api.person("rep", "rep@x.example")
    for place in range(3):
        api("POST", "/v1/notes", {"body": f"@rep {place}"})
    world.settle()
    ids = [each["id"] for each in api("GET", "/v1/notifications", user=rep).body["data"]]

    def act(id: str, action: str, body: Any = None) -> int:
        status = api("POST", f"/v1/notifications/{id}/{action}", body, user=rep).status
        world.settle()
        return status
    assert (act(ids[0], "read"), bell(api, rep)) == (200, 2)
    assert (act(ids[0], "unread"), bell(api, rep)) == (200, 3)
    assert (act(ids[1], "snooze", {"until": soon(10)}), bell(api, rep)) == (200, 2)
    assert act(ids[1], "snooze", {"until": soon(-10)}) == 422
    world.later(minutes=11)
    assert (world.tick(), bell(api, rep)) == (1, 3)
    assert api("POST", "/v1/notifications/read_all", user=rep).body == {"read": 3}
    world.settle()
    assert bell(api, rep) == 0 and not world.differences()
