"""A field that goes for good takes its values with it: a job over the records of its type."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.records import jobs
from chalicelib.records.jobs import Step
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Delete

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
PAGE = 100


def erase(crm: Crm, actor: Actor, field: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Delete the field at once and its values by a job; this cannot be undone."""
    work.change(field, {"deleted_at": work.now})
    job = jobs.begin(work, "erase_field", {"field": field["id"], "name": field["name"], "type": field["object_type"]})
    return {"job_id": job["id"]}


def before_purge(crm: Crm, field: Record) -> bool:
    """A deleted field's values go before its record: whether they have."""
    id = crm.ids.derived("job", f"purge#{field['id']}", field["deleted_at"])
    job = crm.table.get(keys.record(id), consistent=True)
    if job is None:
        with suppress(Collision):
            jobs.start(crm, system("purge"), "erase_field", {
                "field": field["id"], "name": field["name"], "type": field["object_type"], "kept": True}, id=id)
        return False
    if job["state"] in jobs.ACTIVE:
        jobs.send(crm, id, int(job.get("part") or 0))
    return bool(job["state"] == "done")


def step(crm: Crm, job: Record, place: Record) -> Step:
    """Take the values off one page of records, the deleted ones too; the field's own record last."""
    asked = job["arguments"]
    partitions = (keys.newest(asked["type"]), keys.deleted(asked["type"]))
    number = int(place.get("partition", 0))
    if number >= len(partitions):
        if not asked.get("kept"):
            crm.table.write(Delete(keys.record(asked["field"])))
        return Step()
    page = crm.table.query(partitions[number], index="i1", after=str(place.get("after", "")), limit=PAGE)
    failed = sum(not _erased(crm, item["id"], asked["name"]) for item in page.items if asked["name"] in item)
    following = {"partition": number, "after": page.last} if page.more else {"partition": number + 1}
    return Step(following, done=len(page.items) - failed, failed=failed)


def _erased(crm: Crm, id: str, name: str) -> bool:
    def once() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record and name in record:
            work = Work(crm, system("erase_field"))
            work.change(record, {name: None}, quiet=True)
            work.commit()
    try:
        retried(once)
    except Collision:
        return False
    return True
