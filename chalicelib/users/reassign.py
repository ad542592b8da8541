"""Hand over everything that a person owns: a job in pages, safe to repeat, visible while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
PAGE = 100


def run(crm: Crm, message: Mapping[str, Any]) -> None:
    """One page of the job; the next page is the next message."""
    job = crm.table.get(keys.record(str(message["job"])), consistent=True)
    if job is None or job["state"] == "done":
        return
    moved, failed, after = _page(crm, job, str(message.get("type", "")), str(message.get("after", "")))
    following = after or _next_type(crm, str(message.get("type", "")))
    _progress(crm, job, moved, failed, "running" if following else "done")
    if following:
        crm.queues.send(crm.settings.jobs_queue, {"do": "reassign", "job": job["id"], **following})


def _page(crm: Crm, job: Record, name: str, after: str) -> tuple[int, int, Record]:
    if not name:
        return 0, 0, {}
    person = job["arguments"]
    page = crm.table.query(keys.mine(name, person["from"]), index="i2", after=after, limit=PAGE)
    outcomes = [_hand_over(crm, crm.registry.named(name), item["id"], person, job) for item in page.items]
    more = {"type": name, "after": page.last} if page.more else {}
    return outcomes.count(True), outcomes.count(False), more


def _hand_over(crm: Crm, type: ObjectType, id: str, person: Mapping[str, str], job: Record) -> bool:
    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record and record.get("owner_id") == person["from"] and not record.get("deleted_at"):
            work = Work(crm, system("reassign", job["id"]))
            work.change(record, {type.owner_field: person["to"], "owner_id": person["to"]}, strict=False)
            work.commit()
    try:
        retried(step)
    except (Problem, Collision):
        return False
    return True


def _next_type(crm: Crm, name: str) -> Record:
    names = [type.name for type in crm.registry if type.editable and not type.configuration]
    place = names.index(name) + 1 if name else 0
    return {"type": names[place]} if place < len(names) else {}


def _progress(crm: Crm, job: Record, moved: int, failed: int, state: str) -> None:
    work = Work(crm, system("reassign"))
    total = (job.get("done") or 0) + moved
    work.change(job, {"done": total, "rows": total, "failed": (job.get("failed") or 0) + failed, "state": state})
    work.commit()
