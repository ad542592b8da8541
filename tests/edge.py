"""The HTTP edge in process: real API Gateway events into app.py, without the gateway and its authorizer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import pytest

from chalicelib.users import founding
from tests.installation import World

ROUTES = ["/v1/{objects}/{id}/{action}/{other_id}", "/v1/{objects}/{id}/{action}", "/v1/{objects}/{id}", "/v1/{objects}",
          "/public/{area}/{token}/{rest}", "/public/{area}/{token}", "/openapi.json", "/assets/{name}", "/"]


@dataclass(frozen=True)
class Answer:
    """Status, parsed body, headers."""

    status: int
    body: Any
    headers: dict[str, str]


PATIENCE = 120.0  # seconds for one request: a busy machine is no outage


class Api:
    """Calls as somebody; the administrator at first."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch, admin: str) -> None:
        import app
        from chalicelib.http import events, identity, requests
        for room in (requests, identity, events):
            monkeypatch.setattr(room, "live_crm", lambda: world.crm)
        monkeypatch.setattr(requests, "REQUEST_SECONDS", PATIENCE)
        self.world, self.app = world, app.app
        self.admin = self.user = admin

    def person(self, role: str, email: str, **fields: Any) -> str:
        """A new user with a default role; their id."""
        role_id = founding.role_id(self.world.crm, role)
        made = self("POST", "/v1/users", {"email": email, "first_name": email.partition("@")[0].title(), "last_name": "Test",
                                          "role_ids": [role_id], **fields}, user=self.admin)
        assert made.status == 201, made.body
        return str(made.body["id"])

    def __call__(self, method: str, url: str, body: Any = None, *, user: str | None = "", **headers: str) -> Answer:
        """One call; `user=None` is a stranger. Header names with `_` for `-`."""
        path, _, query = url.partition("?")
        resource, params = _matched(path)
        pairs: dict[str, list[str]] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            pairs.setdefault(name, []).append(value)
        asking = self.user if user == "" else user
        raw = body if body is None or isinstance(body, str) else json.dumps(body)
        given = {"host": "crm.example", "x-forwarded-proto": "https", **({"content-type": "application/json"} if raw is not None else {})}
        given |= {name.replace("_", "-").lower(): value for name, value in headers.items()}
        answer = self.app({
            "requestContext": {"resourcePath": resource, "httpMethod": method, "path": f"/api{path}", "requestId": "req-1",
                               "identity": {"sourceIp": "192.0.2.1"}, "authorizer": {"user_id": asking} if asking else {}},
            "headers": given, "pathParameters": params or None, "multiValueQueryStringParameters": pairs or None,
            "body": raw, "isBase64Encoded": False, "stageVariables": None, "path": path, "httpMethod": method}, None)
        self.world.crm.budget.begin(float("inf"))  # what a test does next is no part of the request
        return Answer(answer["statusCode"], _parsed(answer["body"]), dict(answer["headers"]))


def _matched(path: str) -> tuple[str, Mapping[str, str]]:
    for route in ROUTES:
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route), path)
        if match:
            return route, match.groupdict()
    raise ValueError(path)


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body
