"""Accomplices in three steps: by what is deleted, widened meanwhile and restored, by teams above teams, by fields that a
second role shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.configuration import Configuration
from chalicelib.crm import Crm
from chalicelib.errors import Forbidden
from chalicelib.records import service
from tests.edge import Api
from tests.installation import actor
from tests.security.test_attacks_people import KEEPING, invited


@dataclass
class Plot:
    """Who keeps users, teams and roles and reads leads of their own teams; a small role; a team that is not theirs."""

    api: Api
    keeper: str
    wide: str
    small: str
    team: str
    lead: str

    def __call__(self, method: str, path: str, body: Any = None) -> int:
        """A call of the keeper; its status."""
        return self.api(method, path, body, user=self.keeper).status

    def accomplice(self, *roles: str, **fields: Any) -> str:
        """Somebody whom the keeper invited; their id."""
        made = invited(self.api, "accomplice", by=self.keeper, role_ids=list(roles), **fields)
        assert made.status == 201, made.body
        return str(made.body["id"])

    def seen(self, by: str) -> Any:
        """The foreign team's lead as somebody reads it; None where they do not."""
        answer = self.api("GET", f"/v1/leads/{self.lead}", user=by)
        return answer.body if answer.status == 200 else None


@pytest.fixture
def plot(api: Api) -> Plot:
    team = api("POST", "/v1/teams", {"name": "Growth"}).body["id"]
    lead = api("POST", "/v1/leads", {"last_name": "Ruiz", "message": "secret", "team_id": team}).body["id"]
    wide, small = (api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"] for name, grants in (
        ("wide", {**KEEPING, "leads": {"*": "team"}}), ("small", {"leads": {"read": "own"}})))
    return Plot(api, invited(api, "keeper", role_ids=[wide]).body["id"], wide, small, team, lead)


def test_nobody_comes_back_with_a_role_that_was_widened_meanwhile(plot: Plot) -> None:
    friend = plot.accomplice(plot.small, team_ids=[plot.team])
    assert plot("DELETE", f"/v1/users/{friend}") == 204
    assert plot("PATCH", f"/v1/roles/{plot.small}", {"grants": {"leads": {"read": "team"}}}) == 200
    assert plot("POST", f"/v1/users/{friend}/restore") == 403 and plot.seen(friend) is None
    assert plot.api("POST", f"/v1/users/{friend}/restore").status == 200, "an administrator may"


def test_no_team_comes_back_with_a_manager_who_may_more_meanwhile(plot: Plot) -> None:
    friend = plot.accomplice(plot.small)
    assert plot("PATCH", f"/v1/teams/{plot.team}", {"manager_id": friend}) == 200
    assert plot("DELETE", f"/v1/teams/{plot.team}") == 204
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [plot.wide]}) == 200
    assert plot("POST", f"/v1/teams/{plot.team}/restore") == 403 and plot.seen(friend) is None


def test_no_role_comes_back_to_who_joined_a_team_meanwhile(plot: Plot) -> None:
    role = plot.api("POST", "/v1/roles", {"name": "reads", "grants": {"leads": {"read": "team"}}}).body["id"]
    friend = plot.accomplice(plot.small, role)
    assert plot("DELETE", f"/v1/roles/{role}") == 204
    assert plot("PATCH", f"/v1/users/{friend}", {"team_ids": [plot.team]}) == 200
    assert plot("POST", f"/v1/roles/{role}/restore") == 403 and plot.seen(friend) is None
    unheld = plot.api("POST", "/v1/roles", {"name": "unheld", "grants": {"leads": {"read": "team"}}}).body["id"]
    assert plot("DELETE", f"/v1/roles/{unheld}") == 204 and plot("POST", f"/v1/roles/{unheld}/restore") == 200


def test_no_team_goes_below_one_that_somebody_reads_from_above(plot: Plot) -> None:
    top, empty = (plot.api("POST", "/v1/teams", {"name": name}).body["id"] for name in ("Top", "Empty"))
    between = plot.api("POST", "/v1/teams", {"name": "Between", "parent_id": top}).body["id"]
    friend = invited(plot.api, "above", role_ids=[plot.wide], team_ids=[top]).body["id"]
    assert plot("PATCH", f"/v1/teams/{plot.team}", {"parent_id": between}) == 403 and plot.seen(friend) is None
    assert plot("PATCH", f"/v1/teams/{plot.team}", {"parent_id": empty}) == 200


def test_no_second_role_shows_a_field_of_another_team(plot: Plot) -> None:
    blind = plot.api("POST", "/v1/roles", {"name": "blind", "grants": {"leads": {"read": "team", "update": "team"}}, "fields": {
        "leads": {"message": "none", "source": "read"}}}).body["id"]
    friend = invited(plot.api, "blinded", role_ids=[blind], team_ids=[plot.team]).body["id"]
    assert "message" not in plot.seen(friend)
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [blind, plot.small]}) == 403
    for rules in ({"leads": {"source": "read"}}, {"leads": {"message": "none"}}):
        assert plot("PATCH", f"/v1/roles/{blind}", {"fields": rules}) == 403, rules
    assert plot("PATCH", f"/v1/roles/{blind}", {"fields": {"leads": {"message": "none", "source": "none"}}}) == 200
    assert "message" not in plot.seen(friend)


def elsewhere(plot: Plot) -> Crm:
    """Another process, which has read the configuration as it is now and not since."""
    crm = plot.api.world.crm
    other = replace(crm, configuration=Configuration(crm.table, max_age=3600, ticks=lambda: 0.0))
    assert other.configuration.all("role")
    return other


def changed(plot: Plot, crm: Crm, type: str, id: str, **values: Any) -> None:
    """A change of the keeper's by way of that process."""
    service.update(crm, actor(crm, plot.keeper), crm.registry.named(type), id, values)


def test_no_process_judges_by_a_role_as_it_was(plot: Plot) -> None:
    friend = invited(plot.api, "friend", role_ids=[plot.small], team_ids=[plot.team]).body["id"]
    role = plot.api("POST", "/v1/roles", {"name": "late", "grants": {"leads": {"read": "own"}}}).body["id"]
    plot.api.world.settle()
    other = elsewhere(plot)
    assert plot("PATCH", f"/v1/roles/{role}", {"grants": {"leads": {"read": "team"}}}) == 200
    plot.api.world.settle()
    with pytest.raises(Forbidden):
        changed(plot, other, "user", friend, role_ids=[plot.small, role])
    assert plot.seen(friend) is None


def test_no_process_widens_a_role_that_somebody_got_meanwhile(plot: Plot) -> None:
    friend = invited(plot.api, "friend", role_ids=[plot.small], team_ids=[plot.team]).body["id"]
    role = plot.api("POST", "/v1/roles", {"name": "late", "grants": {"leads": {"read": "own"}}}).body["id"]
    plot.api.world.settle()
    other = elsewhere(plot)
    assert plot("PATCH", f"/v1/users/{friend}", {"role_ids": [plot.small, role]}) == 200
    plot.api.world.settle()
    with pytest.raises(Forbidden):
        changed(plot, other, "role", role, grants={"leads": {"read": "team"}})
    assert plot.seen(friend) is None
