"""People from outside: partners and vendors sign in as everybody does, and see only what is shared with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.edge import Api

MARK = "Zanzibarian"


@pytest.fixture
def partner(api: Api) -> str:
    """Somebody with an external role that is written far too widely."""
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"*": {"*": "all"}}}).body["id"]
    id = api("POST", "/v1/users", {"email": "partner@other.example", "role_ids": [role]}).body["id"]
    api.world.settle()
    return str(id)


def records(api: Api) -> dict[str, str]:
    """One record of each kind that people make, around one lead."""
    lead = api("POST", "/v1/leads", {"last_name": MARK, "emails": ["hidden@example.com"]}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": MARK, "emails": ["hidden@example.com"]}).body["id"]
    return {"leads": lead, "contacts": contact, "companies": api("POST", "/v1/companies", {"name": MARK}).body["id"],
            "notes": api("POST", "/v1/notes", {"body": MARK, "related": [lead]}).body["id"],
            "tasks": api("POST", "/v1/tasks", {"subject": MARK, "related": [lead]}).body["id"]}


def test_nothing_unshared_is_seen_by_any_way(api: Api, partner: str) -> None:
    ids = records(api)
    api.world.settle()
    for type in api.world.crm.registry:
        for query in ("", "?deleted=true", "?shared=true", "?sort=-created_at&limit=1", f"?owner_id={api.admin}"):
            answer = api("GET", f"/v1/{type.plural}{query}", user=partner)
            assert MARK not in json.dumps(answer.body) and answer.status in (200, 403, 422), (type.plural, query)
            assert answer.status != 200 or (answer.body["data"], answer.body["meta"]["total"], answer.body.get("next_cursor")) in (
                ([], 0, None), ([], None, None)), (type.plural, query, answer.body)
            assert not type.configuration or answer.status == 403, type.plural
    for objects, id in ids.items():
        for method, tail, body in (("GET", "", None), ("PATCH", "", {"tags": ["x"]}), ("DELETE", "", None), ("GET", "/history", None)):
            assert api(method, f"/v1/{objects}/{id}{tail}", body, user=partner).status == 404
    for text in (MARK, "hidden@example.com"):
        found = api("GET", f"/v1/search?q={text}", user=partner).body
        assert (found["data"], found["meta"]["more"]) == ([], False)


def test_they_make_nothing_and_keep_nothing(api: Api, partner: str) -> None:
    bodies: dict[str, Any] = {
        "contacts": {"last_name": "x"}, "leads": {"last_name": "x"}, "notes": {"body": "x"}, "tasks": {"subject": "x"}, "users": {"email": "x@x.example"},
        "roles": {"name": "x"}, "teams": {"name": "x"}, "forms": {"name": "x", "fields": []}, "fields": {"object": "contacts", "name": "x", "type": "text"},
        "views": {"name": "x", "object": "contacts", "visibility": "private"}, "reports": {"name": "x", "object": "contacts"},
        "imports": {"object": "contacts", "mode": "create"}, "exports": {"object": "contacts", "format": "csv"}}
    for objects, body in bodies.items():
        assert api("POST", f"/v1/{objects}", body, user=partner).status in (403, 404, 405), objects
    assert api("POST", f"/v1/users/{partner}/deactivate", {}, user=partner).status == 403


def test_me_names_no_colleagues(api: Api, partner: str) -> None:
    me = api("GET", "/v1/me", user=partner).body
    assert me["external"] and [each["id"] for each in me["colleagues"]] == [partner] and "Ada" not in json.dumps(me)
    scopes = {scope for actions in me["permissions"].values() for scope in actions.values()}
    assert scopes == {"none", "shared", "own"} and me["permissions"]["notifications"]["read"] == "own"
    assert {name for name, actions in me["permissions"].items() if "own" in actions.values()} == {"notifications", "jobs"}


def test_what_is_shared_they_read_and_change_but_do_not_pass_on(api: Api, partner: str) -> None:
    ids = records(api)
    assert api("PUT", f"/v1/leads/{ids['leads']}/shares/{partner}?access=write").status == 200
    api.world.settle()
    assert [row["id"] for row in api("GET", "/v1/leads", user=partner).body["data"]] == [ids["leads"]]
    assert [row["id"] for row in api("GET", f"/v1/search?q={MARK}", user=partner).body["data"]] == [ids["leads"]]
    page = api("GET", f"/v1/leads/{ids['leads']}?include=links,timeline", user=partner).body
    assert page["links"]["data"] == [] and {row["record"]["id"] for row in page["timeline"]} == {ids["leads"]}
    assert api("PATCH", f"/v1/leads/{ids['leads']}", {"city": "Rom"}, user=partner).status == 200
    rep = api.person("rep", "rep@kith.example")
    assert api("PUT", f"/v1/leads/{ids['leads']}/shares/{rep}", user=partner).status == 403
    assert api("PATCH", f"/v1/leads/{ids['leads']}", {"contact_id": ids["contacts"]}, user=partner).status == 422
    for method, tail, body in (("DELETE", "", None), ("PATCH", "", {"owner_id": partner}), ("POST", "/route", {})):
        assert api(method, f"/v1/leads/{ids['leads']}{tail}", body, user=partner).status == 403, tail
    api.world.settle()
    assert api.world.differences() == []


def test_why_a_lead_went_to_whom_is_the_companys_own_affair(api: Api, partner: str) -> None:
    """Its reasons name colleagues, their loads and absences, and the company's rules."""
    rep = api.person("rep", "rep@kith.example", first_name="Quintus", last_name="Inside")
    assert api("POST", "/v1/routing_rules", {"name": "Secret rule", "pool": {"user_ids": [rep]}}).status == 201
    id = api("POST", "/v1/leads", {"last_name": MARK, "emails": ["asked@example.com"]}).body["id"]
    api.world.settle()
    assert "Quintus" in json.dumps(api("GET", f"/v1/leads/{id}").body["routing"])
    assert api("PUT", f"/v1/leads/{id}/shares/{partner}?access=write").status == 200
    api.world.settle()
    answers = [api("GET", path, user=partner) for path in (
        f"/v1/leads/{id}?include=links,timeline", f"/v1/leads/{id}", f"/v1/leads/{id}/timeline", "/v1/leads", f"/v1/search?q={MARK}", "/v1/schema")]
    answers.append(api("PATCH", f"/v1/leads/{id}", {"city": "Rom"}, user=partner))
    for answer in answers:
        told = json.dumps(answer.body)
        assert answer.status == 200 and not any(word in told for word in ("Quintus", "Secret rule", '"routing"'))
    assert [row["id"] for row in answers[4].body["data"]] == [id]
    assert api("GET", "/v1/leads?fields=routing", user=partner).status == 422


