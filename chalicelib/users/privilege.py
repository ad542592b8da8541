"""Nobody gives, takes or takes over more than they have: who keeps users and roles does not become an administrator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden, Invalid
from chalicelib.records import permissions
from chalicelib.records.actors import actor_of
from chalicelib.records.permissions import ACTIONS, Actor, Scope, granted, hidden_fields, locked_fields
from chalicelib.records.reach import beyond_roles, everything, exempt
from chalicelib.users import order, team_shares

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
ADMIN = "admin"
POWERS = ("grants", "fields", "kind", "deleted_at")
REACH = ("manager_id", "parent_id", "deleted_at")
# Who may change one of these of somebody may act as them, or end their access.
DECISIVE = ("email", "role_ids", "active", "deleted_at")
MORE_THAN_YOU = "In your team this person would reach what you do not"


def check_user(crm: Crm, actor: Actor, before: Record | None, user: Record) -> None:
    """Forbidden to change whom a person is, or what they may, beyond the actor's own roles and teams."""
    if not _differ(before, user, (*DECISIVE, "team_ids")):
        return
    crm, actor = _in_order(crm, actor, user)
    if _differ(before, user, DECISIVE):
        require_over(crm, actor, *filter(None, (before, user)))
    if exempt(actor):
        return
    other = actor.id != user["id"]
    if before and other and user.get("email") != before.get("email") and not _acts_for(crm, actor, before):
        raise Forbidden("By a new address one signs in: it takes the right to all that this person may with theirs")
    keeper = other and actor.scope(crm.registry.named("user"), "update") == Scope.ALL
    for teams, was, will in _gained(crm, _standing(before), user):
        own = teams <= set(actor.team_ids)
        if not own and not (keeper and not _opens(crm, actor, teams, was, will)):
            raise Forbidden("You cannot add somebody to a team that is not yours")
        if own and other and _opens(crm, actor, teams, was, will):
            raise Forbidden(MORE_THAN_YOU)


def _standing(before: Record | None) -> Record:
    """What stood before: what is restored comes back as if it were new, as others may have changed around it."""
    return {} if before is None or before.get("deleted_at") else before


def _differ(before: Record | None, after: Record, names: Iterable[str]) -> bool:
    """Whether one of these changes; of what is new all does."""
    return before is None or any(after.get(name) != before.get(name) for name in names)


def _in_order(crm: Crm, actor: Actor, record: Record) -> tuple[Crm, Actor]:
    """By what, and as whom, a write that decides rights is judged: by roles, teams and people as they are now, whatever
    another process wrote a moment ago. Administrators are not judged, but others are by what these write."""
    judged = not exempt(actor)
    now = order.enter(crm, record, judged=judged)
    return (now, actor_of(now, actor.author, actor.request_id)) if judged else (crm, actor)


def _gained(crm: Crm, before: Record, user: Record) -> list[tuple[set[str], list[Record], list[Record]]]:
    """What teams a person is let into, with all of their roles and those of their keys; and in all of their teams the
    roles that they had and have."""
    joined = set(user.get("team_ids") or ()) - set(before.get("team_ids") or ())
    new = before.get("role_ids") != user.get("role_ids")
    return [(joined, [], _acting(crm, user)),
            (_teams(crm, user) if new else set(), _roles(crm, before), _roles(crm, user))]


def _roles(crm: Crm, user: Record) -> list[Record]:
    found = (crm.configuration.find("role", id) for id in user.get("role_ids") or ())
    return [role for role in found if role]


def _acting(crm: Crm, user: Record) -> list[Record]:
    """The roles by which a person acts, their own and those of their API keys, which others may have given them."""
    keys = (key["role_id"] for key in crm.configuration.all("api_key")
            if key.get("owner_id") == user["id"] and key.get("active", True))
    return _roles(crm, {"role_ids": [*(user.get("role_ids") or ()), *keys]})


def _opens(crm: Crm, actor: Actor, teams: set[str], was: Iterable[Record], will: Iterable[Record]) -> bool:
    """Whether roles open more of these teams' records than others do, more of their fields, or what is shared with
    them, and the actor may not the same: of their own teams as far as their roles reach these."""
    old, new = (Actor("", **permissions.rights(roles)) for roles in (was, will))
    needed = Scope.TEAM if teams <= set(actor.team_ids) else Scope.ALL
    return bool(teams) and (any(
        new.scope(type, action) == Scope.TEAM and actor.scope(type, action) < needed
        and (old.scope(type, action) < Scope.TEAM or _frees(old, new, type, action))
        for type in crm.registry for action in ACTIONS) or team_shares.opened(crm, actor, teams, old, new))


def _frees(old: Actor, new: Actor, type: ObjectType, action: str) -> bool:
    """Whether a field is shown that was hidden, or written that was locked."""
    ruled = {"read": hidden_fields, "update": locked_fields}.get(action)
    return bool(ruled and ruled(old, type) - ruled(new, type))


