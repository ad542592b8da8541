"""API9:2023 Improper inventory management: what is deployed is what is described, and nothing besides.

| attack | what holds |
|---|---|
| a deployed route that no description names | none, but the page at `/`, the description itself and `/assets` (for the web client) |
| a described call that is not there | none |
| actions and objects beside the described ones | 404 |
| old versions, debug and administration addresses | 404 |
| more than one stage or function behind the API | none |
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.attacks.scene import refused, sound
from tests.e2e.people import Person, acting

pytestmark = pytest.mark.e2e
NO_API = {"/", "/openapi.json", "/assets/{name}", "/public/{area}/{token}/{rest}"}     # pages; the last one is kept for later entrances and answers 404
GUESSES = ("admin", "debug", "internal", "config", "settings", "health", "healthz", "status", "metrics", "env", "dump", "backup", "export", "sql", "query", "graphql", "graphiql", "swagger",
           "swagger.json", "docs", "redoc", "openapi.yaml", "actuator", "actuator/env", "console", "phpinfo.php", "wp-login.php", "test", "login", "token", "keys", "jwks.json", "secrets",
           "records", "cells", "claims", "guards", "engine", "generations", "dues", "sent", "clock", "_ministack", "restapis", "2015-03-31/functions", "v1", "v2/contacts", "v0/contacts",
           "api/v1/contacts", "beta/contacts", "dev/contacts", ".well-known/jwks.json", "rpc")


@pytest.fixture(scope="module")
def described(stack: Any) -> dict[str, Any]:
    found: dict[str, Any] = stack.call("GET", "/openapi.json").json
    return found


def pattern(route: str) -> str:
    """A route as a pattern of paths."""
    return re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route))


@pytest.fixture(scope="module")
def routes(stack: Any) -> dict[str, set[str]]:
    """What the deployed gateway takes: path and methods."""
    gateway = stack.client("apigateway")
    items = gateway.get_resources(restApiId=stack.outputs["ApiId"], limit=500)["items"]
    return {each["path"]: set(each.get("resourceMethods", {})) for each in items if each.get("resourceMethods")}


def test_every_route_is_described(described: dict[str, Any], routes: dict[str, set[str]]) -> None:
    for route in routes.keys() - NO_API:
        assert [path for path in described["paths"] if re.fullmatch(pattern(route), path)], route


def test_every_described_call_has_a_route(described: dict[str, Any], routes: dict[str, set[str]]) -> None:
    for path, calls in described["paths"].items():
        taken = {method for route, methods in routes.items() if re.fullmatch(pattern(route), path) for method in methods}
        assert {method.upper() for method in calls} <= taken, path


def test_what_asks_for_no_token_is_known(stack: Any, routes: dict[str, set[str]]) -> None:
    """Signed-in routes have the authorizer on every method but OPTIONS, which tells nothing."""
    gateway, api = stack.client("apigateway"), stack.outputs["ApiId"]
    ids = {each["path"]: each["id"] for each in gateway.get_resources(restApiId=api, limit=500)["items"]}
    for path, methods in routes.items():
        for method in methods - {"OPTIONS"}:
            asked = gateway.get_method(restApiId=api, resourceId=ids[path], httpMethod=method)["authorizationType"]
            assert (asked == "CUSTOM") is path.startswith("/v1/"), (method, path, asked)


def test_every_object_of_the_schema_is_described_with_its_actions(stack: Any, described: dict[str, Any]) -> None:
    for type in acting(stack, "admin").get("/v1/schema")["data"]:
        assert f"/v1/{type['plural']}" in described["paths"]
        for action in type.get("actions") or ():
            name = action["name"] if isinstance(action, dict) else action
            known = {f"/v1/{type['plural']}/{{id}}/{name}", f"/v1/{type['plural']}/{name}"}
            assert known & described["paths"].keys(), (type["plural"], name)


def test_every_described_read_answers(admin: Person, described: dict[str, Any]) -> None:
    for path, calls in described["paths"].items():
        if "get" in calls and "{" not in path and path.startswith("/v1/"):
            answer = sound(admin.ask("GET", f"{path}?q=anna" if path.endswith(("/search", "/find")) else path))
            assert answer.status == 200, (path, answer.content[:300])


@pytest.mark.parametrize("guess", GUESSES)
def test_nothing_else_is_there(stack: Any, admin: Person, guess: str) -> None:
    for path in (f"/{guess}", f"/v1/{guess}", f"/public/{guess}", f"/public/{guess}/x", f"/public/auth/{guess}", f"/v1/contacts/con_{26 * '0'}/{guess}"):
        answer = refused(admin.ask("GET", path), 400, 401, 403, 404, 405)
        deep = "/" in guess and path.startswith("/v1/contacts")    # has the shape of a link, which is put and deleted
        assert answer.status != 405 or guess == "login" or deep, path


def test_the_api_has_one_stage(stack: Any) -> None:
    gateway = stack.client("apigateway")
    assert {stage["stageName"] for stage in gateway.get_stages(restApiId=stack.outputs["ApiId"])["item"]} <= {"api", "Stage"}
    assert [each["id"] for each in gateway.get_rest_apis()["items"] if each["name"] == "kith"] == [stack.outputs["ApiId"]]


def test_the_description_names_no_inside(described: dict[str, Any]) -> None:
    text = str(described).lower()
    for word in ("amazonaws", "dynamodb", "localhost", "arn:aws", "chalicelib", "kith.example/admin"):
        assert word not in text, word
    assert described["info"]["version"]
