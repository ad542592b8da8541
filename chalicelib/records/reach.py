"""How far roles reach, beside those of an actor: on every object and action, and on every field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records import permissions
from chalicelib.records.permissions import ACTIONS, Actor, Grants, granted, hidden_fields, locked_fields

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = Mapping[str, Any]


def beyond_roles(crm: Crm, actor: Actor, roles: Iterable[Record]) -> bool:
    """Whether any of these roles reaches further than the actor does: on any object and action, or any field."""
    roles = list(roles)
    return beyond(crm, actor, [permissions.role_grants(role) for role in roles]) or (
        not exempt(actor) and any(_sees_more(crm, actor, role) for role in roles))


def _sees_more(crm: Crm, actor: Actor, role: Record) -> bool:
    """Whether a role shows or lets write a field that is hidden from the actor or locked."""
    holder = Actor("", **permissions.rights([role]))
    readable = [type for type in crm.registry if holder.scope(type, "read")]
    writable = [type for type in crm.registry if holder.scope(type, "update") or holder.scope(type, "create")]
    return any(hidden_fields(actor, type) - hidden_fields(holder, type) for type in readable) or any(
        locked_fields(actor, type) - locked_fields(holder, type) for type in writable)


def beyond(crm: Crm, actor: Actor, given: Iterable[Grants]) -> bool:
    """Whether any of these grants reaches further than the actor does, on any object and action."""
    if exempt(actor):
        return False
    given = list(given)
    named = (name for grants in (*given, *actor.grants) for name in grants)
    objects = {"*", *named, *(type.governed_by for type in crm.registry)}
    return any(granted(grants, name, action) > max((granted(own, name, action) for own in actor.grants), default=0)
               for grants in given for name in objects for action in _actions(grants))


def exempt(actor: Actor) -> bool:
    """The system, and administrators."""
    return actor.all_powerful or any(everything(grants) and not limits for grants, limits in actor.roles)


def _actions(grants: Grants) -> set[str]:
    return {*ACTIONS, *(action for actions in grants.values() for action in actions if action != "*")}


def everything(grants: Any) -> bool:
    """Whether a role grants all there is, as the administrators' does."""
    return bool(grants == {"*": {"*": "all"}})


def print_of(actor: Actor) -> str:
    """What the actor may, as a short text that differs where that does: a file holds what its person might then."""
    rights = actor.grants, actor.field_rules, sorted(actor.team_ids), sorted(actor.switched_off), actor.all_powerful
    return hashlib.sha256(json.dumps(rights, sort_keys=True).encode()).hexdigest()[:16]
