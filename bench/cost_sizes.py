"""`python -m bench.cost_sizes`: how many bytes of the table a record keeps, with all that is derived from it.

Counted in process on moto, item by item, in a company with the sample's rules. DynamoDB bills an item's names and
values and 100 bytes, and the same again in each index that the item is in (Developer Guide, "Item sizes").
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws

from bench import capacity
from bench.results import keep
from chalicelib.users import founding
from local import demo_rows, sample_rules
from tests import installation
from tests.edge import Api

MANY, EXTRA_BYTES = 20, 100
Record = dict[str, Any]


@dataclass
class Company:
    """The sample's people, rules and form, and the contacts made so far."""

    api: Api
    form: str
    contacts: list[str]

    def make(self, objects: str, record: Record) -> str:
        """A new record's id."""
        return _made(self.api, objects, record)


def measured() -> dict[str, dict[str, int]]:
    """Bytes that one more of each kind adds to the table and to its indexes."""
    logging.disable(logging.CRITICAL)
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        crm = installation.make()
        world = installation.World(crm)
        founding.found(crm)
        admin = founding.first_admin(crm, "admin@kith.example", "Ada", "Admin")["id"]
        world.settle()
        company = founded(Api(world, patch, admin))
        return {name: _grown(company, make) for name, make in KINDS.items()}


def founded(api: Api) -> Company:
    """The sample's reps with its rules and its form."""
    team = _made(api, "teams", {"name": "Sales"})
    people = {f"{name}@kith.example": api.person("rep", f"{name}@kith.example", team_ids=[team])
              for name in sample_rules.REPS}
    for objects, records in (("scoring_rules", sample_rules.scoring()),
                             ("routing_rules", sample_rules.routing({"Sales": team}, people))):
        for record in records:
            _made(api, objects, record)
    form = _made(api, "forms", sample_rules.form([api.admin]))
    api.world.settle()
    return Company(api, form, [])


def _made(api: Api, objects: str, record: Record) -> str:
    return str(_done(api("POST", f"/v1/{objects}", record), 201)["id"])


def _grown(company: Company, make: Callable[[Company, int], Any]) -> dict[str, int]:
    before = _held(company)
    for number in range(MANY):
        make(company, number)
    company.api.world.settle()
    after = _held(company)
    return {place: round((after[place] - before[place]) / MANY) for place in after}


def _held(company: Company) -> dict[str, int]:
    found = {"table": 0, "indexes": 0}
    table = company.api.world.crm.settings.table
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    for item in (item for page in pages for item in page["Items"]):
        bytes = capacity.size(item) + EXTRA_BYTES
        found["table"] += bytes
        found["indexes"] += bytes * sum(index in item for index in capacity.INDEXES)
    return found


def _contact(company: Company, number: int) -> None:
    """Like no other: look-alikes would add rows for each pair of them."""
    person = demo_rows.person(500 + number)
    company.contacts.append(company.make("contacts", {
        "first_name": person["first_name"], "last_name": person["last_name"], "job_title": "Head of purchasing",
        "emails": [{"value": f"{person['email'].partition('@')[0]}@customer{number}.example", "type": "work"}],
        "phones": [{"value": f"+4930{10_000_000 + number * 7}", "type": "work"}], "source": "web",
        "address": {"street": f"{person['last_name']} Street {number}", "city": f"{person['first_name']}ville",
                    "postal_code": f"{10000 + 37 * number}", "country": "DE"}}))


def _update(company: Company, number: int) -> None:
    path = f"/v1/contacts/{company.contacts[number]}"
    _done(company.api("PATCH", path, {"job_title": f"Head of shipping {number % 10}"}), 200)


def _note(company: Company, number: int) -> None:
    company.make("notes", {"body": "Called, wants an offer for twenty seats.", "related": [company.contacts[number]]})


def _lead(company: Company, number: int) -> None:
    _done(company.api("POST", f"/public/forms/{company.form}", demo_rows.own(700 + number), user=None), 202)
    company.api.world.work("intake")


def _done(answer: Any, status: int) -> Record:
    if answer.status != status:
        raise SystemExit(f"{answer.status} {answer.body}")
    found: Record = answer.body
    return found


KINDS: dict[str, Callable[[Company, int], Any]] = {"contact": _contact, "update": _update, "note": _note, "lead": _lead}


if __name__ == "__main__":
    keep("sizes", measured())
