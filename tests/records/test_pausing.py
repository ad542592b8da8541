"""Jobs over many records wait while the derivation engine is behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import domains
from chalicelib.records import pausing
from chalicelib.records.bulk import bulk
from chalicelib.records.pausing import behind
from tests.edge import Api
from tests.records.filling import fill

Part = Callable[..., dict[str, Any]]


@pytest.fixture
def part(api: Api, monkeypatch: pytest.MonkeyPatch) -> Part:
    """Does one part of a bulk job over nine leads, two a part; answers what is queued then, with its delay."""
    monkeypatch.setattr(pausing, "behind", behind)
    monkeypatch.setattr(bulk, "PAGE", 2)
    fill(api.world, *[{}] * 9)
    api.world.settle()
    job = api("POST", "/v1/leads/bulk", {"filter": {}, "set": {"city": "Ulm"}}).body["job_id"]
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(type(api.world.crm.queues), "send", lambda _queues, _url, message, delay=0: sent.append({**message, "delay": delay}))

    def done(number: int, pauses: int = 0) -> dict[str, Any]:
        sent.clear()
        domains.advance(api.world.crm, {"do": "step", "job": job, "part": number, "pauses": pauses})
        return sent[-1]
    return done


def test_a_part_waits_for_what_was_written_two_parts_ago(api: Api, part: Part) -> None:
    assert [part(number)["part"] for number in range(3)] == [1, 2, 3]  # ids collected, two files of them done
    assert [part(3)[name] for name in ("part", "pauses", "delay")] == [3, 1, 5]
    assert [part(3, 20)[name] for name in ("part", "pauses", "delay")] == [3, 21, 20]
    api.world._stream()
    assert (part(3, 21)["part"], part(4).get("pauses")) == (4, None)


def test_it_goes_on_in_the_end(part: Part) -> None:
    for number in range(3):
        part(number)
    assert part(3, pausing.MOST)["part"] == 4


def test_a_change_from_which_nothing_follows_is_seen_by_its_history(api: Api) -> None:
    id, = fill(api.world, {})
    api.world.settle()
    api("PATCH", f"/v1/leads/{id}", {"message": "Something that no list shows"})
    mark = pausing.mark_of(api.world.crm, id)
    assert mark and behind(api.world.crm, mark)
    api.world._stream()
    assert not behind(api.world.crm, mark)


def test_parts_that_wrote_nothing_leave_no_mark() -> None:
    mark = {"id": "con_1", "revision": 1}
    assert pausing.marked({"marks": [mark]}, None) == [mark, None]
    assert pausing.marked({"marks": [mark, None]}, mark) == [None, mark]
