"""Every described call, in process: no server error, nothing that the description does not say."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from chalicelib.http import windows
from tests import described
from tests.edge import Api

MADE: list[tuple[str, dict[str, Any]]] = [
    ("companies", {"name": "X"}), ("companies", {"name": "Y"}), ("contacts", {"last_name": "A"}),
    ("contacts", {"last_name": "B", "emails": ["b@x.example"]}), ("leads", {"last_name": "L", "emails": ["l@x.example"]}),
    ("tasks", {"subject": "T"}), ("notes", {"body": "N"}), ("roles", {"name": "R"}), ("teams", {"name": "T"}),
    ("views", {"name": "V", "object": "contacts", "visibility": "private"}),
    ("fields", {"object": "contacts", "name": "shoe", "field_type": "text"}),
    ("exports", {"object": "contacts"}), ("imports", {"object": "contacts"})]
# The mock of the sign-in service cannot revoke a token; the call is asked on the deployed stack.
NOT_HERE = ("POST /public/auth/logout",)


@pytest.fixture
def known(api: Api, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Ids by prefix, under "" all of them."""
    monkeypatch.setattr(windows.Window, "enter", lambda *_: None)  # so many calls in a minute are refused
    found: dict[str, list[str]] = {"usr": [api.person("rep", "rep@x.example")], "": []}
    for objects, body in MADE:
        answer = api("POST", f"/v1/{objects}", body)
        assert answer.status == 201, answer.body
        found.setdefault(answer.body["id"][:3], []).append(answer.body["id"])
        found[""].append(answer.body["id"])
    api.world.settle()
    return found


def test_every_call_keeps_what_is_promised(api: Api, known: dict[str, list[str]]) -> None:
    statuses = Counter[int]()

    def send(request: requests.PreparedRequest) -> requests.Response:
        asked = urlsplit(str(request.url))
        body = request.body.decode("utf-8", "replace") if isinstance(request.body, bytes) else request.body
        headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
        answer = api(str(request.method), asked.path + (f"?{asked.query}" if asked.query else ""), body, **headers)
        statuses[answer.status] += 1
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        return described.response(request, answer.status, answer.headers, text.encode("utf-8", "replace"))
    wrong = [each for operation in described.operations(api("GET", "/openapi.json").body)
             if operation.label not in NOT_HERE
             for each in described.broken_promises(operation, send, known, right=1, wrong=1)]
    assert wrong == []
    assert statuses[200] > sum(statuses.values()) / 6, statuses  # refusals are described too, but not all there is
