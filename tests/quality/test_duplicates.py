"""Possible duplicates: proposed after a change, decided by people, closed when they no longer look alike."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.matching import pairs
from tests.edge import Api
from tests.installation import World

ANA = {"first_name": "Ana", "last_name": "Ruiz", "birthday": "1990-05-01", "address": {"city": "Sevilla"}}


def made(api: Api, objects: str, **values: Any) -> str:
    answer = api("POST", f"/v1/{objects}?allow_duplicate=true", values)
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def queue(api: Api, state: str = "open") -> list[dict[str, Any]]:
    answer = api("GET", f"/v1/duplicates?state={state}&sort=-score")
    assert answer.status == 200, answer.body
    return list(answer.body["data"])


def decide(api: Api, pair: str, action: str, **values: Any) -> Any:
    answer = api("POST", f"/v1/duplicates/{pair}/{action}", values)
    api.world.settle()
    return answer


@pytest.fixture
def two(api: Api) -> list[str]:
    """One person, entered twice with a slip."""
    ids = [made(api, "contacts", **ANA), made(api, "contacts", **{**ANA, "last_name": "Ruis"})]
    api.world.settle()
    return ids


def test_look_alikes_are_proposed_the_likeliest_first(api: Api, two: list[str]) -> None:
    made(api, "contacts", last_name="Berg", first_name="Tom")
    made(api, "companies", name="Acme GmbH", domain="acme.example")
    made(api, "companies", name="ACME", domain="acme.example")
    api.world.settle()
    found = queue(api)
    assert [each["object"] for each in found] == ["companies", "contacts"] or found[0]["score"] == found[1]["score"]
    assert found[0]["score"] >= found[1]["score"] > 60
    ana = next(each for each in found if each["object"] == "contacts")
    assert {ana["a_id"], ana["b_id"]} == set(two) and {ana["a_title"], ana["b_title"]} == {"Ana Ruiz", "Ana Ruis"}
    assert ana["reasons"][0].keys() == {"field", "label", "similarity", "weight"} and ana["reasons"][0]["field"] == "birthday"
    assert {("first_name", "First name"), ("last_name", "Last name")} <= {(each["field"], each["label"]) for each in ana["reasons"]}
    assert api.world.differences() == []


def test_a_dismissed_pair_is_never_proposed_again_unless_reopened(api: Api, two: list[str]) -> None:
    pair = queue(api)[0]["id"]
    assert decide(api, pair, "dismiss").body["state"] == "dismissed"
    api("PATCH", f"/v1/contacts/{two[1]}", {"last_name": "Ruiz"})
    api.world.settle()
    assert queue(api) == [] and queue(api, "dismissed")[0]["score"] > 90
    decide(api, pair, "reopen")
    assert [each["id"] for each in queue(api)] == [pair]


def test_a_pair_that_no_longer_looks_alike_is_closed_and_comes_back(api: Api, two: list[str]) -> None:
    pair = queue(api)[0]["id"]
    api("PATCH", f"/v1/contacts/{two[1]}", {"first_name": "Tom", "birthday": "1961-11-30"})
    api.world.settle()
    assert queue(api) == [] and queue(api, "stale")[0]["id"] == pair
    api("PATCH", f"/v1/contacts/{two[1]}", {"first_name": "Ana", "birthday": "1990-05-01"})
    api.world.settle()
    assert [each["id"] for each in queue(api)] == [pair]
    assert api.world.differences() == []


def test_a_deleted_record_closes_its_pairs(api: Api, two: list[str]) -> None:
    api("DELETE", f"/v1/contacts/{two[0]}")
    api.world.settle()
    assert queue(api) == [] and len(queue(api, "stale")) == 1
    api("POST", f"/v1/contacts/{two[0]}/restore")
    api.world.settle()
    assert len(queue(api)) == 1


def test_titles_follow_the_records(api: Api, two: list[str]) -> None:
    api("PATCH", f"/v1/contacts/{two[0]}", {"last_name": "Ruiz Sanz", "owner_id": None})
    api.world.settle()
    assert "Ana Ruiz Sanz" in {queue(api)[0]["a_title"], queue(api)[0]["b_title"]}


def test_a_pair_is_merged_from_the_queue_and_comes_back_with_an_unmerge(api: Api, two: list[str]) -> None:
    pair = queue(api)[0]["id"]
    assert decide(api, pair, "merge", winner_id="con_x").body["errors"][0]["field"] == "winner_id"
    answer = decide(api, pair, "merge", winner_id=two[0], choose={"last_name": two[1]})
    assert (answer.status, answer.body["state"]) == (200, "merged")
    assert api("GET", f"/v1/contacts/{two[1]}").body["last_name"] == "Ruis"
    assert queue(api) == [] and api("GET", f"/v1/contacts/{two[1]}").body["id"] == two[0]
    assert [decide(api, pair, action, **values).status for action, values in (
        ("dismiss", {}), ("reopen", {}), ("merge", {"winner_id": two[0]}))] == [409] * 3
    assert api("POST", f"/v1/contacts/{two[0]}/unmerge", {"other_id": two[1]}).status == 200
    api.world.settle()
    assert [each["id"] for each in queue(api)] == [pair]
    assert api.world.differences() == []


def test_a_merge_beside_the_queue_closes_the_pair(api: Api, two: list[str]) -> None:
    assert api("POST", f"/v1/contacts/{two[0]}/merge", {"other_id": two[1]}).status == 200
    api.world.settle()
    assert queue(api) == [] and len(queue(api, "merged")) == 1


def test_who_may_not_read_both_sees_no_pair(api: Api, world: World) -> None:
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {
        "contacts": {"read": "own", "update": "own", "delete": "own", "create": "own"}}}).body["id"]
    alone = api("POST", "/v1/users", {"email": "own@x.example", "first_name": "O", "last_name": "N", "role_ids": [role]}).body["id"]
    made(api, "contacts", **ANA, owner_id=alone)
    world.settle()
    second = made(api, "contacts", **ANA)
    made(api, "leads", first_name="Ana", last_name="Ruiz", emails=["a@x.example"])
    made(api, "leads", first_name="Ana", last_name="Ruiz", emails=["a@x.example"], status="new")
    world.settle()
    pair = queue(api)[0]["id"]
    api.user = alone
    assert queue(api) == [] and api("GET", f"/v1/duplicates/{pair}").status == 404
    assert decide(api, pair, "merge", winner_id=second).status == 404
    api.user = api.admin
    api("PATCH", f"/v1/contacts/{second}", {"owner_id": alone})
    world.settle()
    api.user = alone
    assert [(each["object"], each["owner_id"]) for each in queue(api)] == [("contacts", alone)]
    assert decide(api, queue(api)[0]["id"], "dismiss").status == 200


def test_contacts_alone_do_not_open_pairs_of_leads(api: Api, world: World) -> None:
    role = api("POST", "/v1/roles", {"name": "Contacts", "grants": {"contacts": {"read": "all"}}}).body["id"]
    reader = api("POST", "/v1/users", {"email": "c@x.example", "first_name": "C", "last_name": "O", "role_ids": [role]}).body["id"]
    for _each in range(2):
        made(api, "leads", first_name="Ana", last_name="Ruiz", company="Acme", city="Sevilla")
    world.settle()
    assert [each["object"] for each in queue(api)] == ["leads"]
    api.user = reader
    assert queue(api) == []


def test_judging_again_changes_nothing(api: Api, world: World, two: list[str]) -> None:
    before = queue(api)
    for _time in range(2):
        pairs.match(world.crm, {"type": "contact", "id": two[0]})
    assert queue(api) == before
    assert api("GET", f"/v1/contacts/{two[0]}/links").body["data"] == []


def test_a_change_reads_at_most_fifty_rows_of_blocks(api: Api, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        made(api, "contacts", **{**ANA, "emails": [f"n{number}@x.example"], "job_title": "x"})
    world.settle(rounds=30)
    asked: list[int] = []
    plain = world.crm.table.query

    def counted(pk: str, **more: Any) -> Any:
        page = plain(pk, **more)
        asked.append(len(page.items) if pk.startswith("block#") else 0)
        return page
    monkeypatch.setattr(world.crm.table, "query", counted)
    pairs.match(world.crm, {"type": "contact", "id": made(api, "contacts", **ANA)})
    assert 0 < sum(asked) <= 50
