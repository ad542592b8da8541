"""Who reads all of something: what is made of all fields, or counted over all records, is told to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.records import permissions
from chalicelib.records.objects import ObjectType, everybody
from chalicelib.records.permissions import Actor, Scope, granted

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def reads_everything(actor: Actor) -> bool:
    """Whether one role reads all fields of all records of every object."""
    return actor.all_powerful or any(
        all(granted(grants, name, "read") == Scope.ALL for name in {"*", *grants})
        and not any("none" in limits.values() for limits in fields.values()) for grants, fields in actor.roles)


def may_be_told(crm: Crm, actor: Actor, type: ObjectType) -> bool:
    """Whether rows made of what everybody may see hold nothing that is hidden from this reader.

    A field that a role hides since a moment ago stands in such rows until they are made anew; of many records that
    takes minutes.
    """
    hidden = permissions.ruled_out(actor, type)
    return not hidden or hidden <= crm.configuration.engine().left_out(type.name)


def countable(actor: Actor, type: ObjectType) -> bool:
    """Whether what is counted by scopes is no more than what the actor may read of a type one by one."""
    if type.gate:
        return all(actor.scope(type, action) == Scope.ALL for action in ("update", "delete"))
    return type.visible is everybody or reads_everything(actor)
