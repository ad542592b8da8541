"""Nobody gives themselves, or takes from others, more than they have."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.table import Put
from chalicelib.users import founding
from tests.edge import Api

ALL = {"*": {"*": "all"}}


def with_grants(api: Api, name: str, grants: dict[str, Any]) -> str:
    """A person with a role of their own; their id."""
    role = api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"]
    return str(api("POST", "/v1/users", {"email": f"{name}@kith.example", "role_ids": [role]}).body["id"])


@pytest.mark.parametrize("grants", [
    {"*": {"*": "own"}}, {"*": {"read": "all", "update": "own"}}, {"users": {"*": "all"}}, {"users": {"read": "own", "update": "own"}}])
def test_nobody_takes_a_role_that_may_more(api: Api, grants: dict[str, Any]) -> None:
    me = with_grants(api, "own", grants)
    admin = founding.role_id(api.world.crm, "admin")
    assert api("PATCH", f"/v1/users/{me}", {"role_ids": [admin]}, user=me).status == 403
    assert api("GET", "/v1/me", user=me).body["permissions"]["leads"]["import"] != "all"


def test_nobody_writes_a_role_that_may_more(api: Api) -> None:
    me = with_grants(api, "roles", {"roles": {"*": "all"}, "leads": {"read": "all"}})
    mine = api("GET", "/v1/me", user=me).body["role_ids"][0]
    assert api("PATCH", f"/v1/roles/{mine}", {"grants": ALL}, user=me).status == 403
    assert api("POST", "/v1/roles", {"name": "More", "grants": {"leads": {"read": "all", "update": "own"}}}, user=me).status == 403
    assert api("POST", "/v1/roles", {"name": "Less", "grants": {"leads": {"read": "team"}}}, user=me).status == 201


def test_nobody_takes_over_or_shuts_out_somebody_who_may_more(api: Api) -> None:
    me = with_grants(api, "desk", {"users": {"*": "all"}})
    mine = api("GET", "/v1/me", user=me).body["role_ids"]
    for method, tail, body in (("PATCH", "", {"email": "mine@evil.example"}), ("PATCH", "", {"role_ids": mine}), ("DELETE", "", None),
                               ("POST", "/deactivate", {})):
        assert api(method, f"/v1/users/{api.admin}{tail}", body, user=me).status == 403, (method, tail)
    assert api("PATCH", f"/v1/users/{api.admin}", {"capacity": 5}, user=me).status == 200


def test_who_keeps_users_invites_people_with_their_own_roles(api: Api) -> None:
    me = with_grants(api, "desk", {"users": {"*": "all"}})
    mine = api("GET", "/v1/me", user=me).body["role_ids"]
    made = api("POST", "/v1/users", {"email": "new@kith.example", "role_ids": mine}, user=me)
    assert made.status == 201 and api("DELETE", f"/v1/users/{made.body['id']}", user=me).status == 204
    admin = founding.role_id(api.world.crm, "admin")
    assert api("POST", "/v1/users", {"email": "other@kith.example", "role_ids": [admin]}, user=me).status == 403


def test_a_dismissed_administrator_is_not_restored_by_less(api: Api) -> None:
    me = with_grants(api, "desk", {"users": {"*": "all"}})
    other = api.person("admin", "second@kith.example")
    assert api("DELETE", f"/v1/users/{other}").status == 204
    assert api("POST", f"/v1/users/{other}/restore", user=me).status == 403
    third = api.person("admin", "third@kith.example")
    assert api("POST", f"/v1/users/{third}/deactivate", {}).status == 200
    assert api("POST", f"/v1/users/{third}/activate", {}, user=me).status == 403


def test_the_administrators_role_stays(api: Api) -> None:
    admin = founding.role_id(api.world.crm, "admin")
    assert api("DELETE", f"/v1/roles/{admin}").status == 422
    assert api("PATCH", f"/v1/roles/{admin}", {"grants": {}}).status == 422
    assert api("GET", "/v1/users").status == 200


def test_a_mistyped_object_or_action_grants_nothing_in_silence(api: Api) -> None:
    grants = {"*": {"read": "all"}, "contact": {"read": "none"}, "leads": {"red": "none"}, "audit": {"read": "all"}, "duplicates": {"read": "all"}}
    answer = api("POST", "/v1/roles", {"name": "r", "grants": grants})
    told = {error["field"]: error["code"] for error in answer.body["errors"]}
    assert (answer.status, told) == (422, {"grants.contact": "unknown_object", "grants.leads.red": "unknown_action"})


def test_what_a_role_granted_before_may_stay(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "r", "grants": {"leads": {"read": "all"}}}).body
    old = {"gone": {"read": "all"}, "leads": {"fly": "all"}}
    work = Work(api.world.crm, system("test"))
    stored = api.world.crm.table.get(keys.record(role["id"])) or {}
    work.writes["old"] = Put({**stored, "grants": old})
    work.commit()
    assert api("PATCH", f"/v1/roles/{role['id']}", {"name": "new"}).status == 200
    assert api("PATCH", f"/v1/roles/{role['id']}", {"grants": {**old, "lead": {}}}).body["errors"][0]["field"] == "grants.lead"
