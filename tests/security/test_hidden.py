"""A record of somebody else is not there for who reads only their own: on no page, in no count, by no way round."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.edge import Api
from tests.security.test_privilege import with_grants

MARK = "Zanzibarian"
OWN = {name: {"*": "own"} for name in ("contacts", "companies", "leads", "tasks", "notes")}
TEAM = {name: {"*": "team"} for name in OWN}


@pytest.fixture(params=[OWN, TEAM, {"*": {"*": "own"}}], ids=["own", "team", "any"])
def hidden(api: Api, request: pytest.FixtureRequest) -> tuple[Api, str, dict[str, str]]:
    """Somebody of a part, and the administrator's records around one lead."""
    me = with_grants(api, "part", request.param)
    contact = api("POST", "/v1/contacts", {"last_name": MARK, "emails": ["hidden@example.com"], "phones": ["+14155550199"]}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": MARK, "contact_id": contact, "owner_id": api.admin, "emails": ["hidden@example.com"]}).body["id"]
    ids = {"contacts": contact, "leads": lead,
           "notes": api("POST", "/v1/notes", {"body": f"{MARK} said", "related": [lead, contact]}).body["id"],
           "tasks": api("POST", "/v1/tasks", {"subject": f"Call {MARK}", "related": [lead, contact]}).body["id"]}
    api("POST", f"/v1/leads/{lead}/route", {})
    api.world.settle()
    return api, me, ids


def test_no_page_shows_it(hidden: tuple[Api, str, dict[str, str]]) -> None:
    api, me, ids = hidden
    for objects, id in ids.items():
        for tail in ("", "?include=links,timeline", "/links", "/timeline", "/history"):
            assert api("GET", f"/v1/{objects}/{id}{tail}", user=me).status == 404, (objects, tail)
        for method, tail, body in (("PATCH", "", {"tags": ["x"]}), ("DELETE", "", None), ("POST", "/restore", None)):
            assert api(method, f"/v1/{objects}/{id}{tail}", body, user=me).status == 404, (objects, method)


def test_no_list_count_or_search_shows_it(hidden: tuple[Api, str, dict[str, str]]) -> None:
    api, me, ids = hidden
    lists = [f"/v1/{objects}{tail}" for objects in (*ids, "decisions", "submissions", "emails", "jobs", "imports", "notifications")
             for tail in ("", f"?owner_id={api.admin}", "?deleted=true", "?sort=-created_at&limit=1")]
    lists += [f"/v1/leads?contact_id={ids['contacts']}", "/v1/leads?sort=last_name", "/v1/leads?status=assigned"]
    for path in lists:
        answer = api("GET", path, user=me)
        assert answer.status in (200, 403, 422) and MARK not in json.dumps(answer.body), path
        assert answer.status != 200 or answer.body["meta"]["total"] in (0, None), path
    for text in (MARK, "hidden@example.com", "4155550199"):
        assert api("GET", f"/v1/search?q={text}", user=me).body["data"] == []


def test_no_record_of_mine_shows_it(hidden: tuple[Api, str, dict[str, str]]) -> None:
    api, me, ids = hidden
    for body in ({"related": [ids["leads"]]}, {"related": [ids["contacts"]]}):
        assert api("POST", "/v1/notes", {"body": "x", **body}, user=me).status == 422
        assert api("POST", "/v1/tasks", {"subject": "x", **body}, user=me).status == 422
    mine = api("POST", "/v1/contacts", {"last_name": "Mine"}, user=me).body["id"]
    for id in ids.values():
        assert api("PUT", f"/v1/contacts/{mine}/links/{id}?label=x", user=me).status == 404
    assert api("POST", "/v1/leads", {"last_name": "x", "contact_id": ids["contacts"]}, user=me).status == 422
    twin: Any = api("POST", "/v1/contacts", {"last_name": "x", "emails": ["hidden@example.com"]}, user=me)
    assert twin.status == 409 and twin.body["candidates"] == [{"id": None, "title": None, "matched": ["email"]}]


def test_a_record_of_mine_that_others_hang_on_shows_only_my_part(hidden: tuple[Api, str, dict[str, str]]) -> None:
    api, me, ids = hidden
    mine = api("POST", "/v1/contacts", {"last_name": "Mine"}, user=me).body["id"]
    assert api("POST", "/v1/notes", {"body": f"{MARK} again", "related": [mine]}).status == 201
    assert api("PUT", f"/v1/leads/{ids['leads']}/links/{mine}?label={MARK}").status == 200
    api.world.settle()
    for tail in ("?include=links,timeline", "/links", "/timeline", "/history"):
        assert MARK not in json.dumps(api("GET", f"/v1/contacts/{mine}{tail}", user=me).body), tail
