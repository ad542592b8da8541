"""Snapshots: what a record keeps of another that it refers to, so that conditions and columns look at one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import system
from chalicelib.records.registry import Registry
from chalicelib.records.work import Work, retried, taken
from chalicelib.store import keys
from chalicelib.store.change import Change

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE = 100
LATE = 60  # seconds in which every write and index that was under way has ended


def followers(registry: Registry, change: Change) -> Iterator[Record]:
    """A message for each type that keeps something of this record which has changed."""
    before, after = change.before or {}, change.after or {}
    if not before:
        return  # nobody can refer to a record before it stands
    for type in registry.pointing_at(change.type):
        for field, names in type.snapshots.items():
            changed = any(before.get(name) != after.get(name) for name in (*names, "deleted_at"))
            if type.all_fields[field].to == change.type and changed:
                yield {"do": "snapshot", "type": type.name, "field": field, "id": change.id}


def refresh(crm: Crm, message: Mapping[str, Any]) -> None:
    """One page of the records that refer to a changed one; the next page is the next message."""
    type, field, id = crm.registry.named(str(message["type"])), str(message["field"]), str(message["id"])
    source = crm.table.get(keys.record(id), consistent=True)
    page = crm.table.query(keys.children(type.name, id), index="i5", after=str(message.get("after", "")), limit=PAGE)
    for item in page.items:
        _refreshed(crm, type, field, item["id"], id, source)
    if page.more:
        crm.queues.send(crm.settings.jobs_queue, {**message, "after": page.last})
    elif "again" not in message:  # once more for what was being written, with the old values, at the same moment
        again = {name: value for name, value in message.items() if name != "after"}
        crm.queues.send(crm.settings.jobs_queue, {**again, "again": True}, delay=LATE)


def _refreshed(crm: Crm, type: ObjectType, field: str, id: str, other: str, source: Record | None) -> None:
    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record is None or record.get(field) != other:
            return
        kept = (record.get("refs") or {}).get(field) or {}
        fresh = taken(source, other, type.snapshots[field])
        if kept.get("revision", 0) >= fresh["revision"] or {**kept, "revision": 0} == {**fresh, "revision": 0}:
            return
        work = Work(crm, system("snapshot"))
        work.change(record, {"refs": {**(record.get("refs") or {}), field: fresh}}, quiet=True)
        work.commit()
    retried(step)
