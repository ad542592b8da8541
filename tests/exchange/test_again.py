"""Companies whose parents stand in the same file, above or below them, are linked without making any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import FieldError
from chalicelib.exchange import again, service, source
from chalicelib.exchange import run as runs
from chalicelib.exchange.formats import Row
from chalicelib.exchange.tally import Tally
from chalicelib.records import pausing
from chalicelib.records.pausing import behind
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.installation import World

Upload = Callable[..., str]
Stored = Callable[[str], list[dict[str, Any]]]
MAPPED = {"mapping": {"Name": "name", "Parent": "parent_id.name"}}
CHAIN = "Name,Parent\nShop,Branch\nBranch,Holding\nHolding,\nOffice,Holding\nLost,Nowhere\n"


@pytest.fixture
def run(world: World, crm: Crm, admin: Actor, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Imports companies; what follows of the records comes while the job waits for it, and not before."""
    monkeypatch.setattr(pausing, "behind", behind)
    pause = again.pause

    def waiting(crm: Crm, record: dict[str, Any], pauses: int) -> int:
        if pause(crm, record, pauses):
            world._stream()
        return pause(crm, record, pauses)
    monkeypatch.setattr(again, "pause", waiting)

    def done(text: str, **asked: Any) -> dict[str, Any]:
        id = upload(text, "companies", **{**MAPPED, **asked})
        service.start(crm, admin, id, {})
        world.work("jobs")
        return service.shown(crm, admin, service.find(crm, admin, id))
    return done


def parents(stored: Stored) -> dict[str, str | None]:
    companies = {each["id"]: each for each in stored("company")}
    return {each["name"]: companies.get(each.get("parent_id"), {}).get("name") for each in companies.values()}


@pytest.mark.parametrize("asked", [{}, {"mode": "upsert", "key": "name"}])
def test_parents_stand_above_or_below(run: Callable[..., dict[str, Any]], stored: Stored, world: World, asked: Any) -> None:
    done = run(CHAIN, **asked)
    assert [done[name] for name in ("state", "rows", "done", "created", "failed")] == ["done", 5, 5, 4, 1]
    assert parents(stored) == {"Shop": "Branch", "Branch": "Holding", "Holding": None, "Office": "Holding"}
    world.settle()
    assert world.differences() == []


def test_who_has_no_parent_there_fails_once_and_is_told_why(run: Callable[..., dict[str, Any]], crm: Crm) -> None:
    done = run(CHAIN)
    stored = crm.table.get(keys.record(done["id"])) or {}
    told = crm.files.get(crm.settings.files_bucket, stored["errors_key"]).decode()
    assert told.count("Lost") == told.count("There is no company “Nowhere”") == 1 and "Shop" not in told


def test_a_parent_in_another_part_is_found(run: Callable[..., dict[str, Any]], stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "PART_ROWS", 2)
    done = run(CHAIN)
    assert (done["done"], done["created"], done["failed"]) == (5, 4, 1)
    assert parents(stored)["Shop"] == "Branch"


def test_a_preview_expects_them(crm: Crm, admin: Actor, upload: Upload) -> None:
    seen = service.preview(crm, admin, upload(CHAIN, "companies", **MAPPED), None)
    assert [row["outcome"] for row in seen["rows"]] == ["created"] * 4 + ["failed"]
    assert seen["rows"][0]["values"]["parent_id"] == "Branch"


def test_a_part_done_twice_puts_no_row_off_twice(run: Callable[..., dict[str, Any]], crm: Crm, stored: Stored,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    whole = runs._part
    monkeypatch.setattr(runs, "_part", lambda crm, record, part: [whole(crm, record, part) for _time in range(2)])
    done = run(CHAIN)
    assert (done["done"], done["created"], done["failed"]) == (5, 4, 1)


@pytest.mark.parametrize("file_parts,parts,put_off", [(1, 1, True), (1, 20, True), (1, 21, False), (3, 60, True), (3, 61, False)])
def test_a_part_is_put_off_as_often_as_a_tree_has_levels(file_parts: int, parts: int, put_off: bool) -> None:
    """Rows that name each other backwards, by a field that makes no tree, were read once for each of them."""
    waiting, tally = [(Row(7, {"Name": "Shop"}), (FieldError("parent_id", "not_found", "There is none"),))], Tally(created=1)
    record = {"parts": parts, **({"file_parts": file_parts} if parts > file_parts else {})}
    assert again.still(record, parts - 1, tally, waiting) == ([waiting[0][0]] if put_off else [])
    assert tally.failures == ([] if put_off else waiting)
