"""Numbers tell no more than the rows that stand behind them."""

from __future__ import annotations

from tests.edge import Api
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
