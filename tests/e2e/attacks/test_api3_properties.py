"""API3:2023 Broken object property level authorization: fields that are smuggled in, and fields that are hidden but asked for.

| attack | what holds |
|---|---|
| the engine's own names (id, version, pk, ttl, hash, shares, merged_into ...) in creates, updates, batches and bulk changes | 422 or ignored by no one: never stored |
| whose it is, what a role may, a score, a state, by who may not set it | 403 or 422 |
| a hidden field through fields, filter, sort, search, view, report, export, import, bulk, batch and merge | refused, told nowhere |
| a read-only field by any of these | refused, unchanged |
| more than a form asks for | no lead has it |
"""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from typing import Any
from urllib.parse import quote

import pytest

from tests.e2e.attacks.scene import NOBODY, hired, refused, role, sound
from tests.e2e.people import HERE, Person, acting, lead_of, submit
from tests.e2e.test_imports import upload

pytestmark = pytest.mark.e2e
HIDDEN = f"Pemba{HERE}"     # stands in a field that the limited reader must not see
ENGINES: dict[str, Any] = {
    "id": "con_00000000000000000000000000", "type": "user", "version": 99, "revision": 99, "schema": 1, "created_at": "2001-01-01T00:00:00.000Z",
    "created_by": NOBODY, "updated_at": "2001-01-01T00:00:00.000Z", "updated_by": NOBODY, "deleted_at": "2001-01-01T00:00:00.000Z",
    "pk": "config", "sk": "secret", "i1": "user#0", "i2s": "x", "ttl": 1, "refs": {"x": 1}, "edges": ["x"], "fired": {"x": "y"}, "shares": [{"to": NOBODY}],
    "merged_into": NOBODY, "hash": "0", "_key": "x", "key": "x", "__proto__": {"admin": True}, "constructor": "x", "object_type": "user", "audience": "all"}
OURS: dict[str, dict[str, Any]] = {
    "contacts": {"score": 999, "grade": "A"},
    "leads": {"score": 999, "fit_score": 99, "grade": "A", "score_reasons": [], "routing": {}, "assigned_at": "2001-01-01T00:00:00Z",
              "first_touched_at": "2001-01-01T00:00:00Z", "response_due_at": "2001-01-01T00:00:00Z", "disqualified_reason": "x"},
    "tasks": {"done_at": "2001-01-01T00:00:00Z", "done_by": NOBODY}}
LEAST: dict[str, dict[str, Any]] = {
    "contacts": {"last_name": "X"}, "companies": {"name": "X"}, "leads": {"last_name": "X"}, "notes": {"body": "X"}, "tasks": {"subject": "X"}}


@pytest.fixture(scope="module")
def rep(stack: Any) -> Person:
    return acting(stack, "rep")


@pytest.mark.parametrize("objects", LEAST)
def test_no_name_of_the_engine_is_taken(rep: Person, objects: str) -> None:
    smuggled = {name: value for name, value in {**ENGINES, **OURS.get(objects, {})}.items() if (objects, name) != ("companies", "type")}  # theirs is a field
    answer = refused(rep.ask("POST", f"/v1/{objects}", {**LEAST[objects], **smuggled}), 422)
    assert {each["field"] for each in answer.json["errors"]} >= set(smuggled), set(smuggled) - {each["field"] for each in answer.json["errors"]}
    made = rep.post(f"/v1/{objects}", LEAST[objects])
    path = f"/v1/{objects}/{made['id']}"
    refused(rep.ask("PATCH", path, smuggled), 422)
    for name, value in smuggled.items():
        for call in ({"create": [{**LEAST[objects], name: value}]}, {"update": [{**LEAST[objects], "id": made["id"], name: value}]}):
            if name == "id" or (name == "key" and "upsert" in call):
                continue
            (result,) = sound(rep.ask("POST", f"/v1/{objects}/batch", call)).json["results"]
            assert result["status"] == 422, (name, result)
    kept = rep.get(path)
    assert kept["version"] == made["version"] and set(kept) == set(made)


def test_no_bulk_change_takes_one(rep: Person) -> None:
    mine = rep.post("/v1/contacts", {"last_name": "Bulk"})["id"]
    for name, value in {**ENGINES, **OURS["contacts"]}.items():
        refused(rep.ask("POST", "/v1/contacts/bulk", {"ids": [mine], "set": {name: value}}), 403, 422)


def test_nobody_gives_themselves_more(stack: Any, rep: Person) -> None:
    admin, me = acting(stack, "admin"), rep.get("/v1/me")
    roles = {role["key"]: role["id"] for role in admin.every("/v1/roles") if role.get("key")}
    for body in ({"role_ids": [roles["admin"]]}, {"team_ids": []}, {"active": True}, {"capacity": 999}, {"email": "x@kith.example"}, {"id": NOBODY},
                 {"permissions": {}}, {"first_name": "x", "role_ids": [roles["admin"]]}):
        refused(rep.ask("PATCH", "/v1/me", body), 403, 422)
        refused(rep.ask("PATCH", f"/v1/users/{me['id']}", body), 403, 404)
    assert {**rep.get("/v1/me"), "unread_notifications": 0} == {**me, "unread_notifications": 0}


