"""Mistakes that different rules find are told in one answer: of kinds, of choices, of what a filter or an id may be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Api

BAD = {"field": "nope", "op": "eq", "value": 1}
NOBODY = "con_00000000000000000000000000"


def wrong(answer: Any) -> list[tuple[str, str]]:
    body = answer.body["results"][0]["problem"] if "results" in answer.body else answer.body
    assert body["status"] == 422, body
    return sorted((each["field"], each["code"]) for each in body["errors"])


@pytest.mark.parametrize("objects, body, errors", [
    ("exports", {"object": "leads", "format": "pdf", "filter": BAD, "fields": ["x"], "sort": "y"},
     [("fields[0]", "unknown_field"), ("filter.field", "unknown_field"), ("format", "invalid_choice"), ("sort", "not_sortable")]),
    ("exports", {"object": "contcts", "format": "pdf", "fields": []},
     [("fields", "invalid_fields"), ("format", "invalid_choice"), ("object", "not_supported")]),
    ("exports", {"object": "everything", "format": "pdf", "sort": "x"}, [("format", "invalid_choice"), ("sort", "not_supported")]),
    ("exports", {"object": "tasks", "view": "viw_x", "format": "vcard", "shoe": 1},
     [("format", "not_supported"), ("shoe", "unknown_field"), ("view", "not_found")]),
    ("reports", {"name": "R", "object": "leads", "bucket": "fortnight", "bucket_field": "created_at", "filter": BAD, "sums": ["nope"]},
     [("bucket", "invalid_choice"), ("filter.field", "unknown_field"), ("sums[0]", "unknown_field")]),
    ("views", {"object": "leads", "filter": BAD, "columns": ["nope"], "sort": "nope", "visibility": "x"},
     [("columns[0]", "unknown_field"), ("filter.field", "unknown_field"), ("name", "required"), ("sort", "not_sortable"),
      ("visibility", "invalid_choice")]),
    ("fields", {"object": "leads", "name": "X X", "type": "nope", "roll_up": {"object": "contacts", "via": "nope", "filter": BAD}},
     [("field_type", "invalid_choice"), ("name", "invalid_name"), ("roll_up.filter.field", "unknown_field"), ("roll_up.via", "invalid_roll_up")]),
    ("imports", {"object": "leads", "mode": "nope", "key": "bogus", "mapping": {"a": "nope"}, "options": {"x": 1}},
     [("key", "not_supported"), ("mapping.a", "unknown_field"), ("mode", "invalid_choice"), ("options.x", "unknown_field")]),
    ("imports", {"object": "leads", "mode": "nope", "mapping": {"a": "nope"}}, [("mapping.a", "unknown_field"), ("mode", "invalid_choice")])])
def test_of_a_definition(api: Api, objects: str, body: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    assert wrong(api("POST", f"/v1/{objects}", body)) == errors


@pytest.mark.parametrize("item, errors", [
    ({"key": "email", "emails": ["new@x.example"], "country": "zz", "contact_id": NOBODY},
     [("contact_id", "not_found"), ("country", "invalid_country")]),
    ({"country": "zz"}, [("country", "invalid_country"), ("key", "required")]),
    ({"key": "shoe", "last_name": 5, "phones": ["+4930901820"]}, [("key", "required"), ("last_name", "invalid_text")]),
    ({"key": "email", "emails": ["nope"], "country": "zz"}, [("country", "invalid_country"), ("emails[0].value", "invalid_email")])])
def test_of_an_upsert(api: Api, item: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    assert wrong(api("POST", "/v1/leads/batch", {"upsert": [item]})) == errors


def test_an_upsert_of_what_stands_is_judged_by_it(api: Api) -> None:
    """A company below itself: what only the record that is found can tell, with what any can. It has its name already."""
    company = api("POST", "/v1/companies", {"name": "Hut", "domain": "hut.example"}).body["id"]
    api.world.settle()
    item = {"key": "domain", "domain": "hut.example", "parent_id": company, "employees": -1}
    found = wrong(api("POST", "/v1/companies/batch", {"upsert": [item]}))
    assert [name for name, _code in found] == ["employees", "parent_id"]
    fresh = {**item, "domain": "new.example"}
    assert [name for name, _code in wrong(api("POST", "/v1/companies/batch", {"upsert": [fresh]}))] == ["employees", "name"]


def test_of_an_update_in_a_batch(api: Api) -> None:
    assert wrong(api("POST", "/v1/leads/batch", {"update": [{"if_match": "x", "country": "zz", "shoe": 1}]})) == [
        ("country", "invalid_country"), ("id", "required"), ("if_match", "invalid_version"), ("shoe", "unknown_field")]


def test_of_a_filter_and_a_sort(api: Api) -> None:
    assert wrong(api("GET", '/v1/leads?sort=nope&filter={"field":"nope","op":"eq","value":1}')) == [
        ("filter.field", "unknown_field"), ("sort", "not_sortable")]


@pytest.mark.parametrize("body, errors", [
    ({"choose": {"shoe": "x"}}, [("choose.shoe", "unknown_field"), ("other_id", "required")]),
    ({"other_id": "x", "choose": []}, [("other_id", "invalid_reference")]),
    ({"other_id": "com_00000000000000000000000000", "choose": {"shoe": 1, "last_name": {}}},
     [("choose.last_name", "invalid_choice"), ("choose.shoe", "unknown_field"), ("other_id", "wrong_type")]),
    ({"other_id": NOBODY, "choose": "x", "more": 1}, [("choose", "invalid_choose"), ("more", "unknown_field")])])
def test_of_a_merge(api: Api, body: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    assert wrong(api("POST", f"/v1/contacts/{contact}/merge", body)) == errors


def test_nobody_is_told_of_what_is_not_theirs(api: Api) -> None:
    """Rights come before advice: of a record that is not there for somebody nothing is told."""
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    nobody = api.person("rep", "rep@kith.example")
    role = api("POST", "/v1/roles", {"name": "None", "grants": {"tasks": {"read": "all"}}}).body["id"]
    api("PATCH", f"/v1/users/{nobody}", {"role_ids": [role]})
    for path, body in ((f"contacts/{contact}/merge", {"choose": {"shoe": 1}}), ("exports", {"object": "contacts", "format": "pdf", "filter": BAD})):
        assert api("POST", f"/v1/{path}", body, user=nobody).status == 403, path
