"""A field hidden from a role is told to its people nowhere, and one that they may only read is not written by them."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.domains import registry
from chalicelib.records import derivations, field_rules, rebuilding
from chalicelib.records.compiled import compiled
from chalicelib.users import founding
from tests.edge import Api

SECRET = "Zanzibarian"
EVERYTHING = {name: {"*": "all"} for name in ("contacts", "companies", "leads", "notes", "tasks")}
RULES = {"contacts": {"last_name": "none", "emails": "none", "birthday": "none", "company_id": "none", "source": "read"},
         "companies": {"industry": "none"}}


def limited(api: Api, name: str, fields: Any, grants: Any = EVERYTHING, **more: Any) -> str:
    """A person with one role that has field rules; their id."""
    role = api("POST", "/v1/roles", {"name": name, "grants": grants, "fields": fields})
    assert role.status == 201, role.body
    return str(api("POST", "/v1/users", {"email": f"{name}@kith.example", "role_ids": [role.body["id"]], **more}).body["id"])


@pytest.fixture
def contact(api: Api) -> dict[str, Any]:
    """A contact whose hidden fields all carry the mark, with a company, a note and a link."""
    company = api("POST", "/v1/companies", {"name": "Acme", "industry": SECRET}).body["id"]
    made = api("POST", "/v1/contacts", {
        "first_name": "Ana", "last_name": SECRET, "emails": [f"{SECRET}@example.com"], "birthday": "1990-02-03",
        "company_id": company, "source": "fair"}).body
    api("POST", "/v1/notes", {"body": "hello", "related": [made["id"]]})
    other = api("POST", "/v1/companies", {"name": "Other"}).body["id"]
    api("PUT", f"/v1/companies/{other}/links/{made['id']}?label=friend")
    return {**made, "other": other}


def test_no_answer_tells_it(api: Api, contact: dict[str, Any]) -> None:
    me = limited(api, "part", RULES)
    api("PATCH", f"/v1/contacts/{contact['id']}", {"last_name": f"{SECRET}2", "job_title": "Boss"})
    api.world.settle()
    paths = [f"/v1/contacts/{contact['id']}{tail}" for tail in ("", "?include=links,timeline", "/history", "/links", "/timeline", "?fields=job_title")]
    paths += ["/v1/contacts", "/v1/contacts?sort=-updated_at", "/v1/companies", f"/v1/companies/{contact['other']}?include=links,timeline",
              f"/v1/companies/{contact['other']}/links", f"/v1/companies/{contact['company_id']}?include=links,timeline",
              "/v1/schema", "/v1/schema/contacts", "/v1/recent", "/v1/me"]
    for path in paths:
        answer = api("GET", path, user=me)
        told = json.dumps(answer.body).lower()
        assert answer.status == 200 and SECRET.lower() not in told and "1990-02-03" not in told, path
        assert "contacts/" not in path or contact["company_id"] not in told, path
    shown = api("GET", f"/v1/contacts/{contact['id']}", user=me).body
    assert not {"last_name", "emails", "birthday", "company_id"} & shown.keys() and shown["first_name"] == "Ana"
    changed = api("PATCH", f"/v1/contacts/{contact['id']}", {"first_name": "Anna"}, user=me)
    assert changed.status == 200 and SECRET not in json.dumps(changed.body)
    assert [row["title"] for row in api("GET", f"/v1/companies/{contact['other']}/links", user=me).body["data"]] == ["Anna"]
    assert SECRET in json.dumps(api("GET", f"/v1/companies/{contact['other']}/links").body)
    api.world.settle()
    assert api.world.differences() == []


def test_nothing_is_found_sorted_or_chosen_by_it(api: Api, contact: dict[str, Any]) -> None:
    me = limited(api, "part", RULES)
    api.world.settle()
    leaf = quote(json.dumps({"field": "company_id.industry", "op": "eq", "value": SECRET}))
    hop = quote(json.dumps({"field": "last_name", "op": "starts", "value": "Z"}))
    for query, code in ((f"filter={hop}", "unknown_field"), (f"last_name={SECRET}", "unknown_field"), ("birthday=1990-02-03", "unknown_field"),
                        (f"company_id={contact['company_id']}", "unknown_field"), ("sort=last_name", "not_sortable"), ("fields=birthday", "unknown_field"),
                        (f"filter={leaf}", "unknown_field")):
        answer = api("GET", f"/v1/contacts?{query}", user=me)
        assert (answer.status, answer.body["errors"][0]["code"]) == (422, code), query
    only_hop = limited(api, "hop", {"companies": {"industry": "none"}})
    assert api("GET", f"/v1/contacts?filter={leaf}", user=only_hop).status == 422
    assert len(api("GET", f"/v1/contacts?filter={leaf}").body["data"]) == 1


def test_writing_says_every_field_that_is_not_theirs(api: Api, contact: dict[str, Any]) -> None:
    me = limited(api, "part", RULES)
    body = {"last_name": "X", "source": "Y", "birthday": "nonsense", "job_title": 7}
    for method, path in (("POST", "/v1/contacts"), ("PATCH", f"/v1/contacts/{contact['id']}")):
        answer = api(method, path, body, user=me)
        codes = {error["field"]: error["code"] for error in answer.body["errors"]}
        assert answer.status == 422 and codes == {
            "last_name": "field_forbidden", "source": "field_forbidden", "birthday": "field_forbidden", "job_title": codes["job_title"]}
    assert api("PATCH", f"/v1/contacts/{contact['id']}", {"job_title": "Boss"}, user=me).status == 200
    assert api("GET", f"/v1/contacts/{contact['id']}", user=me).body["source"] == "fair"
    fields = {field["name"]: field for field in api("GET", "/v1/schema/contacts", user=me).body["fields"]}
    assert fields["source"]["read_only"] and not fields["job_title"]["read_only"] and "birthday" not in fields


def test_the_version_conflict_and_the_candidates_tell_it_not(api: Api, contact: dict[str, Any]) -> None:
    me = limited(api, "part", {"contacts": {"last_name": "none", "birthday": "none"}})
    api("PATCH", f"/v1/contacts/{contact['id']}", {"birthday": "1991-01-01", "job_title": "A"})
    stale = api("PATCH", f"/v1/contacts/{contact['id']}", {"job_title": "B"}, user=me, if_match='"1"')
    assert stale.status == 412 and "1991" not in json.dumps(stale.body)
    twin = api("POST", "/v1/contacts", {"first_name": "X", "emails": [f"{SECRET}@example.com"]}, user=me)
    assert twin.status == 409 and twin.body["candidates"][0]["title"] == "Ana"


def test_search_finds_by_it_only_for_those_who_may_read_it(api: Api, contact: dict[str, Any]) -> None:
    me, rep = limited(api, "part", RULES), api.person("rep", "rep@kith.example")
    own = limited(api, "own", {}, {"contacts": {"*": "own"}})
    api.world.settle()
    mine = api("POST", "/v1/contacts", {"first_name": "Bea", "last_name": SECRET}, user=own).body["id"]
    api.world.settle()

    def hits(text: str, user: str) -> list[tuple[str, str]]:
        found = api("GET", f"/v1/search?q={quote(text)}&types=contacts", user=user).body["data"]
        return sorted((row["id"], row["title"]) for row in found)
    for text in (SECRET, f"Ana {SECRET}", f"{SECRET} Ana", f"{SECRET}@example.com", SECRET[:4]):
        assert contact["id"] in {id for id, _title in hits(text, rep)}, text
        assert hits(text, me) == [], text
    assert hits("Ana", me) == [(contact["id"], "Ana")]
    assert (contact["id"], f"Ana {SECRET}") in hits(f"Ana {SECRET}", rep)
    assert [id for id, _title in hits(SECRET, own)] == [mine]
    assert api.world.differences() == []


def test_until_rows_are_made_anew_those_who_may_not_read_it_are_told_nothing_of_them(api: Api, contact: dict[str, Any]) -> None:
    world, lead = api.world, api("POST", "/v1/leads", {"first_name": "Zoe", "last_name": SECRET}).body["id"]
    task = api("POST", "/v1/tasks", {"subject": "Call", "related": [lead]}).body["id"]
    world.settle()
    me, rep = limited(api, "part", {**RULES, "leads": {"last_name": "none"}}), api.person("rep", "rep@kith.example")

    def told(path: str, user: str = me) -> str:
        answer = api("GET", path, user=user)
        assert answer.status == 200, (path, answer.body)
        return json.dumps(answer.body)

    def nothing_is_told() -> None:
        found = api("GET", f"/v1/search?q={SECRET}", user=me).body
        assert found["data"] == [] and found["meta"]["more"] is True
        assert SECRET not in told(f"/v1/leads/{lead}/timeline") + told(f"/v1/leads/{lead}?include=links,timeline")
        assert lead in told(f"/v1/leads/{lead}/timeline") and task in told("/v1/search?q=Call")  # that there is one is no secret
    assert SECRET in told(f"/v1/leads/{lead}/timeline", rep)
    nothing_is_told()  # nobody has published the new role yet
    rebuilding.publish(world.crm)
    assert "contact.last_name" in world.crm.configuration.engine(reload=True).building
    nothing_is_told()  # and the worker who did so has died
    assert contact["id"] in told(f"/v1/search?q={SECRET}", rep)
    view = api("POST", "/v1/views", {"name": "V", "object": "tasks", "filter": {"field": "status", "op": "eq", "value": "open"}})
    assert view.status == 201
    rebuilding.run(world.crm, {})  # another generation takes the unfinished work over
    nothing_is_told()
    world.settle()
    assert not world.crm.configuration.engine(reload=True).building
    found = api("GET", "/v1/search?q=Ana", user=me).body
    assert [(row["id"], row["title"]) for row in found["data"]] == [(contact["id"], "Ana")]
    assert api("GET", f"/v1/search?q={SECRET}", user=me).body["data"] == []
    assert SECRET not in told(f"/v1/leads/{lead}/timeline") and "Zoe" in told(f"/v1/leads/{lead}/timeline")
    assert world.differences() == []


def test_the_account_of_quality_names_nobody_by_a_field_hidden_a_moment_ago(api: Api) -> None:
    made = api("POST", "/v1/contacts", {"last_name": SECRET, "emails": ["info@acme.com"]}).body
    api.world.settle()
    me = limited(api, "part", {"contacts": {"last_name": "none"}})
    for user, title in ((me, "Contact"), (api.person("rep", "rep@kith.example"), SECRET)):
        assert api("GET", "/v1/quality/contacts?problem=role_address", user=user).body["data"] == [{"id": made["id"], "title": title}]


def test_the_widest_role_wins_and_one_that_may_not_read_widens_nothing(api: Api, contact: dict[str, Any]) -> None:
    hiding = api("POST", "/v1/roles", {"name": "h", "grants": EVERYTHING, "fields": {"contacts": {"birthday": "none"}}}).body["id"]
    reading = api("POST", "/v1/roles", {"name": "r", "grants": {"contacts": {"read": "own"}}, "fields": {"contacts": {"birthday": "read"}}}).body["id"]
    idle = api("POST", "/v1/roles", {"name": "i", "grants": {"leads": {"read": "all"}}}).body["id"]
    people = [api("POST", "/v1/users", {"email": f"{n}@kith.example", "role_ids": roles}).body["id"] for n, roles in enumerate(([hiding, reading], [hiding, idle]))]
    seen = [api("GET", f"/v1/contacts/{contact['id']}", user=person).body.get("birthday") for person in people]
    assert seen == ["1990-02-03", None]
    written = [api("PATCH", f"/v1/contacts/{contact['id']}", {"birthday": "1990-01-01"}, user=person).status for person in people]
    assert written == [422, 422]


@pytest.mark.parametrize("fields, wrong", [
    ([], {"fields"}), ("x", {"fields"}), ({"contacts": 1}, {"fields.contacts"}), ({"nothings": {}}, {"fields.nothings"}),
    ({"contacts": {"birthdy": "none", "source": "hidden", "id": "none", "owner_id": "read"}, "notes": {"body": None}, "notifications": {}},
     {"fields.contacts.birthdy", "fields.contacts.source", "fields.contacts.id", "fields.contacts.owner_id", "fields.notes.body", "fields.notifications"}),
    ({"tasks": {"assignee_id": "none"}}, {"fields.tasks.assignee_id"})])
def test_a_role_with_wrong_rules_is_told_all_of_them(api: Api, fields: Any, wrong: set[str]) -> None:
    answer = api("POST", "/v1/roles", {"name": "r", "grants": {"contacts": {"create": "shared"}}, "fields": fields})
    assert answer.status == 422 and {error["field"] for error in answer.body["errors"]} == wrong | {"grants.contacts.create"}


def test_nobody_grants_fields_beyond_their_own(api: Api) -> None:
    grants = {"roles": {"*": "all"}, "users": {"*": "all"}, "contacts": {"*": "all"}}
    me = limited(api, "keeper", {"contacts": {"birthday": "none", "source": "read"}}, grants)
    role = api("GET", "/v1/me", user=me).body["role_ids"][0]

    def made(fields: Any, **more: Any) -> int:
        return api("POST", "/v1/roles", {"name": "n", "grants": {"contacts": {"*": "all"}}, "fields": fields, **more}, user=me).status
    assert [made({}), made({"contacts": {"birthday": "none"}}), made({"contacts": {"birthday": "read", "source": "read"}})] == [403, 403, 403]
    assert made({"contacts": {"birthday": "none", "source": "none"}}) == 201
    assert api("PATCH", f"/v1/roles/{role}", {"fields": None}, user=me).status == 403
    wider = api("POST", "/v1/roles", {"name": "w", "grants": {"contacts": {"read": "all"}}}).body["id"]
    assert api("POST", "/v1/users", {"email": "n@kith.example", "role_ids": [wider]}, user=me).status == 403
    assert api("PATCH", f"/v1/users/{me}", {"role_ids": [role, wider]}, user=me).status == 403


def test_an_all_granting_role_with_rules_makes_no_administrator(api: Api) -> None:
    me = limited(api, "almost", {"contacts": {"birthday": "none"}}, {"*": {"*": "all"}})
    admin = founding.role_id(api.world.crm, "admin")
    assert api("PATCH", f"/v1/users/{me}", {"role_ids": [admin]}, user=me).status == 403
    assert api("PATCH", f"/v1/roles/{admin}", {"fields": {"contacts": {"birthday": "none"}}}).status == 422
    assert api("PATCH", f"/v1/roles/{admin}", {"kind": "external"}).status == 422


def test_a_custom_field_is_hidden_too(api: Api) -> None:
    api("POST", "/v1/fields", {"object": "contacts", "name": "shoe_size", "type": "text", "searchable": True})
    me = limited(api, "part", {"contacts": {"shoe_size": "none"}})
    made = api("POST", "/v1/contacts", {"last_name": "X", "shoe_size": SECRET}).body
    api.world.settle()
    assert SECRET not in json.dumps(api("GET", f"/v1/contacts/{made['id']}", user=me).body)
    assert api("GET", f"/v1/search?q={SECRET}", user=me).body["data"] == []
    assert [row["id"] for row in api("GET", f"/v1/search?q={SECRET}").body["data"]] == [made["id"]]


def test_every_answer_with_a_record_knows_its_reader() -> None:
    for path in Path("chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "service.shown" and "type" in ast.unparse(node.args[0]):
                assert any(keyword.arg == "actor" for keyword in node.keywords), f"{path}:{node.lineno}"


def test_what_repeats_a_hidden_field_is_hidden_with_it(api: Api) -> None:
    lead = api("POST", "/v1/leads", {"last_name": "Zoe"}).body["id"]
    me = limited(api, "part", {"leads": {"disqualified_reason": "none"}})
    api.world.settle()
    assert api("POST", f"/v1/leads/{lead}/disqualify", {"reason": SECRET}).status == 200
    api.world.settle()
    for path in (f"/v1/leads/{lead}", f"/v1/leads/{lead}/timeline", f"/v1/leads/{lead}/history", "/v1/leads"):
        assert SECRET not in json.dumps(api("GET", path, user=me).body), path
    assert SECRET in json.dumps(api("GET", f"/v1/leads/{lead}").body)


NOW = "2026-11-22T15:00:00.000Z"
SAMPLES: dict[str, dict[str, Any]] = {
    "submission": {"state": "spam", "channel": "form", "lead_id": "lea_1", "contact_id": "con_1", "form_id": "frm_1"},
    "lead": {"status": "working", "last_name": "X", "status_changes": [{"at": NOW, "from": "new", "to": "working", "by": "u", "reason": None}],
             "emails": [{"value": "a@b.de"}], "phones": [{"value": "+49"}]},
    "task": {"subject": "s", "status": "open", "done_at": NOW, "due_at": NOW, "reminders": [], "related": ["con_1"], "assignee_id": "usr_1"},
    "note": {"body": "b", "related": ["con_1"]},
    "decision": {"lead_id": "lea_1", "kind": "routing", "explanation": "x", "chosen_name": "A", "chosen": "usr_1", "attempt": 1},
    "email": {"kind": "auto_reply", "to": "a@b.de", "subject": "s", "text": "t", "state": "sent", "related": ["lea_1"], "sent_at": NOW},
    "consent": {"contact_id": "con_1", "purpose": "mail", "status": "granted", "subject_id": "con_1", "at": NOW, "source": "form"},
    "contact": {"last_name": "X", "company_id": "com_1", "emails": [{"value": "a@b.de"}]}, "company": {"name": "X", "domain": "x.de"},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_hiding_any_field_stops_no_record_from_being_derived(name: str) -> None:
    known = registry()
    type = known.named(name)
    base = {"created_at": NOW, "updated_at": NOW, "created_by": "usr_1", "updated_by": "usr_1", "version": 1, "revision": 1, "owner_id": "usr_1"}
    record = {"id": f"{type.prefix}_1", "type": name, **base, **SAMPLES[name]}
    hideable = [field for field in type.all_fields if not field_rules.problems(known, {type.plural: {field: "none"}}, None)]
    assert hideable
    for field in hideable:
        rows = derivations.derive(compiled(known, {"guarded": {name: [field]}}), record, NOW).rows
        assert rows, field
