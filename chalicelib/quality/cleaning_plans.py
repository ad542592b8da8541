"""What a cleaning rule would do to one record, for the person with whose rights it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Forbidden, Problem, Unavailable
from chalicelib.quality.cleaning_kinds import KINDS
from chalicelib.records import conditions, payloads, permissions, readable
from chalicelib.records.conditions import Reader
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def require_readable(crm: Crm, actor: Actor, type: ObjectType, rule: Mapping[str, Any]) -> None:
    """Forbidden where a rule asks for what this person may not read: a part that never holds would, under `not`, mean
    every record."""
    condition = conditions.parse(rule.get("condition"), type.all_fields, stored=True)
    if refused := readable.refused(crm.registry, actor, type, condition):
        raise Forbidden(f"Your roles do not let you read {', '.join(refused)}", code="field_forbidden")


def plan(crm: Crm, actor: Actor, type: ObjectType, rule: Mapping[str, Any], record: Record) -> Record | None:
    """The journal's entry `{id, version, before, after}` or `{id, version, deleted}`; None where nothing is to be done.

    What the actor may not change is left alone.
    """
    kind = KINDS[str(rule["kind"])]
    if record.get("deleted_at") or record.get("merged_into") or not _meant(crm, actor, type, rule, record):
        return None
    change = kind.change(record, rule)
    entry = {"id": record["id"], "version": record["version"]}
    if change.get("deleted"):
        return {**entry, "deleted": True} if permissions.may(actor, type, "delete", record) else None
    if not change or not permissions.may(actor, type, "update", record):
        return None
    try:
        after = payloads.read(crm, type, change, record, actor=actor)
    except Unavailable:
        raise
    except Problem:
        return None
    changed = {name: value for name, value in after.items() if record.get(name) != value}
    return {**entry, "before": {name: record.get(name) for name in changed}, "after": changed} if changed else None


def _meant(crm: Crm, actor: Actor, type: ObjectType, rule: Mapping[str, Any], record: Record) -> bool:
    now = crm.clock.now()
    fields = readable.fields(crm.registry, actor, type)  # by what they may not see, nobody sorts out records
    condition = conditions.parse(rule.get("condition"), fields, stored=True)
    if not permissions.may(actor, type, "read", record) or not conditions.holds(
            condition, record, Reader(actor.id, actor.team_ids, now)):
        return False
    if not KINDS[str(rule["kind"])].stale:
        return True
    before = instants.plus(now, days=-int(rule.get("days") or 0))
    return str(record["updated_at"]) < before and _last_event(crm, record["id"]) < before


def _last_event(crm: Crm, id: str) -> str:
    """When something last happened around the record; what is planned counts as well."""
    page = crm.table.query(id, begins="event#", descending=True, limit=1)
    return next((str(item["at"]) for item in page.items), "")