def test_nothing_is_made_in_anothers_name(stack: Any, rep: Person) -> None:
    other = acting(stack, "admin").get("/v1/me")["id"]
    for objects, field in (("contacts", "owner_id"), ("companies", "owner_id"), ("leads", "owner_id"), ("notes", "owner_id")):
        refused(rep.ask("POST", f"/v1/{objects}", {**LEAST[objects], field: other}), 403, 422)
        mine = rep.post(f"/v1/{objects}", LEAST[objects])["id"]
        refused(rep.ask("PATCH", f"/v1/{objects}/{mine}", {field: other}), 403, 422)
        (result,) = rep.post(f"/v1/{objects}/batch", {"update": [{"id": mine, field: other}]})["results"]
        assert result["status"] in (403, 422)


@pytest.fixture(scope="module")
def limited(stack: Any, eventually: Any) -> tuple[Person, str]:
    """Somebody whose role hides surnames and addresses and locks the source; and a contact that has all three."""
    admin = acting(stack, "admin")
    made = admin.post("/v1/contacts", {"first_name": "Ana", "last_name": HIDDEN, "emails": [f"{HIDDEN.lower()}@example.com"], "source": "fair"})
    admin.post("/v1/contacts", {"first_name": f"Ana{HERE}", "last_name": HIDDEN, "emails": [f"two.{HIDDEN.lower()}@example.com"]})
    rules = {"contacts": {"last_name": "none", "emails": "none", "source": "read"}}
    grants = {"contacts": {"*": "all"}, "views": {"*": "all"}, "reports": {"*": "all"}, "imports": {"*": "own"}, "exports": {"*": "own"}}
    half = role(stack, "Half", grants, fields=rules)
    _id, person = hired(stack, eventually, "half", half)
    return person, made["id"]


def untold(answer: Any) -> Any:
    """A sound answer that tells nothing hidden."""
    assert HIDDEN.lower().encode() not in sound(answer).content.lower(), answer.content[:500]
    return answer


def test_a_hidden_field_is_read_nowhere(limited: tuple[Person, str]) -> None:
    person, id = limited
    path = f"/v1/contacts/{id}"
    for way in ("", "?include=links,timeline", "?fields=first_name", "/history", "/links", "/timeline", "/shares", "/consents"):
        assert untold(person.ask("GET", path + way)).status == 200, way
    for way in ("/v1/contacts?limit=100", "/v1/contacts?sort=-created_at&limit=100", "/v1/recent", "/v1/duplicates", "/v1/merges", "/v1/schema/contacts",
                "/v1/quality", "/v1/quality/contacts", "/v1/favourites", "/v1/jobs"):
        untold(person.ask("GET", way))


def test_a_hidden_field_finds_sorts_and_counts_nothing(limited: tuple[Person, str]) -> None:
    person, _id = limited
    for name, value in (("last_name", HIDDEN), ("emails", f"{HIDDEN.lower()}@example.com")):
        for operator in ("eq", "ne", "starts", "contains", "in", "empty", "gt"):
            condition = {"field": name, "op": operator, "value": [value] if operator == "in" else True if operator == "empty" else value}
            for shape in (condition, {"not": condition}, {"any": [condition, {"field": "first_name", "op": "eq", "value": "Ana"}]}):
                refused(person.ask("GET", f"/v1/contacts?filter={quote(json.dumps(shape))}"), 422)
            refused(person.ask("POST", "/v1/contacts/bulk?preview=true", {"filter": condition, "delete": True}), 422)
            refused(person.ask("POST", "/v1/views", {"name": "x", "object": "contacts", "filter": condition}), 422)
            refused(person.ask("POST", "/v1/exports", {"object": "contacts", "filter": condition}), 422)
        for query in (f"{name}={quote(value)}", f"sort={name}", f"sort=-{name}", f"fields={name}", f"fields=first_name,{name}"):
            refused(person.ask("GET", f"/v1/contacts?{query}"), 422)
        refused(person.ask("POST", "/v1/views", {"name": "x", "object": "contacts", "columns": [name]}), 422)
        refused(person.ask("POST", "/v1/views", {"name": "x", "object": "contacts", "sort": name}), 422)
        refused(person.ask("POST", "/v1/reports", {"name": "x", "object": "contacts", "group_by": [name]}), 422)
        refused(person.ask("POST", "/v1/exports", {"object": "contacts", "columns": [name]}), 422)
    for text in (HIDDEN, HIDDEN[:6], f"{HIDDEN.lower()}@example.com"):
        assert untold(person.ask("GET", f"/v1/search?q={quote(text)}")).json["data"] == []


