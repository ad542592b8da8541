"""Who reads a part sees nothing of the rest: not by replays, cursors, search, jobs or teams."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from chalicelib.store.table import Table
from tests.edge import Api
from tests.security.test_privilege import with_grants

OWN = {"leads": {"read": "own", "create": "own", "update": "own"}, "notes": {"*": "own"}, "tasks": {"*": "own"}}


def test_a_replay_passes_the_gate(api: Api) -> None:
    me = with_grants(api, "own", OWN)
    made = api("POST", "/v1/leads", {"last_name": "Zed"}, user=me, idempotency_key="k")
    assert api("PATCH", f"/v1/leads/{made.body['id']}", {"owner_id": api.admin, "message": "secret"}).status == 200
    assert api("POST", "/v1/leads", {"last_name": "Zed"}, user=me, idempotency_key="k").status == 404


def test_who_may_only_create_may_repeat_it(api: Api) -> None:
    me = with_grants(api, "sender", {"leads": {"create": "all"}})
    answers = [api("POST", "/v1/leads", {"last_name": "Zed"}, user=me, idempotency_key="k") for _ in range(2)]
    assert [each.status for each in answers] == [201, 201] and answers[0].body["id"] == answers[1].body["id"]


def test_cursors_say_nothing_of_records_that_the_reader_may_not_see(api: Api) -> None:
    me = with_grants(api, "own", OWN)
    ids = [api("POST", "/v1/leads", {"last_name": f"Zed{n}", "owner_id": api.admin}).body["id"] for n in range(8)]
    page = api("GET", f"/v1/leads?owner_id={api.admin}&limit=1", user=me).body
    assert page == {"data": [], "next_cursor": None, "meta": page["meta"]} and page["meta"]["total"] in (None, 0)
    cursor = api("GET", "/v1/leads?limit=1").body["next_cursor"]
    inside = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert not any(id.encode() in inside for id in ids) and b"20" not in inside[12:16]
    assert api("GET", f"/v1/leads?limit=1&cursor={cursor}").body["data"][0]["id"] == ids[-2]


def test_a_reader_of_very_many_teams_can_search_and_list(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    teams = [api("POST", "/v1/teams", {"name": f"T{n}"}).body["id"] for n in range(70)]
    me = with_grants(api, "teams", {"leads": {"read": "team"}})
    assert api("PATCH", f"/v1/users/{me}", {"team_ids": teams}).status == 200
    api.world.settle()
    limits, query = list[int](), Table.query
    monkeypatch.setattr(Table, "query", lambda self, pk, **more: limits.append(more.get("limit", 1)) or query(self, pk, **more))
    assert api("GET", "/v1/search?q=zed%20ann%2012345", user=me).status == 200
    assert api("GET", "/v1/leads", user=me).status == 200
    assert len(limits) > 70 and min(limits) > 0  # the table takes no limit of nothing


def test_nobody_hands_over_what_they_may_not_assign(api: Api) -> None:
    me = with_grants(api, "desk", {**OWN, "users": {"*": "all"}})
    assert api("POST", f"/v1/users/{api.admin}/reassign", {"to": me}, user=me).status == 403


def test_nobody_adds_themselves_to_a_team(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "T"}).body["id"]
    for name, grants in (("own", {"*": {"read": "team", "update": "own"}}), ("desk", {"users": {"*": "all"}, "leads": {"read": "team"}})):
        me = with_grants(api, name, grants)
        assert api("PATCH", f"/v1/users/{me}", {"team_ids": [team]}, user=me).status == 403
    other: Any = api.person("rep", "rep@kith.example")
    assert api("PATCH", f"/v1/users/{api.admin}", {"team_ids": [team]}).status == 200
    assert other


def test_an_invitation_again_is_for_those_who_may_as_much(api: Api) -> None:
    me = with_grants(api, "desk", {"users": {"*": "all"}})
    assert api("POST", f"/v1/users/{api.admin}/invite", {}, user=me).status == 403


def upserted(api: Api, user: str, file: str) -> Any:
    """What became of an upsert of leads by this person."""
    from chalicelib.exchange import source
    crm = api.world.crm
    made = api("POST", "/v1/imports", {"object": "leads", "mode": "upsert", "key": "email"}, user=user)
    crm.files.put(crm.settings.files_bucket, source.key(made.body["id"]), file.encode())
    assert api("POST", f"/v1/imports/{made.body['id']}/start", {}, user=user).status == 202
    api.world.work("jobs")
    return api("GET", f"/v1/imports/{made.body['id']}", user=user).body


def test_an_upsert_changes_only_what_its_starter_may_change(api: Api) -> None:
    mine = {"*": "own", "import": "all"}
    me = with_grants(api, "importer", {"leads": mine, "imports": {"*": "own"}})
    lead = api("POST", "/v1/leads", {"last_name": "Zed", "emails": ["zed@example.com"], "company": "Kept", "owner_id": api.admin}).body["id"]
    own = api("POST", "/v1/leads", {"last_name": "Ann", "emails": ["ann@example.com"], "owner_id": me}, user=me).body["id"]
    done = upserted(api, me, "Email,Company\nzed@example.com,Taken\nann@example.com,New\n")
    assert (done["failed"], done["updated"]) == (1, 1)
    assert [api("GET", f"/v1/leads/{id}").body["company"] for id in (lead, own)] == ["Kept", "New"]


def test_a_label_is_one_clean_line(api: Api) -> None:
    one, two = (api("POST", "/v1/contacts", {"last_name": name}).body["id"] for name in "ab")
    assert api("PUT", f"/v1/contacts/{one}/links/{two}?label=%00").status == 422
    made = api("PUT", f"/v1/contacts/{one}/links/{two}?label=a%0d%0a%00b")
    assert made.body["data"][0]["labels"] == ["a b"]


def test_nothing_is_put_into_another_team(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "T"}).body["id"]
    rep = api.person("rep", "rep@kith.example")
    for objects, name in (("leads", "last_name"), ("notes", "body"), ("tasks", "subject"), ("contacts", "last_name")):
        assert api("POST", f"/v1/{objects}", {name: "x", "team_id": team}, user=rep).status == 403
        assert api("POST", f"/v1/{objects}", {name: "x", "team_id": team}).status == 201


def test_the_idempotency_key_of_somebody_else_means_nothing(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    mine = api("POST", "/v1/leads", {"last_name": "Zed"}, idempotency_key="k").body["id"]
    theirs = api("POST", "/v1/leads", {"last_name": "Zed"}, user=rep, idempotency_key="k")
    assert theirs.status == 201 and theirs.body["id"] != mine and "Idempotent-Replay" not in theirs.headers
