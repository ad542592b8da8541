"""Lists by a saved view: its order, its columns, its count, for each reader."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from tests.edge import Api
from tests.records import filling

fill = partial(filling.fill, source="web")

WEB = {"field": "source", "op": "eq", "value": "web"}


def view(api: Api, *, ready: bool = True, **fields: Any) -> str:
    made = api("POST", "/v1/views", {"name": "Web", "object": "leads", "filter": WEB, "visibility": "shared", **fields})
    assert made.status == 201, made.body
    if ready:
        api.world.settle()
    return str(made.body["id"])


def listed(api: Api, query: str, **more: Any) -> Any:
    answer = api("GET", f"/v1/leads?{query}", **more)
    assert answer.status == 200, answer.body
    return answer.body


def pages(api: Api, query: str, **more: Any) -> list[dict[str, Any]]:
    found, cursor = [], ""
    while cursor is not None:
        body = listed(api, f"{query}&cursor={cursor}", **more)
        found, cursor = [*found, *body["data"]], body["next_cursor"]
    return found


@pytest.mark.parametrize("sort", ["city", "-city"])
def test_pages_come_in_the_views_order_whatever_the_field(api: Api, sort: str) -> None:
    fill(api.world, *({"city": city} for city in ("Ulm", "Öhringen", "Aalen", "Zell")), {"city": "Bonn", "source": "fair"})
    api.world.settle()
    id = view(api, sort=sort, columns=["city"])
    first = listed(api, f"view={id}&limit=3")
    assert first["meta"] == {"total": 4, "kept": True, "view": {"id": id, "state": "ready", "columns": [
        "id", "type", "version", "created_at", "updated_at", "owner_id", "team_id", "city"]}}
    cities = [each["city"] for each in pages(api, f"view={id}&limit=3")]
    assert cities == ["Aalen", "Öhringen", "Ulm", "Zell"][::1 if sort == "city" else -1]
    assert [each["city"] for each in pages(api, f"view={id}&sort=city&limit=2")] == ["Aalen", "Öhringen", "Ulm", "Zell"]
    assert api.world.differences() == []


def test_its_rows_show_its_columns_or_what_is_asked(api: Api) -> None:
    fill(api.world, {"message": "Hello"})
    api.world.settle()
    id = view(api, columns=["last_name"])
    assert set(listed(api, f"view={id}")["data"][0]) == {
        "id", "type", "version", "created_at", "updated_at", "owner_id", "team_id", "last_name"}
    assert listed(api, f"view={id}&fields=message")["data"] == [{"id": listed(api, f"view={id}")["data"][0]["id"], "message": "Hello"}]


def test_a_page_costs_two_calls_however_it_is_sorted(api: Api) -> None:
    fill(api.world, *[{}] * 12)
    api.world.settle()
    id = view(api, sort="message", columns=["last_name"])
    meter = api.world.crm.table.meter
    meter.reset()
    listed(api, f"view={id}&limit=5")
    assert meter.calls == 2


def test_a_record_enters_and_leaves(api: Api) -> None:
    lead = fill(api.world, {"source": "fair"})[0]
    api.world.settle()
    id = view(api)
    assert listed(api, f"view={id}")["meta"]["total"] == 0
    for source, count in (("web", 1), ("fair", 0)):
        api("PATCH", f"/v1/leads/{lead}", {"source": source})
        api.world.settle()
        body = listed(api, f"view={id}")
        assert (len(body["data"]), body["meta"]["total"]) == (count, count)
    assert api.world.differences() == []


def test_while_it_is_built_the_filter_answers(api: Api) -> None:
    ids = fill(api.world, {"city": "Ulm"}, {"city": "Bonn"}, {"source": "fair"})
    api.world.settle()
    id = view(api, ready=False, sort="city", columns=["city"])
    body = listed(api, f"view={id}")
    assert body["meta"]["kept"] is False and body["meta"]["total"] is None
    assert body["meta"]["view"]["state"] == "building" and body["meta"]["view"]["sort"] == ""
    assert [each["id"] for each in body["data"]] == [ids[1], ids[0]] and "status" not in body["data"][0]
    cursor = listed(api, f"view={id}&limit=1")["next_cursor"]
    api.world.settle()
    assert [each["city"] for each in listed(api, f"view={id}")["data"]] == ["Bonn", "Ulm"]
    assert api("GET", f"/v1/leads?view={id}&limit=1&cursor={cursor}").body["code"] == "invalid_cursor"


def test_a_changed_view_answers_by_its_new_filter_at_once(api: Api) -> None:
    fill(api.world, {}, {"source": "fair"}, {"source": "fair"})
    api.world.settle()
    id = view(api)
    api("PATCH", f"/v1/views/{id}", {"filter": {**WEB, "value": "fair"}})
    assert len(listed(api, f"view={id}")["data"]) == 2
    api.world.settle()
    assert listed(api, f"view={id}")["meta"]["total"] == 2
    assert api.world.differences() == []


def test_a_filter_within_a_view(api: Api) -> None:
    ids = fill(api.world, {"city": "Ulm"}, {"city": "Bonn"}, {"city": "Ulm", "source": "fair"}, {"city": "Ulm"})
    api.world.settle()
    id = view(api, sort="last_name", columns=["last_name"])
    body = listed(api, f"view={id}&city=Ulm")
    assert {each["id"] for each in body["data"]} == {ids[0], ids[3]} and body["meta"]["kept"] is False
    more = quote(json.dumps({"field": "city", "op": "ne", "value": "Ulm"}))
    assert [each["id"] for each in pages(api, f"view={id}&filter={more}&limit=1")] == [ids[1]]


def test_another_order_than_its_own(api: Api) -> None:
    ids = fill(api.world, {"last_name": "B"}, {"last_name": "A"})
    api.world.settle()
    id = view(api, sort="city")
    body = listed(api, f"view={id}&sort=last_name")
    assert [each["id"] for each in body["data"]] == ids[::-1] and body["meta"]["kept"] is False
    assert api("GET", f"/v1/leads?view={id}&sort=message").body["errors"][0]["code"] == "not_sortable"


def test_mine_and_my_teams_are_each_readers_own(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    ann, ben = (api.person("rep", f"{name}@x.example", team_ids=[team]) for name in ("ann", "ben"))
    ids = fill(api.world, {"owner_id": ann}, {"owner_id": ben}, {"owner_id": ben}, {})
    api.world.settle()
    mine = view(api, filter={"all": [WEB, {"field": "owner_id", "op": "eq", "value": {"me": True}}]})
    ours = view(api, filter={"all": [WEB, {"field": "team_id", "op": "eq", "value": {"my_teams": True}}]})
    for user, expected in ((ann, {ids[0]}), (ben, {ids[1], ids[2]}), (api.admin, set())):
        body = listed(api, f"view={mine}", user=user)
        assert ({each["id"] for each in body["data"]}, body["meta"]["total"]) == (expected, len(expected))
    assert listed(api, f"view={ours}", user=ann)["meta"]["total"] == 3
    assert listed(api, f"view={ours}")["data"] == []
    assert api.world.differences() == []


def test_a_reader_of_some_sees_and_counts_only_those(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Own", "grants": {"leads": {"read": "own"}}}).body["id"]
    user = api("POST", "/v1/users", {"email": "own@x.example", "role_ids": [role]}).body["id"]
    api.world.settle()
    ids = fill(api.world, {"owner_id": user}, {}, {"owner_id": api.admin})
    api.world.settle()
    id = view(api, sort="city")
    body = listed(api, f"view={id}", user=user)
    assert [each["id"] for each in body["data"]] == [ids[0]] and body["meta"]["total"] == 1
    ours = view(api, filter={"field": "team_id", "op": "in", "value": {"my_teams": True}})
    assert listed(api, f"view={ours}", user=user)["data"] == []


def test_columns_behind_a_reference(api: Api) -> None:
    company = api("POST", "/v1/companies", {"name": "Berg AG"}).body["id"]
    api("POST", "/v1/contacts", {"last_name": "Ruiz", "company_id": company})
    api.world.settle()
    made = api("POST", "/v1/views", {"name": "All", "object": "contacts", "columns": ["last_name", "company_id.name"], "sort": "last_name"})
    for _state in ("building", "ready"):
        row = api("GET", f"/v1/contacts?view={made.body['id']}").body["data"][0]
        assert row["company_id.name"] == "Berg AG" and row["last_name"] == "Ruiz"
        api.world.settle()


@pytest.mark.parametrize("id", ["x", "viw_00000000000000000000000000", "lea_00000000000000000000000000"])
def test_no_such_view(api: Api, id: str) -> None:
    assert api("GET", f"/v1/leads?view={id}").status == 404


def test_a_view_belongs_to_its_object_and_its_readers(api: Api) -> None:
    id = view(api, visibility="private")
    assert api("GET", f"/v1/contacts?view={id}").status == 404
    assert api("GET", f"/v1/leads?view={id}", user=api.person("rep", "rep@x.example")).status == 404


def test_a_view_on_a_field_hidden_from_the_reader(api: Api) -> None:
    id = view(api, filter={"field": "city", "op": "eq", "value": "Ulm"})
    shown = view(api, columns=["city", "last_name"])
    role = api("POST", "/v1/roles", {"name": "Some", "grants": {"leads": {"read": "all"}}, "fields": {"leads": {"city": "none"}}})
    user = api("POST", "/v1/users", {"email": "some@x.example", "role_ids": [role.body["id"]]}).body["id"]
    fill(api.world, {"city": "Ulm"})
    api.world.settle()
    assert api("GET", f"/v1/leads?view={id}", user=user).body["errors"][0]["code"] == "unknown_field"
    assert "city" not in listed(api, f"view={shown}", user=user)["data"][0]
    assert listed(api, f"view={shown}")["data"][0]["city"] == "Ulm"


def test_a_custom_field_sorts_a_view(api: Api) -> None:
    api("POST", "/v1/fields", {"object": "leads", "name": "size", "type": "integer"})
    for size in (9, 70, 8):
        api("POST", "/v1/leads", {"last_name": "Ruiz", "source": "web", "size": size})
    api.world.settle()
    id = view(api, sort="-size", columns=["size"])
    assert [each["size"] for each in pages(api, f"view={id}&limit=1")] == [70, 9, 8]
    assert api.world.differences() == []


CONDITIONS = (WEB, {"not": WEB}, {"field": "city", "op": "empty"}, {"field": "created_at", "op": "within", "value": {"days": -1}},
              {"any": [{"field": "city", "op": "starts", "value": "u"}, {"field": "owner_id", "op": "empty"}]})


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_view_holds_what_its_filter_finds(api: Api, condition: Any) -> None:
    ids = fill(api.world, {"city": "Ulm"}, {"source": "fair"}, {"city": "Bonn", "source": "fair"}, {"owner_id": api.admin})
    api.world.settle()
    id = view(api, filter=condition, sort="city")
    api("PATCH", f"/v1/leads/{ids[1]}", {"source": "web", "city": "Unna"})
    api("DELETE", f"/v1/leads/{ids[0]}")
    api.world.settle()
    expected = {each["id"] for each in pages(api, f"filter={quote(json.dumps(condition))}")}
    kept = listed(api, f"view={id}")
    assert {each["id"] for each in kept["data"]} == expected and kept["meta"]["total"] == len(expected)
    assert api.world.differences() == []
