"""Rows tell what those are called that they name: in the same read, to whom may read them all."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.edge import Api
from tests.security.test_fields_hidden import limited
from tests.security.test_privilege import with_grants

ALL = {"companies": {"read": "all"}, "contacts": {"read": "all"}, "views": {"*": "all"}}


@pytest.fixture
def shop(api: Api) -> dict[str, Any]:
    """A company, below another, with one contact."""
    above = api("POST", "/v1/companies", {"name": "Holding"}).body["id"]
    company = api("POST", "/v1/companies", {"name": "Shop", "industry": "Retail", "parent_id": above}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "Ruiz", "company_id": company}).body["id"]
    api.world.settle()
    return {"above": above, "company": company, "contact": contact}


def row(api: Api, user: str = "", query: str = "") -> Any:
    return api("GET", f"/v1/contacts{query}", user=user).body["data"][0].get("titles")


def test_a_list_and_a_record_name_them_at_no_further_call(api: Api, shop: dict[str, Any]) -> None:
    meter = api.world.crm.table.meter
    api("GET", "/v1/contacts")
    before = meter.calls
    told = {shop["company"]: "Shop"}
    assert row(api) == told and meter.calls - before <= 2  # the page and its total, at the same time
    assert api("GET", f"/v1/contacts/{shop['contact']}").body["titles"] == told
    assert api("GET", f"/v1/contacts/{shop['contact']}?include=links,timeline").body["titles"] == told
    assert api("GET", f"/v1/companies/{shop['company']}").body["titles"] == {shop["above"]: "Holding"}
    assert "titles" not in api("GET", f"/v1/companies/{shop['above']}").body
    made = api("POST", "/v1/contacts", {"last_name": "Two", "company_id": shop["company"]})
    assert made.body["titles"] == told
    assert api("PATCH", f"/v1/contacts/{made.body['id']}", {"company_id": shop["above"]}).body["titles"] == {shop["above"]: "Holding"}


def test_only_of_the_fields_that_are_asked_for(api: Api, shop: dict[str, Any]) -> None:
    assert row(api, query="?fields=last_name") is None
    assert row(api, query="?fields=last_name,company_id") == {shop["company"]: "Shop"}


def test_a_kept_view_names_them_too(api: Api, shop: dict[str, Any]) -> None:
    view = api("POST", "/v1/views", {"name": "All", "object": "contacts", "columns": ["last_name", "company_id"]}).body
    api.world.settle()
    page = api("GET", f"/v1/contacts?view={view['id']}").body
    assert page["meta"]["view"]["state"] == "ready" and page["data"][0]["titles"] == {shop["company"]: "Shop"}


def test_a_title_follows_its_record_and_goes_with_it(api: Api, shop: dict[str, Any]) -> None:
    api("PATCH", f"/v1/companies/{shop['company']}", {"name": "Store"})
    api.world.settle()
    assert row(api) == {shop["company"]: "Store"}
    api("DELETE", f"/v1/companies/{shop['company']}")
    api.world.settle()
    assert row(api) is None


def test_it_is_told_to_whom_may_read_all_of_them_and_nobody_else(api: Api, shop: dict[str, Any]) -> None:
    told = {shop["company"]: "Shop"}
    assert row(api, with_grants(api, "all", ALL)) == told
    for scope in ("team", "own", "shared", "none"):
        assert row(api, with_grants(api, scope, {**ALL, "companies": {"read": scope}})) is None, scope


def test_what_is_hidden_makes_no_title(api: Api, shop: dict[str, Any]) -> None:
    assert row(api, limited(api, "nameless", {"companies": {"name": "none"}}, ALL)) is None
    assert row(api, limited(api, "loose", {"contacts": {"company_id": "none"}}, ALL)) is None
    assert row(api, limited(api, "other", {"companies": {"industry": "none"}}, ALL)) == {shop["company"]: "Shop"}


def test_a_list_of_leads_names_contact_and_company_by_one_call_more(api: Api, shop: dict[str, Any]) -> None:
    def calls(query: str = "", user: str = "") -> tuple[int, list[Any]]:
        data = api("GET", f"/v1/leads{query}", user=user).body["data"]
        return api.world.crm.table.meter.calls, [row.get("titles") for row in data]
    api("POST", "/v1/leads", {"last_name": "Two"})
    api.world.settle()
    calls()
    plain = calls()[0]
    assert calls() == (plain, [None])
    linked = {"last_name": "One", "contact_id": shop["contact"], "company_id": shop["company"]}
    lead = api("POST", "/v1/leads", linked).body["id"]
    api.world.settle()
    assert calls() == (plain + 1, [{shop["contact"]: "Ruiz", shop["company"]: "Shop"}, None])
    assert calls("?fields=last_name") == (plain, [None, None])
    assert calls("?fields=company_id") == (plain + 1, [{shop["company"]: "Shop"}, None])
    some = with_grants(api, "few", {"leads": {"read": "all"}, "contacts": {"read": "own"}, "companies": {"read": "all"}})
    assert calls(user=some)[1] == [{shop["company"]: "Shop"}, None]
    blind = limited(api, "blind", {"companies": {"name": "none"}}, {**ALL, "leads": {"read": "all"}})
    assert calls(user=blind)[1] == [{shop["contact"]: "Ruiz"}, None]
    api("DELETE", f"/v1/contacts/{shop['contact']}")
    assert calls(f"?filter={quote(json.dumps({'field': 'id', 'op': 'eq', 'value': lead}))}")[1] == [{shop["company"]: "Shop"}]


def test_what_is_set_up_is_named_from_memory(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    rep = api.person("rep", "rep@kith.example", team_ids=[team])
    api.world.settle()
    mine = next(each for each in api("GET", "/v1/users").body["data"] if each["id"] == rep)
    assert mine["titles"][team] == "North" and mine["titles"][mine["role_ids"][0]]
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz", "team_id": team}).body
    assert lead["titles"] == {team: "North"}
    teamless = with_grants(api, "leads", {"leads": {"read": "all"}})
    assert "titles" not in api("GET", f"/v1/leads/{lead['id']}", user=teamless).body


def test_no_field_may_have_their_name(api: Api) -> None:
    made = api("POST", "/v1/fields", {"object": "contacts", "name": "titles", "label": "Titles", "type": "text"})
    assert made.status == 422 and made.body["errors"][0]["field"] == "name"
    asked = quote('{"field": "titles", "op": "eq", "value": "x"}')
    assert api("GET", f"/v1/contacts?filter={asked}").status == 422
