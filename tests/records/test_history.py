"""History across the system: by day and actor, what was done without the values; per record with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.records import audit_log
from chalicelib.store import keys
from tests.edge import Api


@pytest.fixture
def rep(api: Api) -> str:
    """A rep, whose own doings are told apart from the administrator's."""
    made = api.person("rep", "rep@kith.example")
    api.world.settle()
    return made


def today(api: Api) -> str:
    return api.world.crm.clock.now()[:10]


def audit(api: Api, query: str = "", **more: Any) -> list[dict[str, Any]]:
    answer = api("GET", f"/v1/audit?limit=100{query}", **more)
    assert answer.status == 200, answer.body
    return list(answer.body["data"])


def test_who_did_what_on_a_day(api: Api, rep: str) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Zauber"}, user=rep).body["id"]
    api.world.settle()
    api("PATCH", f"/v1/contacts/{contact}", {"job_title": "Wizard"}, user=rep)
    api.world.settle()
    api("DELETE", f"/v1/contacts/{contact}")
    api.world.settle()
    changed, made = audit(api, f"&actor={rep}&object=contacts")
    assert (changed["id"], changed["type"], changed["version"], changed["fields"]) == (contact, "contact", 2, ["job_title"])
    assert (made["actor"], made["title"], made["history"]) == (rep, "Zauber", f"/v1/contacts/{contact}/history")
    assert made["request_id"] == "req-1"
    assert [row["fields"] for row in audit(api, f"&day={today(api)}&object=contacts")] == [
        ["deleted_at"], ["job_title"], made["fields"]]
    assert "Wizard" not in json.dumps(audit(api))
    assert audit(api, "&day=2020-02-29") == audit(api, "&actor=usr_nobody") == []
    assert api.world.differences() == []


def test_every_row_comes_once_page_by_page(api: Api, rep: str) -> None:
    for place in range(23):
        api("POST", "/v1/contacts", {"last_name": f"C{place}"}, user=rep)
    api("POST", "/v1/companies", {"name": "Hut"}, user=rep)
    api.world.settle()
    for query, count in ((f"actor={rep}", 24), ("object=contacts", 23)):
        found, cursor = list[Any](), ""
        while True:
            answer = api("GET", f"/v1/audit?limit=5&{query}&cursor={cursor}").body
            found += answer["data"]
            if not (cursor := answer["next_cursor"]):
                break
        assert len(found) == len({row["id"] for row in found}) == count
        assert [row["at"] for row in found] == sorted((row["at"] for row in found), reverse=True)
    assert api("GET", f"/v1/audit?actor={rep}&cursor=forged").status == 400


def test_a_filter_that_finds_little_goes_on_honestly(api: Api, rep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "SCANNED", 3)
    api("POST", "/v1/companies", {"name": "Hut"}, user=rep)
    api.world.settle()
    for place in range(9):
        api("POST", "/v1/contacts", {"last_name": f"C{place}"}, user=rep)
    api.world.settle()
    found, cursor, pages = list[Any](), "", 0
    while pages < 20:
        answer = api("GET", f"/v1/audit?actor={rep}&object=companies&cursor={cursor}").body
        found, pages = found + answer["data"], pages + 1
        if not (cursor := answer["next_cursor"]):
            break
    assert [row["title"] for row in found] == ["Hut"] and pages > 1


def test_it_is_for_those_who_may_read_all_of_it(api: Api, rep: str) -> None:
    assert api("GET", "/v1/audit", user=rep).status == 403
    assert api("GET", f"/v1/audit/{rep}", user=rep).status == 403
    role = api("POST", "/v1/roles", {"name": "Auditor", "grants": {"audit": {"read": "all"}}}).body["id"]
    auditor = api("POST", "/v1/users", {"email": "a@kith.example", "last_name": "A", "role_ids": [role]}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "Zauber"}).body["id"]
    api.world.settle()
    row = next(row for row in audit(api, "&object=contacts", user=auditor) if row["id"] == contact)
    assert row["title"] is None and "last_name" in row["fields"]
    assert api("GET", f"/v1/audit/{contact}", user=auditor).status in (403, 404)


@pytest.mark.parametrize("url, status", [
    ("/v1/audit?day=yesterday", 422), ("/v1/audit?day=2026-02-30", 422), ("/v1/audit?day=20260101", 422),
    ("/v1/audit?object=nothing", 404), ("/v1/audit?who=me", 422), ("/v1/audit?limit=0", 422), ("/v1/audit/con_0", 404),
    (f"/v1/audit/con_{'0' * 26}", 404)])
def test_what_cannot_be_asked(api: Api, url: str, status: int) -> None:
    assert api("GET", url).status == status


def test_nobody_edits_it(api: Api) -> None:
    for method, url in (("POST", "/v1/audit"), ("PATCH", "/v1/audit/x"), ("DELETE", "/v1/audit/x")):
        assert api(method, url, {}).status == 405


def test_a_deleted_record_keeps_its_history_for_the_auditor(api: Api) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Zauber"}).body["id"]
    api.world.settle()
    api("DELETE", f"/v1/contacts/{contact}")
    api.world.settle()
    assert api("GET", f"/v1/contacts/{contact}/history").status == 404
    deleted, made = api("GET", f"/v1/audit/{contact}").body["data"]
    assert list(deleted["changes"]) == ["deleted_at"] and made["changes"]["last_name"] == [None, "Zauber"]


def test_what_the_system_notes_is_nobodys_change(api: Api) -> None:
    field = api("POST", "/v1/fields", {"object": "contacts", "name": "shoe", "type": "text", "label": "Shoe"}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "Berg", "shoe": "Brogue"}).body["id"]
    api.world.settle()
    api("POST", f"/v1/fields/{field}/erase")
    api.world.settle()
    crm = api.world.crm
    assert (crm.table.get(keys.record(contact)) or {})["revision"] == 2
    assert len(crm.table.query(contact, begins="audit#").items) == 1