def test_with_any_internal_role_somebody_is_internal(api: Api) -> None:
    external = api("POST", "/v1/roles", {"name": "P", "kind": "external", "grants": {"leads": {"*": "all"}}}).body["id"]
    internal = api("POST", "/v1/roles", {"name": "I", "grants": {"contacts": {"read": "all"}}}).body["id"]
    me = api("POST", "/v1/users", {"email": "both@kith.example", "role_ids": [external, internal]}).body["id"]
    told = api("GET", "/v1/me", user=me).body
    assert not told["external"] and (told["permissions"]["leads"]["read"], told["permissions"]["contacts"]["read"]) == ("shared", "all")


def test_who_keeps_roles_does_not_let_a_wide_external_role_in(api: Api) -> None:
    keeper = api("POST", "/v1/roles", {"name": "K", "grants": {"roles": {"*": "all"}, "users": {"*": "all"}, "leads": {"read": "all", "update": "all"}}}).body["id"]
    me = api("POST", "/v1/users", {"email": "k@kith.example", "role_ids": [keeper]}).body["id"]
    made = api("POST", "/v1/roles", {"name": "P", "kind": "external", "grants": {"leads": {"*": "all"}}}, user=me)
    assert made.status == 201  # of which an external person gets reading and updating what is shared
    assert api("PATCH", f"/v1/roles/{made.body['id']}", {"kind": "internal"}, user=me).status == 403
