"""What a preview tells of the first rows is what the run does with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.exchange import service
from chalicelib.records.permissions import Actor
from tests.exchange.conftest import shared
from tests.installation import World

Upload = Callable[..., str]
STANDING = "Last Name,Email,Phone\nOld,old@example.com,+4930901820\nOther,other@example.com,\n"
DOUBLES = ("Last Name,Email,City\nA,a@example.com,Bonn\nB,b@example.com,Bonn\nA2,A@Example.com,Köln\n"
           "A2,a@example.com,Köln\nOld,old@example.com,Ulm\n,nobody,\n,,\n")
COUNTS = ("created", "updated", "skipped", "failed", "warned")


def both(world: World, admin: Actor, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The preview, and the import once it ran."""
    seen = service.preview(world.crm, admin, id, None)
    service.start(world.crm, admin, id, {})
    world.work("jobs")
    return seen, service.shown(world.crm, admin, service.find(world.crm, admin, id))


@pytest.mark.parametrize("object", ["leads", "contacts"])
@pytest.mark.parametrize(("asked", "outcomes"), [
    ({}, ["created", "created", "failed", "failed", "failed", "failed"]),
    ({"mode": "update"}, ["failed", "failed", "failed", "failed", "updated", "failed"]),
    ({"mode": "upsert"}, ["created", "created", "updated", "skipped", "updated", "failed"])])
def test_rows_that_mean_the_same_record(world: World, admin: Actor, upload: Upload, imported: Any, object: str,
                                        asked: dict[str, str], outcomes: list[str]) -> None:
    imported(STANDING, object)
    mapping = {"Last Name": "last_name", "Email": "emails", "City": "city" if object == "leads" else "address.city"}
    seen, done = both(world, admin, upload(DOUBLES, object, mapping=mapping, **asked))
    assert [row["outcome"] for row in seen["rows"]] == outcomes
    assert {name: seen["tried"][name] for name in COUNTS} == {name: done[name] for name in COUNTS}
    assert [row["same_as"] for row in seen["rows"]] == [None, None, *([None] * 2 if asked.get("mode") == "update" else [1, 1]), None, None]


def test_a_double_is_told_at_its_column(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload(DOUBLES, "contacts"), None)
    assert [(error["column"], error["code"]) for error in seen["rows"][2]["errors"]] == [("Email", "duplicate")]


def test_companies_of_one_name_are_one(world: World, admin: Actor, upload: Upload) -> None:
    text = "Name,Employees\nAcme,10\nBolt,20\nACME,30\n"
    seen, done = both(world, admin, upload(text, "companies", mode="upsert", key="name"))
    assert [(row["outcome"], row["same_as"]) for row in seen["rows"]] == [("created", None), ("created", None), ("updated", 1)]
    assert {name: seen["tried"][name] for name in COUNTS} == {name: done[name] for name in COUNTS}


def test_doubles_below_the_shown_rows_are_shown_too(crm: Crm, admin: Actor, upload: Upload) -> None:
    lines = "".join(f"N{number},n{number}@example.com\n" for number in range(150))
    seen = service.preview(crm, admin, upload(f"Last Name,Email\n{lines}Twice,n7@example.com\n", "contacts"), None)
    assert [row["row"] for row in seen["rows"]] == [*range(1, 21), 151]
    assert (seen["rows"][-1]["same_as"], seen["rows"][-1]["outcome"]) == (8, "failed")
    assert seen["tried"] == {"rows": 151, "created": 150, "updated": 0, "skipped": 0, "failed": 1, "warned": 0}


def test_a_mapping_that_lacks_something_is_not_tried(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload("First Name,Beta\nx,y\n", "contacts", mode="update", key="email"), None)
    assert (seen["tried"], "outcome" in seen["rows"][0]) == (None, False)


def test_a_company_that_is_yet_to_be_made_is_named(crm: Crm, admin: Actor, upload: Upload, stored: Any) -> None:
    text = "Last Name,Email,Company\nA,a@example.com,Nowhere\nB,b@example.com,Nowhere\n"
    seen = service.preview(crm, admin, upload(text, "contacts", options={"create_missing": True}), None)
    assert [(row["values"]["company_id"], row["outcome"]) for row in seen["rows"]] == [("Nowhere", "created")] * 2
    assert (stored("company"), stored("contact")) == ([], [])


@pytest.mark.parametrize(("object", "path"), [
    ("leads", "contacts/salesforce_export/Lead.csv"), ("companies", "contacts/salesforce_export/Account.csv"),
    ("contacts", "contacts/csv/outlook_like_shared_contacts.csv"), ("contacts", "contacts/vcard/gmail-list.vcf")])
@pytest.mark.parametrize("mode", ["create", "upsert"])
def test_real_files_do_what_was_told(world: World, admin: Actor, upload: Upload, object: str, path: str, mode: str) -> None:
    asked = {"mode": mode, **({"key": "name"} if mode == "upsert" and object == "companies" else {})}
    seen, done = both(world, admin, upload(shared(path), object, **asked))
    assert {name: seen["tried"][name] for name in COUNTS} == {name: done[name] for name in COUNTS}
