"""Whatever two people write about rights at once, it ends as if one had written after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chalicelib.store import keys
from tests.edge import Api
from tests.security.processes import WRITING, Write, at_once, process, written
from tests.security.test_attacks_people import KEEPING, invited

READS = {"leads": {"read": "team"}}
PEOPLE, TEAMS, ROLES = ("friend", "other"), ("growth", "top"), ("small", "reads")


@dataclass
class Company:
    """Two keepers, one in the team above; two people, two teams and two roles, by name."""

    api: Api
    ids: dict[str, str]

    def write(self, what: tuple[str, str, Any]) -> Write:
        """A write with ids for names."""
        type, name, values = what
        if isinstance(values, str):
            return type, self.ids[name], values
        return type, self.ids[name], {field: self._ids(value) for field, value in values.items()}

    def rights(self) -> list[Any]:
        """Who is in what, may what, and stands above whom, as the records say."""
        names = ("role_ids", "team_ids", "grants", "manager_id", "parent_id")
        found = self.api.world.crm.table.get_many([keys.record(id) for id in self.ids.values()], consistent=True)
        return [(bool(each.get("deleted_at")), *(each.get(name) or None for name in names))
                for each in (found[keys.record(id)] for id in self.ids.values())]

    def _ids(self, value: Any) -> Any:
        return [self.ids[each] for each in value] if isinstance(value, list) else self.ids.get(value) if isinstance(
            value, str) else value


@pytest.fixture
def company(api: Api) -> Company:
    ids = {name: api("POST", "/v1/teams", {"name": name}).body["id"] for name in TEAMS}
    for name, grants in (("wide", {**KEEPING, **READS}), ("small", {"leads": {"read": "own"}}), ("reads", READS)):
        ids[name] = api("POST", "/v1/roles", {"name": name, "grants": grants}).body["id"]
    for name in PEOPLE:
        ids[name] = invited(api, name, role_ids=[ids["small"]]).body["id"]
    ids["outside"] = invited(api, "outside", role_ids=[ids["wide"]]).body["id"]
    ids["inside"] = invited(api, "inside", role_ids=[ids["wide"]], team_ids=[ids["top"]]).body["id"]
    api.world.settle()
    return Company(api, ids)


def some(names: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, max_size=2, unique=True)


BACK_AND_FORTH = st.sampled_from(["delete", "restore"])
WHAT = st.one_of(
    st.tuples(st.just("user"), st.sampled_from(PEOPLE), BACK_AND_FORTH | st.builds(lambda teams: {"team_ids": teams}, some(TEAMS))
              | st.builds(lambda roles: {"role_ids": roles}, some(ROLES, 1))),
    st.tuples(st.just("role"), st.sampled_from(ROLES), BACK_AND_FORTH | st.sampled_from([{"grants": READS}, {"grants": {}}])),
    st.tuples(st.just("team"), st.sampled_from(TEAMS), BACK_AND_FORTH | st.sampled_from(
        [{"manager_id": "friend"}, {"manager_id": "other"}, {"manager_id": None}, {"parent_id": "top"}, {"parent_id": None}])))
WRITER = st.sampled_from(["outside", "inside"])


JOINS = ("user", "friend", {"team_ids": ["growth"]})
MANAGES = ("team", "growth", {"manager_id": "friend"})
WIDENS = ("role", "small", {"grants": READS})


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=st.lists(WHAT, max_size=3), settled=st.booleans(), first=st.tuples(WRITER, WHAT), second=st.tuples(WRITER, WHAT),
       call=st.sampled_from([WRITING, *range(2, 9)]))
@example(before=[], settled=True, first=("outside", JOINS), second=("inside", WIDENS), call=WRITING)
@example(before=[], settled=False, first=("outside", WIDENS), second=("inside", MANAGES), call=3)
def test_it_ends_as_if_one_came_after_the_other(company: Company, before: list[Any], settled: bool, first: Any, second: Any,
                                                call: int) -> None:
    world, ids = company.api.world, company.ids
    begun = world.save()
    for what in before:
        written(process(world.crm), company.api.admin, company.write(what))
    if settled:
        world.settle()
    saved = world.save()
    one, other = ((ids[who], company.write(what)) for who, what in (first, second))

    def ended(outcomes: tuple[str, str]) -> tuple[Any, ...]:
        told = (*outcomes, company.rights())
        world.restore(saved)
        return told
    together = ended(at_once(world.crm, call, one, other))
    in_turn = ended((written(process(world.crm), *one), written(process(world.crm), *other)))
    backward = ended((written(process(world.crm), *other), written(process(world.crm), *one))[::-1])
    world.restore(begun)
    assert together in (in_turn, backward)
