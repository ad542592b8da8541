"""Snapshots: one hop through a reference, kept true when the other record changes."""

from __future__ import annotations

from urllib.parse import quote

from tests.edge import Api

RETAIL = "/v1/contacts?filter=" + quote('{"field": "company_id.industry", "op": "eq", "value": "Retail"}')


def names(api: Api) -> list[str]:
    return [each["last_name"] for each in api("GET", RETAIL).body["data"]]


def test_a_condition_looks_one_hop_further(api: Api) -> None:
    shop = api("POST", "/v1/companies", {"name": "Shop", "industry": "Retail"}).body["id"]
    api("POST", "/v1/contacts", {"last_name": "In", "company_id": shop})
    out = api("POST", "/v1/contacts", {"last_name": "Out"}).body["id"]
    api.world.settle()
    assert names(api) == ["In"]
    api("PATCH", f"/v1/contacts/{out}", {"company_id": shop})
    assert sorted(names(api)) == ["In", "Out"]
    api("PATCH", f"/v1/contacts/{out}", {"company_id": None})
    assert names(api) == ["In"]


def test_it_follows_the_other_record_without_history_or_version(api: Api) -> None:
    shop = api("POST", "/v1/companies", {"name": "Shop", "industry": "Retail"}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "In", "company_id": shop}).body
    api.world.settle()
    api("PATCH", f"/v1/companies/{shop}", {"industry": "Mining"})
    api.world.settle()
    assert names(api) == []
    assert api("GET", f"/v1/contacts/{contact['id']}").body["version"] == contact["version"]
    assert len(api("GET", f"/v1/contacts/{contact['id']}/history").body["data"]) == 1
    api("DELETE", f"/v1/companies/{shop}")
    api.world.settle()
    assert (api.world.crm.table.get((contact["id"], "record")) or {})["refs"]["company_id"].keys() == {"id", "revision"}
    assert api.world.differences() == []


def test_it_looks_further_in_every_order_and_among_what_is_shared(api: Api) -> None:
    shop = api("POST", "/v1/companies", {"name": "Shop", "industry": "Retail"}).body["id"]
    contact = api("POST", "/v1/contacts", {"last_name": "In", "company_id": shop}).body["id"]
    api("PUT", f"/v1/contacts/{contact}/shares/{api.admin}")
    api.world.settle()
    orders = (*(f"&sort={sign}{name}" for name in ("last_name", "updated_at", "score") for sign in ("", "-")), "&shared=true")
    for order in orders:
        page = api("GET", RETAIL + order).body["data"]
        assert [each["titles"] for each in page] == [{shop: "Shop"}], order
    assert "refs" not in api("GET", "/v1/contacts?sort=last_name").body["data"][0]


def test_only_what_is_kept_can_be_asked(api: Api) -> None:
    asked = quote('{"field": "company_id.website", "op": "eq", "value": "x"}')
    assert api("GET", f"/v1/contacts?filter={asked}").body["errors"][0]["code"] == "unknown_field"
