"""All mistakes of a payload come in one answer, whichever stage would find each: fields, ids, the type's own rules."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.domains import registry
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType
from tests.edge import Answer, Api

TYPES = [type for type in registry() if type.creatable]
NUMBERS = {"text", "long_text", "person_name", "json", "tags", "address"}  # kinds for which a number is wrong
NOBODY = "usr_00000000000000000000000000"
UNCHECKED = {("users", "working_hours"), ("companies", "addresses"), ("fields", "default")}  # free, or judged by what other fields say


def wrong(field: Field) -> Any:
    """A value that the field cannot take."""
    return 7 if field.kind in NUMBERS else "no such thing!"


def roots(answer: Answer) -> set[str]:
    return {re.split(r"[.\[]", each["field"])[0] for each in answer.body["errors"]}


def writable(type: ObjectType) -> list[Field]:
    return [field for field in type.own_fields.values() if not field.read_only and (type.plural, field.name) not in UNCHECKED]


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.plural)
def test_a_payload_with_every_field_wrong_has_every_field_named(api: Api, type: ObjectType) -> None:
    answer = api("POST", f"/v1/{type.plural}", {field.name: wrong(field) for field in writable(type)})
    assert answer.status == 422, answer.body
    assert {field.name for field in writable(type)} - roots(answer) == set()


@pytest.mark.parametrize("type", TYPES, ids=lambda type: type.plural)
def test_each_field_wrong_by_itself_is_an_answer_not_a_fault(api: Api, type: ObjectType) -> None:
    for field in writable(type):
        assert api("POST", f"/v1/{type.plural}", {field.name: wrong(field)}).status == 422, field.name


def both(api: Api, url: str, method: str = "POST", **body: Any) -> list[tuple[str, str]]:
    answer = api(method, url, body)
    assert answer.status == 422, answer.body
    return sorted((each["field"], each["code"]) for each in answer.body["errors"])


SOURCE = {"field": "colour", "op": "eq", "value": 1}


def test_of_a_view(api: Api) -> None:
    assert both(api, "/v1/views", name="", object="leads", filter=SOURCE, columns=["shape"], sort="size", visibility="all") == [
        ("columns[0]", "unknown_field"), ("filter.field", "unknown_field"), ("name", "required"), ("sort", "not_sortable"),
        ("visibility", "invalid_choice")]
    assert both(api, "/v1/views", name="A", object="shapes", columns=["a"] * 31, visibility="team") == [
        ("columns", "invalid_columns"), ("object", "unknown_object"), ("team_id", "required")]
    made = api("POST", "/v1/views", {"name": "A", "object": "leads"}).body["id"]
    assert both(api, f"/v1/views/{made}", "PATCH", object="tasks", sort="size", name=7) == [
        ("name", "invalid_text"), ("object", "fixed"), ("sort", "not_sortable")]


def test_of_a_report(api: Api) -> None:
    assert both(api, "/v1/reports", name="A", object="leads", filter=SOURCE, group_by=["shape"], sums=["status"], bucket="era",
                bucket_field="created_at", visibility="team") == [
        ("bucket", "invalid_choice"), ("filter.field", "unknown_field"), ("group_by[0]", "unknown_field"), ("sums[0]", "not_supported"),
        ("team_id", "required")]
    assert both(api, "/v1/reports", name="A", object="shapes", group_by=list("abcd"), bucket="day") == [
        ("bucket_field", "required"), ("group_by", "too_many"), ("object", "unknown_object")]


def test_of_a_field(api: Api) -> None:
    assert both(api, "/v1/fields", object="shapes", name="Size", type="choice", minimum=3, maximum=2, default="a", label=5) == [
        ("label", "invalid_text"), ("maximum", "out_of_range"), ("name", "invalid_name"), ("object", "unknown_object"),
        ("options", "required")]
    assert both(api, "/v1/fields", object="leads", name="emails", type="integer", default="a", options=["b"]) == [
        ("default", "invalid_integer"), ("name", "name_taken"), ("options", "not_supported")]
    made = api("POST", "/v1/fields", {"object": "leads", "name": "size", "type": "integer"}).body["id"]
    assert both(api, f"/v1/fields/{made}", "PATCH", name="width", minimum=3, maximum=2) == [
        ("maximum", "out_of_range"), ("name", "fixed")]


def test_of_an_import(api: Api) -> None:
    assert both(api, "/v1/imports", object="shapes", mode="guess", mapping={}, options={"owner_id": NOBODY, "region": 5}) == [
        ("mapping", "empty_mapping"), ("mode", "invalid_choice"), ("object", "not_supported"), ("options.owner_id", "not_found"),
        ("options.region", "invalid_country")]
    assert both(api, "/v1/imports", object="leads", mode="guess", key="shoe", mapping={"A": "size"}) == [
        ("key", "not_supported"), ("mapping.A", "unknown_field"), ("mode", "invalid_choice")]
    assert both(api, "/v1/imports", object="leads", mode="upsert", key="shoe", mapping={"A": "size"}) == [
        ("key", "not_supported"), ("mapping.A", "unknown_field")]


def test_of_a_consent(api: Api) -> None:
    assert both(api, "/v1/consents", contact_id="con_00000000000000000000000000", purpose="!", status="maybe", at="2999-01-01T00:00:00Z") == [
        ("at", "in_the_future"), ("contact_id", "not_found"), ("purpose", "invalid_purpose"), ("status", "invalid_choice")]


def test_of_a_cleaning_rule(api: Api) -> None:
    assert both(api, "/v1/cleaning_rules", name="A", object="shapes", kind="tag", schedule="hourly") == [
        ("object", "unknown_object"), ("schedule", "invalid_choice"), ("tag", "required")]
    assert both(api, "/v1/cleaning_rules", object="notes", kind="case_names", condition=SOURCE) == [
        ("condition.field", "unknown_field"), ("kind", "not_supported"), ("name", "required")]


def test_of_an_api_key(api: Api) -> None:
    assert both(api, "/v1/api_keys", role_id="rol_00000000000000000000000000", expires_at="2001-01-01T00:00:00Z") == [
        ("expires_at", "in_the_past"), ("name", "required"), ("role_id", "not_found")]


def test_of_a_bulk_call(api: Api) -> None:
    assert both(api, "/v1/leads/bulk", filter=SOURCE, view="viw_1", set={"status": "gone", "contact_id": "con_00000000000000000000000000"},
                assign={"owner_id": NOBODY, "boss": 1}, tag={"put": ["a"]}) == [
        ("assign.boss", "unknown_field"), ("assign.owner_id", "not_found"), ("filter.field", "unknown_field"),
        ("set.contact_id", "not_found"), ("set.status", "invalid_choice"), ("tag", "invalid_tags"), ("view", "not_found")]
    assert both(api, "/v1/leads/bulk", ids="all", filter=SOURCE, set=[1], assign={"boss": 1}) == [
        ("assign.boss", "unknown_field"), ("filter.field", "unknown_field"), ("ids", "not_supported"), ("ids", "too_many"),
        ("set", "invalid_json")]
