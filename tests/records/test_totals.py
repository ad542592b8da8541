"""A list's total is exact for its reader: what their roles reach, in each team once, and what is shared with them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.records import permissions
from chalicelib.records.lists import lists
from chalicelib.records.lists import reading as list_reading
from chalicelib.records.lists.lists import Query
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work
from tests.installation import World, actor

Record = dict[str, Any]
STATUS = ("new", "working", "qualified")
OPEN = {"field": "status", "op": "ne", "value": "qualified"}
MINE = {"field": "owner_id", "op": "eq", "value": {"me": True}}
OURS = {"field": "team_id", "op": "in", "value": {"my_teams": True}}
PEOPLE = {"lead of both": ("team", ("red", "blue")), "of red": ("team", ("red",)), "alone": ("own", ("red",)),
          "of all": ("all", ()), "partner": ("shared", ("blue",))}


def create(crm: Crm, type: str, **values: Any) -> str:
    work = Work(crm, system("test"))
    id = str(work.create(type, values)["id"])
    work.commit()
    return id


def people(crm: Crm) -> dict[str, str]:
    """Readers of each scope, and the teams beside them."""
    found = {name: create(crm, "team", name=name) for name in ("red", "blue")}
    for name, (scope, teams) in PEOPLE.items():
        kind = {"kind": "external"} if scope == "shared" else {}
        role = create(crm, "role", name=name, grants={"leads": {"*": scope}}, **kind)
        found[name] = create(crm, "user", email=f"{name.replace(' ', '.')}@kith.example", last_name=name, active=True,
                             role_ids=[role], team_ids=[found[team] for team in teams])
    return found


def drawn(chance: random.Random, known: dict[str, str]) -> Record:
    """A lead of anybody, shared with anybody."""
    shared = chance.sample([*known], chance.choice([0, 0, 1, 3]))
    return {"last_name": "Berg", "status": chance.choice(STATUS), "score": chance.randint(0, 9),
            "owner_id": chance.choice([known[name] for name in PEOPLE]), "team_id": chance.choice([known["red"], known["blue"], None]),
            "shares": [{"to": known[name], "access": "read"} for name in shared] or None}


def total(crm: Crm, reader: Actor, **query: Any) -> int | None:
    return lists.listed(crm, reader, Query(crm.registry.named("lead"), limit=5, **query)).total


def walked(crm: Crm, reader: Actor, **query: Any) -> int:
    """How many there are, page by page."""
    found, cursor = 0, ""
    while True:
        page = lists.listed(crm, reader, Query(crm.registry.named("lead"), limit=5, cursor=cursor, **query))
        found, cursor = found + len(page.records), page.next_cursor or ""
        if not cursor:
            return found


@pytest.mark.parametrize("seed", range(3))
def test_it_equals_what_the_pages_hold(world: World, crm: Crm, seed: int) -> None:
    chance, known = random.Random(seed), people(crm)
    world.settle()
    views = {name: create(crm, "view", name=name, object="leads", filter=filter, visibility="shared")
             for name, filter in (("open", OPEN), ("mine", {"all": [OPEN, MINE]}), ("ours", {"all": [OPEN, OURS]}))}
    world.settle()
    ids = [create(crm, "lead", **drawn(chance, known)) for _ in range(30)]
    world.settle()
    for id in chance.sample(ids, 12):
        work = Work(crm, system("test"))
        record = crm.table.get((id, "record"), consistent=True) or {}
        work.change(record, {"deleted_at": work.now} if chance.random() < 0.3 else drawn(chance, known))
        work.commit()
    world.settle()
    assert world.differences() == []
    asked: list[Record] = [{}, {"sort": "-score"}, {"filter": {"field": "status", "op": "eq", "value": "new"}}, {"filter": MINE},
                           {"shared": True}, *({"view": view} for view in views.values())]
    for name in PEOPLE:
        reader = actor(crm, known[name])
        type = crm.registry.named("lead")
        stored = [crm.table.get((id, "record"), consistent=True) or {} for id in ids]
        readable = [each for each in stored if not each.get("deleted_at") and permissions.may(reader, type, "read", each)]
        assert total(crm, reader) == len(readable), name
        for query in asked[:5] if reader.external else asked:
            hidden = query.get("view") == views["ours"] and name == "alone"  # who reads but a part of their team's
            assert total(crm, reader, **query) == (None if hidden else walked(crm, reader, **query)), (name, query)


def test_none_is_told_where_more_is_shared_than_is_counted(world: World, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_reading, "SHARED_COUNTED", 6)
    known = people(crm)
    world.settle()
    to = [{"to": known["alone"], "access": "read"}]
    for _ in range(6):
        create(crm, "lead", last_name="Berg", status="new", shares=to)
    world.settle()
    assert total(crm, actor(crm, known["alone"])) == 6
    create(crm, "lead", last_name="Berg", status="new", shares=to)
    world.settle()
    assert total(crm, actor(crm, known["alone"])) is None


def test_another_owners_number_is_not_told_to_who_reads_a_part(world: World, crm: Crm) -> None:
    known = people(crm)
    world.settle()
    for team in ("red", "blue"):
        create(crm, "lead", last_name="Berg", status="new", owner_id=known["of all"], team_id=known[team])
    world.settle()
    theirs = {"filter": {"field": "owner_id", "op": "eq", "value": known["of all"]}}
    assert total(crm, actor(crm, known["of red"]), **theirs) is None and walked(crm, actor(crm, known["of red"]), **theirs) == 1
    assert total(crm, system("test"), **theirs) == 2


def test_a_partner_counts_what_is_shared_and_not_what_is_theirs(world: World, crm: Crm) -> None:
    known = people(crm)
    world.settle()
    for shared in (False, False, True):
        to = {"shares": [{"to": known["partner"], "access": "read"}]} if shared else {}
        create(crm, "lead", last_name="Berg", status="new", owner_id=known["partner"], **to)
    world.settle()
    partner = actor(crm, known["partner"])
    for sort in ("", "-score"):
        assert total(crm, partner, filter=MINE, sort=sort) in (None, 1) and walked(crm, partner, filter=MINE, sort=sort) == 1


def test_a_page_of_a_team_reads_a_page_of_each_part(world: World, crm: Crm) -> None:
    """Each row read is paid for: 25 are no reason to look at 500."""
    known = people(crm)
    world.settle()
    for _ in range(12):
        create(crm, "lead", last_name="Berg", status="new", owner_id=known["of red"], team_id=known["red"])
    world.settle()
    asked: list[int] = []
    query = crm.table.query

    def counted(pk: str, **more: Any) -> Any:
        asked.append(more["limit"])
        return query(pk, **more)
    world.crm.table.query = counted  # type: ignore[method-assign]
    try:
        assert total(crm, actor(crm, known["of red"])) == 12
    finally:
        del world.crm.table.query
    assert sorted(asked) == [6, 6, 200, 200]