def test_views_of_others_show_it_neither(stack: Any, limited: tuple[Person, str], eventually: Any) -> None:
    person, id = limited
    admin = acting(stack, "admin")
    condition = {"field": "last_name", "op": "eq", "value": HIDDEN}
    view = admin.post("/v1/views", {"name": f"Shared {HERE}", "object": "contacts", "visibility": "shared", "columns": ["last_name", "emails", "first_name"],
                                    "filter": condition})["id"]
    eventually(lambda: id in [each["id"] for each in admin.get(f"/v1/contacts?view={view}")["data"]], every=0.5)
    answer = untold(person.ask("GET", f"/v1/contacts?view={view}"))
    assert answer.status in (403, 404, 422) or answer.json["data"] == [], "it chooses by what they may not see"


def test_an_export_leaves_it_out(limited: tuple[Person, str], eventually: Any) -> None:
    person, id = limited
    path = f"/v1/exports/{person.post('/v1/exports', {'object': 'contacts'})['id']}"
    done = eventually(lambda: (found := person.get(path))["state"] in ("done", "failed") and found)
    assert done["state"] == "done", done
    with urllib.request.urlopen(done["download_url"], timeout=60) as file:
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
    assert id in {row["id"] for row in rows}
    assert not [row for row in rows if HIDDEN.lower() in json.dumps(row).lower()]
    assert not {"last_name", "emails"} & rows[0].keys()


def test_hidden_and_locked_fields_are_not_written(stack: Any, limited: tuple[Person, str]) -> None:
    person, id = limited
    path, before = f"/v1/contacts/{id}", acting(stack, "admin").get(f"/v1/contacts/{id}")
    for body in ({"last_name": "x"}, {"emails": []}, {"source": "x"}, {"first_name": "y", "source": None}):
        refused(person.ask("PATCH", path, body), 403, 422)
        (result,) = sound(person.ask("POST", "/v1/contacts/batch", {"update": [{"id": id, **body}]})).json["results"]
        assert result["status"] in (403, 422)
        refused(person.ask("POST", "/v1/contacts/bulk", {"ids": [id], "set": body}), 403, 422)
    for mapping in ({"a": "last_name"}, {"a": "emails"}, {"a": "source"}):
        refused(person.ask("POST", "/v1/imports", {"object": "contacts", "mode": "create", "mapping": mapping}), 403, 422)
    found_by = person.ask("POST", "/v1/imports", {"object": "contacts", "mode": "upsert", "key": "email"})
    if found_by.status == 201:  # no column can be mapped to it, so it finds nobody
        upload(found_by.json["upload"], f"first_name,emails\nx,{HIDDEN.lower()}@example.com\n".encode())
        path_of = f"/v1/imports/{found_by.json['id']}"
        seen = untold(person.ask("POST", f"{path_of}/preview", {})).json
        assert "emails" not in seen["mapping"].values() and seen["errors"][0]["code"] == "key_not_mapped"
        refused(person.ask("POST", f"{path_of}/preview", {"mapping": {"emails": "emails"}}), 403, 422)
        refused(person.ask("POST", f"{path_of}/start", {}), 403, 422)
        refused(person.ask("POST", f"{path_of}/start", {"mapping": {"emails": "emails"}}), 403, 422)
    assert acting(stack, "admin").get(path) == before


def test_a_stale_version_tells_no_hidden_value(stack: Any, limited: tuple[Person, str]) -> None:
    person, id = limited
    path = f"/v1/contacts/{id}"
    tag = person.ask("GET", path).headers["etag"]
    acting(stack, "admin").patch(path, {"last_name": f"{HIDDEN}2", "first_name": "Anna"})
    assert untold(person.ask("PATCH", path, {"first_name": "Anne"}, If_Match=tag)).status == 412


def test_a_form_fills_what_it_asks_for_and_nothing_else(stack: Any, eventually: Any) -> None:
    rep = acting(stack, "rep").get("/v1/me")["id"]
    raw = {"last_name": f"Smuggler{HERE}", "email": f"smuggler.{HERE}@example.com", **ENGINES, **OURS["leads"], "owner_id": rep, "status": "converted",
           "state": "routed", "lead_id": "lea_00000000000000000000000000", "maps_to": "owner_id", "source": "stolen"}
    lead = lead_of(stack, eventually, submit(stack, raw).json["submission_id"])
    assert lead["created_by"].startswith("system") and lead["id"].startswith("lea_") and lead["type"] == "lead"
    assert (lead["score"] or 0) < 900 and lead["status"] in ("new", "assigned") and lead["source"] != "stolen"
    assert lead["created_at"] > "2026" and lead["deleted_at"] is None
    assert not set(lead) & {"pk", "sk", "hash", "ttl", "revision", "merged_into", "shares", "refs", "edges"}


def test_no_answer_has_what_is_the_engines(stack: Any) -> None:
    admin, inside = acting(stack, "admin"), {"pk", "sk", "i1", "i1s", "i2", "i3", "i4", "i5", "refs", "edges", "fired", "ttl", "hash", "revision", "schema"}
    for type in admin.get("/v1/schema")["data"]:
        for row in admin.get(f"/v1/{type['plural']}?limit=5")["data"]:
            assert not inside & row.keys(), (type["plural"], inside & row.keys())
