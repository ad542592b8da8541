"""API keys: told once, hashed at rest, as far as their role, gone at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.configuration import Configuration
from chalicelib.errors import Unauthenticated
from chalicelib.records.actors import actor_of
from chalicelib.users import api_keys, founding
from tests.edge import Api


def made(api: Api, role: str = "rep", **fields: object) -> dict[str, str]:
    role_id = founding.role_id(api.world.crm, role)
    answer = api("POST", "/v1/api_keys", {"name": "Shop", "role_id": role_id, **fields})
    assert answer.status == 201, answer.body
    return dict(answer.body)


def test_the_key_is_told_once_and_kept_as_a_hash(api: Api) -> None:
    key = made(api)
    api.world.settle()
    secret = key["key"][32:]
    again = api("GET", f"/v1/api_keys/{key['id']}").body
    assert "key" not in again and "hash" not in again and again["hint"] == key["key"][-4:]
    whole = json.dumps([*api.world.crm.table.scan()], default=str)
    assert secret not in whole
    history = api("GET", f"/v1/api_keys/{key['id']}/history").body["data"]
    assert "hash" not in history[0]["changes"]
    assert api_keys.verified(api.world.crm, key["key"]) == key["id"]


def test_a_wrong_ended_or_revoked_key_lets_nobody_in(api: Api) -> None:
    crm, key = api.world.crm, made(api, expires_at="2099-01-01T00:00:00Z")
    for token in (key["key"][:-1] + ("a" if key["key"][-1] != "a" else "b"), "kith_", "kith_x_y", key["key"] + "x"):
        with pytest.raises(Unauthenticated):
            api_keys.verified(crm, token)
    api("PATCH", f"/v1/api_keys/{key['id']}", {"active": False})
    with pytest.raises(Unauthenticated):
        api_keys.verified(crm, key["key"])
    other = made(api)
    api("DELETE", f"/v1/api_keys/{other['id']}")
    with pytest.raises(Unauthenticated):
        api_keys.verified(crm, other["key"])
    soon = made(api, expires_at=crm.clock.now()[:11] + "23:59:59.999Z")
    api.world.later(days=1)
    with pytest.raises(Unauthenticated):
        api_keys.verified(api.world.crm, soon["key"])


def test_a_key_may_what_its_role_may_and_its_owner_stands_for_it(api: Api) -> None:
    key = made(api, role="read_only")
    api.world.settle()
    assert api("POST", "/v1/contacts", {"last_name": "No"}, user=key["id"]).status == 403
    writer = made(api, role="marketing")
    contact = api("POST", "/v1/contacts", {"last_name": "Yes"}, user=writer["id"])
    assert contact.status == 201 and contact.body["created_by"] == writer["id"] and contact.body["owner_id"] == api.admin
    assert api("GET", "/v1/users", user=writer["id"]).status == 403


def test_rotating_ends_the_old_key(api: Api) -> None:
    key = made(api)
    api.world.settle()
    fresh = api("POST", f"/v1/api_keys/{key['id']}/rotate").body["key"]
    assert api_keys.verified(api.world.crm, fresh) == key["id"]
    with pytest.raises(Unauthenticated):
        api_keys.verified(api.world.crm, key["key"])


def test_a_new_secret_is_good_at_once_where_the_old_one_was_in_use(api: Api) -> None:
    key = made(api)
    api.world.settle()
    elsewhere = replace(api.world.crm, configuration=Configuration(api.world.crm.table, max_age=3600))
    assert api_keys.verified(elsewhere, key["key"]) == key["id"]
    fresh = api("POST", f"/v1/api_keys/{key['id']}/rotate").body["key"]
    api.world.settle()
    assert api_keys.verified(elsewhere, fresh) == key["id"]
    with pytest.raises(Unauthenticated):
        api_keys.verified(elsewhere, key["key"])


def test_nobody_makes_a_key_beyond_themselves(api: Api) -> None:
    keeper = api("POST", "/v1/roles", {"name": "Keeper", "grants": {"api_keys": {"*": "all"}, "roles": {"read": "all"}}}).body["id"]
    api.world.settle()
    person = api("POST", "/v1/users", {"email": "k@kith.example", "role_ids": [keeper]}).body["id"]
    admin_role = founding.role_id(api.world.crm, "admin")
    assert api("POST", "/v1/api_keys", {"name": "Mine", "role_id": admin_role}, user=person).status == 403
    assert api("POST", "/v1/api_keys", {"name": "Mine", "role_id": keeper}, user=person).status == 201
    assert api("POST", "/v1/api_keys", {"name": "x", "role_id": keeper, "expires_at": "2001-01-01T00:00:00Z"}, user=person).status == 422
    key = made(api, role="admin")
    assert api("PATCH", f"/v1/api_keys/{key['id']}", {"owner_id": person}, user=person).status in (403, 404)
    assert api("POST", f"/v1/api_keys/{key['id']}/rotate", user=person).status == 403


def test_the_key_of_somebody_who_left_is_closed(api: Api) -> None:
    person = api.person("admin", "second@kith.example")
    role_id = founding.role_id(api.world.crm, "rep")
    key = api("POST", "/v1/api_keys", {"name": "Theirs", "role_id": role_id}, user=person).body
    assert api_keys.verified(api.world.crm, key["key"]) == key["id"]
    api("POST", f"/v1/users/{person}/deactivate")
    with pytest.raises(Unauthenticated):
        api_keys.verified(api.world.crm, key["key"])


def test_use_is_noted_to_the_hour_and_by_day(api: Api) -> None:
    key = made(api, role="marketing")
    for _ in range(3):
        api("GET", "/v1/contacts", user=key["id"])
    api.world.settle()
    assert api("GET", f"/v1/api_keys/{key['id']}").body["last_used_at"]
    uses = api("GET", f"/v1/sign_ins?user_id={api.admin}").body["data"]
    assert [(each["kind"], each["api_key_id"], each["address"]) for each in uses] == [("api_key", key["id"], "192.0.2.1")]
    assert len(api("GET", f"/v1/api_keys/{key['id']}/history").body["data"]) == 1
    assert actor_of(api.world.crm, key["id"], "r").via == key["id"]
    assert api.world.differences() == []
