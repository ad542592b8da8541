"""Consents: appended, never changed; the newest of each purpose counts."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.privacy import consents
from tests.edge import Api


@pytest.fixture
def contact(api: Api) -> str:
    made = api("POST", "/v1/contacts", {"last_name": "Zauber"})
    api.world.settle()
    return str(made.body["id"])


def give(api: Api, contact: str, purpose: str, status: str, **more: Any) -> Any:
    return api("POST", "/v1/consents", {"contact_id": contact, "purpose": purpose, "status": status, **more})


def told(api: Api, contact: str) -> dict[str, str]:
    answer = api("GET", f"/v1/contacts/{contact}/consents")
    assert answer.status == 200, answer.body
    return {each["purpose"]: each["status"] for each in answer.body["data"]}


def test_the_newest_word_on_a_purpose_counts(api: Api, contact: str) -> None:
    assert told(api, contact) == {}
    given = give(api, contact, "Newsletter", "granted", source="form", proof="Ticked: send me news", at="2026-01-01T00:00:00.000Z")
    assert given.status == 201 and given.body["purpose"] == "newsletter", given.body
    give(api, contact, "product news", "pending")
    assert told(api, contact) == {"newsletter": "granted", "product_news": "pending"}
    give(api, contact, "newsletter", "withdrawn", at="2026-03-01T00:00:00.000Z")
    give(api, contact, "newsletter", "granted", at="2026-02-01T00:00:00.000Z")  # written down late
    assert told(api, contact)["newsletter"] == "withdrawn"
    assert len(api("GET", f"/v1/contacts/{contact}/consents").body["history"]) == 4
    crm = api.world.crm
    assert not consents.allowed(crm, contact, "newsletter")
    give(api, contact, "newsletter", "granted")
    assert consents.allowed(crm, contact, "Newsletter") and not consents.allowed(crm, contact, "sms")
    api.world.settle()
    kinds = [event["title"] for event in api("GET", f"/v1/contacts/{contact}/timeline").body["data"] if event["kind"] == "consent"]
    assert len(kinds) == 5 and "Newsletter: granted" in kinds
    assert api.world.differences() == []


def test_nobody_changes_or_deletes_one(api: Api, contact: str) -> None:
    id = give(api, contact, "sms", "granted").body["id"]
    assert api("PATCH", f"/v1/consents/{id}", {"status": "withdrawn"}).status == 403
    assert api("DELETE", f"/v1/consents/{id}").status == 403
    assert told(api, contact) == {"sms": "granted"}


def test_one_that_ran_out_is_no_consent(api: Api, contact: str) -> None:
    give(api, contact, "phone", "granted", at="2026-01-01T00:00:00.000Z", expires_at="2026-02-01T00:00:00.000Z")
    assert told(api, contact) == {"phone": "expired"}
    assert not consents.allowed(api.world.crm, contact, "phone")


def test_a_lead_s_word_counts_for_its_contact(api: Api, contact: str) -> None:
    lead = api("POST", "/v1/leads", {"last_name": "Zauber", "contact_id": contact}).body["id"]
    lone = api("POST", "/v1/leads", {"last_name": "Tal"}).body["id"]
    api.world.settle()
    for id in (lead, lone):
        assert api("POST", "/v1/consents", {"lead_id": id, "purpose": "sms", "status": "granted"}).status == 201
    assert told(api, contact) == {"sms": "granted"}
    assert api("GET", f"/v1/leads/{lone}/consents").body["data"][0]["status"] == "granted"
    api("PATCH", f"/v1/leads/{lone}", {"contact_id": contact})
    api.world.settle()
    assert len(api("GET", f"/v1/contacts/{contact}/consents").body["history"]) == 2


def test_a_lead_tells_what_its_person_said(api: Api, contact: str) -> None:
    lead = api("POST", "/v1/leads", {"last_name": "Zauber", "contact_id": contact}).body["id"]
    api.world.settle()
    api("POST", "/v1/consents", {"lead_id": lead, "purpose": "sms", "status": "granted", "at": "2026-01-01T00:00:00Z"})
    give(api, contact, "sms", "withdrawn", proof="Said so to the boss")
    told = api("GET", f"/v1/leads/{lead}/consents").body
    assert [each["status"] for each in told["data"]] == ["withdrawn"] and len(told["history"]) == 2
    role = api("POST", "/v1/roles", {"name": "Leads", "grants": {"leads": {"read": "all"}, "contacts": {"read": "own"}}}).body["id"]
    rep = api("POST", "/v1/users", {"email": "r@kith.example", "last_name": "R", "role_ids": [role]}).body["id"]
    api.world.settle()
    told = api("GET", f"/v1/leads/{lead}/consents", user=rep).body
    assert [each["status"] for each in told["data"]] == ["granted"] and len(told["history"]) == 1, "the contact is not theirs to read"


@pytest.mark.parametrize("values, field", [
    ({"purpose": "sms", "status": "granted"}, "contact_id"), ({"purpose": "!!", "status": "granted", "contact_id": "x"}, "contact_id"),
    ({"status": "granted"}, "purpose"), ({"purpose": "sms", "status": "maybe"}, "status"), ({"purpose": "sms"}, "status")])
def test_what_is_missing_is_told(api: Api, values: dict[str, Any], field: str) -> None:
    refused = api("POST", "/v1/consents", values)
    assert refused.status == 422 and field in {error["field"] for error in refused.body["errors"]}


@pytest.mark.parametrize("more, field", [
    ({"purpose": " ! "}, "purpose"), ({"at": "2999-01-01T00:00:00Z"}, "at"),
    ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"), ({"subject_id": "con_x"}, "subject_id")])
def test_what_cannot_be_is_refused(api: Api, contact: str, more: dict[str, Any], field: str) -> None:
    refused = api("POST", "/v1/consents", {"contact_id": contact, "purpose": "sms", "status": "granted", **more})
    assert refused.status == 422 and refused.body["errors"][0]["field"] == field, refused.body


def test_it_is_read_by_who_may_read_the_contact(api: Api, contact: str) -> None:
    give(api, contact, "sms", "granted")
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {"contacts": {"read": "own"}}}).body["id"]
    stranger = api("POST", "/v1/users", {"email": "s@kith.example", "last_name": "S", "role_ids": [role]}).body["id"]
    api.world.settle()
    assert api("GET", f"/v1/contacts/{contact}/consents", user=stranger).status == 404
    assert api("POST", "/v1/consents", {"contact_id": contact, "purpose": "sms", "status": "granted"}, user=stranger).status == 403
