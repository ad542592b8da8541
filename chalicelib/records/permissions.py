"""Who may do what: role x object x action x scope. The one gate that every read and write passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from chalicelib.errors import Forbidden, NotFound
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
Grants = Mapping[str, Mapping[str, str]]


class Scope(IntEnum):
    """How far a grant reaches."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


SCOPES = {scope.name.lower(): scope for scope in Scope}
ACTIONS = ("read", "create", "update", "delete", "assign", "import", "export")


@dataclass(frozen=True)
class Actor:
    """Who is asking: a person with roles and teams, or the system itself."""

    id: str
    grants: tuple[Grants, ...] = ()
    team_ids: tuple[str, ...] = ()
    first_team: str = ""
    role_ids: tuple[str, ...] = ()
    all_powerful: bool = False
    request_id: str = ""
    user: Mapping[str, Any] = field(default_factory=dict)

    def scope(self, type: ObjectType, action: str) -> Scope:
        """The widest scope that any role grants; an object named in a role beats its `*`, personal ones stay own."""
        if self.all_powerful:
            return Scope.ALL
        widest = max((granted(grants, type.governed_by, action) for grants in self.grants), default=Scope.NONE)
        return min(widest, Scope.OWN) if type.personal else widest


def system(what: str, request_id: str = "") -> Actor:
    """The system at work: `system:routing`, `system:import`."""
    return Actor(f"system:{what}", all_powerful=True, request_id=request_id)


def granted(grants: Grants, objects: str, action: str) -> Scope:
    """The scope that one role grants for an action on an object, by its plural name."""
    actions = grants.get(objects, grants.get("*", {}))
    return SCOPES.get(str(actions.get(action, actions.get("*", "none"))), Scope.NONE)


def covers(actor: Actor, scope: Scope, record: Mapping[str, Any]) -> bool:
    """Whether a scope reaches a record: own is `owner_id`, team is `team_id` in mine."""
    if scope == Scope.ALL:
        return True
    owner = record.get("owner_id")
    if scope >= Scope.OWN and owner and owner == actor.id:
        return True
    return scope == Scope.TEAM and record.get("team_id") in actor.team_ids


def may(actor: Actor, type: ObjectType, action: str, record: Mapping[str, Any]) -> bool:
    """Whether the actor may do this to that record."""
    return covers(actor, actor.scope(type, action), record)


def require_type(actor: Actor, type: ObjectType, action: str) -> Scope:
    """The scope of an action on a type; Forbidden where no role grants it at all."""
    scope = actor.scope(type, action)
    if scope == Scope.NONE:
        raise Forbidden(f"None of your roles may {action} {type.label_plural.lower()}")
    return scope


def require(actor: Actor, type: ObjectType, action: str, record: Mapping[str, Any]) -> None:
    """Pass, or NotFound for what the actor may not even see, or Forbidden for what it may only look at."""
    require_type(actor, type, "read")
    if not may(actor, type, "read", record):
        raise NotFound(f"There is no such {type.label.lower()}")
    if action != "read" and not may(actor, type, action, record):
        raise Forbidden(f"Your roles do not allow to {action} this {type.label.lower()}")


def hidden_fields(actor: Actor, type: ObjectType) -> frozenset[str]:
    """The fields of a type that none of the actor's roles lets them read."""
    return frozenset()


def guarded_fields(roles: Iterable[Record], types: Iterable[ObjectType]) -> dict[str, list[str]]:
    """The fields that some role may not read, by type: nothing that everybody sees may be made of them."""
    found: dict[str, set[str]] = {}
    by_plural = {type.plural: type for type in types}
    for role in roles:
        for plural, rules in (role.get("fields") or {}).items():
            hidden = {name for name, rule in rules.items() if rule == "none"}
            if hidden and plural in by_plural:
                found.setdefault(by_plural[plural].name, set()).update(hidden)
    return {name: sorted(hidden) for name, hidden in sorted(found.items())}


def audiences(actor: Actor, type: ObjectType, kept: Mapping[str, list[str]]) -> list[str]:
    """Under which names to look for this reader's derived rows: its teams' and its own where such rows are `kept` for
    the type, else everyone's (of which the gate lets pass only what the reader may see)."""
    scope = actor.scope(type, "read")
    if scope == Scope.NONE:
        return []
    if scope == Scope.ALL or not kept.get(type.name):
        return ["all"]
    teams = [f"t:{team}" for team in actor.team_ids] if scope == Scope.TEAM else []
    return [*teams, f"u:{actor.id}"]


def needed_audiences(roles: Iterable[Record], types: Iterable[ObjectType]) -> dict[str, list[str]]:
    """Which kinds of audience some role needs per object: `t` and `u` beside `all`, which always stands."""
    grants = [role.get("grants") or {} for role in roles]
    needed = {}
    for type in types:
        scopes = {Actor("", grants=(each,)).scope(type, "read") for each in grants}
        kinds = [kind for kind, wanted in (("t", {Scope.TEAM}), ("u", {Scope.TEAM, Scope.OWN})) if scopes & wanted]
        if kinds:
            needed[type.name] = kinds
    return needed
