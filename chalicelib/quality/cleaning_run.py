"""Runs of cleaning rules and their undoing, in parts that may be repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem
from chalicelib.quality import cleaning, cleaning_plans
from chalicelib.records import journals, pausing, service
from chalicelib.records.jobs import Step
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE = 100
MOST_TOLD = 100


def clean(crm: Crm, job: Record, place: Record) -> Step:
    """Clean one page of records, oldest first: noted, then done. A repeat finds nothing left to do to the same ones."""
    actor, rule = cleaning.owner(crm, job), job["arguments"]["said"]
    type = crm.registry.named(rule["object_type"])
    cleaning_plans.require_readable(crm, actor, type, rule)
    page = crm.table.query(keys.newest(type.name), index="i1", after=str(place.get("after", "")), limit=PAGE)
    meant = [record["id"] for record in page.items if cleaning_plans.plan(crm, actor, type, rule, record)]
    newest = crm.table.get_many([keys.record(id) for id in meant], consistent=True)
    planned = [entry for record in newest.values() if (entry := cleaning_plans.plan(crm, actor, type, rule, record))]
    entries = journals.note(crm, job["id"], int(job.get("part", 0)), planned) if planned else (
        journals.read(crm, job["id"], int(job.get("part", 0))) or [])
    failures = [failure for entry in planned if (failure := _done(crm, actor, type, entry))]
    following = {"after": page.last} if page.more else None
    mark = pausing.mark_of(crm, entries[-1]["id"]) if entries else None
    return Step(following, done=len(entries) - len(failures), failed=len(failures), mark=mark,
                result=_result(job, page.items, entries, failures))


def unclean(crm: Crm, job: Record, place: Record) -> Step:
    """Take back one part of a run; what was changed since, and what the person may not change, is told as kept."""
    actor, asked = cleaning.owner(crm, job), job["arguments"]
    type = crm.registry.named(asked["type"])
    numbers = journals.parts(crm, asked["job"], int(place.get("after", -1)), 2)
    if not numbers:
        return Step()
    entries = journals.read(crm, asked["job"], numbers[0]) or []
    kept = [failure for entry in entries if (failure := _undone(crm, actor, type, entry))]
    before = (job.get("result") or {}).get("kept") or []
    return Step({"after": numbers[0]} if len(numbers) > 1 else None, done=len(entries) - len(kept), failed=len(kept),
                result={"kept": [*before, *kept][:MOST_TOLD]} if kept else {})


def _done(crm: Crm, actor: Actor, type: ObjectType, entry: Record) -> Record | None:
    """Make one change; what stood in the way."""
    try:
        if entry.get("deleted"):
            service.delete(crm, actor, type, entry["id"])
        else:
            service.update(crm, actor, type, entry["id"], entry["after"], if_match=entry["version"])
    except Problem as problem:
        if problem.status >= 500:
            raise
        return {"id": entry["id"], "code": problem.code, "message": problem.detail}
    return None


def _undone(crm: Crm, actor: Actor, type: ObjectType, entry: Record) -> Record | None:
    """Put one record back; why not."""
    record = crm.table.get(keys.record(entry["id"]), consistent=True)
    if record is None:
        return {"id": entry["id"], "code": "not_found", "message": "It is gone for good"}
    if entry.get("deleted"):
        return _restored(crm, actor, type, entry, record)
    if all(record.get(name) == value for name, value in entry["before"].items()):
        return None
    if any(record.get(name) != value for name, value in entry["after"].items()):
        return {"id": entry["id"], "code": "changed_since", "message": "It was changed after the cleaning"}
    try:
        service.update(crm, actor, type, entry["id"], entry["before"], if_match=record["version"])
    except Problem as problem:
        if problem.status >= 500:
            raise
        return {"id": entry["id"], "code": problem.code, "message": problem.detail}
    return None


def _restored(crm: Crm, actor: Actor, type: ObjectType, entry: Record, record: Record) -> Record | None:
    """A deleted record comes back, unless somebody brought it back and deleted it again."""
    if not record.get("deleted_at"):
        return None
    if record["version"] > entry["version"] + 1:
        return {"id": entry["id"], "code": "changed_since", "message": "It was deleted again after the cleaning"}
    try:
        service.restore(crm, actor, type, entry["id"])
    except Problem as problem:
        if problem.status >= 500:
            raise
        return {"id": entry["id"], "code": problem.code, "message": problem.detail}
    return None


def _result(job: Record, examined: list[Record], entries: list[Record], failures: list[Record]) -> Record:
    """What the run has done so far: how many were looked at, which fields were changed how often, what went wrong."""
    so_far: Mapping[str, Any] = job.get("result") or {}
    changed = Counter(so_far.get("changed") or {})
    changed.update(name for entry in entries for name in (entry.get("after") or {"deleted": True}))
    return {"examined": int(so_far.get("examined") or 0) + len(examined), "changed": dict(changed),
            "errors": [*(so_far.get("errors") or []), *failures][:MOST_TOLD]}
