"""The generated description: sound, complete, and in agreement with the schema call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.edge import Api
from tests.installation import World


def refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from refs(each)


def test_every_reference_resolves(api: Api) -> None:
    answer = api("GET", "/openapi.json", user=None)
    assert (answer.status, answer.body["openapi"]) == (200, "3.1.0")
    for ref in refs(answer.body):
        part = answer.body
        for name in ref.removeprefix("#/").split("/"):
            part = part[name]
        assert part


def test_every_type_has_its_paths_and_operation_ids_are_unique(api: Api, world: World) -> None:
    described = api("GET", "/openapi.json").body
    for type in world.crm.registry:
        assert {f"/v1/{type.plural}", f"/v1/{type.plural}/{{id}}"} <= described["paths"].keys()
    ids = [call["operationId"] for path in described["paths"].values() for call in path.values()]
    assert len(ids) == len(set(ids))


def calls(api: Api) -> Iterator[tuple[str, str, Any]]:
    for path, methods in api("GET", "/openapi.json").body["paths"].items():
        for method, call in methods.items():
            yield path, method, call


def test_every_call_is_told_in_full(api: Api) -> None:
    """What linters ask: a summary, known tags, problems, a schema wherever there is a body, no body for a GET."""
    tags = {tag["name"] for tag in api("GET", "/openapi.json").body["tags"]}
    for path, method, call in calls(api):
        where = f"{method} {path}"
        assert call["summary"].endswith(".") and len(call["summary"]) < 120, where
        assert call["tags"] and set(call["tags"]) <= tags, where
        assert {"4XX", "503"} < call["responses"].keys() and any(each.startswith("2") for each in call["responses"]), where
        assert method in ("post", "put", "patch") or "requestBody" not in call, where
        bodies = [call["requestBody"], *call["responses"].values()] if "requestBody" in call else list(call["responses"].values())
        assert all("schema" in content for body in bodies for content in body.get("content", {}).values()), where
        assert ("204" in call["responses"]) == ("content" not in next(iter(call["responses"].values()))), where
        names = [(each["name"], each["in"]) for each in call["parameters"]]
        assert len(names) == len(set(names)), where
        assert path.startswith("/public/") == (call.get("security") == []), where


def test_every_room_says_what_it_answers(api: Api) -> None:
    """A room with calls of its own is in the description, whoever adds it."""
    from chalicelib.http import records_api
    paths = api("GET", "/openapi.json").body["paths"]
    for room in records_api.OTHER:
        assert any(path.split("/")[2] == room for path in paths if path.startswith("/v1/")), room
    for type, part in records_api.PARTS:
        assert f"/v1/{api.world.crm.registry.named(type).plural}/{{id}}/{part}" in paths
    for name in records_api.COLLECTION:
        assert f"/v1/contacts/{name}" in paths


def test_every_schema_is_used(api: Api) -> None:
    described = api("GET", "/openapi.json").body
    used = {ref.rpartition("/")[2] for ref in refs(described["paths"])} | {
        ref.rpartition("/")[2] for ref in refs(described["components"])}
    records = {type.name.title().replace("_", "") for type in api.world.crm.registry}
    assert described["components"]["schemas"].keys() - used - records == set()


def test_path_parameters_are_declared(api: Api) -> None:
    import re
    for path, calls in api("GET", "/openapi.json").body["paths"].items():
        for call in calls.values():
            named = {each["name"] for each in call.get("parameters", []) if each["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_it_is_valid_by_the_standards_own_schema(api: Api) -> None:
    import pytest
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(api("GET", "/openapi.json").body)


def test_the_schema_call_agrees(api: Api, world: World) -> None:
    described = api("GET", "/openapi.json").body["components"]["schemas"]
    for type in api("GET", "/v1/schema").body["data"]:
        names = {field["name"] for field in type["fields"]}
        schema = described[type["name"].title().replace("_", "")]
        assert names == schema["properties"].keys() - {"titles"} == world.crm.registry.named(type["name"]).all_fields.keys()
        assert set(type["sort_keys"]) <= names and type == api("GET", f"/v1/schema/{type['plural']}").body


def test_the_schema_shows_what_one_may_see(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    names = {type["plural"] for type in api("GET", "/v1/schema", user=rep).body["data"]}
    assert "contacts" in names and not names & {"users", "roles", "forms"}
    assert api("GET", "/v1/schema/roles", user=rep).status == 404


def test_a_record_matches_its_schema(api: Api) -> None:
    made = api("POST", "/v1/contacts", {"last_name": "Ruiz", "emails": ["a@x.example"], "phones": ["+4930901820"]}).body
    described = api("GET", "/openapi.json").body["components"]["schemas"]["Contact"]
    assert made.keys() == described["properties"].keys() - {"titles"}
