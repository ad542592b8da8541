"""Who came in when: sign-ins that worked and that did not, and the days on which an API key was used."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Forbidden, Problem
from chalicelib.records.fields.text import clean
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys
from chalicelib.store.table import Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
KEPT_DAYS = 400
FAILURES_AN_HOUR = 20  # of one person: more are the same story, and would fill the table


def prepare(_crm: Crm, actor: Actor, before: Record | None, _attempt: Record) -> None:
    """Forbidden to delete what tells who came in, one's own too."""
    if before is not None and not actor.all_powerful:
        raise Forbidden("Sign-ins are kept as they were")


def noted(crm: Crm, user_id: str, kind: str, outcome: str, address: str, agent: str) -> None:
    """One attempt to sign in as somebody we know. It never fails the sign-in itself.

    For an address that nobody has, a number is raised instead: the same work, so that the time tells nothing.
    """
    now = crm.clock.now()
    with suppress(Problem, Collision):
        if crm.configuration.find("user", user_id) is None:
            crm.table.write(Update(keys.strangers(now[:10]), "ADD n :one SET #ttl = :ttl", {"#ttl": "ttl"},
                                   {":one": 1, ":ttl": _end(now)}))
            return
        id = ""
        if outcome != "ok":  # a place among the few of this hour; who finds it taken is not told of
            place = f"{user_id}#{now[:13]}#{secrets.randbelow(FAILURES_AN_HOUR)}"
            id = crm.ids.derived("sgn", place, f"{now[:13]}:00:00.000Z")
        _write(crm, user_id, now, {"kind": kind, "outcome": outcome}, address, agent, id)


def key_used(crm: Crm, key: Record, now: str, address: str, agent: str) -> None:
    """An API key was used on this day."""
    id = crm.ids.derived("sgn", f"{key['id']}#{now[:10]}", f"{now[:10]}T00:00:00.000Z")
    with suppress(Collision):
        _write(crm, str(key["owner_id"]), now, {"kind": "api_key", "outcome": "ok", "api_key_id": key["id"]},
               address, agent, id)


def _write(crm: Crm, user_id: str, now: str, values: Record, address: str, agent: str, id: str) -> None:
    work = Work(crm, system("sign_in"))
    work.create("sign_in", {"user_id": user_id, "at": now, "address": address[:45], "ttl": _end(now),
                            "user_agent": clean(agent)[:200] or None, **values}, id=id)
    work.commit()


def _end(now: str) -> int:
    return instants.epoch(now) + KEPT_DAYS * 86400
