"""A merge and its undoing leave everything as it was: records, claims, links, timelines, search, blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from chalicelib.crm import Crm
from chalicelib.records import actions, connections, service
from chalicelib.records.permissions import Actor
from tests.installation import World

STAMPS = frozenset({"version", "revision", "updated_at", "updated_by", "request_id", "at"})
PARTS = ("record", "link#", "event#", "claim", "cells")
PARTITIONS = ("lookup#", "search#", "block#", "due#")
APART = ("job_", "mrg_", "dup_")

NAMES = st.sampled_from(["Ana", "Anna", "Bo", "Ruiz", "Berg"])
ADDRESSES = st.lists(st.sampled_from([f"{name}@x.example" for name in "abcd"]), unique=True, max_size=3)
PERSON = st.fixed_dictionaries({"last_name": NAMES, "emails": ADDRESSES}, optional={
    "first_name": NAMES, "job_title": NAMES, "phones": st.lists(st.sampled_from(["+4930123456", "+4930123457"]), unique=True, max_size=2),
    "tags": st.lists(st.sampled_from(["vip", "fair", "old"]), unique=True, max_size=3), "do_not_call": st.booleans(),
    "address": st.fixed_dictionaries({"city": NAMES}), "birthday": st.dates().map(str)})
WHO = st.sampled_from([(0,), (1,), (0, 1), (1, 0)])
ROUND = st.lists(st.tuples(st.sampled_from(["task", "note", "lead", "link to", "link from", "link between"]), WHO), max_size=5)
CHOICE = st.dictionaries(st.sampled_from(["first_name", "emails", "tags", "job_title", "address"]), st.integers(0, 1), max_size=3)


@dataclass(frozen=True, repr=False)
class Office:
    """A founded company with one person."""

    world: World
    me: Actor


@pytest.fixture
def office(world: World, company: tuple[World, dict[str, Any]]) -> Office:
    world.restore(company[1]["admin"])
    return Office(world, Actor(company[1]["id"], all_powerful=True))


def make(crm: Crm, me: Actor, name: str, **values: Any) -> str:
    return str(service.create(crm, me, crm.registry.named(name), values, allow_duplicate=True).record["id"])


def surround(crm: Crm, me: Actor, what: str, ids: list[str], friend: str) -> None:
    contact = crm.registry.named("contact")
    if what in ("task", "note"):
        make(crm, me, what, related=ids, **({"subject": "Call"} if what == "task" else {"body": "Met"}))
    elif what == "lead":
        make(crm, me, "lead", last_name="Ruiz", contact_id=ids[0])
    elif what == "link between" and len(ids) == 2:
        connections.connect(crm, me, contact, ids[0], ids[1], "knows")
    else:
        one, other = (ids[0], friend) if what == "link to" else (friend, ids[0])
        connections.connect(crm, me, contact, one, other, "friend")


def act(crm: Crm, me: Actor, id: str, name: str, **values: Any) -> Any:
    return actions.act(crm, me, crm.registry.named("contact"), id, name, values).body


def everything(crm: Crm) -> dict[tuple[str, str], dict[str, Any]]:
    """What is true and what follows from it, but for what any write raises, histories, jobs and journals."""
    return {(item["pk"], item["sk"]): {name: value for name, value in item.items()
                                         if name not in STAMPS and (name, value) != ("gone", False)}
            for item in crm.table.scan() if told(item)}


def differing(before: dict[Any, Any], after: dict[Any, Any]) -> list[Any]:
    """Short enough to be read where a case fails."""
    return [(key, name, old, new) for key in before.keys() | after.keys() for one, other in [(before.get(key, {}), after.get(key, {}))]
            for name in one.keys() | other.keys() for old, new in [(one.get(name), other.get(name))] if old != new]


def told(item: dict[str, Any]) -> bool:
    owner = f"{item['pk']} {item['sk']}"
    return (item["sk"].startswith(PARTS) or item["pk"].startswith(PARTITIONS)) and not any(part in owner for part in APART)


@settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERSON, PERSON, ROUND, CHOICE)
@example({"last_name": "Ruiz", "emails": ["a@x.example"]}, {"last_name": "Bo", "first_name": "Ana", "emails": ["a@x.example", "b@x.example"]},
         [("note", (1,)), ("task", (0, 1)), ("link between", (1, 0)), ("link from", (1,)), ("link to", (1, 0)), ("lead", (1,))], {})
@example({"emails": [], "birthday": "1552-10-01", "last_name": "Ruiz"}, {"first_name": "Ana", "emails": [], "last_name": "Bo"},
         [("note", (1,)), ("link from", (1,)), ("link to", (1, 0)), ("link from", (1, 0))], {})
def test_an_unmerge_restores_all(office: Office, one: dict[str, Any], other: dict[str, Any], around: list[Any],
                                 choose: dict[str, int]) -> None:
    world, me, saved = office.world, office.me, office.world.save()
    crm = world.crm
    try:
        ids = [make(crm, me, "contact", **one), make(crm, me, "contact", **other)]
        friend = make(crm, me, "contact", last_name="Friend")
        for what, who in around:
            surround(crm, me, what, [ids[each] for each in who], friend)
        world.settle()
        before = everything(crm)
        act(crm, me, ids[0], "merge", other_id=ids[1], choose={field: ids[each] for field, each in choose.items()})
        world.settle()
        assert world.differences() == []
        assert not points_at(crm, ids[1])
        assert act(crm, me, ids[0], "unmerge", other_id=ids[1])["kept"] == []
        world.settle()
        assert world.differences() == []
        assert differing(before, everything(crm)) == []
    finally:
        world.restore(saved)


def points_at(crm: Crm, id: str) -> list[str]:
    """Records and rows that still name a merged record beside those that tell of it."""
    own = (id, "merged_from", "merged_into")
    return [item["pk"] for item in crm.table.scan()
            if item["pk"] != id and item["sk"] == "record" and not item["pk"].startswith(APART)
            and id in str({name: value for name, value in item.items() if name not in own})]
