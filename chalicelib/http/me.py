"""`GET /v1/me`: who I am, what I may, whom I work with, how many notifications wait."""

from __future__ import annotations

from typing import Any

from chalicelib.activities import preferences
from chalicelib.crm import Crm
from chalicelib.errors import Forbidden, NotAllowed, NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records import field_rules, permissions, service
from chalicelib.records.fields import parse_payload
from chalicelib.records.permissions import ACTIONS, Actor
from chalicelib.records.work import Work, retried
from chalicelib.store import keys

OWN = frozenset({"first_name", "last_name", "away_from", "away_until", "working_hours", "time_zone", "locale",
                 "bell_off", "mail_off"})


def answer(crm: Crm, call: Call) -> Reply:
    """The signed-in person; PATCH changes what everybody may say about themselves."""
    if call.method not in ("GET", "PATCH") or len(call.path) > 1:
        raise NotAllowed("Only GET and PATCH /v1/me")
    if call.method == "PATCH":
        return _changed(crm, call)
    actor = call.actor
    user = crm.registry.named("user")
    found = crm.table.get_many([keys.record(actor.id), keys.cells(actor.id)], consistent=True)
    record, cells = found.get(keys.record(actor.id), dict(actor.user)), found.get(keys.cells(actor.id), {})
    return Reply(body={
        **service.shown(user, record, actor=actor),
        "roles": [_named(role) for role in crm.configuration.all("role") if role["id"] in actor.role_ids],
        "teams": [_named(team) for team in crm.configuration.all("team") if team["id"] in actor.team_ids],
        "permissions": permitted(crm, actor),
        "external": actor.external,
        "company": crm.company.told(),
        "colleagues": [{"id": each["id"], "name": user.title(field_rules.visible(actor, user, each)),
                        "active": each.get("active", True)} for each in colleagues(crm, actor)],
        "told_of": preferences.told(record),
        "unread_notifications": 0 if actor.via else cells.get("unread_notifications", 0),
    })


def colleagues(crm: Crm, actor: Actor) -> list[dict[str, Any]]:
    """Everybody who works here, so that names can be shown; somebody from outside is told of themselves alone."""
    return [dict(actor.user)] if actor.external else crm.configuration.all("user")


def _changed(crm: Crm, call: Call) -> Reply:
    """What everybody says about themselves; roles, teams and capacity are an administrator's."""
    if call.actor.via:
        raise Forbidden("An API key says nothing about its owner; they sign in for that")
    type = crm.registry.named("user")
    mine = {name: field for name, field in type.own_fields.items()
            if name in OWN - permissions.locked_fields(call.actor, type)}
    values = parse_payload(mine, call.json(), partial=True, region=crm.company.country)

    def step() -> dict[str, Any]:
        record = crm.table.get(keys.record(call.actor.id), consistent=True)
        if record is None:
            raise NotFound()
        work = Work(crm, call.actor)
        changed = work.change(record, values)
        work.commit()
        return changed
    return Reply(body=service.shown(type, retried(step), actor=call.actor))


def permitted(crm: Crm, actor: Actor) -> dict[str, dict[str, str]]:
    """The effective scope of each action on each object."""
    return {type.plural: {action: actor.scope(type, action).name.lower() for action in ACTIONS}
            for type in crm.registry}


def _named(record: dict[str, Any]) -> dict[str, Any]:
    return {"id": record["id"], "name": record.get("name")}
