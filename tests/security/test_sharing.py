"""A record that is shared singly: with whom, to do what, seen where, and gone again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.edge import Api
from tests.security.test_privilege import with_grants

NAMES = ("contacts", "companies", "leads", "notes", "tasks")
WAYS = {"list": "/v1/contacts", "filter": "/v1/contacts?last_name=Findable", "sort": "/v1/contacts?sort=last_name",
        "shared": "/v1/contacts?shared=true", "search": "/v1/search?q=findable"}
OWN, SHARED = ({name: {"*": reach} for name in NAMES} for reach in ("own", "shared"))


def shared(api: Api, id: str, to: str, access: str = "read", objects: str = "contacts", **more: Any) -> int:
    return api("PUT", f"/v1/{objects}/{id}/shares/{to}?access={access}", **more).status


def contact(api: Api, name: str = "Findable", **fields: Any) -> str:
    made = api("POST", "/v1/contacts", {"last_name": name, **fields})
    assert made.status == 201, made.body
    return str(made.body["id"])


def seen(api: Api, me: str) -> dict[str, set[str]]:
    """What somebody meets by each way."""
    return {name: {row["id"] for row in api("GET", path, user=me).body["data"]} for name, path in WAYS.items()}


@pytest.mark.parametrize("grants", [OWN, SHARED], ids=["own", "shared"])
@pytest.mark.parametrize("by_team", [False, True], ids=["person", "team"])
def test_what_is_shared_is_seen_everywhere_and_gone_when_it_is_not(api: Api, grants: Any, by_team: bool) -> None:
    me = with_grants(api, "part", grants)
    team = api("POST", "/v1/teams", {"name": "T"}).body["id"]
    api("PATCH", f"/v1/users/{me}", {"team_ids": [team]})
    api.world.settle()
    id, other = contact(api), contact(api)
    api.world.settle()
    to = team if by_team else me
    assert shared(api, id, to) == 200
    api("POST", "/v1/notes", {"body": "unshared", "related": [id]})
    api.world.settle()
    assert seen(api, me) == {way: {id} for way in WAYS}
    for tail in ("", "?include=links,timeline", "/history", "/links", "/timeline"):
        answer = api("GET", f"/v1/contacts/{id}{tail}", user=me)
        assert answer.status == 200 and "unshared" not in json.dumps(answer.body), tail
        assert answer.body.get("shares", [{"to": to, "access": "read"}]) == [{"to": to, "access": "read"}], tail
    assert [row["kind"] for row in api("GET", f"/v1/contacts/{id}/timeline", user=me).body["data"]] == ["created"]
    assert api("GET", f"/v1/contacts/{other}", user=me).status == 404
    assert [api(method, f"/v1/contacts/{id}", {"job_title": "x"}, user=me).status for method in ("PATCH", "DELETE")] == [403, 403]
    assert api("DELETE", f"/v1/contacts/{id}/shares/{to}").status == 204
    api.world.settle()
    assert seen(api, me) == {way: set() for way in WAYS}
    assert api("GET", f"/v1/contacts/{id}", user=me).status == 404
    assert api.world.differences() == []


def test_shared_to_write_is_updated_but_not_deleted_or_given_away(api: Api) -> None:
    me = with_grants(api, "part", OWN)
    id = contact(api)
    assert shared(api, id, me, "write") == 200
    assert api("PATCH", f"/v1/contacts/{id}", {"job_title": "Boss"}, user=me).body["shares"] == [{"to": me, "access": "write"}]
    assert api("DELETE", f"/v1/contacts/{id}", user=me).status == 403
    assert api("PATCH", f"/v1/contacts/{id}", {"owner_id": me}, user=me).status == 403
    reader = with_grants(api, "reader", {"contacts": {"read": "shared"}})
    assert shared(api, id, reader, "write") == 200
    assert api("GET", f"/v1/contacts/{id}", user=reader).status == 200
    assert api("PATCH", f"/v1/contacts/{id}", {"job_title": "x"}, user=reader).status == 403


def test_who_reads_all_finds_what_is_shared_with_them_apart(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    ids = [contact(api, f"Findable{n}") for n in range(5)]
    for id in ids[:3]:
        assert shared(api, id, rep, "write") == 200
    api.world.settle()
    page = api("GET", "/v1/contacts?shared=true&limit=2", user=rep).body
    rest = api("GET", f"/v1/contacts?shared=true&limit=2&cursor={page['next_cursor']}", user=rep).body
    assert [row["id"] for row in page["data"] + rest["data"]] == ids[2::-1] and rest["next_cursor"] is None
    assert [row["id"] for row in api("GET", "/v1/contacts?shared=true&sort=created_at&last_name=Findable1", user=rep).body["data"]] == [ids[1]]
    assert api("GET", "/v1/contacts?shared=true&sort=last_name", user=rep).body["errors"][0]["code"] == "not_sortable"
    assert api("PATCH", f"/v1/contacts/{ids[0]}", {"job_title": "x"}, user=rep).status == 200
    assert api("PATCH", f"/v1/contacts/{ids[4]}", {"job_title": "x"}, user=rep).status == 403
    api.world.settle()
    assert api.world.differences() == []


def test_only_who_may_update_shares_and_is_told_with_whom(api: Api) -> None:
    one, two = with_grants(api, "one", OWN), with_grants(api, "two", OWN)
    id = contact(api, owner_id=one)
    assert shared(api, id, two, user=one) == 200
    assert shared(api, id, two, user=one) == 200
    assert api("GET", f"/v1/contacts/{id}", user=one).body["version"] == 2  # the same again changes nothing
    assert shared(api, id, two, "write", user=two) == 403
    assert api("GET", f"/v1/contacts/{id}/shares", user=two).body["data"] == [{"to": two, "access": "read", "name": "two@kith.example"}]
    assert [row["to"] for row in api("GET", f"/v1/contacts/{id}/shares", user=one).body["data"]] == [two]
    api.world.settle()
    changes = [row["changes"] for row in api("GET", f"/v1/contacts/{id}/history", user=one).body["data"]]
    assert [None, [{"to": two, "access": "read"}]] in [each.get("shares") for each in changes]
    assert "shares" not in json.dumps(api("GET", f"/v1/contacts/{id}/history", user=two).body)
    assert api("DELETE", f"/v1/contacts/{id}/shares/{two}", user=two).status == 204  # given back
    assert [api("GET", f"/v1/contacts/{id}", user=two).status, api("DELETE", f"/v1/contacts/{id}/shares/{two}", user=one).status] == [404, 404]


def test_a_list_tells_everybody_their_own_shares_and_the_others_to_who_may_update(api: Api) -> None:
    one, two = with_grants(api, "one", OWN), with_grants(api, "two", OWN)
    id = contact(api)
    view = api("POST", "/v1/views", {"name": "All", "object": "contacts", "filter": None, "columns": ["last_name"], "visibility": "shared"}).body["id"]
    api.world.settle()
    reads, writes = {"to": one, "access": "read"}, {"to": two, "access": "write"}
    assert [shared(api, id, one), shared(api, id, two, "write")] == [200, 200]
    api.world.settle()
    for query in ("?fields=last_name,shares", f"?view={view}&fields=last_name,shares", ""):
        told = {user: api("GET", f"/v1/contacts{query}", user=user).body["data"][0]["shares"] for user in (one, two)}
        assert told == {one: [reads], two: sorted([reads, writes], key=lambda each: each["to"])}, query
    assert "shares" not in api("GET", "/v1/contacts?fields=last_name", user=two).body["data"][0]
    assert api("GET", f"/v1/contacts/{id}?fields=shares", user=one).body == {"id": id, "shares": [reads]}


def test_from_outside_nobody_is_told_with_whom_else_a_record_is_shared(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Partner", "kind": "external", "grants": {"*": {"*": "all"}}}).body["id"]
    partner = api("POST", "/v1/users", {"email": "partner@elsewhere.example", "role_ids": [role]}).body["id"]
    rep, id = api.person("rep", "rep@kith.example"), contact(api)
    assert [shared(api, id, rep), shared(api, id, partner, "write")] == [200, 200]
    assert api("GET", f"/v1/contacts/{id}", user=partner).body["shares"] == [{"to": partner, "access": "write"}]


def test_what_cannot_be_shared_says_so(api: Api) -> None:
    id, gone = contact(api), api.person("rep", "gone@kith.example")
    api("POST", f"/v1/users/{gone}/deactivate", {})
    rep = api.person("rep", "rep@kith.example")
    for to, access, status in (("usr_00000000000000000000000000", "read", 422), (gone, "read", 422), (rep, "own", 422), (id, "read", 422), ("x", "read", 422)):
        assert shared(api, id, to, access) == status, (to, access)
    assert shared(api, api("GET", "/v1/roles").body["data"][0]["id"], rep, objects="roles") == 403
    assert shared(api, "con_00000000000000000000000000", rep) == 404
    assert api("PATCH", f"/v1/contacts/{id}", {"shares": [{"to": rep, "access": "write"}]}).body["errors"][0]["code"] == "unknown_field"
    assert api("POST", "/v1/contacts", {"last_name": "x", "shares": []}).status == 422
    assert api("GET", "/v1/contacts?shares=x").status == 422


def test_no_more_than_fifty(api: Api) -> None:
    id = contact(api)
    teams = [api("POST", "/v1/teams", {"name": f"T{n}"}).body["id"] for n in range(51)]
    assert [shared(api, id, team) for team in teams] == [200] * 50 + [422]
    api.world.settle()
    assert api.world.differences() == []


def test_a_team_read_role_and_views_keep_what_is_shared(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "T"}).body["id"]
    me = with_grants(api, "teams", {name: {"read": "team"} for name in NAMES})
    api("PATCH", f"/v1/users/{me}", {"team_ids": [team]})
    mate = api.person("rep", "mate@kith.example", team_ids=[team])
    view = api("POST", "/v1/views", {"name": "V", "object": "contacts", "visibility": "shared", "columns": ["last_name"],
                                     "filter": {"field": "job_title", "op": "eq", "value": "Boss"}}).body["id"]
    api.world.settle()
    ids = [contact(api, job_title="Boss", owner_id=owner) for owner in (mate, api.admin, api.admin)]
    shared(api, ids[1], me)
    api.world.settle()
    assert {row["id"] for row in api("GET", f"/v1/contacts?view={view}", user=me).body["data"]} == set(ids[:2])
    assert seen(api, me)["list"] == set(ids[:2]) and seen(api, me)["search"] == set(ids[:2])
    assert api.world.differences() == []
