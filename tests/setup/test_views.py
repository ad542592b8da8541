"""Saved views: what they may be, whose they are, when they are ready."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.setup import views
from tests.edge import Api

WEB = {"field": "source", "op": "eq", "value": "web"}


def view(api: Api, *, user: str | None = "", **fields: Any) -> Any:
    return api("POST", "/v1/views", {"name": "Web", "object": "leads", "filter": WEB, **fields}, user=user)


def test_a_view_is_ready_once_it_is_built(api: Api) -> None:
    api("POST", "/v1/leads", {"last_name": "Berg", "source": "web"})
    api.world.settle()
    made = view(api, sort="-message", columns=["last_name"])
    assert made.status == 201 and made.body["state"] == "building" and made.body["visibility"] == "private"
    api.world.settle()
    assert api("GET", f"/v1/views/{made.body['id']}").body["state"] == "ready"
    assert [each["state"] for each in api("GET", "/v1/views").body["data"]] == ["ready"]
    assert api.world.differences() == []


def test_while_it_is_built_it_says_how_far(api: Api) -> None:
    made = view(api)
    api.world._stream()
    api.world.crm.configuration.reload()
    api.world._stream()
    from chalicelib.records import rebuilding
    rebuilding.run(api.world.crm, {})
    api.world._stream()
    building = api("GET", f"/v1/views/{made.body['id']}").body["building"]
    assert building["job_id"].startswith("job_") and building["done"] == 0


def test_a_view_about_the_reader_is_filtered(api: Api) -> None:
    mine = {"not": {"field": "owner_id", "op": "eq", "value": {"me": True}}}
    assert view(api, filter=mine).body["state"] == "filtered"
    assert view(api, filter=mine, sort="message").body["errors"][0]["code"] == "not_sortable"


@pytest.mark.parametrize("fields, code", [
    ({"object": "nothing"}, "unknown_object"), ({"object": "users"}, "unknown_object"), ({"object": None}, "required"),
    ({"filter": {"field": "colour", "op": "eq", "value": 1}}, "unknown_field"), ({"sort": "colour"}, "not_sortable"),
    ({"filter": {"all": [{"field": "source", "op": "eq", "value": "x" * 499}] * 10}}, "too_long"),
    ({"sort": "routing"}, "not_sortable"), ({"columns": ["last_name", "colour"]}, "unknown_field"), ({"columns": "all"}, "invalid_columns"),
    ({"columns": ["contact_id.secret"]}, "unknown_field"), ({"columns": [1]}, "unknown_field"), ({"columns": ["last_name"] * 31}, "invalid_columns"),
    ({"visibility": "public"}, "invalid_choice"), ({"visibility": "team"}, "required"), ({"name": ""}, "required"),
    ({"filter": {"not": {"not": {"not": {"not": {"not": {"field": "source", "op": "empty"}}}}}}}, "invalid_condition")])
def test_what_a_view_cannot_be(api: Api, fields: dict[str, Any], code: str) -> None:
    refused = view(api, **fields)
    assert refused.status == 422 and code in {each["code"] for each in refused.body["errors"]}, refused.body


def test_all_that_is_wrong_is_told_at_once(api: Api) -> None:
    refused = view(api, filter={"field": "a", "op": "eq", "value": 1}, sort="b", columns=["c"])
    assert {each["field"] for each in refused.body["errors"]} == {"filter.field", "sort", "columns[0]"}


def test_a_view_stays_with_its_object(api: Api) -> None:
    id = view(api).body["id"]
    assert api("PATCH", f"/v1/views/{id}", {"object": "contacts"}).body["errors"][0]["code"] == "fixed"
    assert api("PATCH", f"/v1/views/{id}", {"name": "Net"}).body["name"] == "Net"


@pytest.fixture
def people(api: Api) -> dict[str, str]:
    """Two reps of one team, one of another, a manager of none."""
    north, south = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("North", "South"))
    return {"north": north, "ann": api.person("rep", "ann@x.example", team_ids=[north]),
            "ben": api.person("rep", "ben@x.example", team_ids=[north]),
            "cem": api.person("rep", "cem@x.example", team_ids=[south]), "max": api.person("manager", "max@x.example")}


def seen(api: Api, user: str) -> set[str]:
    return {each["name"] for each in api("GET", "/v1/views", user=user).body["data"]}


def test_who_sees_whose(api: Api, people: dict[str, str]) -> None:
    view(api, name="private", user=people["ann"])
    view(api, name="team", visibility="team", user=people["ann"])
    view(api, name="shared", visibility="shared")
    api.world.settle()
    assert seen(api, people["ann"]) == {"private", "team", "shared"}
    assert seen(api, people["ben"]) == {"team", "shared"}
    assert seen(api, people["cem"]) == seen(api, people["max"]) == {"shared"}
    assert seen(api, api.admin) == {"private", "team", "shared"}
    assert api("GET", "/v1/views", user=people["cem"]).body["meta"]["total"] is None


def test_who_changes_whose(api: Api, people: dict[str, str]) -> None:
    own = view(api, user=people["ann"]).body["id"]
    team = view(api, visibility="team", user=people["ann"]).body["id"]
    shared = view(api, visibility="shared").body["id"]
    name = {"name": "Other"}
    assert api("PATCH", f"/v1/views/{own}", name, user=people["ben"]).status == 404
    assert api("PATCH", f"/v1/views/{own}", name, user=people["ann"]).status == 200
    assert api("PATCH", f"/v1/views/{team}", name, user=people["ben"]).status == 200
    assert api("PATCH", f"/v1/views/{shared}", name, user=people["ann"]).status == 403
    assert api("DELETE", f"/v1/views/{shared}", user=people["max"]).status == 403
    assert api("DELETE", f"/v1/views/{own}", user=people["ann"]).status == 204


def test_nobody_publishes_further_than_they_may(api: Api, people: dict[str, str]) -> None:
    assert view(api, visibility="shared", user=people["ann"]).status == 403
    assert view(api, visibility="team", team_id=people["north"], user=people["cem"]).status == 403
    own = view(api, user=people["ann"]).body["id"]
    assert api("PATCH", f"/v1/views/{own}", {"visibility": "shared"}, user=people["ann"]).status == 403
    assert api("PATCH", f"/v1/views/{own}", {"owner_id": people["cem"]}, user=people["ann"]).status == 403
    assert view(api, owner_id=people["cem"], user=people["ann"]).status == 403


def test_a_view_of_what_one_may_not_read(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Contacts only", "grants": {"contacts": {"read": "all"}}}).body["id"]
    user = api("POST", "/v1/users", {"email": "c@x.example", "role_ids": [role]}).body["id"]
    assert view(api, user=user).status == 403
    assert view(api, user=user, object="contacts", filter=None).status == 201


def test_there_are_not_endlessly_many(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_OWN", 1)
    id = view(api).body["id"]
    assert view(api).body["errors"][0]["code"] == "too_many"
    assert api("PATCH", f"/v1/views/{id}", {"name": "still"}).status == 200
    monkeypatch.setattr(views, "MOST_OWN", 50)
    monkeypatch.setattr(views, "MOST_OF_TYPE", 1)
    assert view(api).body["errors"][0]["field"] == "object"


def test_a_deleted_view_leaves_no_rows(api: Api) -> None:
    api("POST", "/v1/leads", {"last_name": "Berg", "source": "web"})
    api.world.settle()
    id = view(api).body["id"]
    api.world.settle()
    assert api("GET", f"/v1/leads?view={id}").body["meta"]["total"] == 1
    assert api("DELETE", f"/v1/views/{id}").status == 204
    api.world.settle()
    assert api("GET", f"/v1/leads?view={id}").status == 404
    assert api.world.differences() == []
    assert api("POST", f"/v1/views/{id}/restore").status == 200
    api.world.settle()
    assert api("GET", f"/v1/leads?view={id}").body["meta"]["kept"] is True
