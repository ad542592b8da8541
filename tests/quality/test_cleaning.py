"""Cleaning rules: tried, run, taken back, on time; with the rights of a person and no more."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.quality import cleaning_run
from chalicelib.quality.cleaning import next_slot
from chalicelib.quality.cleaning_kinds import KINDS, cased
from chalicelib.store import keys
from tests.edge import Api


def rule(api: Api, **fields: Any) -> str:
    made = api("POST", "/v1/cleaning_rules", {"name": "R", "object": "contacts", "kind": "case_names", **fields})
    assert made.status == 201, made.body
    api.world.settle()
    return str(made.body["id"])


def contact(api: Api, **fields: Any) -> str:
    made = api("POST", "/v1/contacts?allow_duplicate=true", fields)
    assert made.status == 201, made.body
    return str(made.body["id"])


def run(api: Api, id: str, action: str = "run", user: str | None = "", **values: Any) -> dict[str, Any]:
    begun = api("POST", f"/v1/cleaning_rules/{id}/{action}", values, user=user)
    assert begun.status == 202, begun.body
    api.world.settle()
    return dict(api("GET", f"/v1/jobs/{begun.body['job_id']}", user=user).body)


def get(api: Api, id: str) -> dict[str, Any]:
    return dict(api("GET", f"/v1/contacts/{id}").body)


@pytest.mark.parametrize("name, written", [
    ("ANNA-LENA", "Anna-Lena"), ("berg", "Berg"), ("VON DER LEYEN", "von der Leyen"), ("O'NEILL", "O'Neill"), ("MCKAY", "McKay"),
    ("van Gogh", "van Gogh"), ("Li", "Li"), ("JP", "JP"), ("MÜLLER", "Müller"), ("山田太郎", "山田太郎"), ("von", "Von"), ("d’arc", "D’Arc")])
def test_names_are_written_as_usual(name: str, written: str) -> None:
    assert cased(name) == written and cased(cased(name)) == written


@pytest.mark.parametrize("kind, record, rule, change", [
    ("country_from_phone", {"type": "lead", "phones": [{"value": "+493012345678"}]}, {}, {"country": "DE"}),
    ("country_from_phone", {"type": "contact", "phones": [{"value": "+33142685300"}], "address": {"city": "Lyon"}}, {},
     {"address": {"city": "Lyon", "country": "FR"}}),
    ("country_from_phone", {"type": "lead", "country": "AT", "phones": [{"value": "+493012345678"}]}, {}, {}),
    ("country_from_phone", {"type": "lead", "phones": [{"value": "+80012345678"}]}, {}, {}),
    ("domain_from_website", {"website": "https://www.acme.de/x"}, {}, {"domain": "acme.de"}),
    ("domain_from_website", {"website": "https://acme.de", "domain": "acme.com"}, {}, {}),
    ("drop_placeholders", {"emails": [{"value": "a@example.com"}, {"value": "b@acme.de"}]}, {}, {"emails": [{"value": "b@acme.de"}]}),
    ("tag", {"tags": ["a"]}, {"tag": "b"}, {"tags": ["a", "b"]}), ("tag", {"tags": ["B"]}, {"tag": "b"}, {}),
])
def test_what_a_kind_changes(kind: str, record: dict[str, Any], rule: dict[str, Any], change: dict[str, Any]) -> None:
    assert KINDS[kind].change(record, rule) == change


def test_a_preview_changes_nothing_and_a_run_does_what_it_said(api: Api) -> None:
    loud, quiet = contact(api, first_name="ANN", last_name="BERG"), contact(api, last_name="Tal")
    id = rule(api)
    told = api("POST", f"/v1/cleaning_rules/{id}/preview").body
    assert (told["would_change"], told["examined"], told["complete"], told["estimate"]) == (1, 2, True, 1)
    assert told["records"][0]["before"] == {"first_name": "ANN", "last_name": "BERG"} and get(api, loud)["last_name"] == "BERG"
    job = run(api, id)
    assert (job["state"], job["done"], job["failed"]) == ("done", 1, 0)
    assert job["result"]["changed"] == {"first_name": 1, "last_name": 1} and job["result"]["examined"] == 2
    assert get(api, loud)["last_name"] == "Berg" and get(api, quiet)["version"] == 1
    report = api("POST", f"/v1/cleaning_rules/{id}/report").body
    assert report["records"] == [{"id": loud, **{name: told["records"][0][name] for name in ("before", "after")}, "deleted": False}]
    assert api("GET", f"/v1/cleaning_rules/{id}").body["last_job_id"] == job["id"]
    assert api.world.differences() == []


def test_a_run_is_taken_back_but_for_what_changed_since(api: Api) -> None:
    ids = [contact(api, last_name=name) for name in ("BERG", "TAL", "HUT")]
    id = rule(api)
    api.world.settle()
    first = run(api, id)
    api("PATCH", f"/v1/contacts/{ids[1]}", {"last_name": "Thal"})
    api("PATCH", f"/v1/contacts/{ids[2]}", {"job_title": "Cook"})
    api.world.settle()
    assert api("POST", f"/v1/cleaning_rules/{id}/report").body["undone"] is None
    back = run(api, id, "undo", job_id=first["id"])
    told = api("POST", f"/v1/cleaning_rules/{id}/report").body["undone"]
    assert told == {name: back.get(name) for name in ("id", "state", "done", "failed", "created_at", "message")}
    assert [get(api, each)["last_name"] for each in ids] == ["BERG", "Thal", "HUT"]
    assert (back["done"], back["failed"]) == (2, 1) and back["result"]["kept"][0]["id"] == ids[1]
    again = api("POST", f"/v1/cleaning_rules/{id}/undo", {"job_id": first["id"]})
    assert (again.status, again.body["code"]) == (409, "undone")
    assert api.world.differences() == []


def test_many_records_go_in_parts_and_a_part_may_come_twice(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning_run, "PAGE", 2)
    ids = [contact(api, last_name=f"BERG {number}") for number in range(5)]
    id = rule(api)
    once, plain = set[int](), cleaning_run.clean

    def dying(crm: Any, job: Any, place: Any) -> Any:
        done = plain(crm, job, place)
        if job["part"] not in once:
            once.add(job["part"])
            return plain(crm, job, place)
        return done
    monkeypatch.setattr(cleaning_run, "clean", dying)
    first = run(api, id)
    assert (first["state"], first["done"], len(once)) == ("done", 5, 3)
    back = run(api, id, "undo")
    assert back["done"] == 5 and [get(api, each)["last_name"] for each in ids] == [f"BERG {number}" for number in range(5)]
    assert api.world.differences() == []


def test_what_nothing_happens_with_is_deleted_and_comes_back(api: Api) -> None:
    old, busy = contact(api, last_name="Berg"), contact(api, last_name="Tal")
    id = rule(api, kind="delete_stale", days=90)
    api.world.settle()
    api.world.later(days=100)
    api("POST", "/v1/notes", {"body": "Still there", "related": [busy]})
    api.world.settle()
    assert run(api, id)["result"]["changed"] == {"deleted": 1}
    assert api("GET", f"/v1/contacts/{old}").status == 404 and get(api, busy)["id"] == busy
    assert run(api, id, "undo")["done"] == 1 and get(api, old)["last_name"] == "Berg"
    assert api.world.differences() == []


def test_it_runs_at_night_once(api: Api) -> None:
    loud = contact(api, last_name="BERG")
    id = rule(api, schedule="daily", condition={"field": "last_name", "op": "eq", "value": "BERG"})
    slot = api("GET", f"/v1/cleaning_rules/{id}").body["next_run_at"]
    assert slot[11:] == "03:00:00.000Z"
    api.world.tick()
    assert get(api, loud)["last_name"] == "BERG"
    api.world.later(days=1)
    api.world.tick()
    api.world.tick()
    assert get(api, loud)["last_name"] == "Berg"
    jobs = [each for each in api("GET", "/v1/jobs").body["data"] if each["what"] == "clean"]
    assert len(jobs) == 1 and jobs[0]["state"] == "done"
    now = api("GET", f"/v1/cleaning_rules/{id}").body
    assert now["next_run_at"] > slot and now["last_job_id"] == jobs[0]["id"]
    api("PATCH", f"/v1/cleaning_rules/{id}", {"active": False})
    assert api("GET", f"/v1/cleaning_rules/{id}").body["next_run_at"] is None
    api.world.settle()
    assert api.world.differences() == []


def test_the_next_night_lies_ahead() -> None:
    assert next_slot("daily", "2026-11-22T03:00:00.000Z") == "2026-11-23T03:00:00.000Z"
    assert next_slot("weekly", "2026-11-22T02:00:00.000Z") == "2026-11-23T03:00:00.000Z"
    assert next_slot("weekly", "2026-11-23T04:00:00.000Z") == "2026-11-30T03:00:00.000Z" and next_slot("off", "2026-11-22T02:00:00.000Z") is None


def test_it_does_what_its_person_may_and_no_more(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Tidy", "grants": {
        "contacts": {"read": "all", "update": "own"}, "cleaning_rules": {"*": "all"}, "jobs": {"read": "own"}}}).body["id"]
    person = api.person("rep", "tidy@kith.example", role_ids=[role])
    api.world.settle()
    mine, other = contact(api, last_name="MINE", owner_id=person), contact(api, last_name="OTHER")
    id = rule(api)
    assert api("POST", f"/v1/cleaning_rules/{id}/preview", user=person).body["would_change"] == 1
    assert run(api, id, user=person)["done"] == 1
    assert get(api, mine)["last_name"] == "Mine" and get(api, other)["last_name"] == "OTHER"
    assert api("PATCH", f"/v1/cleaning_rules/{id}", {"schedule": "daily"}, user=person).body["owner_id"] == person
    assert api("POST", "/v1/cleaning_rules", {"name": "X", "object": "leads", "kind": "tag", "tag": "x"}, user=person).status == 422
    rep = api.person("rep", "rep@kith.example")
    assert api("GET", "/v1/cleaning_rules", user=rep).status == 403


def test_a_run_for_somebody_who_left_fails_and_says_why(api: Api) -> None:
    loud, id = contact(api, last_name="BERG"), rule(api, schedule="daily")
    leaver = api.person("admin", "leaver@kith.example")
    api("PATCH", f"/v1/cleaning_rules/{id}", {"name": "Theirs"}, user=leaver)
    api.world.settle()
    api("POST", f"/v1/users/{leaver}/deactivate")
    api.world.settle()
    api.world.later(days=1)
    api.world.tick()
    job = api.world.crm.table.get(keys.record(api("GET", f"/v1/cleaning_rules/{id}").body["last_job_id"])) or {}
    assert (job["state"], job["message"]) == ("failed", "This account is not active") and get(api, loud)["last_name"] == "BERG"


@pytest.mark.parametrize("fields, path", [
    ({"object": "roles"}, "object"), ({"kind": "magic"}, "kind"), ({"object": "companies"}, "kind"), ({"kind": "tag"}, "tag"),
    ({"kind": "delete_stale"}, "days"), ({"kind": "delete_stale", "days": 5}, "days"), ({"schedule": "hourly"}, "schedule"),
    ({"condition": {"field": "nope", "op": "eq", "value": 1}}, "condition.field"), ({"next_run_at": "2026-01-01T00:00:00Z"}, "next_run_at")])
def test_what_a_rule_cannot_be(api: Api, fields: dict[str, Any], path: str) -> None:
    refused = api("POST", "/v1/cleaning_rules", {"name": "R", "object": "contacts", "kind": "case_names", **fields})
    assert refused.status == 422 and path in {each["field"] for each in refused.body["errors"]}, refused.body


def test_what_cannot_be_taken_back(api: Api) -> None:
    id, other = rule(api), rule(api)
    assert api("POST", f"/v1/cleaning_rules/{id}/undo").status == 404
    job = run(api, other)
    assert api("POST", f"/v1/cleaning_rules/{id}/undo", {"job_id": job["id"]}).status == 404
    api.world.later(days=31)
    assert api("POST", f"/v1/cleaning_rules/{other}/undo").body["code"] == "too_late"
