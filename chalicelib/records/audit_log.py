"""What was done across the system: by day, by actor; the values stay on each record's own history, behind its gate."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden, Invalid, NotFound
from chalicelib.records import permissions
from chalicelib.records.lists import cursors
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys
from chalicelib.store.table import Condition, Page

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
AUDIT = "audit"  # the object whose grants decide
SCANNED = 400    # rows of a partition that one request looks at where it filters


@dataclass(frozen=True)
class Question:
    """Who did what on a day (UTC, today if empty), and on which object (a plural name); newest first."""

    actor: str = ""
    day: str = ""
    object: str = ""
    limit: int = 25
    cursor: str = ""


def listed(crm: Crm, actor: Actor, asked: Question) -> tuple[list[Record], str | None]:
    """`{at, actor, type, id, title, version, request_id, fields, erased}` of one day, and a cursor."""
    require(actor)
    day, type = _day(crm, asked.day), crm.registry.plural(asked.object) if asked.object else None
    secret, bound = crm.configuration.secret(), [AUDIT, asked.actor, day, asked.object, actor.id]
    place = str(cursors.opened(secret, bound, asked.cursor)) if asked.cursor else ""
    rows, following = _merged(_pages(crm, asked, day, type, place), "i2s" if asked.actor else "i1s", asked.limit)
    return _told(crm, actor, rows), cursors.seal(secret, bound, following) if following else None


def of_record(crm: Crm, actor: Actor, id: str, limit: int, cursor: str) -> tuple[list[Record], str | None]:
    """The history of one record with its values, of a deleted one too; NotFound for what the actor may not read."""
    require(actor)
    type = crm.registry.of(id)
    record = crm.table.get(keys.record(id), consistent=True) if type else None
    if type is None or record is None:
        raise NotFound("There is no such record")
    permissions.require(actor, type, "read", record)
    secret, bound = crm.configuration.secret(), [AUDIT, id, actor.id]
    place = str(cursors.opened(secret, bound, cursor)) if cursor else ""
    page = crm.table.query(id, begins="audit#", before=place, descending=True, limit=limit)
    hidden = permissions.hidden_fields(actor, type)
    rows = [{name: item.get(name) for name in ("version", "at", "actor", "request_id", "erased")}
            | {"changes": {name: pair for name, pair in (item.get("changes") or {}).items() if name not in hidden}}
            for item in page.items if item.get("changes")]
    return rows, cursors.seal(secret, bound, page.last) if page.more else None


def require(actor: Actor) -> None:
    """Forbidden without a grant to read all of `audit`."""
    reach = max((permissions.granted(grants, AUDIT, "read") for grants in actor.grants), default=Scope.NONE)
    if not actor.all_powerful and reach < Scope.ALL:
        raise Forbidden("None of your roles may read what others did")


def _day(crm: Crm, text: str) -> str:
    if not text:
        return crm.clock.now()[:10]
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "").isoformat()
    except ValueError as error:
        raise Invalid.one("day", "invalid_date", "day is a date such as 2026-01-31") from error


def _pages(crm: Crm, asked: Question, day: str, type: ObjectType | None, place: str) -> list[Page]:
    """The next rows of the actor's partition, or of each share of the day."""
    filter = Condition("begins_with(pk, :prefix)", values={":prefix": f"{type.prefix}_"}) if type else None
    limit = SCANNED if type else asked.limit + 1

    def page(partition: str) -> Page:
        return crm.table.query(partition, index="i2" if asked.actor else "i1", before=place, descending=True,
                               limit=limit, filter=filter)
    if asked.actor:
        return [page(keys.audit_actor(asked.actor, day))]
    with ThreadPoolExecutor(keys.AUDIT_SHARDS) as threads:
        return list(threads.map(lambda shard: page(keys.audit_day(day, shard)), range(keys.AUDIT_SHARDS)))


def _merged(pages: list[Page], order: str, limit: int) -> tuple[list[Record], str]:
    """The newest rows of all pages, as far down as every page has been read; and the place where to go on."""
    read_to = max(page.last for page in pages)
    rows = sorted((row for page in pages for row in page.items if row[order] >= read_to),
                  key=lambda row: str(row[order]), reverse=True)
    if len(rows) > limit:
        return rows[:limit], str(rows[limit - 1][order])
    return rows, read_to


def _told(crm: Crm, actor: Actor, rows: list[Record]) -> list[Record]:
    ids = list(dict.fromkeys(row["pk"] for row in rows))
    records = crm.table.get_many([keys.record(id) for id in ids]) if ids else {}
    return [_row(crm, actor, row, records.get(keys.record(row["pk"]))) for row in rows]


def _row(crm: Crm, actor: Actor, row: Record, record: Record | None) -> Record:
    """One line: which fields, not what was in them."""
    type = crm.registry.of(row["pk"])
    hidden = permissions.hidden_fields(actor, type) if type else frozenset()
    title = None
    if type and record and not record.get("erased_at") and permissions.may(actor, type, "read", record):
        title = type.title({name: value for name, value in record.items() if name not in hidden})[:200]
    return {"at": row.get("at"), "actor": row.get("actor"), "type": type.name if type else None, "id": row["pk"],
            "title": title, "version": row.get("version"), "request_id": row.get("request_id"),
            "fields": sorted(set(row.get("changes") or ()) - hidden), "erased": bool(row.get("erased")),
            "history": f"/v1/{type.plural}/{row['pk']}/history" if type else None}
