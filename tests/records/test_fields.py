"""Payloads: everything wrong at once, and what null, defaults and read-only mean."""

from __future__ import annotations

import pytest

from chalicelib.errors import Invalid, Malformed
from chalicelib.records.fields import Field, parse_payload

FIELDS = {
    field.name: field
    for field in (
        Field("last_name", "person_name", required=True),
        Field("emails", "emails"),
        Field("employees", "integer", minimum=1),
        Field("status", "choice", options=("new", "won"), default="new"),
        Field("score", "integer", read_only=True),
    )
}


def problems(payload: object, *, partial: bool = False) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        parse_payload(FIELDS, payload, partial=partial)
    return {error.field: error.code for error in caught.value.errors}


def test_all_errors_come_at_once_with_their_paths():
    found = problems({"emails": ["ann@example.com", {"value": "nobody"}], "employees": 0, "status": "lost", "foo": 1})
    assert found == {
        "last_name": "required",
        "emails[1].value": "invalid_email",
        "employees": "too_small",
        "status": "invalid_choice",
        "foo": "unknown_field",
    }


def test_a_near_miss_is_named():
    with pytest.raises(Invalid, match="did you mean last_name"):
        parse_payload(FIELDS, {"lastname": "Lee"}, partial=True)


@pytest.mark.parametrize("name", ["score", "id", "version", "created_at"])
def test_what_the_system_keeps_is_read_only(name):
    assert problems({name: 1}, partial=True) == {name: "read_only"}


def test_the_system_sets_read_only_fields():
    assert parse_payload(FIELDS, {"score": 7}, partial=True, system=True) == {"score": 7}


def test_create_fills_defaults_and_leaves_out_what_is_absent():
    assert parse_payload(FIELDS, {"last_name": "Lee", "emails": None}, partial=False) == {
        "last_name": "Lee",
        "status": "new",
    }


def test_patch_clears_with_null_but_not_what_is_required():
    assert parse_payload(FIELDS, {"emails": None, "status": None}, partial=True) == {"emails": None, "status": None}
    assert problems({"last_name": None}, partial=True) == {"last_name": "required"}
    assert problems({"last_name": " \x00 "}, partial=True) == {"last_name": "required"}


@pytest.mark.parametrize("payload", [None, [], "x", 3])
def test_only_objects_are_payloads(payload):
    with pytest.raises(Malformed, match="must be a JSON object"):
        parse_payload(FIELDS, payload, partial=True)


def test_thousands_of_unknown_names_are_answered_shortly():
    assert len(problems({f"name{index}" * 20: 1 for index in range(5000)}, partial=True)) <= 50


def test_defaults_are_not_shared():
    fields = {"tags": Field("tags", "tags", default=["vip"])}
    parse_payload(fields, {}, partial=False)["tags"].append("changed")
    assert parse_payload(fields, {}, partial=False) == {"tags": ["vip"]}
