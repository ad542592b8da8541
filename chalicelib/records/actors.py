"""Who is asking, as an actor: a person with roles and teams as the company is set up now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Unauthenticated
from chalicelib.records import reach
from chalicelib.records.permissions import Actor, rights

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def active_user(crm: Crm, user_id: str) -> dict[str, Any]:
    """The user's record; Unauthenticated for somebody who was deactivated or deleted."""
    user = crm.configuration.find("user", user_id) if user_id else None
    if user is None or not user.get("active", True):
        raise Unauthenticated("This account is not active")
    return user


def usable_key(crm: Crm, id: str) -> dict[str, Any]:
    """The key's record; Unauthenticated where it has ended, was revoked, or its owner has left."""
    key = crm.configuration.find("api_key", id)
    ended = key and key.get("expires_at") and key["expires_at"] <= crm.clock.now()
    owner = crm.configuration.find("user", str(key.get("owner_id"))) if key else None
    if key is None or not key.get("active", True) or ended or not owner or not owner.get("active", True):
        raise Unauthenticated("The API key is not valid any more")
    return key


def actor_of(crm: Crm, user_id: str, request_id: str) -> Actor:
    """The person with roles and teams, or the owner of an API key with the key's one role; Unauthenticated for who has
    left and for what has ended, also where a job asks that one of them began.

    A team includes the teams below it and those that the person manages.
    """
    key = usable_key(crm, user_id) if user_id.startswith("key_") else {}
    if key and not crm.configuration.made(f"within#{user_id}", lambda: _within(crm, key)):
        raise Unauthenticated("This API key may more than its owner; make another one")
    user = active_user(crm, str(key.get("owner_id") or user_id))
    role_ids = [key["role_id"]] if key else user.get("role_ids") or ()
    roles = [crm.configuration.find("role", id) for id in role_ids]
    own = user.get("team_ids") or []
    return Actor(user["id"], **rights(role for role in roles if role), team_ids=_teams(crm, user["id"], own),
                 first_team=next(iter(own), ""), role_ids=tuple(role_ids), request_id=request_id, user=user,
                 via=str(key.get("id") or ""), switched_off=crm.company.modules_off)


def _within(crm: Crm, key: dict[str, Any]) -> bool:
    """Whether a key may no more than its owner may by now, or somebody else made it for them."""
    owner, maker = str(key["owner_id"]), str(key.get("created_by") or "")
    if maker != owner and maker.startswith("usr_"):
        return True
    role = crm.configuration.find("role", str(key.get("role_id")))
    return not reach.beyond_roles(crm, actor_of(crm, owner, ""), [role] if role else [])


def _teams(crm: Crm, user_id: str, own: list[str]) -> tuple[str, ...]:
    managed = (team["id"] for team in crm.configuration.all("team") if team.get("manager_id") == user_id)
    return with_teams_below(crm, [*own, *managed])


def with_teams_below(crm: Crm, ids: Iterable[str]) -> tuple[str, ...]:
    """These teams and all below them, each once."""
    teams, found = crm.configuration.all("team"), list(ids)
    for id in found:  # grows while it is walked: teams below teams
        found.extend(team["id"] for team in teams if team.get("parent_id") == id and team["id"] not in found)
    return tuple(dict.fromkeys(found))
