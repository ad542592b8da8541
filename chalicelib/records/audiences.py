"""Counting for each reader: a record counts for everyone, for its team and for its owner, and nobody counts it twice.

Who reads a team's records and their own would count a record of their own in their team twice: so what an owner has
within a team is counted apart (`u:<owner>&t:<team>`), to be taken off. Records shared one by one are in no such count:
a list or report counts them as it reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.records import permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope

Signed = tuple[tuple[str, int], ...]


def counted(names: Iterable[str]) -> list[str]:
    """The audiences that a record counts for, and the overlap of its team and its owner where both are among them."""
    kept = [name for name in names if name == "all" or name[:2] in ("t:", "u:")]
    teams, owners = ([name for name in kept if name.startswith(kind)] for kind in ("t:", "u:"))
    return [*kept, *(overlap(owner, team) for owner in owners for team in teams)]


def overlap(owner: str, team: str) -> str:
    """The audience of what a person has within a team."""
    return f"{owner}&{team}"


def signed(actor: Actor, type: ObjectType, kept: Mapping[str, list[str]]) -> Signed | None:
    """The audiences whose counts make up what the actor reads by their roles, each with its sign; None where such
    counts are not `kept` for the type."""
    scope = actor.scope(type, "read")
    if scope == Scope.ALL:
        return (("all", 1),)
    if scope <= Scope.SHARED:
        return ()
    if not permissions.READ_AS[scope] <= {*kept.get(type.name, ())}:
        return None
    owner, teams = f"u:{actor.id}", [f"t:{team}" for team in actor.team_ids] if scope == Scope.TEAM else []
    return ((owner, 1), *((team, 1) for team in teams), *((overlap(owner, team), -1) for team in teams))
