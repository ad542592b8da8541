"""Nobody gives, takes or takes over more than they have: who keeps users and roles does not become an administrator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden, Invalid
from chalicelib.records import permissions
from chalicelib.records.permissions import ACTIONS, Actor, Grants, Scope, granted, hidden_fields, locked_fields

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
ADMIN = "admin"
POWERS = ("grants", "fields", "kind", "deleted_at")
# Who may change one of these of somebody may act as them, or end their access.
DECISIVE = ("email", "role_ids", "active", "deleted_at")


def check_user(crm: Crm, actor: Actor, before: Record | None, user: Record) -> None:
    """Forbidden to change whom a person is, or what they may, beyond the actor's own roles and teams."""
    if any(user.get(name) != (before or {}).get(name) for name in DECISIVE):
        require_over(crm, actor, *filter(None, (before, user)))
    if exempt(actor):
        return
    other = before is not None and actor.id != user["id"]
    if before and other and user.get("email") != before.get("email") and not _acts_for(crm, actor, before):
        raise Forbidden("By a new address one signs in: it takes the right to all that this person may with theirs")
    keeper = actor.id != user["id"] and actor.scope(crm.registry.named("user"), "update") == Scope.ALL
    for teams, roles in _gained(crm, before or {}, user):
        if not teams <= set(actor.team_ids) and not (keeper and _reads_of_any_team(crm, actor, {"role_ids": roles})):
            raise Forbidden("You cannot add somebody to a team that is not yours")


def _gained(crm: Crm, before: Record, user: Record) -> list[tuple[set[str], list[str]]]:
    """What teams a person is let into, with all of their roles; and what roles they are given in all of their teams."""
    teams, roles = set(user.get("team_ids") or ()), list(user.get("role_ids") or ())
    new = [role for role in roles if role not in (before.get("role_ids") or ())]
    return [(teams - set(before.get("team_ids") or ()), roles), (_teams(crm, user) if new else set(), new)]


def _teams(crm: Crm, user: Record) -> set[str]:
    """A person's own teams and those that they manage."""
    return {*(user.get("team_ids") or ()),
            *(team["id"] for team in crm.configuration.all("team") if team.get("manager_id") == user["id"])}


def _acts_for(crm: Crm, actor: Actor, user: Record) -> bool:
    """Whether the actor may with all records whatever this person may with theirs, those of their teams and what is
    shared with them; what everybody has of their own (notifications, jobs) aside."""
    given = _grants(crm, user)
    return all(actor.scope(type, action) == Scope.ALL for type in crm.registry if not type.personal
               for action in ACTIONS if any(Scope.NONE < granted(grants, type.governed_by, action) < Scope.ALL
                                            for grants in given))


def require_over(crm: Crm, actor: Actor, *users: Record) -> None:
    """Forbidden where one of these people may do something that the actor may not."""
    roles = [crm.configuration.find("role", id) for user in users for id in user.get("role_ids") or ()]
    if beyond_roles(crm, actor, [role for role in roles if role]):
        raise Forbidden("This person has or would have a role that may more than yours")


def check_team(crm: Crm, actor: Actor, before: Record | None, team: Record) -> None:
    """Forbidden to make oneself the manager of a team, or put it below one's own, to reach its records; or to let an
    accomplice do so."""
    if before is None or team["id"] in actor.team_ids or exempt(actor):
        return
    manager = crm.configuration.find("user", str(team.get("manager_id") or ""))
    managing = manager and team["manager_id"] != before.get("manager_id") and (
        team["manager_id"] == actor.id or not _reads_of_any_team(crm, actor, manager))
    above = team.get("parent_id") and team["parent_id"] != before.get("parent_id") and (
        team["parent_id"] in actor.team_ids or not _reads_of_any_team(crm, actor, *_members(crm, team["parent_id"])))
    if managing or above:
        raise Forbidden("You cannot take over a team that is not yours")


def _members(crm: Crm, team: str) -> list[Record]:
    """Who is in a team, or manages it."""
    keeps = (crm.configuration.find("team", team) or {}).get("manager_id")
    return [user for user in crm.configuration.all("user")
            if user["id"] == keeps or team in (user.get("team_ids") or ())]


def _reads_of_any_team(crm: Crm, actor: Actor, *users: Record) -> bool:
    """Whether the actor may with all records whatever these people may with those of their teams."""
    given = _grants(crm, *users)
    return all(actor.scope(type, action) == Scope.ALL for type in crm.registry for action in ACTIONS
               if any(granted(grants, type.governed_by, action) == Scope.TEAM for grants in given))


def _grants(crm: Crm, *users: Record) -> list[Grants]:
    roles = [crm.configuration.find("role", id) for user in users for id in user.get("role_ids") or ()]
    return [permissions.role_grants(role) for role in roles if role]


def check_role(crm: Crm, actor: Actor, before: Record | None, role: Record) -> None:
    """Forbidden to write or drop grants beyond the actor's own; the administrators' role stays as it is."""
    limited = role.get("fields") or role.get("kind") == "external" or not _everything(role.get("grants"))
    if _is_admin(before) and (role.get("deleted_at") or not _is_admin(role) or limited):
        raise Invalid.one("grants", "last_admin", "The administrators' role cannot be taken away or limited")
    if _is_admin(role) and not _is_admin(before) and not actor.all_powerful:
        raise Invalid.one("key", "duplicate", "There is one role with this key")
    if any(role.get(name) != (before or {}).get(name) for name in POWERS) and beyond_roles(
            crm, actor, [each for each in (before, role) if each]):
        raise Forbidden("A role that you keep may not more than your own")
    if before and not exempt(actor) and _widened(crm, actor, before, role):
        raise Forbidden("Somebody with this role is in a team that is not yours, whose records it would open")


def _widened(crm: Crm, actor: Actor, before: Record, role: Record) -> bool:
    """Whether a role opens more of their teams' records to somebody whose teams are not the actor's."""
    old, new = permissions.role_grants(before), permissions.role_grants(role)
    opened = any(granted(old, type.governed_by, action) < Scope.TEAM == granted(new, type.governed_by, action)
                 and actor.scope(type, action) < Scope.ALL for type in crm.registry for action in ACTIONS)
    return opened and any(not _teams(crm, user) <= set(actor.team_ids) for user in crm.configuration.all("user")
                          if role["id"] in (user.get("role_ids") or ()))


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
    return actor.all_powerful or any(_everything(grants) and not limits for grants, limits in actor.roles)


def _actions(grants: Grants) -> set[str]:
    return {*ACTIONS, *(action for actions in grants.values() for action in actions if action != "*")}


def _is_admin(role: Mapping[str, Any] | None) -> bool:
    return bool(role and role.get("key") == ADMIN)


def _everything(grants: Any) -> bool:
    return bool(grants == {"*": {"*": "all"}})
