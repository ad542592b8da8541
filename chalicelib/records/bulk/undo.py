"""Undo a bulk job: each record gets back what its history says the job found there, unless it was changed since.

There is no journal beside the history, so what was erased since does not come back, and a value is known exactly even
where somebody else wrote a moment before the job did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import instants, rooms
from chalicelib.errors import Conflict, Problem
from chalicelib.records import actors, field_rules, jobs, pausing, service
from chalicelib.records.jobs import Step
from chalicelib.records.matching.duplicates import told
from chalicelib.records.merging import values as merge_values
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Condition

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.bulk import bulk
else:
    bulk = rooms.Later("records.bulk.bulk")

Record = dict[str, Any]
DAYS = 30
PAUSE, MOST_PAUSES = 10, 12  # seconds to wait for history, which is written from the stream, and how often
HISTORY_PAGES = 5


def undo(crm: Crm, actor: Actor, job: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Start the job that puts back what this one changed. Conflict where there is nothing to put back any more."""
    _require_undoable(crm, job)
    arguments = {"type": job["arguments"]["type"], "by": actor.author, "job": job["id"], "list": job["result"]["list"]}
    following = jobs.begin(work, "undo_bulk", arguments, rows=(job.get("done") or 0) + (job.get("failed") or 0))
    work.change(job, {"result": {**job["result"], "undo": following["id"]}})
    return {"job_id": following["id"]}


def _require_undoable(crm: Crm, job: Record) -> None:
    result = job.get("result") or {}
    if job.get("what") != "bulk" or not result.get("list"):
        raise Conflict("This job changed nothing that could be put back", code="not_undoable")
    if job["state"] not in jobs.ENDED:
        raise Conflict("Cancel the job before you undo it", code="job_running")
    if instants.plus(job.get("finished_at") or job["created_at"], days=DAYS) < crm.clock.now():
        raise Conflict(f"A bulk change can be undone for {DAYS} days", code="too_late")
    earlier = crm.table.get(keys.record(result["undo"]), consistent=True) if result.get("undo") else None
    if earlier and earlier["state"] in (*jobs.ACTIVE, "done"):
        raise Conflict("This job is undone already", code="undone", extra={"job_id": earlier["id"]})


def step(crm: Crm, job: Record, place: Record) -> Step:
    """Put back the records of one file of ids."""
    asked = job["arguments"]
    by, type = actors.actor_of(crm, asked["by"], job["id"]), crm.registry.named(asked["type"])
    name, waited = str(place.get("list") or asked["list"]), int(place.get("waited", 0))
    ids, before = bulk.listed_ids(crm, asked["job"], name)
    rows = bulk.together(lambda id: changed_by(crm, id, asked["job"]), ids)
    if None in rows and waited < MOST_PAUSES:
        return Step({"list": name, "waited": waited + 1}, pause=PAUSE)
    outcomes = bulk.together(lambda each: _put_back(crm, by, type, each[0], each[1] or {}),
                             list(zip(ids, rows, strict=True)))
    kept = [each for each in outcomes if each]
    result = job.get("result") or {}
    return Step({"list": before} if before else None, done=len(ids) - len(kept), failed=len(kept),
                mark=pausing.mark_of(crm, ids[-1]), result={
        "kept": [*(result.get("kept") or []), *kept][:bulk.TOLD]} if kept else {})


def changed_by(crm: Crm, id: str, job: str) -> Record | None:
    """`{field: [before, after]}` of what a job changed on a record; {} for nothing, None where its history is late."""
    mine = Condition("#request = :job", {"#request": "request_id"}, {":job": job})
    found, before = list[Record](), ""
    for _page in range(HISTORY_PAGES):
        page = crm.table.query(id, begins="audit#", before=before, descending=True, limit=200, filter=mine,
                               consistent=True)
        found += page.items
        before = page.last
        if not page.more:
            break
    # Writes of the system leave the request's id of the last person standing; the job's own write came first.
    own = [row for row in found if not str(row.get("actor", "")).startswith("system:")]
    if own:
        changes: Record = own[-1]["changes"]
        return changes
    record = crm.table.get(keys.record(id), consistent=True) or {}
    return None if record.get("request_id") == job else {}


def _put_back(crm: Crm, by: Actor, type: ObjectType, id: str, changes: Mapping[str, Any]) -> Record | None:
    """None where the record is as it was before the job; else what was kept, and why."""
    try:
        since = retried(lambda: _undone(crm, by, type, id, changes)) if changes else []
    except Problem as problem:
        if problem.status >= 500:
            raise
        told_of: Record = {"code": problem.code, "message": problem.detail[:300]}
    except Collision:
        told_of = {"code": "busy", "message": "Changed too often meanwhile"}
    else:
        told_of = {"code": "changed_since", "fields": since, "message": "Changed since, and kept as it is"}
        if not since:
            return None
    return {"id": id, **told_of}


def _undone(crm: Crm, by: Actor, type: ObjectType, id: str, changes: Mapping[str, Any]) -> list[str]:
    """Put back what still stands as the job left it; the names of what does not."""
    if "deleted_at" in changes:
        return _restored(crm, by, type, id, changes["deleted_at"][1])
    record = service.get(crm, by, type, id, consistent=True)
    known = {name: pair for name, pair in changes.items() if name in type.all_fields}
    back = {name: pair[0] for name, pair in known.items() if record.get(name) == pair[1]}
    since = [name for name, pair in known.items() if name not in back and record.get(name) != pair[0]]
    if since or not back:  # half of what hangs together is not put back
        return since
    service.require_update(crm, by, type, record, back)
    field_rules.require_writable(by, type, (name for name in back if name in merge_values.choosable(type)))
    work = Work(crm, by)
    work.change(record, back)
    try:
        work.commit()
    except Collision as collision:
        raise told(crm, by, type, collision) from collision
    return []


def _restored(crm: Crm, by: Actor, type: ObjectType, id: str, deleted_at: str) -> list[str]:
    """Bring back what the job deleted; what was restored and deleted once more stays deleted."""
    record = crm.table.get(keys.record(id), consistent=True)
    if record and record.get("deleted_at") and record["deleted_at"] != deleted_at:
        return ["deleted_at"]
    if record is None or record.get("deleted_at"):
        service.restore(crm, by, type, id)
    return []
