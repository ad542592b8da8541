"""Lists: order, paging without loss or doubles, indexes, filters, totals."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edge import Api
from tests.installation import World
from tests.records.filling import fill


def pages(api: Api, query: str, **more: Any) -> list[dict[str, Any]]:
    """Every record of a list, page after page."""
    found, cursor = [], ""
    while cursor is not None:
        answer = api("GET", f"/v1/leads?{query}&cursor={cursor}", **more)
        assert answer.status == 200, answer.body
        found += answer.body["data"]
        cursor = answer.body["next_cursor"]
    return found


def filtered(api: Api, condition: Any) -> Any:
    return api("GET", f"/v1/leads?filter={quote(json.dumps(condition))}")


def test_newest_first_and_the_total(api: Api, world: World) -> None:
    ids = fill(world, *[{}] * 5)
    world.settle()
    page = api("GET", "/v1/leads?limit=2").body
    assert [each["id"] for each in page["data"]] == ids[:2:-1]
    assert page["meta"] == {"total": 5, "kept": True}
    assert [each["id"] for each in pages(api, "limit=2")] == ids[::-1]
    assert [each["id"] for each in pages(api, "limit=2&sort=created_at")] == ids


def test_the_last_full_page_has_no_cursor(api: Api, world: World) -> None:
    fill(world, *[{}] * 4)
    first = api("GET", "/v1/leads?limit=2").body
    assert api("GET", f"/v1/leads?limit=2&cursor={first['next_cursor']}").body["next_cursor"] is None


@pytest.mark.parametrize("query,expected", [
    ("status=working", 2), ("status=working&source=web", 1), ("owner_id=me", 2), ("source=web", 2), ("score=0", 5)])
def test_the_shorthand_takes_an_index_or_filters(api: Api, world: World, query: str, expected: int) -> None:
    mine = {"owner_id": api.admin}
    fill(world, {"status": "working", "source": "web"}, {"status": "working", **mine}, mine, {}, {"source": "web"})
    assert len(pages(api, f"{query}&limit=1")) == expected


def test_a_groups_total_is_exact_and_a_filters_is_not_claimed(api: Api, world: World) -> None:
    fill(world, *[{"status": "working"}] * 3, {})
    world.settle()
    assert api("GET", "/v1/leads?status=working").body["meta"] == {"total": 3, "kept": True}
    assert api("GET", "/v1/leads?source=web").body["meta"] == {"total": None, "kept": False}


def test_children_and_teams_have_their_index(api: Api, world: World) -> None:
    ana = api("POST", "/v1/contacts", {"last_name": "Ruiz"}).body["id"]
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    ids = fill(world, {"contact_id": ana}, {"team_id": team}, {})
    assert [each["id"] for each in pages(api, f"contact_id={ana}")] == [ids[0]]
    assert [each["id"] for each in pages(api, f"team_id={team}")] == [ids[1]]


@pytest.mark.parametrize("sort", ["last_name", "-last_name"])
def test_a_declared_sort_is_a_view(api: Api, world: World, sort: str) -> None:
    names = ["Öz", "Abel", "Ruiz", "de la Cruz", "Zed", "Abel"]
    fill(world, *({"last_name": name} for name in names))
    world.settle()
    found = [each["last_name"] for each in pages(api, f"sort={sort}&limit=2")]
    expected = ["Abel", "Abel", "de la Cruz", "Öz", "Ruiz", "Zed"]
    assert found == (expected if sort == "last_name" else expected[::-1])


def test_numbers_sort_as_numbers(api: Api, world: World) -> None:
    rule = {"name": "r", "kind": "fit", "condition": {"field": "source", "op": "eq", "value": "web"}}
    for points in (9, 70):
        api("POST", "/v1/scoring_rules", {**rule, "points": points, "condition": {"field": "source", "op": "eq", "value": f"s{points}"}})
    fill(world, {"source": "s9"}, {"source": "s70"}, {})
    world.settle()
    assert [each["score"] for each in pages(api, "sort=-score&limit=1")] == [70, 9, 0]


def test_only_declared_keys_sort(api: Api) -> None:
    answer = api("GET", "/v1/leads?sort=message")
    assert (answer.status, answer.body["errors"][0]["code"]) == (422, "not_sortable")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%C3%BC", "a" * 3000, "eyJhIjoxfQ=="])
def test_a_forged_cursor_is_refused(api: Api, cursor: str) -> None:
    answer = api("GET", f"/v1/leads?cursor={cursor}")
    assert (answer.status, answer.body["code"]) == (400, "invalid_cursor")


def test_a_cursor_belongs_to_its_query_and_its_reader(api: Api, world: World) -> None:
    fill(world, *[{}] * 3)
    cursor = api("GET", "/v1/leads?limit=1").body["next_cursor"]
    rep = api.person("rep", "rep@x.example")
    assert api("GET", f"/v1/leads?limit=1&status=new&cursor={cursor}").status == 400
    assert api("GET", f"/v1/contacts?limit=1&cursor={cursor}").status == 400
    assert api("GET", f"/v1/leads?limit=1&cursor={cursor}", user=rep).status == 400
    assert api("GET", f"/v1/leads?limit=2&cursor={cursor}").status == 200


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "", "9" * 30, "٣"])
def test_a_limit_is_1_to_100(api: Api, limit: str) -> None:
    assert api("GET", f"/v1/leads?limit={quote(limit)}").status == 422


def test_fields_are_chosen_and_checked(api: Api, world: World) -> None:
    fill(world, {})
    assert api("GET", "/v1/leads?fields=last_name,status").body["data"][0].keys() == {"id", "last_name", "status"}
    assert api("GET", "/v1/leads?fields=password").status == 422


@pytest.mark.parametrize("raw", [
    "{", "[]", "1", '{"field":"x","op":"eq","value":1}', '{"field":"status","op":"like","value":"a"}',
    '{"all":[]', '{"field":"score","op":"gt","value":"many"}', '{"field":"score","op":"eq","value":NaN}',
    '{"all":' * 300 + "1" + "}" * 300, '{"not":' * 7 + '{"field":"status","op":"empty"}' + "}" * 7, "[" * 100000])
def test_a_wrong_filter_is_a_422(api: Api, raw: str) -> None:
    answer = api("GET", f"/v1/leads?filter={quote(raw)}")
    assert answer.status == 422, answer.body


def test_an_unknown_parameter_is_not_ignored(api: Api) -> None:
    assert api("GET", "/v1/leads?colour=red").status == 422
    assert api("GET", "/v1/leads?score=high").status == 422


def test_a_value_within_a_list_is_found(api: Api, world: World) -> None:
    ids = fill(world, {"emails": [{"value": "a@x.example"}]}, {"emails": [{"value": "b@x.example"}]}, {"tags": ["vip"]})
    assert [each["id"] for each in filtered(api, {"field": "emails", "op": "eq", "value": "b@x.example"}).body["data"]] == [ids[1]]
    assert [each["id"] for each in filtered(api, {"field": "tags", "op": "has", "value": "vip"}).body["data"]] == [ids[2]]
    assert len(filtered(api, {"not": {"field": "tags", "op": "empty"}}).body["data"]) == 1


def test_deep_pages_of_a_sparse_filter_go_on_to_the_end(api: Api, world: World) -> None:
    ids = fill(world, *({"source": "web" if place % 13 == 0 else "shop"} for place in range(40)))
    assert [each["id"] for each in pages(api, "source=web&limit=1")] == ids[39::-13]


SOURCES, STATUSES = ("web", "shop", "fair"), ("new", "assigned", "working", "qualified")
LEADS = st.lists(st.fixed_dictionaries({"source": st.sampled_from(SOURCES), "status": st.sampled_from(STATUSES),
                                        "city": st.sampled_from(("Rom", "Ulm"))}), min_size=1, max_size=12)


@given(leads=LEADS, source=st.sampled_from(SOURCES), status=st.sampled_from(STATUSES), either=st.booleans(),
       limit=st.integers(1, 5))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_list_is_what_a_plain_filter_gives(api: Api, world: World, company: Any, leads: list[dict[str, str]], source: str,
                                             status: str, either: bool, limit: int) -> None:
    world.restore(company[1]["admin"])
    ids = fill(world, *leads)
    parts = [{"field": "source", "op": "eq", "value": source}, {"field": "status", "op": "eq", "value": status}]
    query = quote(json.dumps({"any" if either else "all": parts}))
    expected = [id for id, lead in zip(ids, leads, strict=True)
                if (any if either else all)((lead["source"] == source, lead["status"] == status))]
    assert [each["id"] for each in pages(api, f"filter={query}&limit={limit}")] == expected[::-1]
