"""`python -m bench.scale`: what operations cost with a thousand and ten thousand contacts; keeps `bench/scale.json`.

It takes minutes, so the page states what was measured last. The contacts go through the same transactions and the same
engine as in production, many at a time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from bench.company import Company, contact, founded
from bench.counting import Cost
from bench.operations import Book, growing
from chalicelib.records import changes
from chalicelib.records.permissions import system
from chalicelib.records.service import read
from chalicelib.records.work import Work
from chalicelib.store.change import Change
from chalicelib.users import founding
from tests import installation, quick_moto
from tests.edge import Api
from tests.installation import World

KEPT = Path(__file__).parent / "scale.json"
SIZES = (1_000, 10_000)
FIRST, TOGETHER = 2_000, 20  # numbers of contacts that are not taken yet; contacts a transaction


def measured(size: int) -> dict[str, Cost]:
    """The growing operations in a company with so many contacts."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        crm = installation.make()
        world = World(crm)
        founding.found(crm)
        admin = founding.first_admin(crm, "admin@kith.example", "Ada", "Admin")["id"]
        world.settle()
        company = founded(Api(world, patch, admin))
        fill(company, size)
        book = Book(company)
        growing(book, company)
        return book.found


def fill(company: Company, size: int) -> None:
    """Contacts written and derived in packs."""
    crm = company.world.crm
    for pack in _packs(size - len(company.contacts)):
        work = Work(crm, system("bench"))
        for number in pack:
            work.create("contact", {**read(crm, crm.registry.named("contact"), contact(number)),
                                    "owner_id": company.api.admin})
        work.commit()
        made = [Change(each["id"], None, each, each["created_at"]) for each in work.records.values()]
        changes.engine(crm).handle(made)
    company.world._seen = quick_moto.records(crm.settings.table)


def _packs(count: int) -> Iterator[range]:
    for start in range(FIRST, FIRST + count, TOGETHER):
        yield range(start, min(start + TOGETHER, FIRST + count))


def main() -> None:
    """Measure every size and keep it."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Any] = {}
    for size in SIZES:
        for name, cost in measured(size).items():
            found.setdefault(name, {})[str(size)] = [cost.database, cost.trips, cost.reads, cost.writes]
        print(f"{size} contacts measured", flush=True)
    KEPT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
