"""What a second attack on the running stack got at by way of people, roles and keys: each way in, closed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.errors import Invalid
from chalicelib.records import service
from chalicelib.records.work import Collision, Work
from chalicelib.users import founding
from tests.edge import Api
from tests.installation import actor
from tests.leads.desk import Desk
from tests.security.test_attacks_stack import imported
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

KEEPING = {name: {"*": "all"} for name in ("users", "teams", "roles")}


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api, api.world, 1)


def invited(api: Api, name: str, by: str = "", **fields: Any) -> Any:
    """The answer to an invitation by the administrator, or by `by`."""
    return api("POST", "/v1/users", {"email": f"{name}@kith.example", **fields}, user=by)


def test_two_administrators_cannot_take_it_from_each_other_at_once(api: Api) -> None:
    crm = api.world.crm
    roles = {key: founding.role_id(crm, key) for key in ("admin", "read_only")}
    other = invited(api, "second", role_ids=[roles["admin"]]).body["id"]
    at_once = []
    for id in (api.admin, other):
        work = Work(crm, actor(crm, id))
        work.change(service.get(crm, actor(crm, id), crm.registry.named("user"), other if id == api.admin else api.admin, consistent=True),
                    {"role_ids": [roles["read_only"]]})
        at_once.append(work)
    at_once[0].commit()
    with pytest.raises(Collision):
        at_once[1].commit()
    refused = api("PATCH", f"/v1/users/{api.admin}", {"role_ids": [roles["read_only"]]})
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "last_admin")


def test_an_administrator_that_an_old_cache_knows_does_not_count(api: Api) -> None:
    crm = api.world.crm
    roles = {key: founding.role_id(crm, key) for key in ("admin", "read_only")}
    other = invited(api, "second", role_ids=[roles["admin"]]).body["id"]
    work = Work(crm, actor(crm, api.admin))
    stale = dict(crm.configuration.find("user", other) or {})
    work.change(stale, {"role_ids": [roles["read_only"]]})
    work.commit()
    crm.configuration.remember({**stale, "revision": stale["revision"] + 5})
    with pytest.raises(Invalid):
        Work(crm, actor(crm, api.admin)).change(crm.configuration.find("user", api.admin) or {}, {"role_ids": [roles["read_only"]]})


@pytest.mark.parametrize("scope", ["own", "team"])
def test_who_keeps_users_takes_nobody_over_by_their_address(api: Api, scope: str) -> None:
    role = api("POST", "/v1/roles", {"name": "keeper", "grants": {**KEEPING, "leads": {"*": scope}}}).body["id"]
    keeper, victim = (invited(api, name, role_ids=[role]).body["id"] for name in ("keeper", "victim"))
    assert api("PATCH", f"/v1/users/{victim}", {"email": "mine@kith.example"}, user=keeper).status == 403
    assert api("PATCH", f"/v1/users/{victim}", {"first_name": "Vic"}, user=keeper).status == 200
    assert api("PATCH", f"/v1/users/{keeper}", {"email": "me@kith.example"}, user=keeper).status == 200
    wide = with_grants(api, "wide", {**KEEPING, "leads": {"*": "all"}})
    assert api("PATCH", f"/v1/users/{victim}", {"email": "typo@kith.example"}, user=wide).status == 200
    assert api("PATCH", f"/v1/users/{victim}", {"email": "victim@kith.example"}).status == 200


def test_no_accomplice_gets_into_a_team_in_two_steps(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "Growth"}).body["id"]
    keeper = with_grants(api, "keeper", {**KEEPING, "leads": {"*": "team"}})
    role = api("GET", "/v1/me", user=keeper).body["role_ids"]
    small = api("POST", "/v1/roles", {"name": "small", "grants": {"leads": {"read": "own"}}}, user=keeper).body["id"]
    first = invited(api, "first", role_ids=[small], team_ids=[team], by=keeper).body["id"]
    assert api("PATCH", f"/v1/users/{first}", {"role_ids": role}, user=keeper).status == 403
    second = invited(api, "second", role_ids=[small], by=keeper).body["id"]
    assert api("PATCH", f"/v1/teams/{team}", {"manager_id": second}, user=keeper).status == 200
    assert api("PATCH", f"/v1/users/{second}", {"role_ids": role}, user=keeper).status == 403
    wider = {"grants": {"leads": {"read": "team"}}}
    assert api("PATCH", f"/v1/roles/{small}", wider, user=keeper).status == 403
    assert api("PATCH", f"/v1/roles/{small}", {"name": "Smaller"}, user=keeper).status == 200
    assert api("PATCH", f"/v1/roles/{small}", wider).status == 200, "an administrator may"


def test_a_trial_of_the_rules_tells_nothing_hidden(desk: Desk) -> None:
    api, lead = desk.api, desk.come(country="DE")
    me = limited(api, "trial", {"leads": {"country": "none"}}, {"leads": {"*": "all"}})
    assert api("POST", f"/v1/leads/{lead['id']}/route?dry_run=true", user=me).status == 403
    whole = limited(api, "whole", {}, {"leads": {"*": "all"}})
    assert api("POST", f"/v1/leads/{lead['id']}/route?dry_run=true", user=whole).body["dry_run"] is True


def key_of(api: Api, role: str, user: str = "", **fields: Any) -> Any:
    """A new API key with its secret, made by the administrator or by `user`."""
    made = api("POST", "/v1/api_keys", {"name": "Till", "role_id": role, **fields}, user=user)
    assert made.status == 201, made.body
    return made.body


def test_a_key_ends_with_the_rights_of_who_made_it(api: Api) -> None:
    crm = api.world.crm
    admin, less = founding.role_id(crm, "admin"), founding.role_id(crm, "read_only")
    other = invited(api, "other", role_ids=[admin]).body["id"]
    own, given = key_of(api, admin, user=other), key_of(api, admin, owner_id=other)
    assert api("GET", "/v1/roles", user=own["id"]).status == 200
    assert api("PATCH", f"/v1/users/{other}", {"role_ids": [less]}).status == 200
    assert api("GET", "/v1/roles", user=own["id"]).status == 401
    assert api("GET", "/v1/roles", user=given["id"]).status == 200, "an administrator made it for them"


def test_a_key_leaves_its_owners_own_settings_alone(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Narrow", "grants": {"contacts": {"read": "all"}}}).body["id"]
    key = key_of(api, role)["id"]
    assert api("PATCH", "/v1/me", {"first_name": "Pwned", "mail_off": ["lead_assigned"]}, user=key).status == 403
    assert api("GET", "/v1/me", user=key).body["unread_notifications"] == 0


def test_a_partner_without_their_last_role_is_no_colleague(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"leads": {"read": "shared"}}}).body["id"]
    partner = invited(api, "partner", role_ids=[role]).body["id"]
    assert api("DELETE", f"/v1/roles/{role}").status == 204
    mine = api("GET", "/v1/me", user=partner).body
    assert mine["external"] is True and [each["id"] for each in mine["colleagues"]] == [partner]


def test_a_hidden_address_names_nobody(api: Api) -> None:
    colleague = invited(api, "nameless", role_ids=[founding.role_id(api.world.crm, "rep")]).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    assert api("PUT", f"/v1/contacts/{contact}/shares/{colleague}?access=read").status == 200
    me = limited(api, "blind", {"users": {"email": "none"}}, {"contacts": {"*": "all"}, "users": {"read": "all"}})
    told = api("GET", f"/v1/contacts/{contact}/shares", user=me)
    assert told.status == 200 and colleague in str(told.body) and "nameless@" not in str(told.body)


def test_a_hidden_address_finds_no_owner(api: Api) -> None:
    invited(api, "colleague", first_name="Col", last_name="League", role_ids=[founding.role_id(api.world.crm, "rep")])
    grants = {"contacts": {"*": "all"}, "users": {"read": "all"}, "imports": {"*": "own"}}
    for name, rules, found in (("sees", {}, 1), ("blind", {"users": {"email": "none"}}, 0)):
        me = limited(api, name, rules, grants)
        api.world.settle()
        record, failed = imported(api, me, f"last_name,owner\n{name},colleague@kith.example\n", object="contacts",
                                  mapping={"last_name": "last_name", "owner": "owner_id.email"})
        assert record["created"] == found, failed
