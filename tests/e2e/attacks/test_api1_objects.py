"""API1:2023 Broken object level authorization: ids that are known or guessed, by every way that leads to a record.

| attack | what holds |
|---|---|
| an id in a path, for every described call on one record | 404 (403 where the role knows no such type); nothing is changed |
| lists, filters, sorts, deleted and shared ones | no row, no total |
| search, counts, reports, exports, batches, views of others | not found, not counted, not written |
| links, references and merges that name the record | refused, or shown without its title |
| files of submissions, imports and exports of others | no link |
"""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import quote

import pytest

from tests.e2e.attacks.scene import MARK, Attackers, refused, silent, state_of
from tests.e2e.people import HERE, Person, lead_of, submit

pytestmark = pytest.mark.e2e
GUESSED = ("con_00000000000000000000000000", "con_" + 26 * "z", "con_1", "1", "..%2Fconfig", "con_%00", "applied%23x")
READABLE_BY_ALL = {"exports", "imports"}


@pytest.fixture(scope="module")
def described(stack: Any) -> dict[str, Any]:
    found: dict[str, Any] = stack.call("GET", "/openapi.json").json["paths"]
    return found


def on_one(described: dict[str, Any], objects: str) -> list[tuple[str, str]]:
    """Every described call on one record of a type: (method, path)."""
    return [(method.upper(), path) for path, calls in described.items() for method in calls
            if path.startswith(f"/v1/{objects}/{{id}}")]


def bodies(other: str) -> dict[str, Any]:
    """A body that would do harm, by the last part of the path."""
    return {"merge": {"other_id": other}, "unmerge": {"other_id": other}, "reassign": {"to": other}, "disqualify": {"reason": "x"}}


def test_a_known_id_opens_nothing(admin: Person, victims: dict[str, str], attackers: Attackers, described: dict[str, Any]) -> None:
    before = {objects: state_of(admin.get(f"/v1/{objects}/{id}")) for objects, id in victims.items() if objects not in READABLE_BY_ALL}
    for name, person in attackers:
        mine = attackers.own.post("/v1/contacts", {"last_name": f"Mine {name} {HERE}"})["id"]
        for objects, id in victims.items():
            calls = on_one(described, objects)
            assert calls, objects
            for method, path in calls:
                url = path.replace("{id}", id).replace("{other_id}", mine) + ("?label=x" if "/links/" in path else "")
                body = bodies(mine).get(path.rpartition("/")[2], {"tags": ["stolen"]} if method == "PATCH" else {})
                refused(person.ask(method, url, None if method in ("GET", "DELETE", "PUT") else body))
            refused(person.ask("GET", f"/v1/{objects}/{id}?include=links,timeline"))
    after = {objects: state_of(admin.get(f"/v1/{objects}/{id}")) for objects, id in victims.items() if objects not in READABLE_BY_ALL}
    assert after == before


@pytest.mark.parametrize("id", GUESSED)
def test_a_guessed_id_is_nothing(admin: Person, id: str) -> None:
    for tail in ("", "/history", "?include=links,timeline"):
        refused(admin.ask("GET", f"/v1/contacts/{id}{tail}"), 404, 405)
    refused(admin.ask("PATCH", f"/v1/contacts/{id}", {"job_title": "x"}), 404, 405)


def test_an_id_of_another_type_is_nothing(admin: Person, victims: dict[str, str]) -> None:
    for objects in ("contacts", "api_keys"):
        for other, id in victims.items():
            if other != objects:
                refused(admin.ask("GET", f"/v1/{objects}/{id}"), 404)


def test_no_list_shows_or_counts_it(admin: Person, victims: dict[str, str], attackers: Attackers) -> None:
    owner = admin.get("/v1/me")["id"]
    for _name, person in attackers:
        for objects in victims:
            for query in ("?limit=100", "?deleted=true", "?shared=true", f"?owner_id={owner}", "?sort=-created_at"):
                answer = silent(person.ask("GET", f"/v1/{objects}{query}"))
                assert answer.status in (200, 403, 422)
                if answer.status == 200 and objects not in ("views", "reports") and person is not attackers.own:
                    assert (answer.json["data"], answer.json["meta"]["total"] or 0) == ([], 0), (objects, query)


def test_no_condition_finds_it(attackers: Attackers) -> None:
    for _name, person in attackers:
        for condition in ({"field": "last_name", "op": "eq", "value": MARK}, {"not": {"field": "last_name", "op": "eq", "value": "x"}},
                          {"field": "tags", "op": "has", "value": f"tag-{HERE}"}, {"field": "last_name", "op": "starts", "value": MARK[:4]}):
            answer = silent(person.ask("GET", f"/v1/contacts?filter={quote(json.dumps(condition))}"))
            assert answer.status == 403 or MARK not in json.dumps(answer.json["data"])
            counted = silent(person.ask("POST", "/v1/contacts/bulk?preview=true", {"filter": condition, "delete": True}))
            assert counted.status == 403 or "x" in json.dumps(condition) or counted.json["count"] == 0


