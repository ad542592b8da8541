"""Idempotency-Key on a create: one record, however often and however parallel."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.edge import Api
from tests.installation import World
from tests.records.test_service import ANA, codes


def test_one_idempotency_key_makes_one_record(api: Api) -> None:
    first = api("POST", "/v1/contacts", ANA, idempotency_key="k1")
    again = api("POST", "/v1/contacts", ANA, idempotency_key="k1")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert ("Idempotent-Replay" in first.headers, again.headers["Idempotent-Replay"]) == (False, "true")


def test_a_replay_answers_with_the_record_as_it_is_now(api: Api) -> None:
    id = api("POST", "/v1/contacts", ANA, idempotency_key="k1").body["id"]
    api("PATCH", f"/v1/contacts/{id}", {"job_title": "CEO"})
    again = api("POST", "/v1/contacts", ANA, idempotency_key="k1")
    assert (again.body["job_title"], again.headers["ETag"]) == ("CEO", '"2"')


def test_a_key_used_for_another_body_is_refused(api: Api) -> None:
    api("POST", "/v1/contacts", ANA, idempotency_key="k1")
    other = api("POST", "/v1/contacts", {**ANA, "last_name": "Else"}, idempotency_key="k1")
    assert (other.status, codes(other)) == (422, {"Idempotency-Key": "idempotency_key_reused"})
    elsewhere = api("POST", "/v1/companies", {"name": "Acme"}, idempotency_key="k1")
    assert elsewhere.status == 422


def test_a_failed_validation_does_not_use_the_key_up(api: Api) -> None:
    assert api("POST", "/v1/contacts", {"emails": ["x"]}, idempotency_key="k1").status == 422
    assert api("POST", "/v1/contacts", ANA, idempotency_key="k1").status == 201


def test_keys_belong_to_their_person(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    first = api("POST", "/v1/notes", {"body": "hello"}, idempotency_key="k1")
    second = api("POST", "/v1/notes", {"body": "hello"}, idempotency_key="k1", user=rep)
    assert first.body["id"] != second.body["id"]


def test_ten_parallel_posts_with_one_key_make_one_record(api: Api, world: World) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _n: api("POST", "/v1/contacts", ANA, idempotency_key="k1"), range(10)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["id"] for answer in answers}) == 1
    assert sum("Idempotent-Replay" not in answer.headers for answer in answers) == 1
    world.settle()
    assert len(api("GET", "/v1/contacts").body["data"]) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00b"])
def test_a_key_has_1_to_255_printable_characters(api: Api, key: str) -> None:
    assert codes(api("POST", "/v1/contacts", ANA, idempotency_key=key)) == {"Idempotency-Key": "invalid_idempotency_key"}