def _teams(crm: Crm, user: Record) -> set[str]:
    """A person's own teams and those that they manage."""
    return {*(user.get("team_ids") or ()),
            *(team["id"] for team in crm.configuration.all("team") if team.get("manager_id") == user["id"])}


def _acts_for(crm: Crm, actor: Actor, user: Record) -> bool:
    """Whether the actor may with all records whatever this person may with theirs, those of their teams and what is
    shared with them; what everybody has of their own (notifications, jobs) aside."""
    given = [permissions.role_grants(role) for role in _roles(crm, user)]
    return all(actor.scope(type, action) == Scope.ALL for type in crm.registry if not type.personal
               for action in ACTIONS if any(Scope.NONE < granted(grants, type.governed_by, action) < Scope.ALL
                                            for grants in given))


def require_over(crm: Crm, actor: Actor, *users: Record) -> None:
    """Forbidden where one of these people may do something that the actor may not."""
    if beyond_roles(crm, actor, [role for user in users for role in _roles(crm, user)]):
        raise Forbidden("This person has or would have a role that may more than yours")


def check_team(crm: Crm, actor: Actor, before: Record | None, team: Record) -> None:
    """Forbidden to make oneself the manager of a team, or put it below one's own, to reach its records; or to let an
    accomplice do so."""
    if not _differ(before, team, REACH):
        return
    crm, actor = _in_order(crm, actor, team)
    if before is None or exempt(actor):
        return
    stood, own = _standing(before), team["id"] in actor.team_ids
    changed = {name for name in ("manager_id", "parent_id") if team.get(name) and team[name] != stood.get(name)}
    if not own and (("manager_id" in changed and team["manager_id"] == actor.id)
                    or ("parent_id" in changed and team["parent_id"] in actor.team_ids)):
        raise Forbidden("You cannot take over a team that is not yours")
    manager = crm.configuration.find("user", team["manager_id"]) if "manager_id" in changed else None
    reaching = [*([manager] if manager else []), *(_members(crm, team["parent_id"]) if "parent_id" in changed else [])]
    if any(_opens(crm, actor, {team["id"]}, [], _acting(crm, user)) for user in reaching if user["id"] != actor.id):
        raise Forbidden(MORE_THAN_YOU if own else "You cannot take over a team that is not yours")


def _members(crm: Crm, team: str) -> list[Record]:
    """Who is in a team or one above it, or manages one of these."""
    known = {each["id"]: each for each in crm.configuration.all("team")}
    line: dict[str, Record] = {}
    while team in known and team not in line:
        line[team] = known[team]
        team = str(known[team].get("parent_id") or "")
    keep = {each.get("manager_id") for each in line.values()}
    return [user for user in crm.configuration.all("user")
            if user["id"] in keep or not line.keys().isdisjoint(user.get("team_ids") or ())]


def check_role(crm: Crm, actor: Actor, before: Record | None, role: Record) -> None:
    """Forbidden to write or drop grants beyond the actor's own; the administrators' role stays as it is."""
    limited = role.get("fields") or role.get("kind") == "external" or not everything(role.get("grants"))
    if _is_admin(before) and (role.get("deleted_at") or not _is_admin(role) or limited):
        raise Invalid.one("grants", "last_admin", "The administrators' role cannot be taken away or limited")
    if _is_admin(role) and not _is_admin(before) and not actor.all_powerful:
        raise Invalid.one("key", "duplicate", "There is one role with this key")
    if not _differ(before, role, POWERS):
        return
    crm, actor = _in_order(crm, actor, role)
    if beyond_roles(crm, actor, [each for each in (before, role) if each]):
        raise Forbidden("A role that you keep may not more than your own")
    if before and not exempt(actor) and _widened(crm, actor, before, role):
        raise Forbidden("Somebody with this role is in a team that is not yours, whose records it would open")


def _widened(crm: Crm, actor: Actor, before: Record, role: Record) -> bool:
    """Whether a role opens more of their teams' records to somebody whose teams are not the actor's."""
    if role.get("deleted_at"):
        return False
    stood = [before] if _standing(before) else []
    return any(_opens(crm, actor, teams, [*rest, *stood], [*rest, role]) for teams, rest in _held(crm, role["id"])
               if not teams <= set(actor.team_ids))


def _held(crm: Crm, role_id: str) -> Iterator[tuple[set[str], list[Record]]]:
    """The teams of who acts by a role, and their other roles; a key acts by its one role."""
    for user in crm.configuration.all("user"):
        if role_id in (user.get("role_ids") or ()):
            yield _teams(crm, user), [each for each in _roles(crm, user) if each["id"] != role_id]
    for key in crm.configuration.all("api_key"):
        owner = crm.configuration.find("user", str(key.get("owner_id")))
        if owner and key.get("role_id") == role_id and key.get("active", True):
            yield _teams(crm, owner), []


def _is_admin(role: Mapping[str, Any] | None) -> bool:
    return bool(role and role.get("key") == ADMIN)
