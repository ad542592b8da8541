"""Attackers and what they are after, made once on the stack that all end-to-end tests share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.attacks.scene import Attackers, hired, key_of, marked, role
from tests.e2e.people import Person, acting, role_id


@pytest.fixture(scope="session")
def admin(stack: Any) -> Person:
    """The sample's administrator."""
    return acting(stack, "admin")


@pytest.fixture(scope="session")
def victims(stack: Any, admin: Person) -> dict[str, str]:
    """Marked records of every kind, by plural: all of them the administrator's."""
    return marked(admin, role_id(stack, "read_only"))


@pytest.fixture(scope="session")
def attackers(stack: Any, eventually: Any, victims: dict[str, str]) -> Attackers:
    """Who tries: somebody with rights to their own alone, a partner from outside, a program."""
    alone = role(stack, "Alone", {"*": {"*": "own"}})
    outside = role(stack, "Outside", {"*": {"*": "all"}}, kind="external")
    little = role(stack, "Program", {"sign_ins": {"read": "own"}})
    maker = key_of(stack, role(stack, "Maker", {"api_keys": {"*": "all"}, "users": {"*": "all"}}), "maker")[1]
    ended_id, ended = key_of(stack, role_id(stack, "read_only"), "ended")
    own_id, own = hired(stack, eventually, "mallory", alone)
    program_id, program = key_of(stack, little, "program", owner_id=own_id)
    reader = key_of(stack, role_id(stack, "read_only"), "reader", owner_id=own_id)[1]
    partner = hired(stack, eventually, "partner", outside)[1]
    for person, path in ((maker, "/v1/api_keys"), (ended, "/v1/contacts?limit=1"), (program, "/v1/sign_ins"), (reader, "/v1/contacts?limit=1")):
        eventually(lambda person=person, path=path: person.ask("GET", path).status == 200, every=1)
    acting(stack, "admin").patch(f"/v1/api_keys/{ended_id}", {"active": False})
    return Attackers(own, own_id, partner, program, program_id, reader, maker, ended)
