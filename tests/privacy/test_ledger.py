"""A table restored to an earlier moment is told of the erasures made since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.privacy import ledger, suppression
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World

MARK, EMAIL = "quorvax", "ana@quorvax.example"


@pytest.fixture(autouse=True)
def empty(world: World) -> Iterator[None]:
    world.crm.files.erase("files", ledger.PREFIX)
    yield
    world.crm.files.erase("files", ledger.PREFIX)


def contact(api: Api) -> str:
    made = api("POST", "/v1/contacts", {"last_name": MARK, "emails": [EMAIL]})
    assert made.status == 201, made.body
    api.world.settle()
    return str(made.body["id"])


def erase(api: Api, id: str) -> str:
    answer = api("POST", "/v1/privacy/erasures", {"subject_id": id, "reason": "A letter"})
    assert answer.status == 202, answer.body
    api.world.settle(rounds=60)
    return str(answer.body["id"])


def again(api: Api) -> dict[str, Any]:
    answer = api("POST", "/v1/privacy/erasures/again")
    assert answer.status == 202, answer.body
    api.world.settle(rounds=60)
    return dict(api("GET", f"/v1/jobs/{answer.body['job_id']}").body)


def told(api: Api) -> list[str]:
    return [item["pk"] for item in api.world.crm.table.scan() if MARK in str(item).lower()]


def test_after_a_restore_they_are_carried_out_again(api: Api, world: World) -> None:
    id = contact(api)
    before = world.save()
    receipt = erase(api, id)
    first = api("GET", f"/v1/privacy/erasures/{receipt}").body
    world.restore(before)
    assert told(api) and api("GET", f"/v1/contacts/{id}").status == 200
    assert (again(api)["done"], told(api), api("GET", f"/v1/contacts/{id}").status) == (1, [], 404)
    second = api("GET", f"/v1/privacy/erasures/{receipt}").body
    for name in ("subject_ids", "hashes", "reason", "created_at", "created_by"):
        assert second[name] == first[name], name
    assert suppression.suppressed(world.crm, [EMAIL]) == {EMAIL}
    assert again(api)["done"] == 0
    assert world.differences() == []


def test_who_came_after_the_restored_moment_is_known_again_all_the_same(api: Api, world: World) -> None:
    before = world.save()
    receipt = erase(api, contact(api))
    world.restore(before)
    assert again(api)["done"] == 1 and suppression.suppressed(world.crm, [EMAIL]) == {EMAIL}
    stands = api("GET", f"/v1/privacy/erasures/{receipt}").body
    assert stands["state"] == "done" and stands["hashes"]


def test_one_that_was_under_way_goes_on(api: Api, world: World) -> None:
    id = contact(api)
    asked = api("POST", "/v1/privacy/erasures", {"subject_id": id, "reason": "A letter"}).body
    message = {"do": "step", "job": asked["job_id"], "part": 0}
    from chalicelib import domains
    domains.advance(world.crm, message)  # whom to look for is written down
    world._stream()
    under_way = world.save()
    world.settle(rounds=60)
    world.restore(under_way)  # the queue is empty, the job waits for nothing
    assert again(api)["done"] == 1 and told(api) == []
    assert api("GET", f"/v1/privacy/erasures/{asked['id']}").body["state"] == "done"


def test_an_entry_tells_nothing_of_the_person(api: Api, world: World) -> None:
    erase(api, contact(api))
    [key] = world.crm.files.names("files", ledger.PREFIX)
    assert MARK not in world.crm.files.get("files", key).decode()


def test_it_takes_the_right_to_erase(api: Api) -> None:
    rep = api.person("rep", "rep@kith.example")
    assert api("POST", "/v1/privacy/erasures/again", user=rep).status == 403


def test_the_receipt_says_what_no_erasure_reaches(api: Api) -> None:
    receipt = api("GET", f"/v1/privacy/erasures/{erase(api, contact(api))}").body
    assert [each["what"] for each in receipt["elsewhere"]] == ["dead letters of the intake queue", "point-in-time recovery of the table"]
    assert all(each["until"] > receipt["finished_at"] for each in receipt["elsewhere"])


def test_a_purged_colleague_has_no_account_any_more(api: Api, world: World) -> None:
    id = api.person("rep", "gone@kith.example")
    world.settle()
    pool = {"UserPoolId": world.crm.settings.user_pool, "Username": id}
    from tests.installation import client
    people = client("cognito-idp")
    assert people.admin_get_user(**pool)
    assert api("DELETE", f"/v1/users/{id}").status == 204
    world.settle()
    world.later(days=31)
    world.tick()
    assert world.crm.table.get(keys.record(id)) is None
    with pytest.raises(people.exceptions.UserNotFoundException):
        people.admin_get_user(**pool)
