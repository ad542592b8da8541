"""Batches: order, independence, identities within one batch, repeats."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Answer, Api


def batch(api: Api, body: Any, objects: str = "contacts", **more: Any) -> Answer:
    return api("POST", f"/v1/{objects}/batch", body, **more)


def statuses(answer: Answer) -> list[int]:
    assert answer.status == 200, answer.body
    return [each["status"] for each in answer.body["results"]]


def contact(api: Api, **fields: Any) -> dict[str, Any]:
    made = api("POST", "/v1/contacts", {"last_name": "Berg", **fields})
    assert made.status == 201, made.body
    return dict(made.body)


def test_each_item_has_its_outcome_in_order(api: Api) -> None:
    one, two, three = (contact(api)["id"] for _ in range(3))
    done = batch(api, {"delete": [two, {"id": three}], "update": [{"id": one, "job_title": "CEO"}, {"id": two, "job_title": 5}],
                       "create": [{"last_name": "Tal"}, {"colour": "red"}]})
    assert statuses(done) == [201, 422, 200, 422, 204, 204]
    results = done.body["results"]
    assert results[0]["id"].startswith("con_") and results[2] == {"status": 200, "id": one, "version": 2}
    assert results[1]["problem"]["errors"][0]["code"] == "unknown_field" and results[4] == {"status": 204, "id": two}
    assert api("GET", f"/v1/contacts/{one}").body["job_title"] == "CEO"
    assert api("GET", f"/v1/contacts/{three}").status == 404
    api.world.settle()
    assert api.world.differences() == []


def test_of_two_with_one_address_the_first_wins(api: Api) -> None:
    same = {"last_name": "Ruiz", "emails": [{"value": "Ana@x.example"}]}
    for _again in range(3):
        done = batch(api, {"create": [{"last_name": "Other"}, same, {**same, "emails": ["ana@x.example"]}]})
        assert statuses(done) == [201, 201, 409]
        first, refused = done.body["results"][1:]
        assert refused["problem"]["candidates"][0]["id"] == first["id"]
        batch(api, {"delete": [first["id"]]})


def test_effects_on_one_record_come_in_order(api: Api) -> None:
    id = contact(api)["id"]
    changes = [{"id": id, "job_title": f"title {number}"} for number in range(20)]
    done = batch(api, {"update": changes, "delete": []})
    assert [each["version"] for each in done.body["results"]] == list(range(2, 22))
    assert api("GET", f"/v1/contacts/{id}").body["job_title"] == "title 19"
    assert statuses(batch(api, {"update": [{"id": id, "job_title": "last"}], "delete": [id]})) == [200, 204]


def test_a_stale_version_harms_only_its_item(api: Api) -> None:
    one, two = contact(api)["id"], contact(api)["id"]
    batch(api, {"update": [{"id": one, "job_title": "a"}]})
    done = batch(api, {"update": [{"id": one, "if_match": 1, "job_title": "b"}, {"id": two, "if_match": '"1"', "job_title": "b"},
                                  {"id": two, "if_match": "x", "job_title": "c"}]})
    assert statuses(done) == [412, 200, 422]


def test_an_upsert_finds_by_identity(api: Api) -> None:
    known = contact(api, emails=["ana@x.example"], phones=["+49 30 901820"])["id"]
    api.world.settle()
    done = batch(api, {"upsert": [
        {"key": "email", "emails": [{"value": "ANA@x.example", "type": "work"}, "second@x.example"], "job_title": "CTO"},
        {"key": "email", "emails": ["new@x.example"], "last_name": "New"}, {"key": "email", "emails": ["new@x.example"], "job_title": "Intern"},
        {"key": "phone", "phones": ["+4930901820"], "source": "call"}, {"key": "email", "last_name": "Nobody"}, {"emails": ["second@x.example"]},
        {"first_name": "Nobody"}]})
    assert statuses(done) == [200, 201, 200, 200, 422, 200, 422]  # without a key by what only one may have
    assert done.body["results"][0]["id"] == done.body["results"][3]["id"] == known
    assert done.body["results"][1]["id"] == done.body["results"][2]["id"]
    record = api("GET", f"/v1/contacts/{known}").body
    assert [each["value"] for each in record["emails"]] == ["ana@x.example", "second@x.example"]
    assert record["emails"][0]["primary"] and (record["job_title"], record["source"]) == ("CTO", "call")
    api.world.settle()
    assert api.world.differences() == []


def test_an_upsert_finds_an_open_lead(api: Api) -> None:
    made = api("POST", "/v1/leads", {"last_name": "Ruiz", "emails": ["ana@x.example"]}).body
    item = {"key": "email", "emails": ["ana@x.example"], "city": "Rom"}
    assert batch(api, {"upsert": [item, {**item, "emails": ["new@x.example"]}]}, "leads").body["results"][0] == {
        "status": 200, "id": made["id"], "version": 2}
    assert api("GET", f"/v1/leads/{made['id']}").body["city"] == "Rom"


def test_an_upsert_that_fits_several_chooses_none(api: Api) -> None:
    for name in ("A", "B"):
        contact(api, last_name=name, phones=["+4930901820"])
    api.world.settle()
    refused = batch(api, {"upsert": [{"key": "phone", "phones": ["+4930901820"]}]}).body["results"][0]
    assert refused["problem"]["code"] == "ambiguous" and len(refused["problem"]["candidates"]) == 2


def test_nobody_does_more_in_a_batch_than_alone(api: Api) -> None:
    theirs = contact(api, emails=["ana@x.example"])["id"]
    reader, rep = api.person("read_only", "r@x.example"), api.person("rep", "p@x.example")
    body = {"create": [{"last_name": "A"}], "update": [{"id": theirs, "job_title": "x"}], "delete": [theirs],
            "upsert": [{"key": "email", "emails": ["ana@x.example"], "job_title": "x"}]}
    assert statuses(batch(api, body, user=reader)) == [403, 403, 403, 403]
    assert statuses(batch(api, body, user=rep)) == [201, 403, 403, 403]
    assert statuses(batch(api, {"create": [{"grants": {}}]}, "roles", user=rep)) == [403]


@pytest.mark.parametrize("body, code", [
    ({}, "required"), ({"create": [{}] * 60, "delete": ["x"] * 41}, "too_many"), ({"create": {}}, "required"), ({"create": 5}, "invalid_list"),
    ({"make": []}, "unknown_field"), ({"update": "abc"}, "invalid_list")])
def test_what_a_batch_cannot_be(api: Api, body: Any, code: str) -> None:
    refused = batch(api, body)
    assert refused.status == 422 and refused.body["errors"][0]["code"] == code


def test_hostile_items_are_answered_one_by_one(api: Api) -> None:
    items = [None, 1, "x", [], {"id": {}}, {"id": ["a"]}, {"id": None}]
    assert batch(api, {"update": [{"job_title": "x"}]}).body["results"][0]["problem"]["errors"][0]["field"] == "id"
    done = batch(api, {"create": items, "update": items, "upsert": [*items, {"key": {}, "emails": ["a@x.example"]}, {"key": ["email"]}], "delete": items})
    assert all(400 <= status < 500 for status in statuses(done)), done.body
    assert api("POST", "/v1/contacts/batch", "[]").status == 400
    assert api("GET", "/v1/contacts/batch").status == 404


def test_a_repeat_with_its_key_changes_nothing(api: Api) -> None:
    id = contact(api)["id"]
    body = {"create": [{"last_name": "Once"}, {"bad": 1}], "update": [{"id": id, "if_match": 1, "job_title": "x"}]}
    first, again = (batch(api, body, Idempotency_Key="k1") for _ in range(2))
    assert again.body == first.body and statuses(first) == [201, 422, 200]
    assert again.headers["Idempotent-Replay"] == "true" and "Idempotent-Replay" not in first.headers
    assert batch(api, {"create": [{"last_name": "Two"}]}, Idempotency_Key="k1").status == 422
    api.world.settle()
    assert api("GET", "/v1/contacts").body["meta"]["total"] == 2


def test_a_call_that_was_cut_short_does_not_create_twice(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.records.bulk import batches
    monkeypatch.setattr(batches, "_keep", lambda *_: None)
    body = {"create": [{"last_name": "Once"}, {"last_name": "Twice"}]}
    first, again = (batch(api, body, Idempotency_Key="k2").body["results"] for _ in range(2))
    assert [each["id"] for each in first] == [each["id"] for each in again]
