"""Of what somebody is told by the bell and by mail: everything, until they say otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.activities import preferences
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk

ROOMS = Path(preferences.__file__).parents[1]


def unread(api: Api, user: str) -> int:
    return int(api("GET", "/v1/me", user=user).body["unread_notifications"])


def noted(api: Api, author: str, handle: str) -> None:
    api("POST", "/v1/notes", {"body": f"@{handle} please look"}, user=author)
    api.world.settle()


def test_every_kind_that_is_told_can_be_chosen() -> None:
    source = "\n".join(path.read_text() for path in ROOMS.rglob("*.py"))
    told = set(re.findall(r'notify\(\s*crm,\s*work,\s*[^,]+(?:\[[^\]]*\])?,\s*"(\w+)"', source))
    assert told == set(preferences.KINDS)


def test_all_is_told_at_first() -> None:
    assert all(preferences.rings({}, kind) and preferences.mailed({}, kind) for kind in preferences.KINDS)


@pytest.mark.parametrize("kind", sorted(preferences.ALWAYS_RINGS))
def test_what_waits_for_its_reader_rings_in_any_case(kind: str) -> None:
    assert preferences.rings({"bell_off": [kind]}, kind)


def test_who_wants_no_mail_of_mentions_gets_the_bell_alone(api: Api, world: World) -> None:
    desk = Desk(api, world, 2)
    one, two = desk.reps
    assert api("PATCH", "/v1/me", {"mail_off": ["mention"]}, user=one).status == 200
    world.settle()
    noted(api, desk.manager, "r0@x.example")
    noted(api, desk.manager, "r1@x.example")
    assert (unread(api, one), unread(api, two)) == (1, 1)
    assert (desk.mail.to("r0@x.example"), len(desk.mail.to("r1@x.example"))) == ([], 1)


def test_who_wants_no_bell_finds_it_among_the_read_ones(api: Api, world: World) -> None:
    desk = Desk(api, world, 1)
    (rep,) = desk.reps
    assert api("PATCH", "/v1/me", {"bell_off": ["mention"]}, user=rep).status == 200
    world.settle()
    noted(api, desk.manager, "r0@x.example")
    assert unread(api, rep) == 0 and len(desk.mail.to("r0@x.example")) == 1
    (kept,) = api("GET", "/v1/notifications", user=rep).body["data"]
    assert kept["kind"] == "mention" and kept["read_at"] and world.differences() == []


def test_leads_by_the_bell_alone(api: Api, world: World) -> None:
    desk = Desk(api, world, 1)
    (rep,) = desk.reps
    api("PATCH", "/v1/me", {"mail_off": ["lead_assigned"]}, user=rep)
    api("PATCH", "/v1/me", {"mail_off": ["lead_arrived"], "bell_off": ["lead_arrived"]}, user=desk.manager)
    world.settle()
    desk.come()
    assert (unread(api, rep), unread(api, desk.manager)) == (1, 0)
    assert desk.mail.to("r0@x.example") == desk.mail.to("boss@x.example") == []
    assert len(desk.mail.to("ana@client.example")) == 1  # the customer's reply is no notification


def test_a_mail_that_waits_is_not_sent_to_who_wants_it_no_longer(api: Api, world: World) -> None:
    desk = Desk(api, world, 1)
    (rep,) = desk.reps
    api("POST", "/v1/notes", {"body": "@r0@x.example please look"}, user=desk.manager)
    world._stream()
    world.work("jobs")  # the notification is made
    world._stream()  # and its mail is queued
    assert unread(api, rep) == 1
    api("PATCH", "/v1/me", {"mail_off": ["mention"]}, user=rep)
    world.settle()
    assert desk.mail.to("r0@x.example") == []


def test_what_cannot_be_switched_off_is_refused_and_told(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    refused = api("PATCH", "/v1/me", {"bell_off": ["lead_assigned", "mention"], "mail_off": ["import_finished"]}, user=rep)
    assert refused.status == 422
    assert {(each["field"], each["code"]) for each in refused.body["errors"]} == {
        ("bell_off[0]", "invalid_choice"), ("mail_off[0]", "invalid_choice")}
    described = {each["name"]: each for each in api("GET", "/v1/schema/users").body["fields"]}
    assert described["bell_off"]["options"] == ["lead_arrived", "mention", "import_finished", "export_finished"]


def test_everybody_is_told_what_they_are_told_of(api: Api) -> None:
    rep = api.person("rep", "rep@x.example", bell_off=["mention"], mail_off=["reminder"])
    told = {each["kind"]: each for each in api("GET", "/v1/me", user=rep).body["told_of"]}
    assert (told["mention"]["bell"], told["mention"]["mail"], told["mention"]["fixed"]) == (False, True, [])
    assert (told["reminder"]["bell"], told["reminder"]["mail"], told["reminder"]["fixed"]) == (True, False, ["bell"])
    assert (told["import_finished"]["mail"], told["import_finished"]["fixed"]) == (False, ["mail"])
