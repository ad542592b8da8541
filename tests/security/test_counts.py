"""Numbers tell no more than the rows that stand behind them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.lists import lists
from chalicelib.records.lists.lists import Query
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from tests.edge import Api
from tests.installation import actor
from tests.security.test_privilege import with_grants

MY_TEAMS = {"field": "team_id", "op": "in", "value": {"my_teams": True}}


def test_a_team_s_view_is_not_counted_out_to_who_reads_only_their_own(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "North"}).body["id"]
    colleague = api.person("rep", "colleague@kith.example", team_ids=[team])
    me = with_grants(api, "own", {"leads": {"read": "own"}, "views": {"read": "all"}})
    api("PATCH", f"/v1/users/{me}", {"team_ids": [team]})
    api.world.settle()
    for number, owner in enumerate((me, colleague, colleague)):
        assert api("POST", "/v1/leads", {"last_name": f"Lead{number}", "owner_id": owner}).status == 201
    view = api("POST", "/v1/views", {"name": "Ours", "object": "leads", "filter": MY_TEAMS, "visibility": "shared"}).body
    api.world.settle()
    page = api("GET", f"/v1/leads?view={view['id']}", user=me).body
    assert [row["last_name"] for row in page["data"]] == ["Lead0"]
    assert page["meta"]["total"] in (None, 1)
    assert api("GET", f"/v1/leads?view={view['id']}", user=colleague).body["meta"]["total"] == 3


def many(api: Api, number: int, **values: Any) -> None:
    for _ in range(number):
        work = Work(api.world.crm, system("test"))
        work.create("contact", {"last_name": "Berg", **values})
        work.commit()


@pytest.mark.parametrize("scope", ["own", "team"])
@pytest.mark.parametrize("field", ["owner_id", "company_id"])
def test_the_shape_of_pages_does_not_tell_how_much_there_is_elsewhere(api: Api, scope: str, field: str) -> None:
    north, south = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("North", "South"))
    company = api("POST", "/v1/companies", {"name": "Hut"}).body["id"]
    colleague = api.person("rep", "colleague@kith.example", team_ids=[south])
    me = with_grants(api, scope, {"contacts": {"read": scope}})
    api("PATCH", f"/v1/users/{me}", {"team_ids": [north]})
    api.world.settle()
    mine = {"owner_id": colleague, "team_id": north, "shares": [{"to": me, "access": "read"}]}
    many(api, 3, company_id=company, **mine)
    many(api, 120, company_id=company, owner_id=colleague, team_id=south)
    api.world.settle()
    crm, value = api.world.crm, {"owner_id": colleague, "company_id": company}[field]
    query = Query(crm.registry.named("contact"), {"field": field, "op": "eq", "value": value}, limit=5)
    page = lists.listed(crm, actor(crm, me), query)
    assert (len(page.records), page.next_cursor, page.total) == (3, None, None)


@pytest.mark.parametrize(("scope", "shown"), [("own", 2), ("team", 5)])
def test_the_bin_holds_my_part_and_its_pages_do_not_tell_how_much_others_deleted(api: Api, scope: str, shown: int) -> None:
    north, south = (api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("North", "South"))
    colleague = api.person("rep", "colleague@kith.example", team_ids=[south])
    me = with_grants(api, scope, {"contacts": {"read": scope}})
    api("PATCH", f"/v1/users/{me}", {"team_ids": [north]})
    api.world.settle()
    gone = {"deleted_at": api.world.crm.clock.now()}
    many(api, 120, owner_id=colleague, team_id=south, **gone)
    many(api, 3, owner_id=colleague, team_id=north, **gone)
    many(api, 2, owner_id=me, team_id=north, **gone)  # the latest, so that a page of them would say that more follow
    api.world.settle()
    page = api("GET", f"/v1/contacts?deleted=true&limit={shown}", user=me).body
    assert (len(page["data"]), page["next_cursor"], page["meta"]["total"]) == (shown, None, None)
    every, cursor = set[str](), ""
    while True:
        page = api("GET", f"/v1/contacts?deleted=true&limit=100{cursor}").body
        every |= {row["id"] for row in page["data"]}
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(every) == 125
