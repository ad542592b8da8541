"""Two processes that write rights at the same moment: one is interrupted before a call of its own, the other runs whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.configuration import Configuration
from chalicelib.crm import Crm
from chalicelib.errors import Forbidden, Invalid, NotFound, Problem
from chalicelib.records import service
from chalicelib.store.table import Table
from tests.installation import actor

Write = tuple[str, str, Any]  # a type, an id, and what to change; or "delete", or "restore"


WRITING = 0  # the moment after all was judged
WRITES = ("transact_write_items", "put_item", "update_item")


class Interrupted(Table):
    """The table of a process that stops before its n-th call, or its first that writes, once, while `meanwhile` runs."""

    def __init__(self, crm: Crm, before: int, meanwhile: Callable[[], Any]) -> None:
        super().__init__(crm.table.name, crm.table._client)
        self._left, self._meanwhile, self._writing = before, meanwhile, before == WRITING

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        self._left -= 1
        if operation in WRITES if self._writing else self._left == 0:
            self._writing = False
            self._meanwhile()
        return super()._call(operation, **request)


def process(crm: Crm, table: Table | None = None) -> Crm:
    """Another process, which has read the configuration as it is now, and does not again by itself."""
    made = replace(crm, table=table or crm.table, configuration=Configuration(crm.table, max_age=3600, ticks=lambda: 0.0))
    assert made.configuration.all("role")
    return made


def written(crm: Crm, user: str, write: Write) -> str:
    """One write of somebody's; "done", or by which error it was refused."""
    type, id, values = write
    person, named = actor(crm, user), crm.registry.named(type)
    try:
        if values == "delete":
            service.delete(crm, person, named, id)
        elif values == "restore":
            service.restore(crm, person, named, id)
        else:
            service.update(crm, person, named, id, values)
    except (Forbidden, Invalid, NotFound) as refusal:
        return type_of(refusal)
    return "done"


def type_of(refusal: Problem) -> str:
    """The error's name."""
    return type(refusal).__name__


def at_once(crm: Crm, call: int, first: tuple[str, Write], second: tuple[str, Write]) -> tuple[str, str]:
    """What becomes of two writes, each with its writer: the second whole before the first one's n-th call (or `WRITING`),
    or after it where it makes fewer."""
    done: list[str] = []
    other = process(crm)
    mine = process(crm, Interrupted(crm, call, lambda: done.append(written(other, *second))))
    outcome = written(mine, *first)
    return outcome, done[0] if done else written(other, *second)
