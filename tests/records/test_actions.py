"""Actions: the verbs of a type, repeatable under an Idempotency-Key."""

from __future__ import annotations

from tests.edge import Api
from tests.installation import World


def lead(api: Api, **values: object) -> str:
    return str(api("POST", "/v1/leads", {"last_name": "Ruiz", "owner_id": api.admin, **values}).body["id"])


def test_a_repeat_under_a_key_changes_nothing_and_says_so(api: Api) -> None:
    path = f"/v1/leads/{lead(api)}/qualify"
    first, again = (api("POST", path, idempotency_key="k1") for _ in range(2))
    assert (first.status, first.body["status"], "Idempotent-Replay" in first.headers) == (200, "qualified", False)
    assert (again.status, again.body["version"], again.headers["Idempotent-Replay"]) == (200, first.body["version"], "true")


def test_a_key_with_another_body_is_refused_also_where_nothing_would_change(api: Api) -> None:
    path = f"/v1/leads/{lead(api)}/disqualify"
    assert api("POST", path, {"reason": "too small"}, idempotency_key="k1").status == 200
    other = api("POST", path, {"reason": "spam"}, idempotency_key="k1")
    assert (other.status, other.body["errors"][0]["code"]) == (422, "idempotency_key_reused")


def test_a_repeat_is_answered_though_the_record_moved_on(api: Api) -> None:
    id = lead(api)
    api("POST", f"/v1/leads/{id}/qualify", idempotency_key="k1")
    api("POST", f"/v1/leads/{id}/disqualify", {"reason": "budget"})
    again = api("POST", f"/v1/leads/{id}/qualify", idempotency_key="k1")
    assert (again.status, again.body["status"], again.headers["Idempotent-Replay"]) == (200, "disqualified", "true")


def test_a_repeated_job_is_the_same_job(api: Api, world: World) -> None:
    one, two = api.person("rep", "one@x.example"), api.person("rep", "two@x.example")
    first, again = (api("POST", f"/v1/users/{one}/reassign", {"to": two}, idempotency_key="k1") for _ in range(2))
    assert (first.status, again.status) == (202, 202)
    assert first.body == again.body and first.body["job_id"].startswith("job_")


def test_unknown_actions_and_missing_fields_are_told(api: Api) -> None:
    id = lead(api)
    assert api("POST", f"/v1/leads/{id}/explode").status == 404
    assert api("POST", "/v1/leads/qualify").status == 404
    assert api("POST", f"/v1/leads/{id}/disqualify").body["errors"][0] == {
        "field": "reason", "code": "required", "message": "Reason is required"}
    assert api("POST", f"/v1/leads/{id}/qualify", {"why": 1}).body["errors"][0]["code"] == "unknown_field"


def test_completing_a_task_sets_who_and_when_once(api: Api, world: World) -> None:
    id = api("POST", "/v1/tasks", {"subject": "Call"}).body["id"]
    done = api("POST", f"/v1/tasks/{id}/complete")
    assert (done.body["status"], done.body["done_by"]) == ("done", api.admin) and done.body["done_at"]
    assert api("POST", f"/v1/tasks/{id}/complete").body["version"] == done.body["version"]
    world.settle()
    assert not world.differences()


def test_reopening_beside_another_open_lead_is_a_duplicate(api: Api) -> None:
    first = lead(api, emails=["ana@client.example"])
    api("POST", f"/v1/leads/{first}/disqualify", {"reason": "budget"})
    second = lead(api, emails=["ana@client.example"])
    answer = api("POST", f"/v1/leads/{first}/reopen")
    assert (answer.status, answer.body["code"]) == (409, "duplicate")
    assert [each["id"] for each in answer.body["candidates"]] == [second]
