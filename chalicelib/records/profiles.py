"""A record with what hangs on it: links and latest events, in one query of its partition."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from chalicelib.errors import NotFound
from chalicelib.ids import is_id
from chalicelib.records import field_rules, permissions, referred, roll_ups, sight
from chalicelib.records.lists import cursors
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
LATEST, LINKS, PAGE = 25, 100, 150


def profile(crm: Crm, actor: Actor, type: ObjectType, id: str) -> tuple[Record, Record, list[Record]]:
    """The record, its links with totals by label, and the latest 25 events that the actor may see."""
    permissions.require_type(actor, type, "read")
    items = crm.table.query(id, descending=True, limit=PAGE, consistent=True).items if is_id(id, type.prefix) else []
    record = items[0] if items and items[0]["sk"] == "record" else None
    if record and record.get("merged_into"):
        return profile(crm, actor, type, record["merged_into"])
    if record is None or record.get("deleted_at"):
        raise NotFound(f"There is no such {type.label.lower()}")
    permissions.require(actor, type, "read", record)
    if type.rolled_up:
        cells = next((item for item in items if item["sk"] == "cells"), None)
        cells = crm.table.get(keys.cells(id)) if cells is None and len(items) == PAGE else cells
        record = roll_ups.told(crm, actor, type, roll_ups.with_cells(crm, type, record, cells, type.rolled_up))
    links = [*_referred(crm, actor, type, record), *(item for item in items if item["sk"].startswith("link#"))]
    events = [item for item in items if item["sk"].startswith("event#")]
    if len(events) < LATEST and len(items) == PAGE:
        events = crm.table.query(id, begins="event#", descending=True, limit=PAGE).items
    return record, linked(crm, actor, links), [told(crm, actor, item) for item in readable(crm, actor, events)[:LATEST]]


def links(crm: Crm, actor: Actor, record: Record) -> Record:
    """All links of a record that the actor may already read."""
    type = crm.registry.named(record["type"])
    rows = crm.table.query(record["id"], begins="link#", descending=True, limit=1000).items
    return linked(crm, actor, [*_referred(crm, actor, type, record), *rows])


def _referred(crm: Crm, actor: Actor, type: ObjectType, record: Record) -> list[Record]:
    """What the record refers to by fields that the actor may see."""
    hidden = permissions.hidden_fields(actor, type)
    refs = {name: kept for name, kept in (record.get("refs") or {}).items() if name not in hidden}
    return list(referred.rows(crm.registry, type, {**record, "refs": refs}))


def linked(crm: Crm, actor: Actor, items: list[Record]) -> Record:
    """`{data, totals}`: links newest first, 100 at most; for readers of a part, ownership is looked up afresh."""
    seen = _owned_now(crm, actor, [item for item in readable_types(crm, actor, items)])
    rows = sorted(_together(seen), key=lambda item: str(item.get("at", "")), reverse=True)
    totals = Counter(label for item in rows for label in item.get("labels", ()))
    shown = ("id", "type", "title", "labels", "at")
    return {"data": [{name: item.get(name) for name in shown} for item in rows[:LINKS]], "totals": dict(totals)}


def _together(items: list[Record]) -> list[Record]:
    """One row for each other record: what it is referred to as, and the labels that people gave."""
    found: dict[str, Record] = {}
    for item in items:
        known = found.get(item["id"])
        labels = [*(known or {}).get("labels", ()), *(item.get("labels") or ())]
        found[item["id"]] = {**item, **(known or {}), "labels": list(dict.fromkeys(labels))}
    return list(found.values())


def readable_types(crm: Crm, actor: Actor, items: list[Record]) -> list[Record]:
    """Those rows whose type the actor may read at all, without those whose record was deleted."""
    return [item for item in items if crm.registry.known(item["type"]) and not item.get("gone")
            and actor.scope(crm.registry.named(item["type"]), "read")]


def readable(crm: Crm, actor: Actor, items: list[Record]) -> list[Record]:
    """Those derived rows whose record the actor may read."""
    return [item for item in items if crm.registry.known(item["type"])
            and permissions.may(actor, crm.registry.named(item["type"]), "read", item)]


def timeline(
    crm: Crm, actor: Actor, id: str, kinds: frozenset[str], limit: int, cursor: str
) -> tuple[list[Record], str | None]:
    """Events around a record, newest first, filterable by kind."""
    secret, bound = crm.configuration.secret(), ["timeline", id, sorted(kinds), actor.id]
    place = str(cursors.opened(secret, bound, cursor)) if cursor else ""
    found: list[Record] = []
    for _round in range(3):
        page = crm.table.query(id, begins="event#", before=place, descending=True, limit=max(limit + 1, PAGE))
        for item in page.items:
            if len(found) == limit:
                return found, cursors.seal(secret, bound, place)
            place = item["sk"]
            if (not kinds or item["kind"] in kinds) and readable(crm, actor, [item]):
                found.append(told(crm, actor, item))
        if not page.more:
            return found, None
    return found, cursors.seal(secret, bound, place)


def told(crm: Crm, actor: Actor, item: Record) -> Record:
    """One event as this reader sees it: of what, but not in which words, while those may tell a hidden field."""
    shown = {name: item.get(name) for name in ("at", "kind", "title", "actor", "summary")}
    type = crm.registry.named(item["type"])
    if not sight.may_be_told(crm, actor, type):
        shown |= {"title": type.label, "summary": ""}
    return {"id": item["sk"].split("#", 2)[2], **shown, "record": {"type": item["type"], "id": item["id"]}}


def changes(crm: Crm, actor: Actor, id: str, limit: int, cursor: str) -> tuple[list[Record], str | None]:
    """The stored changes of a record, newest first: not yet what the actor may see of them."""
    secret, bound = crm.configuration.secret(), ["history", id, actor.id]
    place = str(cursors.opened(secret, bound, cursor)) if cursor else ""
    page = crm.table.query(id, begins="audit#", before=place, descending=True, limit=limit)
    return page.items, cursors.seal(secret, bound, page.last) if page.more else None


def history(crm: Crm, actor: Actor, record: Record, stored: tuple[list[Record], str | None]) \
        -> tuple[list[Record], str | None]:
    """What was changed, by whom; without fields that the actor may not see, and without with whom the record was
    shared for those who may not update it."""
    type, (items, following) = crm.registry.named(record["type"]), stored
    untold = {*permissions.hidden_fields(actor, type)}
    untold |= set() if permissions.may(actor, type, "update", record) else {"shares"}
    names = ("version", "at", "actor", "request_id", "changes")
    rows = [{name: item.get(name) for name in names} for item in items]
    for row in rows:
        row["changes"] = {name: change for name, change in (row["changes"] or {}).items() if name not in untold}
    return rows, following


def _owned_now(crm: Crm, actor: Actor, items: list[Record]) -> list[Record]:
    """Link rows carry yesterday's owner and a title made of all fields: for who may read only some records or some
    fields of a type, each other end is looked up."""
    partial = [item for item in items if _partial(crm, actor, item)]
    if not partial:
        return items
    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(crm.table.get_many, [keys.record(item["id"]) for item in partial]).result()
    fresh = [_retold(crm, actor, item, found.get(keys.record(item["id"]))) if item in partial else item
             for item in items]
    return [item for item in fresh if item]


def _partial(crm: Crm, actor: Actor, item: Record) -> bool:
    type = crm.registry.named(item["type"])
    return actor.scope(type, "read") < Scope.ALL or bool(permissions.hidden_fields(actor, type))


def _retold(crm: Crm, actor: Actor, item: Record, other: Record | None) -> Record | None:
    """A link row as this reader may see it, by the record at the other end as it is now."""
    if other is None or not readable(crm, actor, [other]):
        return None
    type = crm.registry.named(other["type"])
    return {**item, "title": type.title(field_rules.visible(actor, type, other))[:200]}
