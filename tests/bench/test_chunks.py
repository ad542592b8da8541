"""The companies that are measured hold what production would have written, byte for byte."""

from __future__ import annotations

from typing import Any

from bench.chunks import Chunk, numbers
from bench.people import families
from chalicelib.crm import Crm
from chalicelib.store.operations import add
from chalicelib.store.recount import is_count
from tests.installation import World

PEOPLE = 40


def stored(crm: Crm) -> dict[Any, dict[str, Any]]:
    """Everything in the table by key."""
    return {(item["pk"], item["sk"]): item for item in crm.table.scan()}


def written(crm: Crm, sheet: Any = None) -> Chunk:
    """A small chunk, into the table that is given or into a sheet."""
    company = {"now": "2026-06-01T12:00:00.000Z", "reps": ["usr_01hk153x00e16ahjjk7esh5688"]}
    chunk = Chunk(crm, 0, PEOPLE, company, sheet)
    chunk.make()
    return chunk


def test_every_item_is_that_of_production_and_a_recount_finds_nothing(world: World, crm: Crm) -> None:
    before = stored(crm)
    written(crm, crm.table)
    after = stored(crm)
    sheet = written(crm).sheet
    fresh = {key: item for key, item in after.items() if item != before.get(key) and not is_count(key)}
    assert sheet.items == fresh
    names = {"pk", "sk"}
    counted = {key: add({name: value for name, value in after[key].items() if name not in names},
                        {name: -value for name, value in before.get(key, {}).items() if name not in names})
               for key in sheet.counts}
    assert sheet.counts == counted
    assert {item["type"] for key, item in fresh.items() if key[1] == "record"} == {"contact", "company", "note", "task"}
    assert world.differences() == []


def test_a_chunk_follows_from_its_number(crm: Crm, world: World) -> None:
    assert written(crm).sheet.items == written(crm).sheet.items


def test_the_chunks_hold_everybody_once() -> None:
    assert list(numbers(1_000)) == [0, 1, 2, 3]
    assert len(numbers(251)) == 2


def test_most_have_little_and_few_have_much() -> None:
    from random import Random
    found = families(Random(1), 0, 3_000)
    notes = sorted(count for family in found for count in family.notes)
    assert sum(len(family.people) for family in found) == 3_000
    assert notes[len(notes) // 2] == 0 and notes[-1] == 40
    emails = {person["emails"][0]["value"] for family in found for person in family.people}
    assert len(emails) == 3_000
