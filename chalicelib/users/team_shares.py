"""What is shared with teams: who gets into one reaches it, whatever their roles reach otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib.records import permissions
from chalicelib.records.actors import with_teams_below
from chalicelib.records.permissions import SHARED_ACTIONS, Actor, Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

LOOKED_AT = 100  # of what is shared with one team; of more some is taken to be out of reach


def opened(crm: Crm, actor: Actor, teams: Iterable[str], old: Actor, new: Actor) -> bool:
    """Whether the rights of `new`, in these teams, reach something shared with them that those of `old` do not, and
    that the actor does not reach either."""
    entered = with_teams_below(crm, teams)
    return any(_beyond(crm, actor, type, action, team) for type in crm.registry for action in SHARED_ACTIONS
               if old.scope(type, action) < Scope.SHARED <= new.scope(type, action) < Scope.ALL
               and actor.scope(type, action) < Scope.ALL and not type.configuration and not type.personal
               for team in entered if team not in actor.team_ids or not actor.scope(type, action))


def _beyond(crm: Crm, actor: Actor, type: ObjectType, action: str, team: str) -> bool:
    member = Actor("", team_ids=(team,))
    page = crm.table.query(keys.view_partition(type.name, type.order, f"s:{team}"), limit=LOOKED_AT)
    return page.more or any(permissions.shared_with(member, record, action)
                            and not permissions.may(actor, type, action, record) for record in page.items)
