"""Time passes on the deployed stack: escalations, reminders, the bell. The clock is shifted, never waited for."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import instants
from local import tools
from tests.e2e.people import HERE, Person, acting, bell, mails_to, newcomer, problem, tick

pytestmark = pytest.mark.e2e
INTEREST = f"escalation {HERE}"
KNOWN_SECONDS = 40


@pytest.fixture(scope="module")
def pool(stack: Any, eventually: Any) -> dict[str, Any]:
    """Two reps under a manager of their own, and a rule that wants an answer within a minute."""
    admin = acting(stack, "admin")
    manager, boss = newcomer(stack, eventually, "boss", "manager")
    team = admin.post("/v1/teams", {"name": f"Quick {HERE}", "manager_id": manager["id"]})
    reps = [newcomer(stack, eventually, name, "rep", team_ids=[team["id"]]) for name in ("quick", "quicker")]
    rule = admin.post("/v1/routing_rules", {
        "name": f"Quick {HERE}", "position": 1, "strategy": "round_robin", "response_minutes": 1,
        "condition": {"field": "product_interest", "op": "eq", "value": INTEREST},
        "pool": {"user_ids": [user["id"] for user, _person in reps]}})
    return {"rule": rule, "boss": boss, "reps": {user["id"]: person for user, person in reps}}


@pytest.fixture(scope="module")
def later(stack: Any) -> Iterator[Any]:
    """Moves the clock ahead and lets the tick see it; afterwards it shows the real time again."""
    def shift(by: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            tools.clock(stack.place, by)

    yield shift
    shift("0")


def lead_of_pool(admin: Person, pool: dict[str, Any], eventually: Any, name: str) -> Any:
    """A lead that the quick rule routed; a worker may need seconds to hear of the rule."""
    made = admin.post("/v1/leads", {"last_name": name + HERE, "product_interest": INTEREST})
    path = f"/v1/leads/{made['id']}"
    eventually(lambda: admin.get(path)["owner_id"], seconds=20)

    def routed() -> Any:
        lead = admin.get(path)
        if lead["routing"]["rule_id"] == pool["rule"]["id"]:
            return lead
        admin.post(f"{path}/route")
        return None
    return eventually(routed, seconds=KNOWN_SECONDS, every=1)


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def test_an_unanswered_lead_goes_on_and_everybody_is_told(stack: Any, admin: Person, pool: dict[str, Any], later: Any,
                                                         eventually: Any) -> None:
    lead = lead_of_pool(admin, pool, eventually, "Slow")
    path, first = f"/v1/leads/{lead['id']}", lead["owner_id"]
    tick(stack)
    assert admin.get(path)["owner_id"] == first, "not before the minute is over"

    later("2m")
    second = eventually(lambda: ticked(stack, admin, path, first), every=1)
    assert {second, first} == set(pool["reps"])
    told = eventually(lambda: [each for each in bell(pool["boss"], lead["id"]) if each["kind"] == "response_missed"])
    assert len(told) == 1
    assert [each["kind"] for each in bell(pool["reps"][first], lead["id"])].count("response_missed") == 1
    assert eventually(lambda: [mail for mail in mails_to(stack, pool["boss"].email) if lead["id"] in mail["BodyText"]])
    assert admin.get(path)["routing"]["attempt"] == 2

    later("2m")
    third = eventually(lambda: ticked(stack, admin, path, second), every=1)
    assert third not in pool["reps"], "the pool is used up: the catch-all"
    eventually(lambda: len(admin.get(f"{path}/timeline?kinds=escalation")["data"]) == 2, seconds=20)


def ticked(stack: Any, admin: Person, path: str, owner: str) -> str:
    """The new owner after a tick, or nothing."""
    tick(stack)
    now = str(admin.get(path)["owner_id"])
    return now if now != owner else ""


def test_the_owners_note_stops_the_clock(stack: Any, admin: Person, pool: dict[str, Any], later: Any,
                                         eventually: Any) -> None:
    lead = lead_of_pool(admin, pool, eventually, "Answered")
    path, owner = f"/v1/leads/{lead['id']}", pool["reps"][lead["owner_id"]]
    admin.post("/v1/notes", {"body": "A colleague's note is no answer", "related": [lead["id"]]})
    eventually(lambda: noted(owner, lead["id"], path), seconds=KNOWN_SECONDS, every=1)
    later("2m")
    tick(stack)
    eventually(lambda: due_rows_gone(stack, lead["id"]), every=1)
    assert admin.get(path)["owner_id"] == lead["owner_id"]
    assert not [each for each in bell(pool["boss"], lead["id"]) if each["kind"] == "response_missed"]


def noted(owner: Person, lead_id: str, path: str) -> Any:
    """Whether the owner's note counted; one of a process whose clock is behind does not yet."""
    if not owner.get(path)["first_touched_at"]:
        owner.post("/v1/notes", {"body": "Called them", "related": [lead_id]})
    return owner.get(path)["first_touched_at"]


