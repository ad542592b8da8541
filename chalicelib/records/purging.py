"""What was deleted goes for good after 30 days, with everything that it left: one message after the other until nothing
is there any more, the record itself last. Each message bears repetition: its work is what is still to be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Refused
from chalicelib.records import changes, traces
from chalicelib.records.derivations import KEPT_DAYS, PURGE
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import system
from chalicelib.records.work import Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Condition, Delete

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGES = 10   # in one message
WAIT = 60    # seconds until what goes first is looked at again


def fire(crm: Crm, message: Mapping[str, Any]) -> None:
    """A purge is due: do a bounded part of it, and queue the next part."""
    id = str(message["id"])
    record = retried(lambda: _begun(crm, id, str(message["at"])))
    if record is None:
        return changes.engine(crm).settle(id)  # restored meanwhile, or gone
    type = crm.registry.named(record["type"])
    if type.before_purge and not type.before_purge(crm, record):
        return crm.queues.send(crm.settings.jobs_queue, dict(message), delay=0 if crm.settings.local else WAIT)
    following = _pages(crm, type, record, int(message.get("part", 0)), str(message.get("after", "")))
    if following:
        return crm.queues.send(crm.settings.jobs_queue, {**message, **following})
    return _end(crm, type, record)


def due_at(record: Mapping[str, Any]) -> str:
    """When a deleted record goes for good."""
    return instants.plus(record["deleted_at"], days=KEPT_DAYS)


def _begun(crm: Crm, id: str, at: str) -> Record | None:
    """The record, marked so that nobody restores half of it; None where this purge is not wanted (any more)."""
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or not record.get("deleted_at") or due_at(record) != at:
        return None
    if record.get("merged_into") or record.get("erased_at") or not crm.registry.known(record["type"]):
        return None
    if record.get("purging"):
        return record
    work = Work(crm, system("purge"))
    marked = work.change(record, {"purging": True}, quiet=True)
    work.commit()
    return marked


def _pages(crm: Crm, type: ObjectType, record: Record, number: int, after: str) -> Record | None:
    """Part from the records that name this one; where the next message begins, None at the end."""
    parts = traces.parts(crm, type)
    for _page in range(PAGES):
        if number >= len(parts):
            return None
        found, after = traces.naming(crm, record, parts[number], after)
        for other in found:
            _part_from(crm, record, other)
        number += 0 if after else 1
    return {"part": number, "after": after}


def _part_from(crm: Crm, record: Record, other: str) -> None:
    """What belongs to the record alone is purged too; any other record no longer names it."""
    gone = {record["id"]}
    mine = crm.table.get(keys.record(other), consistent=True)
    if mine is None or mine.get("erased_at") or not crm.registry.known(mine["type"]):
        return
    theirs = crm.registry.named(mine["type"])
    if not theirs.linked and traces.belongs(theirs, mine, gone):  # what people wrote down about it stays theirs
        _follow(crm, record, other)
    else:
        traces.changed(crm, system("purge"), other, lambda type, each: traces.let_go(type, each, gone))


def _follow(crm: Crm, record: Record, other: str) -> None:
    """Delete it as if together with the record, so that its own purge is due now."""
    def step() -> None:
        current = crm.table.get(keys.record(other), consistent=True)
        if current is None or (current.get("deleted_at") == record["deleted_at"] and not current.get("merged_into")):
            return
        work = Work(crm, system("purge"))
        work.change(current, {"deleted_at": record["deleted_at"], "merged_into": None}, quiet=True)
        work.commit()
    retried(step)
    crm.queues.send(crm.settings.jobs_queue, {"do": "due", "id": other, "kind": PURGE, "at": due_at(record)})


def _end(crm: Crm, type: ObjectType, record: Record) -> None:
    """Files, links, history, claims, and the record last: as long as it stands, the purge is due."""
    id = record["id"]
    traces.drop_files(crm, type, record)
    traces.drop_links(crm, type, id)
    rows = list(traces.history(crm, id))
    traces.drop_empty_claims(crm, type, traces.identities(type, traces.images(record, rows)))
    crm.table.delete_many([*((row["pk"], row["sk"]) for row in rows), keys.sent(id)])
    while moved := crm.table.query(id, begins="moved#", limit=200, consistent=True).items:
        crm.table.delete_many((row["pk"], row["sk"]) for row in moved)
    marked = Condition("purging = :yes", values={":yes": True})
    with suppress(Refused):
        crm.table.write(Delete(keys.record(id), marked))
