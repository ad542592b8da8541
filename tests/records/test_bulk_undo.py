"""Undoing a bulk change: everything as it was, but for what somebody changed since."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.bulk import bulk
from tests.edge import Api
from tests.records.test_bulk import fill, lead, run


def undo(api: Api, job: dict[str, Any], **more: Any) -> dict[str, Any]:
    started = api("POST", f"/v1/jobs/{job['id']}/undo", **more)
    assert started.status == 202, started.body
    api.world.settle(rounds=40)
    return dict(api("GET", f"/v1/jobs/{started.body['job_id']}").body)


def test_values_go_back_to_what_each_record_had(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PAGE", 2)
    ids = fill(api, {"city": "Ulm"}, {"city": "Bonn", "tags": ["a"]}, {}, {"city": "Kiel"}, {})
    job = run(api, {"filter": {}, "set": {"city": "Rom"}, "tag": {"add": ["b"]}})
    done = undo(api, job)
    assert (done["state"], done["done"], done["failed"], done["rows"]) == ("done", 5, 0, 5)
    assert [lead(api, id)["city"] for id in ids] == ["Ulm", "Bonn", None, "Kiel", None]
    assert [lead(api, id)["tags"] for id in ids][:2] == [None, ["a"]]
    assert api.world.differences() == []


def test_what_was_changed_since_is_kept_and_told(api: Api) -> None:
    ids = fill(api, {"city": "Ulm"}, {"city": "Ulm"}, {"city": "Ulm"})
    job = run(api, {"filter": {}, "set": {"city": "Rom"}})
    api("PATCH", f"/v1/leads/{ids[0]}", {"city": "Paris"})
    api("PATCH", f"/v1/leads/{ids[1]}", {"message": "Something else"})
    api.world.settle()
    done = undo(api, job)
    assert [lead(api, id)["city"] for id in ids] == ["Paris", "Ulm", "Ulm"]
    kept, = done["result"]["kept"]
    assert (kept["id"], kept["code"], kept["fields"]) == (ids[0], "changed_since", ["city"])


def test_deleted_ones_come_back(api: Api) -> None:
    ids = fill(api, {}, {}, {"emails": [{"value": "ana@x.example", "type": "work", "primary": True}]})
    job = run(api, {"filter": {}, "delete": True})
    api("POST", "/v1/leads", {"last_name": "New", "emails": ["ana@x.example"]})
    api.world.settle()
    done = undo(api, job)
    assert (done["done"], done["failed"]) == (2, 1) and done["result"]["kept"][0]["code"] == "duplicate"
    assert [api("GET", f"/v1/leads/{id}").status for id in ids] == [200, 200, 404]
    assert api.world.differences() == []


def test_assigned_ones_go_back_to_their_owner_and_team(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    ann, ben = api.person("rep", "ann@x.example", team_ids=[team]), api.person("rep", "ben@x.example")
    id = fill(api, {"owner_id": ann})[0]
    job = run(api, {"filter": {}, "assign": {"owner_id": ben}})
    assert lead(api, id)["owner_id"] == ben
    undo(api, job)
    assert (lead(api, id)["owner_id"], lead(api, id)["team_id"]) == (ann, team)


def test_what_failed_is_not_touched(api: Api) -> None:
    ann = api.person("rep", "ann@x.example")
    ids = fill(api, {"owner_id": ann, "city": "Ulm"}, {"city": "Bonn"})
    job = run(api, {"filter": {}, "set": {"city": "Rom"}}, user=ann)
    done = undo(api, job, user=ann)
    assert done["failed"] == 0 and [lead(api, id)["city"] for id in ids] == ["Ulm", "Bonn"]


def test_a_job_is_undone_once(api: Api) -> None:
    fill(api, {})
    job = run(api, {"filter": {}, "set": {"city": "Rom"}})
    done = undo(api, job)
    again = api("POST", f"/v1/jobs/{job['id']}/undo")
    assert (again.status, again.body["code"], again.body["job_id"]) == (409, "undone", done["id"])
    assert api("POST", f"/v1/jobs/{done['id']}/undo").body["code"] == "not_undoable"


def test_after_a_month_it_is_too_late(api: Api) -> None:
    fill(api, {})
    job = run(api, {"filter": {}, "set": {"city": "Rom"}})
    api.world.later(days=31)
    assert api("POST", f"/v1/jobs/{job['id']}/undo").body["code"] == "too_late"


def test_whose_rights_are_gone_undoes_nothing(api: Api) -> None:
    ann = api.person("rep", "ann@x.example")
    id = fill(api, {"owner_id": ann, "city": "Ulm"})[0]
    job = run(api, {"filter": {}, "set": {"city": "Rom"}}, user=ann)
    api("PATCH", f"/v1/leads/{id}", {"owner_id": api.admin})
    api.world.settle()
    done = undo(api, job, user=ann)
    assert done["result"]["kept"][0]["code"] == "forbidden" and lead(api, id)["city"] == "Rom"
    assert api("POST", f"/v1/jobs/{job['id']}/undo", user=api.person("rep", "ben@x.example")).status == 404


def test_history_that_is_late_is_waited_for(api: Api) -> None:
    from chalicelib.records.bulk import undo as bulk_undo
    id = fill(api, {"city": "Ulm"})[0]
    crm, started = api.world.crm, api("POST", "/v1/leads/bulk", {"filter": {}, "set": {"city": "Rom"}}).body["job_id"]
    while crm.table.get((started, "record"))["state"] != "done":
        api.world.work("jobs")
    assert lead(api, id)["city"] == "Rom"
    job = crm.table.get((started, "record"))
    asked = {"arguments": {"type": "lead", "by": api.admin, "job": started, "list": job["result"]["list"]}, "id": "job_x"}
    waiting = bulk_undo.step(crm, asked, {})
    assert (waiting.pause, waiting.place, waiting.done) == (bulk_undo.PAUSE, {"list": job["result"]["list"], "waited": 1}, 0)
    api.world.settle()
    assert bulk_undo.step(crm, asked, dict(waiting.place or {})).done == 1
    assert lead(api, id)["city"] == "Ulm"