def test_no_search_finds_it(admin: Person, victims: dict[str, str], attackers: Attackers, eventually: Any) -> None:
    assert eventually(lambda: admin.found(MARK))
    for _name, person in attackers:
        for text in (MARK, MARK[:5], f"{MARK.lower()}@example.com", f"Zara {MARK}", f"{MARK[:-1]}x", victims["contacts"]):
            silent(person.ask("GET", f"/v1/search?q={quote(text)}"))


def test_no_report_or_export_holds_it(attackers: Attackers, eventually: Any) -> None:
    own = attackers.own
    report = own.ask("POST", "/v1/reports", {"name": f"Mine {HERE}", "object": "contacts", "group_by": ["owner_id"]})
    if report.status == 201:
        built = eventually(lambda: own.get(f"/v1/reports/{report.json['id']}/data"), every=0.5)
        assert MARK not in json.dumps(built)
    made = own.ask("POST", "/v1/exports", {"object": "contacts"})
    if made.status == 201:
        done = eventually(lambda: (found := own.get(f"/v1/exports/{made.json['id']}"))["state"] in ("done", "failed") and found)
        assert done["state"] == "done", done
        with urllib.request.urlopen(done["download_url"], timeout=60) as file:
            assert MARK.encode() not in file.read()


def test_no_batch_writes_it(admin: Person, victims: dict[str, str], attackers: Attackers) -> None:
    for objects in ("contacts", "companies", "leads", "notes", "tasks"):
        id, before = victims[objects], admin.get(f"/v1/{objects}/{victims[objects]}")["version"]
        for name, person in attackers:
            answer = silent(person.ask("POST", f"/v1/{objects}/batch", {"update": [{"id": id, "tags": ["stolen"]}], "delete": [id]}))
            assert answer.status in (403, 404) or {each["status"] for each in answer.json["results"]} <= {403, 404}, (name, answer.content)
            silent(person.ask("POST", f"/v1/{objects}/bulk", {"ids": [id], "delete": True}))
        assert admin.get(f"/v1/{objects}/{id}")["version"] == before


def test_no_reference_or_link_tells_of_it(victims: dict[str, str], attackers: Attackers) -> None:
    own = attackers.own
    mine = own.post("/v1/contacts", {"last_name": f"Linker {HERE}"})["id"]
    for other in victims.values():
        refused(own.ask("PUT", f"/v1/contacts/{mine}/links/{other}?label=friend"), 403, 404, 422)
    refused(own.ask("POST", f"/v1/contacts/{mine}/merge", {"other_id": victims["contacts"]}), 403, 404, 422)
    refused(own.ask("PATCH", f"/v1/contacts/{mine}", {"company_id": victims["companies"]}), 403, 404, 422)
    refused(own.ask("POST", "/v1/notes", {"body": "x", "related": [victims["contacts"]]}), 403, 404, 422)
    refused(own.ask("POST", "/v1/tasks", {"subject": "x", "related": [victims["leads"]]}), 403, 404, 422)
    refused(own.ask("PUT", f"/v1/favourites/{victims['contacts']}"), 403, 404)
    for path in (f"/v1/contacts/{mine}?include=links,timeline", "/v1/favourites", "/v1/recent", "/v1/notifications"):
        silent(own.ask("GET", path))


def test_a_duplicate_is_told_without_naming_it(victims: dict[str, str], attackers: Attackers) -> None:
    answer = attackers.own.ask("POST", "/v1/contacts", {"last_name": "Other", "emails": [f"{MARK.lower()}@example.com"]})
    assert answer.status == 409
    assert not {"title", "id"} & {name for each in answer.json["candidates"] for name in each if each[name]}
    assert victims["contacts"] not in answer.content.decode()


def test_no_way_beside_the_records_leads_to_it(victims: dict[str, str], attackers: Attackers) -> None:
    person = victims["contacts"]
    for _name, who in attackers:
        for path in (f"/v1/privacy/find?q={MARK}", "/v1/audit", f"/v1/audit/{person}", "/v1/quality", "/v1/duplicates", "/v1/merges", "/v1/jobs",
                     "/v1/sign_ins", "/v1/submissions", "/v1/decisions", "/v1/emails", "/v1/erasures", "/v1/schema", "/v1/schema/contacts"):
            silent(who.ask("GET", path))
        refused(who.ask("POST", "/v1/privacy/exports", {"id": person}), 403, 404, 422)
        refused(who.ask("POST", "/v1/privacy/erasures?preview=true", {"id": person}), 403, 404, 422)
        refused(who.ask("GET", f"/v1/contacts/{person}/consents"))
        silent(who.ask("GET", f"/v1/reports/{victims['reports']}/data"))
        silent(who.ask("GET", f"/v1/contacts?view={victims['views']}"))


def test_files_of_others_have_no_link(stack: Any, admin: Person, attackers: Attackers, eventually: Any) -> None:
    sent = submit(stack, {"last_name": f"Filed{HERE}", "email": f"filed.{HERE}@example.com"}).json["submission_id"]
    lead_of(stack, eventually, sent)
    for _name, person in attackers:
        refused(person.ask("POST", f"/v1/submissions/{sent}/files", {}))
        refused(person.ask("GET", f"/v1/submissions/{sent}"))
    assert "data" in admin.post(f"/v1/submissions/{sent}/files")
