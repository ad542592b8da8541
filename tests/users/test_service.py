"""Invitation, deactivation, handing over, roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.users import founding
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Outgoing


def test_a_new_user_is_invited_by_mail_once(api: Api, world: World) -> None:
    mail = Outgoing()
    world.crm = replace(world.crm, mail=mail)
    id = api.person("rep", "rep@x.example")
    world.settle()
    assert len(mail.to("rep@x.example")) == 1
    assert api("GET", f"/v1/users/{id}").body["active"] is True
    assert not world.differences()


@pytest.mark.parametrize("roles", [{}, {"role_ids": []}, {"role_ids": None}])
def test_nobody_is_invited_without_a_role(api: Api, roles: dict[str, Any]) -> None:
    answer = api("POST", "/v1/users", {"email": "nothing@x.example", "first_name": 5, **roles})
    assert answer.status == 422
    assert {each["field"]: each["message"] for each in answer.body["errors"]}["role_ids"] == "Choose at least one role"
    assert {each["field"] for each in answer.body["errors"]} == {"first_name", "role_ids"}


def test_nobody_loses_their_last_role(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    answer = api("PATCH", f"/v1/users/{rep}", {"role_ids": []})
    assert (answer.status, answer.body["errors"][0]["code"]) == (422, "required")


def test_an_address_belongs_to_one_user(api: Api) -> None:
    api.person("rep", "rep@x.example")
    again = api("POST", "/v1/users", {"email": "REP@x.example", "last_name": "R", "role_ids": [founding.role_id(api.world.crm, "rep")]})
    assert (again.status, again.body["code"]) == (409, "duplicate")


def test_deactivation_tells_what_is_still_owned(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    for objects, body in (("contacts", {"last_name": "R"}), ("leads", {"last_name": "R"}), ("notes", {"body": "x"})):
        api("POST", f"/v1/{objects}", body, user=rep)
    answer = api("POST", f"/v1/users/{rep}/deactivate").body
    assert (answer["active"], answer["owns"]) == (False, {"contacts": 1, "leads": 1, "notes": 1})


def test_neither_oneself_nor_the_last_administrator_is_deactivated(api: Api) -> None:
    assert api("POST", f"/v1/users/{api.admin}/deactivate").body["errors"][0]["code"] == "not_yourself"
    assert api("PATCH", f"/v1/users/{api.admin}", {"active": False}).body["errors"][0]["code"] == "read_only"
    second = api.person("admin", "second@x.example")
    assert api("POST", f"/v1/users/{second}/deactivate").status == 200
    lesser = [founding.role_id(api.world.crm, "rep")]
    for answer in (api("DELETE", f"/v1/users/{api.admin}"), api("PATCH", f"/v1/users/{api.admin}", {"role_ids": lesser})):
        assert (answer.status, answer.body["errors"][0]["code"]) == (422, "last_admin")


def test_everything_is_handed_over(api: Api, world: World) -> None:
    one, two = api.person("rep", "one@x.example"), api.person("rep", "two@x.example")
    made = [api("POST", f"/v1/{objects}", body, user=one).body["id"] for objects, body in (
        ("contacts", {"last_name": "R"}), ("leads", {"last_name": "R"}), ("tasks", {"subject": "x"}), ("notes", {"body": "x"}))]
    world.settle()
    answer = api("POST", f"/v1/users/{one}/reassign", {"to": two})
    assert answer.status == 202
    world.settle(40)
    job = api("GET", f"/v1/jobs/{answer.body['job_id']}").body
    assert (job["state"], job["done"], job["failed"]) == ("done", 4, 0)
    owners = {api("GET", f"/v1/{objects}/{id}").body["owner_id"] for objects, id in zip(("contacts", "leads", "tasks", "notes"), made, strict=True)}
    assert owners == {two} and not world.differences()


def in_teams(api: Api, *names: str) -> list[str]:
    """New teams, by their ids."""
    return [api("POST", "/v1/teams", {"name": name}).body["id"] for name in names]


def test_what_is_handed_over_goes_to_the_chosen_team_of_who_takes_it(api: Api, world: World) -> None:
    first, second, other = in_teams(api, "First", "Second", "Other")
    one, two = api.person("rep", "one@x.example", team_ids=[second]), api.person("rep", "two@x.example", team_ids=[first, second])
    ids = [api("POST", "/v1/contacts", {"last_name": name, "owner_id": one, **placed}).body["id"]
           for name, placed in (("Same", {}), ("Moved", {"team_id": other}))]
    world.settle()
    assert api("POST", f"/v1/users/{one}/reassign", {"to": two, "team_id": second}).status == 202
    world.settle(40)
    records = [api("GET", f"/v1/contacts/{id}").body for id in ids]
    assert [(each["owner_id"], each["team_id"]) for each in records] == [(two, second)] * 2
    assert api("POST", f"/v1/users/{two}/reassign", {"to": one}).status == 202  # the only one that they have
    assert api("POST", f"/v1/users/{one}/reassign", {"to": two}).status == 202  # their first
    world.settle(40)
    assert {api("GET", f"/v1/contacts/{id}").body["team_id"] for id in ids} == {first}
    assert not world.differences()


def test_nothing_is_handed_over_to_a_team_that_its_new_owner_is_not_in(api: Api) -> None:
    first, other = in_teams(api, "First", "Other")
    one, two = api.person("rep", "one@x.example", team_ids=[other]), api.person("rep", "two@x.example", team_ids=[first])
    answer = api("POST", f"/v1/users/{one}/reassign", {"to": two, "team_id": other})
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "team_id")


def test_nobody_takes_over_who_cannot(api: Api) -> None:
    one, gone = api.person("rep", "one@x.example"), api.person("rep", "gone@x.example")
    api("POST", f"/v1/users/{gone}/deactivate")
    for target in (one, gone, "usr_00000000000000000000000000"):
        assert api("POST", f"/v1/users/{one}/reassign", {"to": target}).status == 422


def test_wrong_grants_are_field_errors(api: Api) -> None:
    for grants in ([], {"leads": 1}, {"leads": {"read": "some"}}, {"leads": {"read": ["all"]}}, "x"):
        answer = api("POST", "/v1/roles", {"name": "R", "grants": grants})
        assert answer.status == 422 and answer.body["errors"][0]["field"].startswith("grants"), grants


def test_a_reps_own_user_record_is_not_theirs_to_promote(api: Api) -> None:
    from chalicelib.users import founding
    rep = api.person("rep", "rep@x.example")
    admin_role = founding.role_id(api.world.crm, "admin")
    assert api("PATCH", f"/v1/users/{rep}", {"role_ids": [admin_role]}, user=rep).status in (403, 404)
    assert api("GET", "/v1/me", user=rep).body["permissions"]["users"]["update"] == "none"
