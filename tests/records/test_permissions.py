"""Who sees and does what: the default roles' table, and roles with own and team reach."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Api
from tests.installation import World

BODIES: dict[str, dict[str, Any]] = {
    "contacts": {"last_name": "Ruiz"}, "companies": {"name": "Acme"}, "leads": {"last_name": "Ruiz"}, "tasks": {"subject": "Call"},
    "notes": {"body": "hello"}, "forms": {"name": "F", "fields": [{"name": "email", "type": "email"}]}, "teams": {"name": "North"},
    "scoring_rules": {"name": "r", "points": 1}, "roles": {"name": "r", "grants": {}}}
PEOPLE, WORK = ("contacts", "companies"), ("leads", "tasks", "notes")
# role: object -> reads, creates own, changes what the administrator owns
TABLE: dict[str, dict[str, tuple[bool, bool, bool]]] = {
    "rep": {**dict.fromkeys(PEOPLE + WORK, (True, True, False)), **dict.fromkeys(("forms", "teams", "roles", "scoring_rules"), (False,) * 3)},
    "manager": {**dict.fromkeys(PEOPLE + WORK, (True, True, False)), **dict.fromkeys(("forms", "scoring_rules"), (True,) * 3),
                **dict.fromkeys(("teams", "roles"), (True, False, False))},
    "marketing": {**dict.fromkeys(PEOPLE, (True,) * 3), **dict.fromkeys(WORK, (True, False, False)), "forms": (True,) * 3, "roles": (False,) * 3},
    "support": {**dict.fromkeys(PEOPLE, (True,) * 3), **dict.fromkeys(WORK, (True, False, False)), "forms": (False,) * 3},
    "read_only": {**dict.fromkeys(PEOPLE + WORK, (True, False, False)), "forms": (False,) * 3},
    "admin": dict.fromkeys(BODIES, (True,) * 3)}


@pytest.mark.parametrize("role", TABLE)
def test_the_default_roles(api: Api, role: str) -> None:
    user = api.person(role, "person@x.example")
    for objects, (reads, creates, changes) in TABLE[role].items():
        id = api("POST", f"/v1/{objects}", BODIES[objects]).body["id"]
        found = [api("GET", f"/v1/{objects}", user=user).status, api("GET", f"/v1/{objects}/{id}", user=user).status,
                 api("POST", f"/v1/{objects}", BODIES[objects], user=user).status,
                 api("PATCH", f"/v1/{objects}/{id}", {"tags": ["x"]}, user=user).status, api("DELETE", f"/v1/{objects}/{id}", user=user).status]
        assert found == [200 if reads else 403, 200 if reads else 403, 201 if creates else 403,
                         200 if changes else 403, 204 if changes else 403], objects


def scoped(api: Api, world: World, reach: str) -> tuple[str, str, dict[str, str]]:
    """A reader of a part, the reader's team, and contacts: mine, my team's, the team below mine's, another's."""
    north = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    below = api("POST", "/v1/teams", {"name": "Below", "parent_id": north}).body["id"]
    grant = {name: {"*": reach} for name in ("contacts", "tasks", "notes")}
    role = api("POST", "/v1/roles", {"name": "Part", "grants": grant}).body["id"]
    me = api("POST", "/v1/users", {"email": "me@x.example", "last_name": "Me", "role_ids": [role], "team_ids": [north]}).body["id"]
    mate = api.person("rep", "mate@x.example", team_ids=[north])
    low = api.person("rep", "low@x.example", team_ids=[below])
    owners = {"mine": me, "mate": mate, "low": low, "other": api.admin}
    found = {name: api("POST", "/v1/contacts", {"first_name": name.title(), "last_name": "Findable", "owner_id": owner}).body["id"]
             for name, owner in owners.items()}
    return me, north, found


SEEN = {"own": {"mine"}, "team": {"mine", "mate", "low"}, "all": {"mine", "mate", "low", "other"}}


@pytest.mark.parametrize("reach", SEEN)
@pytest.mark.parametrize("rebuilt", [False, True])
def test_a_reader_of_a_part_meets_only_that_part(api: Api, world: World, reach: str, rebuilt: bool) -> None:
    me, _north, ids = scoped(api, world, reach)
    if rebuilt:
        world.settle()
        assert (reach == "all") == (not world.crm.configuration.engine(reload=True).audiences.get("contact"))
    expected = {ids[name] for name in SEEN[reach]}
    for query in ("", "?lifecycle_stage=lead", "?last_name=Findable"):
        page = api("GET", f"/v1/contacts{query}", user=me).body
        assert {row["id"] for row in page["data"]} == expected, query
        assert page["meta"]["total"] in (None, len(expected)) or not rebuilt  # counts follow the stream
    for name, id in ids.items():
        for part in ("", "/timeline", "/history", "/links", "?include=links,timeline"):
            assert api("GET", f"/v1/contacts/{id}{part}", user=me).status == (200 if name in SEEN[reach] else 404)
    world.settle()
    assert {row["id"] for row in api("GET", "/v1/search?q=findable", user=me).body["data"]} == expected
    assert {row["id"] for row in api("GET", "/v1/contacts?sort=last_name", user=me).body["data"]} == expected
    assert not world.differences()


def test_writes_beyond_the_reach_are_not_found_or_forbidden(api: Api, world: World) -> None:
    me, _north, ids = scoped(api, world, "team")
    assert [api(method, f"/v1/contacts/{ids['other']}", {"job_title": "x"}, user=me).status for method in ("PATCH", "DELETE")] == [404, 404]
    api("DELETE", f"/v1/contacts/{ids['other']}")
    assert api("POST", f"/v1/contacts/{ids['other']}/restore", user=me).status == 404
    assert api("PATCH", f"/v1/contacts/{ids['low']}", {"job_title": "x"}, user=me).status == 200
    assert api("GET", "/v1/contacts?deleted=true", user=me).body["data"] == []


def test_links_and_timelines_leak_no_titles(api: Api, world: World) -> None:
    me, _north, ids = scoped(api, world, "own")
    api("POST", "/v1/notes", {"body": "SECRET plan", "related": [ids["mine"]]})
    api("POST", "/v1/tasks", {"subject": "SECRET task", "related": [ids["mine"], ids["other"]]})
    api("PUT", f"/v1/contacts/{ids['mine']}/links/{ids['other']}?label=SECRET")
    mine = api("POST", "/v1/notes", {"body": "open", "related": [ids["mine"]]}, user=me).body["id"]
    world.settle()
    page = api("GET", f"/v1/contacts/{ids['mine']}?include=links,timeline", user=me).body
    assert [row["id"] for row in page["links"]["data"]] == [mine] and "SECRET" not in str(page)
    for part in ("links", "timeline"):
        assert "SECRET" not in str(api("GET", f"/v1/contacts/{ids['mine']}/{part}", user=me).body)
    assert api("GET", "/v1/search?q=secret", user=me).body["data"] == []


def test_references_to_what_one_may_not_read_are_not_found(api: Api, world: World) -> None:
    me, _north, ids = scoped(api, world, "own")
    answer = api("POST", "/v1/tasks", {"subject": "x", "related": [ids["other"]]}, user=me)
    assert (answer.status, answer.body["errors"][0]["code"]) == (422, "not_found")
    assert api("PUT", f"/v1/contacts/{ids['mine']}/links/{ids['other']}?label=x", user=me).status == 404


def test_what_is_given_away_leaves_the_readers_sight(api: Api, world: World) -> None:
    me, _north, ids = scoped(api, world, "own")
    world.settle()
    api("PATCH", f"/v1/contacts/{ids['mine']}", {"owner_id": api.admin})
    world.settle()
    assert api("GET", "/v1/contacts", user=me).body["data"] == []
    assert api("GET", "/v1/search?q=findable", user=me).body["data"] == []
    assert not world.differences()


def test_giving_to_somebody_else_needs_assign(api: Api) -> None:
    rep, other = api.person("rep", "rep@x.example"), api.person("rep", "other@x.example")
    id = api("POST", "/v1/leads", {"last_name": "Ruiz"}, user=rep).body["id"]
    assert api("PATCH", f"/v1/leads/{id}", {"owner_id": other}, user=rep).status == 403
    assert api("POST", "/v1/leads", {"last_name": "Ruiz", "owner_id": other}, user=rep).status == 403
    assert api("POST", f"/v1/leads/{id}/route", user=rep).status == 403
    assert api("PATCH", f"/v1/leads/{id}", {"city": "Rom"}, user=rep).status == 200


def test_a_manager_assigns_within_the_team(api: Api) -> None:
    north = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    boss, mate = (api.person(role, f"{role}@x.example", team_ids=[north]) for role in ("manager", "rep"))
    stranger = api.person("rep", "stranger@x.example")
    assert api("POST", "/v1/leads", {"last_name": "A", "owner_id": mate}, user=boss).body["team_id"] == north
    assert api("POST", "/v1/leads", {"last_name": "A", "owner_id": stranger}, user=boss).status == 403
    id = api("POST", "/v1/leads", {"last_name": "A", "owner_id": mate}).body["id"]
    assert api("PATCH", f"/v1/leads/{id}", {"owner_id": boss}, user=boss).body["owner_id"] == boss


def test_a_person_without_access_is_signed_out_at_once(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    assert api("GET", "/v1/me", user=rep).status == 200
    assert api("POST", f"/v1/users/{rep}/deactivate").status == 200
    assert api("GET", "/v1/me", user=rep).status == 401
    assert api("POST", f"/v1/users/{rep}/activate").status == 200
    assert api("GET", "/v1/me", user=rep).status == 200


def test_me_tells_the_effective_permissions(api: Api) -> None:
    me = api("GET", "/v1/me", user=api.person("rep", "rep@x.example")).body
    assert me["permissions"]["leads"] == {"read": "all", "create": "own", "update": "own", "delete": "own", "assign": "none",
                                          "import": "none", "export": "none"}
    assert ([role["name"] for role in me["roles"]], me["permissions"]["roles"]["read"]) == (["Rep"], "none")


def test_others_notifications_are_nobodys_business(api: Api, world: World) -> None:
    one, two = api.person("rep", "one@x.example"), api.person("rep", "two@x.example")
    api("POST", "/v1/notes", {"body": "see @one"}, user=two)
    world.settle()
    notification = api("GET", "/v1/notifications", user=one).body["data"][0]["id"]
    assert api("GET", f"/v1/notifications/{notification}", user=two).status == 404
    assert api("GET", "/v1/notifications", user=two).body["data"] == []
    assert api("POST", f"/v1/notifications/{notification}/read", user=two).status == 404
