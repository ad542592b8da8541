"""The sample's past: leads that came in the last month, given out by the rules and answered by their owners.

The API tells nobody that something happened earlier than it did. So these are made by the use cases behind it, with a
clock that stands at the day when it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from local import sample_rows as data
from local.progress import Progress

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
AFTERWARDS = 5  # minutes from the first answer until the rule's task is ticked off


def lived(crm: Crm, admin_id: str, rows: Sequence[data.Row]) -> list[Record]:
    """Those of the leads that came before today, oldest first, as the rules would have seen them come; as stored."""
    past = sorted(filter(is_past, rows), key=lambda row: (-int(row["days_ago"]), row["arrived"]))
    progress, leads = Progress("leads of the last month", len(past)), []
    today = crm.clock.now()
    for row in past:
        leads.append(_worked_on(crm, row, _arrived(crm, admin_id, row, arrival(row, today))))
        progress.step()
    progress.end()
    return leads


def is_past(row: data.Row) -> bool:
    """Whether a lead came before today."""
    return bool(row["days_ago"])


def arrival(row: data.Row, today: str) -> str:
    """When a lead came: so many days before `today` at that time, both in UTC."""
    return f"{instants.plus(today, days=-int(row['days_ago']))[:10]}T{row['arrived']}:00.000Z"


def _arrived(crm: Crm, admin_id: str, row: data.Row, at: str) -> Record:
    """A new lead with its owner, task and messages in one transaction; the one that a former start made stays."""
    from chalicelib.leads import assignment, capture
    from chalicelib.records.actors import actor_of
    from chalicelib.records.permissions import system
    from chalicelib.records.work import Collision, Work, retried

    then = _at(crm, at)
    values, _notes = capture.read(then, {}, data.lead(row))
    key = f"sample past {row['email']}"

    def step() -> Record:
        work = Work(then, actor_of(then, admin_id, "sample"))
        lead = work.create("lead", {"status": "new", **values})
        work.once(key, "", lead["id"])
        decided = assignment.decide(then, work, lead)
        work.actor = system("routing", "sample")
        given = assignment.apply(then, work, lead, decided)
        work.commit()
        return given
    standing = _standing(crm, admin_id, key)
    try:
        return standing or retried(step)
    except Collision as collision:
        raise SystemExit(f"The sample lead {row['email']} could not be made: {collision}") from collision


def _standing(crm: Crm, admin_id: str, key: str) -> Record | None:
    from chalicelib.store import keys

    made = crm.table.get(keys.request(admin_id, key), consistent=True)
    return crm.table.get(keys.record(made["record"]), consistent=True) if made else None


def _worked_on(crm: Crm, row: data.Row, lead: Record) -> Record:
    """The owner's first answer, so many minutes after the lead came, and the end of the task that the rule made."""
    from chalicelib.leads import assignment
    from chalicelib.records import actions, service
    from chalicelib.records.actors import actor_of
    from chalicelib.store import keys

    types, at = crm.registry, instants.plus(lead["created_at"], minutes=int(row["answered_after"]))
    then, owner = _at(crm, at), actor_of(crm, lead["owner_id"], "sample")
    if lead["status"] == "assigned":
        verb = {"qualified": "qualify", "disqualified": "disqualify"}.get(row["status"], "")
        if verb:
            reason = {"reason": row["reason"]} if row["reason"] else {}
            actions.act(then, owner, types.named("lead"), lead["id"], verb, reason)
        else:
            service.update(then, owner, types.named("lead"), lead["id"], {"status": row["status"]})
    task = crm.table.get(keys.record(assignment.task_id(crm, lead["routing"])), consistent=True)
    if task and task["status"] == "open":
        later = _at(crm, instants.plus(at, minutes=AFTERWARDS))
        actions.act(later, owner, types.named("task"), task["id"], "complete", {})
    return crm.table.get(keys.record(lead["id"]), consistent=True) or lead


def _at(crm: Crm, instant: str) -> Crm:
    """The installation with its clock at an instant; it goes on from there."""
    from chalicelib.crm import Clock

    behind = (instants.moment(instant) - datetime.now(UTC)) / timedelta(seconds=1)
    return replace(crm, clock=Clock(lambda: behind))
