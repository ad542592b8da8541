"""The job of an export: pages of the list as the person reads it, part by part, then one file. Each step may repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.activities.service import notify
from chalicelib.errors import Invalid, Problem
from chalicelib.exchange import export_choices, export_columns, export_files
from chalicelib.exchange.export_formats import FORMATS, Format, Layout
from chalicelib.exchange.export_objects import EVERYTHING
from chalicelib.records import permissions, roll_ups
from chalicelib.records.actors import actor_of
from chalicelib.records.jobs import Step
from chalicelib.records.lists import lists
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE, PAGES = 500, 20       # records of a page, pages of a step at most
ROWS, LETTERS = 5_000, 4_000_000    # of a step: it takes seconds and some megabytes
KEPT_DAYS = 7


def step(crm: Crm, job: Record, place: Record) -> Step:
    """One part of the file, or the last: joining them."""
    record = crm.table.get(keys.record(job["arguments"]["export"]), consistent=True)
    if record is None or record.get("finished_at"):
        return Step()
    try:
        return _joined(crm, job, record, place) if place.get("ended") else _part(crm, record, place)
    except Problem as problem:
        if problem.status < 500:
            _end(crm, record["id"], {"state": "failed", "message": problem.detail[:500], "expires_at": crm.clock.now()})
        raise


def _part(crm: Crm, record: Record, place: Record) -> Step:
    """The next pages of the file at work."""
    actor = actor_of(crm, record["asked_as"], record["id"])
    names = list(place.get("types") or _types(crm, record))
    files = list(place.get("files") or ())
    number = int(place.get("number", 0))
    type, format = crm.registry.named(names[number]), FORMATS[record["format"]]
    if number == len(files):
        files.append({"name": _name(record, type), "parts": [], "rows": 0, "size": 0, "crc": 0, "packed": 0})
    file, cursor = files[number], str(place.get("cursor", ""))
    records, following = _pages(crm, actor, record, type, cursor)
    rows = file["rows"] + len(records)
    if format.most and rows > format.most:
        raise Invalid.one("format", "too_many_rows", f"A sheet holds {format.most:,} rows; export as CSV")
    layout = _layout(crm, actor, record, type, format)
    content = _content(format, layout, records, first=not file["parts"], none_yet=not file["rows"], last=not following)
    files[number] = export_files.keep(crm, record, {**file, "rows": rows}, content, last=not following)
    number += not following
    return Step({"types": names, "files": files, "number": number, "cursor": following or "",
                 "ended": number == len(names)}, done=len(records))


def _content(format: Format, layout: Layout, records: Sequence[Record], *, first: bool, none_yet: bool,
             last: bool) -> bytes:
    head = format.head(layout) if first else ""
    return (head + format.rows(layout, records, none_yet) + (format.tail if last else "")).encode("utf-8", "replace")


def _pages(crm: Crm, actor: Actor, record: Record, type: ObjectType, cursor: str) -> tuple[list[Record], str | None]:
    """What the person may read and export of the next pages, and where it goes on."""
    permissions.require_type(actor, type, "export")
    found: list[Record] = []
    letters, following = 0, cursor or None
    partial = bool(record.get("view") or record.get("sort"))  # their rows hold only some fields
    for page in range(PAGES):
        listing = lists.listed(crm, actor, export_choices.query(crm, record, type, limit=PAGE, cursor=following or ""))
        whole = _whole(crm, actor, type, listing.records) if partial else listing.records
        mine = [each for each in whole if permissions.may(actor, type, "export", each)]
        found += roll_ups.filled(crm, actor, type, mine) if type.rolled_up else mine
        letters += sum(len(str(each)) for each in mine[:50]) * len(mine) // max(len(mine[:50]), 1)
        following = listing.next_cursor
        if not following or len(found) >= ROWS or letters >= LETTERS or page == PAGES - 1:
            break
    return found, following


def _whole(crm: Crm, actor: Actor, type: ObjectType, rows: Sequence[Record]) -> list[Record]:
    """The records of rows that hold only some of their fields."""
    wanted = [keys.record(row["id"]) for row in rows]
    found = crm.table.get_many(wanted) if wanted else {}
    return [found[key] for key in wanted if key in found and not found[key].get("deleted_at")
            and permissions.may(actor, type, "read", found[key])]


def _layout(crm: Crm, actor: Actor, record: Record, type: ObjectType, format: Format) -> Layout:
    seen = export_columns.sight(crm, actor, type)
    if record["object"] == EVERYTHING:
        return Layout(seen, [export_columns.Column(field) for field in seen.fields.values()], ())
    return Layout(seen, export_columns.still(seen, record["columns"]), record["headers"], bool(record.get("bom", True)))


def _types(crm: Crm, record: Record) -> list[str]:
    if record["object"] == EVERYTHING:
        return [type.name for type in export_choices.everything(crm)]
    return [crm.registry.plural(record["object"]).name]


def _name(record: Record, type: ObjectType) -> str:
    """What the file is called within a zip file."""
    from chalicelib.exchange.export_sheets import SHEET
    return f"{type.plural}.json" if record["object"] == EVERYTHING else SHEET


def _joined(crm: Crm, job: Record, record: Record, place: Record) -> Step:
    """The last step: one file, who exported how many in the record's history, a word to the person."""
    name, size = export_files.join(crm, record, place["files"])
    rows = sum(file["rows"] for file in place["files"])
    expires = instants.plus(crm.clock.now(), days=KEPT_DAYS)
    ended = _end(crm, record["id"], {"state": "done", "rows": rows, "done": rows, "bytes": size, "file_key": name,
                                     "expires_at": expires})
    if ended:
        export_files.discard_parts(crm, record["id"])
    return Step(rows=job.get("done") or rows, result={"export": record["id"], "rows": rows, "bytes": size})


def _end(crm: Crm, id: str, changes: Mapping[str, Any]) -> bool:
    """The last word about an export, said once."""
    def once() -> bool:
        record = crm.table.get(keys.record(id), consistent=True)
        if record is None or record.get("finished_at"):
            return bool(record and record.get("file_key"))
        work = Work(crm, system("export", id))
        after = work.change(record, {**changes, "finished_at": work.now})
        title = f"Export of {record['object']}: {changes['state']}"
        told = changes.get("message") or f"{changes.get('rows')} records"
        notify(crm, work, record["owner_id"], "export_finished", after, id, lambda _seen: (title, str(told)),
               mail=False)
        work.commit()
        return True
    return retried(once)
