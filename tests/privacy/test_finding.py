"""Find everything about a person: by id, email (old ones of deleted records too), phone, name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Api
from tests.leads.desk import Desk


@pytest.fixture
def person(api: Api) -> dict[str, str]:
    desk = Desk(api, api.world, people=1)
    company = api("POST", "/v1/companies", {"name": "Hut"}).body["id"]
    contact = api("POST", "/v1/contacts", {"first_name": "Ana", "last_name": "Zauber", "emails": [{"value": "ana@zauber.example"}],
                                           "phones": [{"value": "+442071838750"}], "company_id": company}).body["id"]
    api.world.settle()
    lead = desk.come(last_name="Zauber", email="ana@zauber.example", message="Hello")["id"]
    note = api("POST", "/v1/notes", {"body": "Tea", "related": [contact, company]}).body["id"]
    consent = api("POST", "/v1/consents", {"contact_id": contact, "purpose": "sms", "status": "granted"}).body["id"]
    api("PUT", f"/v1/companies/{company}/links/{contact}?label=advisor")
    api.world.settle()
    return {"contact": contact, "lead": lead, "note": note, "consent": consent, "company": company}


def find(api: Api, q: str) -> dict[str, Any]:
    answer = api("GET", f"/v1/privacy/find?q={q}")
    assert answer.status == 200, answer.body
    return dict(answer.body)


@pytest.mark.parametrize("q", ["ANA@zauber.example", "%2B44 20 7183 8750", "zauber", "contact", "lead"])
def test_a_person_is_found_by_anything_that_tells_them(api: Api, person: dict[str, str], q: str) -> None:
    found = find(api, person.get(q, q))
    assert {each["id"] for each in found["people"]} == {person["contact"], person["lead"]}
    related = {each["id"]: each["type"] for each in found["related"]}
    assert {person["note"], person["consent"], person["company"]} <= related.keys()
    assert {"submission", "decision", "email"} <= set(related.values())
    assert not found["more"]


def test_what_is_deleted_or_closed_is_found_too(api: Api, person: dict[str, str]) -> None:
    api("POST", f"/v1/leads/{person['lead']}/disqualify", {"reason": "x"})
    api("DELETE", f"/v1/contacts/{person['contact']}")
    api.world.settle()
    found = {each["id"]: each for each in find(api, "ana@zauber.example")["people"]}
    assert found.keys() == {person["contact"], person["lead"]} and found[person["contact"]]["deleted_at"]


def test_colleagues_are_found_by_their_address(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    api.world.settle()
    assert [each["id"] for each in find(api, "rep@kith.example")["people"]] == [rep]


def test_nobody_is_found_where_nobody_is(api: Api, person: dict[str, str]) -> None:
    for q in ("con_" + "0" * 26, "nobody@nowhere.example", "an@zauber.example", "xyzzy"):
        assert find(api, q)["people"] == []
    assert api("GET", "/v1/privacy/find?q=ab").status == 422
    assert api("GET", "/v1/privacy/find").status == 422


def test_titles_are_for_those_who_may_read_the_records(api: Api, person: dict[str, str]) -> None:
    role = api("POST", "/v1/roles", {"name": "Privacy", "grants": {"privacy": {"read": "all"}}}).body["id"]
    officer = api("POST", "/v1/users", {"email": "p@kith.example", "last_name": "P", "role_ids": [role]}).body["id"]
    api.world.settle()
    found = api("GET", f"/v1/privacy/find?q={person['contact']}", user=officer).body
    assert found["people"] and {each["title"] for each in (*found["people"], *found["related"])} == {None}
    assert api("POST", "/v1/privacy/erasures", {"subject_id": person["contact"], "reason": "x"}, user=officer).status == 403
