"""A person's limit holds whichever rule a lead comes by, also where two are decided at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.leads import assignment
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk


def decided(world: World, message: str) -> Work:
    """A new lead that is given to its owner, not yet written."""
    work = Work(world.crm, system("routing"))
    lead: dict[str, Any] = work.create("lead", {"last_name": message, "status": "new", "message": message})
    assignment.apply(world.crm, work, lead, assignment.decide(world.crm, work, lead))
    return work


def test_two_rules_do_not_give_one_person_more_than_the_limit(api: Api, world: World) -> None:
    desk = Desk(api, world, 1, person={"capacity": 1}, position=1, condition={"field": "message", "op": "eq", "value": "even"})
    rest = {"name": "Rest", "position": 2, "pool": {"team_ids": [desk.team]}}
    assert api("POST", "/v1/routing_rules", rest).status == 201
    world.settle()
    first, second = decided(world, "even"), decided(world, "odd")
    first.commit()
    with pytest.raises(Collision):
        second.commit()
    decided(world, "odd").commit()
    assert sorted(lead["owner_id"] or "" for lead in desk.leads()) == ["", desk.reps[0]]


def test_a_turn_keeps_of_who_is_near_a_limit_only_what_is_not_counted_yet(api: Api, world: World) -> None:
    desk = Desk(api, world, 1, person={"capacity": 12})

    def waiting() -> int:
        return len((world.crm.table.get(keys.cursor(desk.rule), consistent=True) or {})["recent"])
    for place in range(4):
        desk.take(place)
    assert waiting() == 4  # the stream has told of none
    world.settle()
    desk.take(4)
    assert waiting() == 1
    for place in range(5, 14):
        desk.take(place)
    world.settle()
    owners = [lead["owner_id"] for lead in desk.leads()]
    assert (owners.count(desk.reps[0]), owners.count(None)) == (12, 2)