def due_rows_gone(stack: Any, id: str) -> bool:
    """Whether nothing of a record is due any more."""
    found = stack.client("dynamodb").scan(TableName=stack.outputs["TableName"], FilterExpression="begins_with(pk, :due) AND id = :id",
                                          ExpressionAttributeValues={":due": {"S": "due#"}, ":id": {"S": id}})
    return not found["Items"]


def test_a_reminder_comes_once_and_not_before(stack: Any, admin: Person, later: Any, eventually: Any) -> None:
    rep = acting(stack, "rep")
    now = rep.post("/v1/notes", {"body": "What time is it?"})["created_at"]
    task = rep.post("/v1/tasks", {"subject": f"Call {HERE}", "due_at": instants.plus(now, minutes=30), "reminders": [
        {"before_minutes": 20, "channel": "mail"}]})
    tick(stack)
    assert not bell(rep, task["id"])
    later("15m")
    (told,) = eventually(lambda: (tick(stack), bell(rep, task["id"]))[1], every=1)
    assert told["created_at"] >= instants.plus(now, minutes=10)
    for _again in range(2):
        tick(stack)
    assert len(bell(rep, task["id"])) == 1
    mails = eventually(lambda: [mail for mail in mails_to(stack, rep.email) if f"Call {HERE}" in mail["Subject"]])
    assert len(mails) == 1


def test_the_bell_counts_is_read_and_sleeps(stack: Any, admin: Person, later: Any, eventually: Any) -> None:
    person = acting(stack, "marketing")
    name = person.get("/v1/me")
    person.post("/v1/notifications/read_all")
    eventually(lambda: person.get("/v1/me")["unread_notifications"] == 0, seconds=20)
    for text in ("one", "two"):
        admin.post("/v1/notes", {"body": f"@{name['email']} {text}"})
    eventually(lambda: person.get("/v1/me")["unread_notifications"] == 2, seconds=20)
    newest, older = person.get("/v1/notifications?limit=2")["data"]
    assert person.post(f"/v1/notifications/{newest['id']}/read")["read_at"]
    until = instants.plus(newest["created_at"], minutes=30)
    assert person.post(f"/v1/notifications/{older['id']}/snooze", {"until": until})["asleep"] is True
    eventually(lambda: person.get("/v1/me")["unread_notifications"] == 0, seconds=20)
    assert problem(admin.ask("POST", f"/v1/notifications/{older['id']}/read"))[0] == 404
    later("31m")
    eventually(lambda: (tick(stack), person.get("/v1/me")["unread_notifications"] == 1)[1], every=1)
    assert person.post("/v1/notifications/read_all") == {"read": 1}


def test_the_clock_shows_the_real_time_again(stack: Any, later: Any, eventually: Any) -> None:
    rep = acting(stack, "rep")
    later("0")
    real = instants.text(instants.moment(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())))

    def at() -> str:
        return str(rep.post("/v1/notes", {"body": "What time is it now?"})["created_at"])
    eventually(lambda: at() < instants.plus(real, minutes=2), seconds=KNOWN_SECONDS, every=2)
