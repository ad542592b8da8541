"""Records leave the deployed stack as a file behind a presigned link."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
import zipfile
from typing import Any

import pytest

from tests.e2e.people import Person, acting, problem

pytestmark = pytest.mark.e2e


def downloaded(person: Person, eventually: Any, **asked: Any) -> bytes:
    """Ask, wait, follow the link."""
    path = f"/v1/exports/{person.post('/v1/exports', asked)['id']}"

    def ended() -> Any:
        found = person.get(path)
        return found if found["state"] in ("done", "failed") else None
    export = eventually(ended)
    assert export["state"] == "done", export
    with urllib.request.urlopen(export["download_url"], timeout=60) as answer:
        content: bytes = answer.read()
    assert len(content) == export["bytes"]
    return content


def test_a_file_of_contacts(stack: Any, eventually: Any) -> None:
    manager = acting(stack, "manager")
    raw = downloaded(manager, eventually, object="contacts", sort="last_name").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw, newline="")))
    assert {row["id"] for row in rows} == {each["id"] for each in manager.every("/v1/contacts")}
    assert any(row["company_id.name"] for row in rows)


def test_everything_for_the_administrator(stack: Any, eventually: Any) -> None:
    raw = downloaded(acting(stack, "admin"), eventually, object="everything", format="json")
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        assert len(json.loads(packed.read("companies.json"))) >= 25
    assert problem(acting(stack, "rep").ask("POST", "/v1/exports", {"object": "contacts"})) == (403, "forbidden")
