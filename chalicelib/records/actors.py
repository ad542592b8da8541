"""Who is asking, as an actor: a person with roles and teams as the company is set up now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Unauthenticated
from chalicelib.records.permissions import Actor

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def active_user(crm: Crm, user_id: str) -> dict[str, Any]:
    """The user's record; Unauthenticated for somebody who was deactivated or deleted."""
    user = crm.configuration.find("user", user_id) if user_id else None
    if user is None and user_id:  # invited a moment ago; the gateway would remember our no for half a minute
        crm.configuration.reload()
        user = crm.configuration.find("user", user_id)
    if user is None or not user.get("active", True):
        raise Unauthenticated("This account is not active")
    return user


def actor_of(crm: Crm, user_id: str, request_id: str) -> Actor:
    """The person with roles and teams; a team includes the teams below it and those that the person manages."""
    user = active_user(crm, user_id)
    roles = [crm.configuration.find("role", id) for id in user.get("role_ids") or ()]
    grants = tuple(role.get("grants") or {} for role in roles if role)
    own = user.get("team_ids") or []
    return Actor(user_id, grants=grants, team_ids=_teams(crm, user_id, own), first_team=next(iter(own), ""),
                 role_ids=tuple(user.get("role_ids") or ()), request_id=request_id, user=user)


def _teams(crm: Crm, user_id: str, own: list[str]) -> tuple[str, ...]:
    teams = crm.configuration.all("team")
    found = [*own, *(team["id"] for team in teams if team.get("manager_id") == user_id)]
    for id in found:  # grows while it is walked: teams below teams
        found.extend(team["id"] for team in teams if team.get("parent_id") == id and team["id"] not in found)
    return tuple(dict.fromkeys(found))
