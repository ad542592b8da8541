"""`GET /v1/me`: who I am, what I may, whom I work with, how many notifications wait."""

from __future__ import annotations

from typing import Any

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records import service
from chalicelib.records.permissions import ACTIONS, Actor
from chalicelib.store import keys


def answer(crm: Crm, call: Call) -> Reply:
    """The signed-in person."""
    if call.method != "GET" or len(call.path) > 1:
        raise NotAllowed("Only GET /v1/me")
    actor = call.actor
    user = crm.registry.named("user")
    cells = crm.table.get(keys.cells(actor.id)) or {}
    return Reply(body={
        **service.shown(user, dict(actor.user)),
        "roles": [_named(role) for role in crm.configuration.all("role") if role["id"] in actor.role_ids],
        "teams": [_named(team) for team in crm.configuration.all("team") if team["id"] in actor.team_ids],
        "permissions": permitted(crm, actor),
        "colleagues": [{"id": each["id"], "name": user.title(each), "active": each.get("active", True)}
                       for each in crm.configuration.all("user")],
        "unread_notifications": cells.get("unread_notifications", 0),
    })


def permitted(crm: Crm, actor: Actor) -> dict[str, dict[str, str]]:
    """The effective scope of each action on each object."""
    return {type.plural: {action: actor.scope(type.governed_by, action).name.lower() for action in ACTIONS}
            for type in crm.registry}


def _named(record: dict[str, Any]) -> dict[str, Any]:
    return {"id": record["id"], "name": record.get("name")}
