"""Imports wait while the derivation engine is behind."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import pytest

from chalicelib.crm import Crm
from chalicelib.exchange import run, service, source
from chalicelib.records import pausing
from chalicelib.records.pausing import behind
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from tests.installation import World


@pytest.fixture
def begun(world: World, crm: Crm, admin: Actor, upload: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> str:
    """An import with two of its five parts done; the stream has told nothing of them."""
    monkeypatch.setattr(pausing, "behind", behind)
    monkeypatch.setattr(source, "PART_ROWS", 2)
    id = upload("Last Name\n" + "".join(f"N{number}\n" for number in range(9)))
    service.start(crm, admin, id, {})
    for part in (None, 0, 1):
        run.run(crm, {"import": id, "part": part})
    return id


def part(crm: Crm, id: str) -> int:
    return int((crm.table.get(keys.record(id)) or {})["part"])


def test_a_part_waits_for_what_was_written_two_parts_ago(world: World, crm: Crm, begun: str) -> None:
    with patch.object(run, "send") as later:
        run.run(crm, {"import": begun, "part": 2})
        run.run(crm, {"import": begun, "part": 2, "pauses": 7})
        run.run(crm, {"import": begun, "part": 2, "pauses": 20})
    assert [call.kwargs for call in later.call_args_list] == [
        {"pauses": 1, "delay": 5}, {"pauses": 8, "delay": 12}, {"pauses": 21, "delay": 20}]
    assert part(crm, begun) == 2
    world._stream()
    run.run(crm, {"import": begun, "part": 2, "pauses": 1})
    assert part(crm, begun) == 3


def test_it_goes_on_in_the_end(crm: Crm, begun: str) -> None:
    run.run(crm, {"import": begun, "part": 2, "pauses": pausing.MOST})
    assert part(crm, begun) == 3


def test_a_cancelled_import_does_not_wait(crm: Crm, admin: Actor, begun: str) -> None:
    service.cancel(crm, admin, begun)
    run.run(crm, {"import": begun, "part": 2, "pauses": 3})
    assert service.find(crm, admin, begun)["finished_at"]


def test_parts_that_wrote_nothing_leave_no_mark() -> None:
    mark = {"id": "con_1", "revision": 1}
    assert pausing.marked({"marks": [mark]}, None) == [mark, None]
    assert pausing.marked({"marks": [mark, None]}, mark) == [None, mark]
