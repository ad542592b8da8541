"""An object type is one declaration: everything else follows from it, as the mission says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openapi_spec_validator import validate

from chalicelib.exchange import source
from chalicelib.http import openapi
from chalicelib.records.fields import Field
from chalicelib.records.objects import Event, Identity, ObjectType
from tests.edge import Api
from tests.installation import client

BOAT = ObjectType(
    name="boat", plural="boats", prefix="boa", label="Boat", label_plural="Boats", help="Something that floats.",
    title=lambda boat: boat.get("name") or "Boat", group="state", parent="company_id", sorts=("created_at", "length"),
    identities=lambda boat: [Identity("sail_number", boat["sail_number"])] if boat.get("sail_number") else [],
    events=lambda boat: [Event(boat["created_at"], "launched", f"{boat['name']} launched",
                               tuple(filter(None, (boat["id"], boat.get("company_id")))))],
    fields=(
        Field("name", "text", required=True, searchable=True), Field("sail_number", "text", searchable=True),
        Field("state", "choice", options=("afloat", "sunk"), default="afloat"), Field("length", "integer", minimum=1),
        Field("price", "money"), Field("company_id", "reference", label="Owner", to="company", snapshot=("industry",))))


@pytest.fixture
def yard(api: Api) -> Api:
    """A company that has boats."""
    crm = api.world.crm
    declared = crm.registry.declared
    api.world.crm = replace(crm, registry=type(crm.registry)([*declared, BOAT], crm.registry._custom))
    return api


def test_the_calls_of_every_type(yard: Api) -> None:
    company = yard("POST", "/v1/companies", {"name": "Yard", "industry": "Ships"}).body["id"]
    made = yard("POST", "/v1/boats", {"name": "Albatross", "sail_number": "G 7", "length": 9, "company_id": company})
    assert made.status == 201 and made.body["state"] == "afloat"
    assert {each["field"] for each in yard("POST", "/v1/boats", {"length": 0, "state": "x", "wings": 2}).body["errors"]} == {
        "name", "length", "state", "wings"}
    assert yard("POST", "/v1/boats", {"name": "B", "sail_number": "G 7"}).body["code"] == "duplicate"
    id = made.body["id"]
    yard.world.settle()
    assert yard("PATCH", f"/v1/boats/{id}", {"state": "sunk"}, If_Match=made.headers["ETag"]).body["version"] == 2
    assert yard("PATCH", f"/v1/boats/{id}", {"state": "afloat"}, If_Match=made.headers["ETag"]).status == 412
    yard("POST", "/v1/boats", {"name": "Zephyr", "length": 30})
    yard.world.settle()
    assert [each["name"] for each in yard("GET", "/v1/boats?sort=-length").body["data"]] == ["Zephyr", "Albatross"]
    assert [each["name"] for each in yard("GET", "/v1/boats?state=sunk").body["data"]] == ["Albatross"]
    hop = '{"field":"company_id.industry","op":"eq","value":"Ships"}'.replace('"', "%22")
    assert len(yard("GET", f"/v1/boats?filter={hop}").body["data"]) == 1
    assert [hit["id"] for hit in yard("GET", "/v1/search?q=alba").body["data"]] == [id]
    assert [each["kind"] for each in yard("GET", f"/v1/boats/{id}/timeline").body["data"]] == ["launched"]
    assert "launched" in {each["kind"] for each in yard("GET", f"/v1/companies/{company}/timeline").body["data"]}
    assert len(yard("GET", f"/v1/boats/{id}/history").body["data"]) == 2
    assert yard("DELETE", f"/v1/boats/{id}").status == 204
    assert yard("POST", f"/v1/boats/{id}/restore").status == 200
    yard.world.settle()
    assert yard.world.differences() == []


def test_permissions_follow(yard: Api) -> None:
    rep = yard.person("rep", "rep@kith.example")
    assert yard("GET", "/v1/boats", user=rep).status == 403
    role = yard("POST", "/v1/roles", {"name": "Skipper", "grants": {"boats": {"read": "own", "create": "own"}}}).body["id"]
    yard.world.settle()
    skipper = yard("POST", "/v1/users", {"email": "s@kith.example", "role_ids": [role]}).body["id"]
    yard("POST", "/v1/boats", {"name": "Theirs"})
    mine = yard("POST", "/v1/boats", {"name": "Mine"}, user=skipper)
    yard.world.settle()
    assert [each["id"] for each in yard("GET", "/v1/boats", user=skipper).body["data"]] == [mine.body["id"]]
    assert [each["title"] for each in yard("GET", "/v1/search?q=the", user=skipper).body["data"]] == []


def test_fields_views_and_bulk_follow(yard: Api) -> None:
    assert yard("POST", "/v1/fields", {"object": "boats", "name": "colour", "type": "text", "searchable": True}).status == 201
    yard("POST", "/v1/boats", {"name": "Red one", "colour": "crimson", "length": 3})
    yard("POST", "/v1/boats", {"name": "Other", "length": 4})
    view = yard("POST", "/v1/views", {"name": "Crimson", "object": "boats", "sort": "-length", "visibility": "private", "columns": ["name", "length"],
                                      "filter": {"field": "colour", "op": "eq", "value": "crimson"}})
    assert view.status == 201, view.body
    yard.world.settle()
    page = yard("GET", f"/v1/boats?view={view.body['id']}").body
    assert [each["length"] for each in page["data"]] == [3] and (page["meta"]["total"], page["meta"]["kept"]) == (1, True)
    assert len(yard("GET", "/v1/search?q=crims").body["data"]) == 1
    job = yard("POST", "/v1/boats/bulk", {"filter": {"field": "length", "op": "gt", "value": 3}, "tag": {"add": ["big"]}})
    assert job.status == 202, job.body
    yard.world.settle()
    assert [each.get("tags") for each in yard("GET", "/v1/boats?name=Other").body["data"]] == [["big"]]
    assert yard.world.differences() == []


def test_import_and_export_follow(yard: Api) -> None:
    made = yard("POST", "/v1/imports", {"object": "boats", "mapping": {"Boat": "name", "Feet": "length"}})
    assert made.status == 201, made.body
    yard.world.crm.files.put("files", source.key(made.body["id"]), b"Boat,Feet\nOne,11\nTwo,12\n")
    yard("POST", f"/v1/imports/{made.body['id']}/start")
    yard.world.settle()
    assert yard("GET", "/v1/boats").body["meta"]["total"] == 2
    out = yard("POST", "/v1/exports", {"object": "boats", "format": "csv"})
    assert out.status == 201, out.body
    yard.world.settle()
    done = yard("GET", f"/v1/exports/{out.body['id']}").body
    assert (done["state"], done["done"]) == ("done", 2), done
    keys = [each["Key"] for each in client("s3").list_objects_v2(Bucket="files")["Contents"] if out.body["id"] in each["Key"]]
    text = b"".join(client("s3").get_object(Bucket="files", Key=key)["Body"].read() for key in keys).decode("utf-8-sig")
    assert "One" in text and "12" in text


def test_the_descriptions_follow(yard: Api) -> None:
    registry = yard.world.crm.registry
    described = openapi.described(registry)
    validate(described)
    assert "/v1/boats" in described["paths"] and "BoatCreate" in described["components"]["schemas"]
    schema = yard("GET", "/v1/schema/boats").body
    assert {each["name"] for each in schema["fields"]} >= {"sail_number", "length", "owner_id", "tags"}
    from docs.pages.objects import described as page
    assert "## boat" in page(registry)
