"""Views and reports belong to somebody and are private, a team's or everybody's: who may read and change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = Mapping[str, Any]
PRIVATE, TEAM, SHARED = VISIBILITIES = ("private", "team", "shared")

FIELDS = (
    Field("visibility", "choice", options=VISIBILITIES, default=PRIVATE,
          help="Who sees it: only I, my team (team_id), or everybody who works here."),
    Field("object_type", "text", read_only=True),
)


def gate(actor: Actor, type: ObjectType, action: str, record: Record) -> bool:
    """Own ones need no grant, a team's are its members', everybody's are changed by grant; who may do everything with
    all of them may also see what is private, to clear up after those who left."""
    if keeper(actor, type) or (action in ("create", "import", "export") and actor.scope(type, action) == Scope.ALL):
        return True
    visibility = record.get("visibility") or PRIVATE
    if visibility == SHARED:
        return action == "read" or actor.scope(type, action) == Scope.ALL
    if visibility == TEAM and record.get("team_id") in actor.team_ids:
        return True
    return bool(record.get("owner_id")) and record["owner_id"] == actor.id


def keeper(actor: Actor, type: ObjectType) -> bool:
    """Whether the actor keeps everybody's: may update and delete all of them."""
    return all(actor.scope(type, action) == Scope.ALL for action in ("update", "delete"))


def problems(crm: Crm, actor: Actor, before: Record | None, record: dict[str, Any]) -> list[FieldError]:
    """What is wrong with whom it is for; Forbidden to publish further than the actor may."""
    type = crm.registry.named(record["type"])
    if before and before.get("owner_id") != record.get("owner_id") and not keeper(actor, type):
        raise Forbidden(f"You cannot hand a {type.label.lower()} over to somebody else; share it with a team")
    visibility = record.get("visibility") or PRIVATE
    same = before and all(before.get(name) == record.get(name) for name in ("visibility", "team_id"))
    if same or visibility == PRIVATE:
        return []
    if visibility == SHARED and actor.scope(type, "update" if before else "create") < Scope.ALL:
        raise Forbidden(f"Your roles do not allow to share a {type.label.lower()} with everybody")
    return _team_problems(actor, type, record) if visibility == TEAM else []


def _team_problems(actor: Actor, type: ObjectType, record: dict[str, Any]) -> list[FieldError]:
    record["team_id"] = record.get("team_id") or actor.first_team or None
    if not record["team_id"]:
        return [FieldError("team_id", "required", "Which team is to see it?")]
    if record["team_id"] not in actor.team_ids and not keeper(actor, type):
        raise Forbidden(f"You cannot share a {type.label.lower()} with a team that is not yours")
    return []
