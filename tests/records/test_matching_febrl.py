"""Matching on people with known duplicates: records come one by one, each reads 50 rows at most.

The weights were set from what names, dates and addresses are worth in general and are the same for both files; neither
was used to fit them, so each tests what the other could have taught.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chalicelib.records.matching import matching
from chalicelib.records.matching.blocks import MOST_READ, block_keys, share
from chalicelib.records.matching.scores import judged

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "dedupe"
Pair = frozenset[str]
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the data lie beside the checkout")


@dataclass
class Outcome:
    """The pairs that were called the same, those that are, and the most rows that one insertion read."""

    found: set[Pair] = field(default_factory=set)
    true: set[Pair] = field(default_factory=set)
    most_read: int = 0

    @property
    def precision(self) -> float:
        return len(self.found & self.true) / len(self.found)

    @property
    def recall(self) -> float:
        return len(self.found & self.true) / len(self.true)


def people(name: str) -> dict[str, dict[str, Any]]:
    """Rows as contacts; the number that tells who is the same person is left out."""
    with (FOLDER / name).open() as file:
        rows = [{key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]
    return {row["rec_id"]: contact(row) for row in rows}


def contact(row: dict[str, str]) -> dict[str, Any]:
    born = row["date_of_birth"]
    return {"first_name": row["given_name"], "last_name": row["surname"],
            "birthday": f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else None,
            "address": {"street": f"{row['street_number']} {row['address_1']}", "line2": row["address_2"],
                        "city": row["suburb"], "region": row["state"], "postal_code": row["postcode"]}}


def inserted(records: dict[str, dict[str, Any]], threshold: float) -> Outcome:
    """As the CRM does it: a new record reads the newest rows of its blocks and is judged against each."""
    outcome, blocks, known = Outcome(), defaultdict[str, list[str]](list), dict[str, matching.Profile]()
    people = defaultdict[str, list[str]](list)
    for id, record in records.items():
        profile = matching.person(record)
        wanted = block_keys(profile)
        read = [other for key in wanted for other in blocks[key][-share(len(wanted)):]]
        outcome.most_read = max(outcome.most_read, len(read))
        outcome.found |= {frozenset((id, other)) for other in set(read) if judged(known[other], profile).score >= threshold}
        outcome.true |= {frozenset((id, other)) for other in people[id.split("-")[1]]}
        people[id.split("-")[1]].append(id)
        known[id] = profile
        for key in wanted:
            blocks[key].append(id)
    return outcome


@pytest.mark.parametrize("name", ["dataset1.csv", "dataset2.csv"])
def test_duplicates_are_found_and_others_left_alone(name: str) -> None:
    outcome = inserted(people(name), matching.Matching(matching.person).worth_a_look)
    assert outcome.precision >= 0.98
    assert outcome.recall >= 0.95
    assert outcome.most_read <= MOST_READ


@pytest.mark.parametrize("threshold", [0.5, 0.75])
def test_little_hangs_on_the_threshold(threshold: float) -> None:
    outcome = inserted(people("dataset1.csv"), threshold)
    assert outcome.precision >= 0.98 and outcome.recall >= 0.95
