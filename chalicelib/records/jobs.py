"""Jobs: work over many records in parts, visible while it runs, safe to repeat, resumed wherever a worker died.

The job's record says which part comes next and where it begins. Whoever finishes that part first moves the record on by
a conditional write and queues the next; a part that is done twice must change nothing the second time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Conflict, Forbidden, Problem
from chalicelib.records import pausing, permissions, sight
from chalicelib.records.objects import Due
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
ACTIVE = ("queued", "running")
ENDED = ("done", "cancelled", "failed")
OVERDUE = 10  # minutes
GRACE = 30  # seconds
LONGEST = 900  # seconds that a queue keeps a message back


@dataclass(frozen=True)
class Step:
    """What one part did and where the next begins (None: it was the last).

    `rows`: how many there are in all, where that is known now; `result` is merged into the job's; `pause`: seconds
    before the next part (900 at most); `mark`: a record that this part wrote (`pausing.mark_of`), by which a later one
    sees whether search and lists have come along.
    """

    place: Mapping[str, Any] | None = None
    done: int = 0
    failed: int = 0
    rows: int | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    pause: int = 0
    mark: Mapping[str, Any] | None = None


Part = Callable[["Crm", Record, Record], Step]


def begin(work: Work, what: str, arguments: Mapping[str, Any], *, rows: int | None = None, owner_id: str = "",
          id: str = "") -> Record:
    """A job in this work; it starts once the transaction stands. `what` names its steps in `domains.STEPS`."""
    crm = work.crm
    job = work.create("job", {"what": what, "state": "queued", "rows": rows, "done": 0, "failed": 0, "part": 0,
                              "arguments": dict(arguments), "owner_id": owner_id or work.actor.id}, id=id)
    work.after(lambda: send(crm, job["id"], 0))
    return job


def visible(actor: Actor, job: Mapping[str, Any]) -> bool:
    """One's own, and of an API key its own; others', which tell values and titles, who may read everything sees."""
    mine = job.get("owner_id") == actor.id and actor.via in ("", job.get("created_by"))
    return mine or sight.reads_everything(actor)


def start(crm: Crm, actor: Actor, what: str, arguments: Mapping[str, Any], *, id: str = "") -> Record:
    """A job on its own; Collision where one with this id stands already."""
    work = Work(crm, actor)
    job = begin(work, what, arguments, id=id)
    work.commit()
    return job


def run(crm: Crm, message: Mapping[str, Any], steps: Callable[[str], Part]) -> None:
    """Do one part of a job and queue the next; `steps` finds the function that does a part of this kind of job."""
    id, part = str(message["job"]), int(message.get("part", 0))
    job = crm.table.get(keys.record(id), consistent=True)
    if job is None or job["state"] not in ACTIVE:
        return
    if seconds := _early(crm, job, part):
        send(crm, id, int(job.get("part", 0)), seconds)
        return
    if job.get("part", 0) != part:
        if job["part"] == part + 1:  # the worker of that part may have died before it queued the next
            send(crm, id, job["part"])
        return
    pauses = int(message.get("pauses") or 0)
    if seconds := pausing.pause(crm, job, pauses):
        send(crm, id, part, seconds, pauses + 1)
        return
    try:
        step: Step = steps(job["what"])(crm, job, dict(job.get("place") or {}))
    except Problem as problem:
        if problem.status >= 500:
            raise
        step = Step(message=problem.detail, result={"problem": problem.code})
        retried(lambda: _advanced(crm, id, part, step, "failed"))
        return
    following = retried(lambda: _advanced(crm, id, part, step, "done" if step.place is None else "running"))
    if following and following["state"] == "running":
        send(crm, id, part + 1, step.pause)


def _early(crm: Crm, job: Record, part: int) -> int:
    """Seconds until this message has something to do: a pause counts for repeats too, and who asks whether the next
    part was queued leaves the worker the time to do so. Else each repeat would double the messages for good."""
    following = int(job.get("part", 0))
    if not job.get("next_at") or part not in (following, following - 1):
        return 0
    grace = GRACE if part < following and not crm.settings.local else 0
    left = instants.moment(job["next_at"]) - instants.moment(crm.clock.now())
    return min(LONGEST, max(0, math.ceil(left.total_seconds() + grace)))


def due(job: Mapping[str, Any]) -> Iterable[Due]:
    """Who began it may have died before the first part was queued: a job that waits for long is looked at."""
    return [Due("start", instants.plus(job["created_at"], minutes=OVERDUE))] if job["state"] == "queued" else []


def start_again(crm: Crm, _work: Work, job: Record, _due: Due) -> None:
    """A timer: queue the first part once more. Before the timer is marked as done, so that it comes at least once."""
    send(crm, job["id"], int(job.get("part", 0)))


def send(crm: Crm, id: str, part: int, pause: int = 0, pauses: int = 0) -> None:
    """Queue a part of a job; `pauses` is how often it has waited for live traffic."""
    message = {"do": "step", "job": id, "part": part, **({"pauses": pauses} if pauses else {})}
    crm.queues.send(crm.settings.jobs_queue, message, delay=pause)


def cancel(crm: Crm, actor: Actor, job: Record, _values: Mapping[str, Any], work: Work) -> None:
    """An action: stop one's own job; another's takes `update` on it, as it may be an erasure or a merge."""
    if job.get("owner_id") != actor.id and not permissions.may(actor, crm.registry.named("job"), "update", job):
        raise Forbidden("This job is somebody else's")
    if job["what"] == "rebuild":
        raise Conflict("Lists and search need this job; it ends by itself", code="needed")
    stop(job, work)


def stop(job: Record, work: Work) -> None:
    """Stop after the part that is running; what is done stays done."""
    if job["state"] not in ACTIVE:
        raise Conflict(f"This job is {job['state']} already", code="job_ended")
    work.change(job, {"state": "cancelled", "finished_at": work.now})


def _advanced(crm: Crm, id: str, part: int, step: Step, state: str) -> Record | None:
    """The job moved on by one part; None where another worker did so or it was cancelled meanwhile."""
    job = crm.table.get(keys.record(id), consistent=True)
    if job is None or job["state"] not in ACTIVE or job.get("part", 0) != part:
        return None
    work = Work(crm, system("job", id))
    done = (job.get("done") or 0) + step.done
    failed = (job.get("failed") or 0) + step.failed
    rows = step.rows if step.rows is not None else job.get("rows")
    changes = {
        "part": part + 1, "place": dict(step.place) if step.place is not None else None, "state": state, "done": done,
        "failed": failed, "rows": done + failed if state == "done" and rows is None else rows,
        "result": {**(job.get("result") or {}), **step.result} or None, "message": step.message or job.get("message"),
        "marks": pausing.marked(job, step.mark) if step.mark or job.get("marks") else None,
        "next_at": instants.plus(work.now, seconds=step.pause) if state == "running" else None,
        "started_at": job.get("started_at") or work.now, "finished_at": work.now if state in ENDED else None}
    changed = work.change(job, changes, quiet=state == "running" and job["state"] == "running")
    work.commit()
    return changed
