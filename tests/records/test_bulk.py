"""Bulk changes: which records, what is refused at once, what is told of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.bulk import bulk
from tests.edge import Answer, Api
from tests.records import filling

WEB = {"field": "source", "op": "eq", "value": "web"}


def fill(api: Api, *values: dict[str, Any]) -> list[str]:
    ids = filling.fill(api.world, *values, source="web")
    api.world.settle()
    return ids


def run(api: Api, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The job at its end."""
    started = api("POST", "/v1/leads/bulk", body, **more)
    assert started.status == 202, started.body
    api.world.settle(rounds=40)
    return dict(api("GET", f"/v1/jobs/{started.body['job_id']}").body)


def lead(api: Api, id: str) -> dict[str, Any]:
    return dict(api("GET", f"/v1/leads/{id}").body)


def preview(api: Api, body: dict[str, Any], **more: Any) -> Answer:
    return api("POST", "/v1/leads/bulk?preview=true", body, **more)


def test_what_is_filtered_by_may_be_changed(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PAGE", 2)
    monkeypatch.setattr(bulk, "PAGES", 2)
    ids = fill(api, *[{}] * 7, {"source": "fair"})
    job = run(api, {"filter": WEB, "set": {"source": "net"}})
    assert (job["state"], job["rows"], job["done"], job["failed"]) == ("done", 7, 7, 0)
    assert [lead(api, id)["source"] for id in ids] == ["net"] * 7 + ["fair"]
    history = api("GET", f"/v1/leads/{ids[0]}/history").body["data"][0]
    assert (history["actor"], history["request_id"], history["changes"]) == (api.admin, job["id"], {"source": ["web", "net"]})
    assert api.world.differences() == []


def test_a_view_or_ids_say_which(api: Api) -> None:
    ids = fill(api, {}, {}, {"source": "fair"})
    view = api("POST", "/v1/views", {"name": "Web", "object": "leads", "filter": WEB, "sort": "city"}).body["id"]
    api.world.settle()
    assert run(api, {"view": view, "set": {"city": "Ulm"}})["done"] == 2
    assert run(api, {"ids": [ids[2], ids[2]], "set": {"city": "Bonn"}})["done"] == 1
    assert [lead(api, id)["city"] for id in ids] == ["Ulm", "Ulm", "Bonn"]
    assert run(api, {"view": view, "filter": {"field": "city", "op": "eq", "value": "Bonn"}, "set": {"city": "X"}})["rows"] == 0


def test_a_list_of_tags_adds_them(api: Api) -> None:
    ids = fill(api, {"tags": ["old"]}, {})
    run(api, {"filter": {}, "tag": ["vip"]})
    assert [sorted(lead(api, id)["tags"]) for id in ids] == [["old", "vip"], ["vip"]]


def test_tags_are_added_and_removed(api: Api) -> None:
    ids = fill(api, {"tags": ["Old", "vip"]}, {"tags": ["old"]}, {})
    run(api, {"filter": {}, "tag": {"add": ["VIP", "new"], "remove": ["OLD"]}})
    assert [sorted(lead(api, id)["tags"], key=str.casefold) for id in ids] == [["new", "vip"], ["new", "VIP"], ["new", "VIP"]]


def test_assigning_moves_the_team_too(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    ann = api.person("rep", "ann@x.example", team_ids=[team])
    ids = fill(api, {}, {})
    run(api, {"filter": {}, "assign": {"owner_id": ann}})
    assert [(each["owner_id"], each["team_id"]) for each in map(lambda id: lead(api, id), ids)] == [(ann, team)] * 2


def test_deleting_many(api: Api) -> None:
    fill(api, {}, {}, {"source": "fair"})
    assert run(api, {"filter": WEB, "delete": True})["done"] == 2
    assert api("GET", "/v1/leads").body["meta"]["total"] == 1
    assert len(api("GET", "/v1/leads?deleted=true").body["data"]) == 2
    assert api.world.differences() == []


def test_a_preview_counts_and_changes_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = fill(api, *({"city": "Ulm", "last_name": f"L{number}"} for number in range(7)), {"source": "fair"})
    body = {"set": {"source": "net"}}
    assert preview(api, {"filter": WEB, **body}).body["count"] == 7
    whole = preview(api, {"filter": {}, **body}).body
    assert (whole["count"], whole["exact"], whole["changeable"]) == (8, True, {"count": 8, "exact": True})
    few = preview(api, {"ids": [ids[0], "lea_00000000000000000000000000"], **body}).body
    assert few == {"count": 1, "exact": True, "changeable": {"count": 1, "exact": True}, "sample": [{"id": ids[0], "title": "L0"}]}
    monkeypatch.setattr(bulk, "PAGE", 1)
    many = preview(api, {"filter": WEB, **body}).body
    assert (many["count"], many["exact"]) == (5, False)
    view = api("POST", "/v1/views", {"name": "Web", "object": "leads", "filter": WEB}).body["id"]
    api.world.settle()
    kept = preview(api, {"view": view, **body}).body
    assert (kept["count"], kept["exact"], kept["sample"][0]["title"]) == (7, True, "L6")
    assert lead(api, ids[0])["source"] == "web"


@pytest.mark.parametrize("body, fields", [
    ({"filter": {}, "set": {"colour": "red", "score": 5, "country": "Nowhere"}}, {"set.colour", "set.score", "set.country"}),
    ({"set": {"source": "x"}}, {"filter"}), ({"filter": {}}, {"set"}), ({"filter": {}, "set": {}}, {"set"}), ({"ids": [], "delete": True}, {"filter"}),
    ({"filter": None, "delete": True}, {"filter"}), ({"view": "", "delete": True}, {"view"}), ({"ids": ["x"], "delete": True}, {"ids[0]"}),
    ({"ids": "all", "delete": True}, {"ids"}), ({"filter": {}, "delete": True, "set": {"source": "x"}}, {"delete"}), ({"filter": {}, "delete": "yes"}, {"delete"}),
    ({"filter": {"field": "colour", "op": "eq", "value": 1}, "set": {"x": 1}}, {"filter.field", "set.x"}), ({"filter": {}, "view": "viw_x", "delete": True}, {"view"}),
    ({"filter": {}, "assign": {"owner_id": "usr_00000000000000000000000000"}}, {"assign.owner_id"}), ({"filter": {}, "assign": {"status": "x"}}, {"assign.status"}),
    ({"filter": {}, "tag": {"add": [5]}}, {"tag.add[0]"}), ({"filter": {}, "tag": "x"}, {"tag"}), ({"filter": {}, "set": []}, {"set"}), ({"filter": {}, "set": [1]}, {"set"}),
    ({"filter": {}, "everything": True, "delete": True}, {"everything"})])
def test_all_that_is_wrong_is_told_before_anything_happens(api: Api, body: dict[str, Any], fields: set[str]) -> None:
    for refused in (api("POST", "/v1/leads/bulk", body), preview(api, body)):
        assert refused.status == 422 and {each["field"] for each in refused.body["errors"]} == fields, refused.body


def test_what_is_required_cannot_be_emptied(api: Api) -> None:
    refused = api("POST", "/v1/companies/bulk", {"filter": {}, "set": {"name": None}})
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "required")


def test_one_records_failure_is_told_and_stops_nothing(api: Api) -> None:
    ann = api.person("rep", "ann@x.example")
    ids = fill(api, {"owner_id": ann}, {"last_name": "Foreign"}, {"owner_id": ann})
    job = run(api, {"filter": {}, "set": {"city": "Ulm"}}, user=ann)
    assert (job["done"], job["failed"], job["state"]) == (2, 1, "done")
    assert job["result"]["errors"][0] | {"message": ""} == {"id": ids[1], "title": "Foreign", "code": "forbidden", "message": ""}
    assert lead(api, ids[1])["city"] is None


def test_the_job_may_what_the_person_may_and_no_more(api: Api) -> None:
    reader = api.person("read_only", "r@x.example")
    assert api("POST", "/v1/leads/bulk", {"filter": {}, "set": {"city": "x"}}, user=reader).status == 403
    assert api("POST", "/v1/leads/bulk", {"filter": {}, "assign": {"owner_id": reader}}, user=api.person("rep", "p@x.example")).status == 403
    assert api("POST", "/v1/roles/bulk", {"filter": {}, "delete": True}).status == 403
    ann = api.person("rep", "ann@x.example")
    id = fill(api, {"owner_id": ann})[0]
    started = api("POST", "/v1/leads/bulk", {"filter": {}, "set": {"city": "x"}}, user=ann)
    api("POST", f"/v1/users/{ann}/deactivate")
    api.world.settle()
    job = api("GET", f"/v1/jobs/{started.body['job_id']}").body
    assert job["state"] == "failed" and lead(api, id)["city"] is None


def test_a_part_that_comes_twice_changes_nothing_more(api: Api) -> None:
    id = fill(api, {})[0]
    job = run(api, {"filter": {}, "set": {"city": "Ulm"}})
    stored = api.world.crm.table.get((job["id"], "record"))
    version = lead(api, id)["version"]
    again = bulk.step(api.world.crm, stored, {"list": job["result"]["list"]})
    assert (again.done, again.failed) == (1, 0) and lead(api, id)["version"] == version
    gone = run(api, {"filter": {}, "delete": True})
    stored = api.world.crm.table.get((gone["id"], "record"))
    assert bulk.step(api.world.crm, stored, {"list": gone["result"]["list"]}).failed == 0


def test_a_key_starts_one_job(api: Api) -> None:
    fill(api, {})
    body = {"filter": {}, "set": {"city": "Ulm"}}
    first, again = (api("POST", "/v1/leads/bulk", body, Idempotency_Key="b1") for _ in range(2))
    assert first.body == again.body and again.headers["Idempotent-Replay"] == "true"
    assert api("POST", "/v1/leads/bulk", {**body, "set": {"city": "X"}}, Idempotency_Key="b1").status == 422


def test_a_cancelled_job_stops(api: Api) -> None:
    id = fill(api, {})[0]
    started = api("POST", "/v1/leads/bulk", {"filter": {}, "set": {"city": "Ulm"}}).body["job_id"]
    assert api("POST", f"/v1/jobs/{started}/cancel").status == 200
    api.world.settle()
    assert lead(api, id)["city"] is None


def test_a_key_acts_with_its_own_role(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Reader", "grants": {"leads": {"read": "all", "update": "own"}, "jobs": {"read": "own"}}}).body["id"]
    made = api("POST", "/v1/api_keys", {"name": "Robot", "role_id": role})
    assert made.status == 201, made.body
    ids = fill(api, {"owner_id": api.admin}, {})
    job = run(api, {"filter": {}, "set": {"city": "Ulm"}}, user=made.body["id"])
    assert (job["done"], job["failed"]) == (1, 1) and [lead(api, id)["city"] for id in ids] == ["Ulm", None]
    assert api("GET", f"/v1/leads/{ids[0]}/history").body["data"][0]["actor"] == made.body["id"]
    api("POST", f"/v1/jobs/{job['id']}/undo", user=made.body["id"])
    api.world.settle(rounds=40)
    assert lead(api, ids[0])["city"] is None


def test_a_preview_tells_what_the_person_may_change(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    rep = api.person("rep", "rep@x.example")
    api.world.settle()
    ids = fill(api, {"owner_id": rep}, {}, {"owner_id": rep}, {})
    for body in ({"filter": {}, "set": {"city": "Ulm"}}, {"ids": ids, "set": {"city": "Ulm"}}):
        told = preview(api, body, user=rep).body
        assert (told["count"], told["changeable"]) == (4, {"count": 2, "exact": True}), body
    monkeypatch.setattr(bulk, "PAGE", 1)
    monkeypatch.setattr(bulk, "PAGES", 2)
    few = preview(api, {"filter": {}, "set": {"city": "Ulm"}}, user=rep).body
    assert few["changeable"]["exact"] is False and few["changeable"]["count"] <= 2
