"""Merges beside other merges, with workers that die and messages that come twice, of records with many links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import quick_moto
from tests.edge import Api
from tests.installation import World


def contact(api: Api, **values: Any) -> str:
    return str(api("POST", "/v1/contacts?allow_duplicate=true", {"last_name": "Ruiz", **values}).body["id"])


def merge(api: Api, winner: str, loser: str) -> Any:
    return api("POST", f"/v1/contacts/{winner}/merge", {"other_id": loser})


def meanwhile(world: World, monkeypatch: pytest.MonkeyPatch, other: Callable[[], Any]) -> None:
    """Let somebody else act just before the next transaction is written."""
    plain = world.crm.table.transact

    def late(*arguments: Any, **more: Any) -> None:
        monkeypatch.setattr(world.crm.table, "transact", plain)
        other()
        plain(*arguments, **more)
    monkeypatch.setattr(world.crm.table, "transact", late)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_who_merge_at_once_one_wins(api: Api, world: World, monkeypatch: pytest.MonkeyPatch, turned: bool) -> None:
    one, two = contact(api, emails=["a@x.example"]), contact(api, emails=["b@x.example"])
    world.settle()
    quick: list[Any] = []
    meanwhile(world, monkeypatch, lambda: quick.append(merge(api, *((two, one) if turned else (one, two)))))
    slow = merge(api, one, two)
    assert (quick[0].status, slow.status, slow.body["code"]) == (200, 409, "merged")
    world.settle()
    assert len(api("GET", "/v1/contacts").body["data"]) == 1
    assert world.differences() == []


def test_an_edit_at_the_same_moment_is_not_lost(api: Api, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = contact(api), contact(api)
    meanwhile(world, monkeypatch, lambda: api("PATCH", f"/v1/contacts/{two}", {"job_title": "CTO"}))
    assert merge(api, one, two).body["job_title"] == "CTO"


def test_a_worker_that_died_before_it_queued_the_job_loses_nothing(api: Api, world: World) -> None:
    one, two = contact(api), contact(api)
    task = api("POST", "/v1/tasks", {"subject": "Call", "related": [two]}).body["id"]
    world.settle()
    merge(api, one, two)
    quick_moto.purge()  # the message is lost, the stream is not
    world.settle()
    assert api("GET", f"/v1/tasks/{task}").body["related"] == [one]
    assert api("POST", f"/v1/contacts/{one}/unmerge", {"other_id": two}).status == 200
    quick_moto.purge()
    world.settle()
    assert api("GET", f"/v1/tasks/{task}").body["related"] == [two]
    assert world.differences() == []


def test_parts_that_come_twice_change_nothing(api: Api, world: World) -> None:
    from chalicelib import domains
    one, two = contact(api), contact(api)
    task = api("POST", "/v1/tasks", {"subject": "Call", "related": [two]}).body["id"]
    world.settle()
    merge(api, one, two)
    job = next(each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "merge")
    world.settle()
    version = api("GET", f"/v1/tasks/{task}").body["version"]
    for part in range(8):
        domains.step("merge")(world.crm, job, {"part": part % 4})
        domains.advance(world.crm, {"job": job["id"], "part": part})
    world.settle()
    assert api("GET", f"/v1/tasks/{task}").body["version"] == version
    answer = api("POST", f"/v1/contacts/{one}/unmerge", {"other_id": two})
    undo = next(each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "unmerge")
    for _time in range(2):
        domains.step("unmerge")(world.crm, undo, {})
    world.settle()
    assert answer.status == 200 and api("GET", f"/v1/tasks/{task}").body["version"] == version + 1
    domains.step("merge")(world.crm, job, {"part": 0})  # a late one after all is undone
    assert api("GET", f"/v1/tasks/{task}").body["related"] == [two]
    assert world.differences() == []


def test_more_links_than_a_transaction_holds(api: Api, world: World) -> None:
    one, two = contact(api), contact(api)
    others = [contact(api) for _each in range(60)]
    for each in others:
        assert api("PUT", f"/v1/contacts/{two}/links/{each}?label=knows").status == 200
    world.settle(rounds=40)
    assert merge(api, one, two).status == 200
    world.settle(rounds=40)
    assert len(api("GET", f"/v1/contacts/{one}/links").body["data"]) == 60
    assert [row["id"] for row in api("GET", f"/v1/contacts/{others[0]}/links").body["data"]] == [one]
    assert api("POST", f"/v1/contacts/{one}/unmerge", {"other_id": two}).status == 200
    world.settle(rounds=40)
    assert api("GET", f"/v1/contacts/{one}/links").body["data"] == []
    assert len(api("GET", f"/v1/contacts/{two}/links").body["data"]) == 60
    assert [row["id"] for row in api("GET", f"/v1/contacts/{others[0]}/links").body["data"]] == [two]
    assert world.differences() == []


def test_an_address_that_somebody_took_meanwhile_stops_the_unmerge(api: Api, world: World) -> None:
    one, two = contact(api, emails=["a@x.example"]), contact(api, emails=["b@x.example"])
    world.settle()
    merge(api, one, two)
    world.settle()
    api("PATCH", f"/v1/contacts/{one}", {"emails": ["a@x.example"]})
    third = contact(api, emails=["b@x.example"])
    answer = api("POST", f"/v1/contacts/{one}/unmerge", {"other_id": two})
    assert (answer.status, answer.body["code"]) == (409, "duplicate")
    assert [each["id"] for each in answer.body["candidates"]] == [third]
