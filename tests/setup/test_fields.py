"""Fields that a company adds: used as any other, kept out where they would clash, erased with their data."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records import rebuilding
from tests.edge import Api


@pytest.fixture
def shoe(api: Api) -> str:
    """A searchable field on contacts."""
    made = api("POST", "/v1/fields", {"object": "contacts", "name": "shoe", "type": "text", "label": "Shoe", "searchable": True})
    assert made.status == 201, made.body
    api.world.settle()
    return str(made.body["id"])


def add(api: Api, **fields: Any) -> Any:
    return api("POST", "/v1/fields", {"object": "contacts", "name": "size", "type": "integer", **fields})


def test_an_added_field_is_validated_shown_searched_and_filtered(api: Api, shoe: str) -> None:
    made = api("POST", "/v1/contacts", {"last_name": "Berg", "shoe": "Brogue"})
    assert made.status == 201 and made.body["shoe"] == "Brogue"
    assert api("POST", "/v1/contacts", {"last_name": "Tal", "shoe": 42}).body["errors"][0]["field"] == "shoe"
    api.world.settle()
    assert [hit["title"] for hit in api("GET", "/v1/search?q=brog").body["data"]] == ["Berg"]
    assert [each["last_name"] for each in api("GET", "/v1/contacts?shoe=Brogue").body["data"]] == ["Berg"]
    assert api.world.differences() == []


def test_what_stood_before_is_searchable_by_a_field_that_becomes_so(api: Api) -> None:
    field = add(api, name="nick", type="text").body["id"]
    api("POST", "/v1/contacts", {"last_name": "Berg", "nick": "Mountain"})
    api.world.settle()
    assert api("GET", "/v1/search?q=mountain").body["data"] == []
    assert api("PATCH", f"/v1/fields/{field}", {"searchable": True}).status == 200
    api.world.settle()
    assert len(api("GET", "/v1/search?q=mountain").body["data"]) == 1
    assert api.world.differences() == []


def test_the_schema_tells_of_it(api: Api, shoe: str) -> None:
    fields = {each["name"]: each for each in api("GET", "/v1/schema/contacts").body["fields"]}
    assert fields["shoe"]["type"] == "text" and fields["shoe"]["label"] == "Shoe"
    assert "shoe" not in {each["name"] for each in api("GET", "/v1/schema/companies").body["fields"]}


@pytest.mark.parametrize("field, code", [
    ({"name": "last_name"}, "name_taken"), ({"name": "type"}, "name_taken"), ({"name": "links"}, "name_taken"),
    ({"name": "Shoe Size"}, "invalid_name"), ({"name": "pk"}, "name_taken"), ({"name": "i1"}, "name_taken"),
    ({"object": "users"}, "unknown_object"), ({"object": "nothing"}, "unknown_object"), ({"type": "choice"}, "required"),
    ({"type": "text", "options": ["a"]}, "not_supported"), ({"type": "reference"}, "unknown_object"),
    ({"type": "boolean", "searchable": True}, "not_supported"), ({"minimum": 5, "maximum": 1}, "out_of_range"),
    ({"default": "many"}, "invalid_integer"), ({"type": "magic"}, "invalid_choice"), ({"options": "a", "type": "choice"}, "invalid_options"),
    ({"roll_up": {"object": "leads", "via": "last_name"}}, "invalid_roll_up"), ({"roll_up": "x"}, "invalid_roll_up"),
    ({"roll_up": {"object": "leads", "via": "contact_id", "filter": {"field": "nope", "op": "eq", "value": 1}}}, "unknown_field"),
])
def test_what_a_field_cannot_be(api: Api, field: dict[str, Any], code: str) -> None:
    refused = add(api, **field)
    assert refused.status == 422 and code in {each["code"] for each in refused.body["errors"]}, refused.body


def test_two_fields_of_one_name_are_one_too_many(api: Api, shoe: str) -> None:
    assert add(api, name="shoe").status == 422
    assert api("PATCH", f"/v1/fields/{shoe}", {"name": "boot"}).body["errors"][0]["code"] == "fixed"


def test_a_deleted_field_hides_its_values_and_brings_them_back(api: Api, shoe: str) -> None:
    contact = api("POST", "/v1/contacts", {"last_name": "Berg", "shoe": "Brogue"}).body["id"]
    api.world.settle()
    assert api("DELETE", f"/v1/fields/{shoe}").status == 204
    api.world.settle()
    assert "shoe" not in api("GET", f"/v1/contacts/{contact}").body
    assert api("GET", "/v1/search?q=brogue").body["data"] == []
    assert api("PATCH", f"/v1/contacts/{contact}", {"shoe": "x"}).status == 422
    assert add(api, name="shoe", type="integer").body["code"] == "name_in_bin"
    assert api("POST", f"/v1/fields/{shoe}/restore").status == 200
    api.world.settle()
    assert api("GET", f"/v1/contacts/{contact}").body["shoe"] == "Brogue"
    assert api.world.differences() == []


def test_an_erased_field_takes_its_values_with_it(api: Api, shoe: str) -> None:
    contacts = [api("POST", "/v1/contacts", {"last_name": "Berg", "shoe": "Brogue"}).body["id"] for _ in range(3)]
    api("DELETE", f"/v1/contacts/{contacts[0]}")
    api.world.settle()
    job = api("POST", f"/v1/fields/{shoe}/erase")
    assert job.status == 202
    api.world.settle()
    assert api("GET", f"/v1/jobs/{job.body['job_id']}").body["state"] == "done"
    crm = api.world.crm
    assert all("shoe" not in (crm.table.get((id, "record")) or {}) for id in contacts)
    assert add(api, name="shoe", type="integer").status == 201
    api.world.settle()
    assert "shoe" not in [name for name in api("GET", f"/v1/contacts/{contacts[1]}").body if name == "x"]
    assert api.world.differences() == []


def test_a_roll_up_counts_and_adds(api: Api) -> None:
    made = api("POST", "/v1/fields", {"object": "companies", "name": "customers", "type": "integer", "roll_up": {
        "object": "contacts", "via": "company_id", "filter": {"field": "lifecycle_stage", "op": "eq", "value": "customer"}}})
    assert made.status == 201, made.body
    company = api("POST", "/v1/companies", {"name": "Hut"}).body["id"]
    people = [api("POST", "/v1/contacts", {"last_name": name, "company_id": company, "lifecycle_stage": stage}).body["id"]
              for name, stage in (("A", "customer"), ("B", "lead"), ("C", "customer"))]
    api.world.settle()
    assert api("GET", f"/v1/companies/{company}").body["customers"] == 2
    api("PATCH", f"/v1/contacts/{people[0]}", {"lifecycle_stage": "other"})
    api("DELETE", f"/v1/contacts/{people[2]}")
    api.world.settle()
    assert api("GET", f"/v1/companies/{company}").body["customers"] == 0
    assert api("GET", "/v1/companies").body["data"][0]["customers"] == 0
    assert api("GET", "/v1/companies?customers=0").status == 422
    assert api("PATCH", f"/v1/companies/{company}", {"customers": 3}).status == 422
    assert api.world.differences() == []


def test_a_roll_up_counts_what_stood_before(api: Api) -> None:
    company = api("POST", "/v1/companies", {"name": "Hut", "employees": 5}).body["id"]
    for number in (3, 4):
        api("POST", "/v1/companies", {"name": f"Shed {number}", "employees": number, "parent_id": company})
    api.world.settle()
    api("POST", "/v1/fields", {"object": "companies", "name": "staff_below", "type": "integer", "roll_up": {
        "object": "companies", "via": "parent_id", "sum": "employees"}})

    def told() -> list[int | None]:
        by_list = next(each for each in api("GET", "/v1/companies").body["data"] if each["id"] == company)
        return [api("GET", f"/v1/companies/{company}").body["staff_below"], by_list["staff_below"]]
    assert told() == [None, None]  # not 0, which would be wrong
    rebuilding.run(api.world.crm, {})
    assert told() == [None, None]
    api.world.settle()
    assert told() == [7, 7]
    assert api.world.differences() == []
