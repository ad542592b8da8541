"""Cleaning rules: checked when saved, tried in a preview, run by hand or on a schedule, taken back.

A rule runs with the rights of whoever changed it last (its owner), or of the person who starts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib import instants, rooms
from chalicelib.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.quality.cleaning_kinds import KINDS
from chalicelib.records import field_rules, jobs, journals, permissions, readable
from chalicelib.records.actors import actor_of
from chalicelib.records.objects import Due, ObjectType
from chalicelib.records.permissions import Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.quality import cleaning_plans
    from chalicelib.records import conditions
    from chalicelib.records.permissions import Actor
    from chalicelib.records.work import Work
else:
    conditions = rooms.Later("records.conditions")
    cleaning_plans = rooms.Later("quality.cleaning_plans")

Record = dict[str, Any]
SCHEDULES = ("off", "daily", "weekly")
HOUR = 3  # UTC, when few people work
FEWEST_DAYS = 30
SHOWN, EXAMINED = 50, 500
UNDO_DAYS = 30


def prepare(crm: Crm, actor: Actor, before: Record | None, rule: Record) -> None:
    """Invalid with everything that is wrong with a new or changed rule."""
    if rule.get("deleted_at"):
        return
    if not actor.all_powerful:
        rule |= {"owner_id": actor.id, "written_as": actor.author}
    known = _cleaned(crm, actor)
    type = next((each for each in known if each.plural == rule.get("object")), None)
    errors = list(_setting_errors(rule))
    if type is None:
        names = ", ".join(each.plural for each in known) or "nothing"
        errors.append(FieldError("object", "unknown_object", f"You may clean {names}"))
    else:
        rule["object_type"] = type.name
        errors += [*_kind_errors(type, rule), *_condition_errors(crm, actor, type, rule)]
    if errors:
        raise Invalid(errors)
    scheduled = ("schedule", "active", "deleted_at")
    if before is None or any(before.get(name) != rule.get(name) for name in scheduled):
        rule["next_run_at"] = next_slot(str(rule.get("schedule")), crm.clock.now()) if rule.get("active") else None


def next_slot(schedule: str, now: str) -> str | None:
    """The next night, or the next night to Monday; None for what runs by hand only."""
    if schedule not in ("daily", "weekly"):
        return None
    moment = instants.moment(now)
    slot = datetime(moment.year, moment.month, moment.day, HOUR, tzinfo=UTC)
    while slot <= moment or (schedule == "weekly" and slot.weekday()):
        slot += timedelta(days=1)
    return instants.text(slot)


def due(rule: Record) -> Iterable[Due]:
    """When it runs next by itself."""
    if rule.get("active") and rule.get("next_run_at"):
        yield Due("clean", rule["next_run_at"])


def on_time(crm: Crm, work: Work, rule: Record, due: Due) -> None:
    """Start the run of a slot, once: its job's id follows from the slot. The next slot lies after now."""
    id = crm.ids.derived("job", f"clean#{rule['id']}#{due.at}", due.at)
    _begin(work, rule, str(rule["owner_id"]), str(rule.get("written_as") or rule["owner_id"]), id)
    work.change(rule, {"next_run_at": next_slot(str(rule["schedule"]), work.now), "last_job_id": id,
                       "last_run_at": work.now}, quiet=True)


def run(crm: Crm, actor: Actor, rule: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Start a run now, with the rights of who asks; Forbidden where its condition asks for what they may not read."""
    cleaning_plans.require_readable(crm, actor, crm.registry.named(str(rule["object_type"])), rule)
    job = _begin(work, rule, actor.id, actor.author)
    work.change(rule, {"last_job_id": job["id"], "last_run_at": work.now}, quiet=True)
    return {"job_id": job["id"]}


def preview(crm: Crm, actor: Actor, rule: Record, _values: Mapping[str, Any], _work: Work) -> Record:
    """The first 50 records that would change, among the oldest 500, and for who reads all a guess at the whole."""
    type = crm.registry.named(str(rule["object_type"]))
    cleaning_plans.require_readable(crm, actor, type, rule)
    page = crm.table.query(keys.newest(type.name), index="i1", limit=EXAMINED)
    examined, found = 0, list[Record]()
    for record in page.items:
        examined += 1
        entry = cleaning_plans.plan(crm, actor, type, rule, record)
        if entry:
            found.append({**_told(actor, type, entry), "title": type.title(field_rules.visible(actor, type, record))})
        if len(found) == SHOWN:
            break
    whole = examined == len(page.items) and not page.more
    return {"examined": examined, "would_change": len(found), "complete": whole, "records": found,
            "estimate": len(found) if whole else _guess(crm, actor, type, len(found), examined)}


def undo(crm: Crm, actor: Actor, rule: Record, values: Mapping[str, Any], work: Work) -> Record:
    """Take a run back: what was changed since stays as it is. Conflict where it is too late, or done already."""
    job = _job(crm, rule, str(values.get("job_id") or rule.get("last_job_id") or ""))
    if job["state"] in jobs.ACTIVE:
        raise Conflict("This run goes on; cancel it first", code="job_active")
    if job["created_at"] < instants.plus(work.now, days=-UNDO_DAYS):
        raise Conflict(f"A run can be taken back for {UNDO_DAYS} days", code="too_late")
    id = _undoing(crm, job)
    if crm.table.get(keys.record(id), consistent=True):
        raise Conflict("This run is taken back already", code="undone", extra={"job_id": id})
    arguments = {"job": job["id"], "type": _cleaned_type(crm, job).name, "rule": rule["id"], "by": actor.author}
    jobs.begin(work, "unclean", arguments, rows=job.get("done"), owner_id=actor.id, id=id)
    return {"job_id": id}


def report(crm: Crm, actor: Actor, rule: Record, values: Mapping[str, Any], _work: Work) -> Record:
    """What a run did, one part at a time: `{job, undone, records: [{id, before, after}], next}`, as far as the actor
    may read. `undone` is the job that took it back, None where nobody did."""
    job = _job(crm, rule, str(values.get("job_id") or rule.get("last_job_id") or ""))
    type = _cleaned_type(crm, job)
    numbers = journals.parts(crm, job["id"], int(values.get("after", -1)), 2)
    entries = (journals.read(crm, job["id"], numbers[0]) or []) if numbers else []
    undoing = _undoing(crm, job)
    ids = [undoing, *(entry["id"] for entry in entries)]
    known = {key[0]: item for key, item in crm.table.get_many([keys.record(id) for id in ids]).items()}
    told = [_told(actor, type, entry) for entry in entries
            if entry["id"] in known and permissions.may(actor, type, "read", known[entry["id"]])]
    return {"job": _state(job), "undone": _state(known[undoing]) if undoing in known else None,
            "records": told, "next": numbers[0] if len(numbers) > 1 else None}


def _undoing(crm: Crm, job: Record) -> str:
    """The id of the job that takes this run back: there is one at most."""
    return crm.ids.derived("job", f"undo#{job['id']}", job["created_at"])


def _state(job: Record) -> Record:
    return {name: job.get(name) for name in ("id", "state", "done", "failed", "created_at", "message")}


def _begin(work: Work, rule: Record, owner_id: str, by: str, id: str = "") -> Record:
    said = {name: rule.get(name) for name in ("object_type", "kind", "condition", "tag", "days")}
    return jobs.begin(work, "clean", {"rule": rule["id"], "said": said, "by": by}, owner_id=owner_id, id=id)


def _told(actor: Actor, type: ObjectType, entry: Record) -> Record:
    hidden = permissions.hidden_fields(actor, type)
    told: Record = {name: {field: part for field, part in entry[name].items() if field not in hidden}
            for name in ("before", "after") if name in entry}
    return {"id": entry["id"], **told, "deleted": bool(entry.get("deleted"))}


def _guess(crm: Crm, actor: Actor, type: ObjectType, found: int, examined: int) -> int | None:
    if actor.scope(type, "read") < Scope.ALL:
        return None
    cell = crm.table.get(keys.count(type.name, "all")) or {}
    return round(int(cell.get("n", 0)) * found / max(1, examined))


def _job(crm: Crm, rule: Record, id: str) -> Record:
    job = crm.table.get(keys.record(id), consistent=True) if id else None
    if job is None or job.get("what") != "clean" or (job.get("arguments") or {}).get("rule") != rule["id"]:
        raise NotFound("This rule has no such run")
    return job


def _cleaned_type(crm: Crm, job: Record) -> ObjectType:
    """What a run cleaned, by which its records are judged: its rule may be for another object by now."""
    return crm.registry.named(str(job["arguments"]["said"]["object_type"]))


def _cleaned(crm: Crm, actor: Actor) -> list[ObjectType]:
    """What this person may have cleaned."""
    return [each for each in crm.registry if each.kept_by_people
            and actor.scope(each, "update") > Scope.NONE]


def _setting_errors(rule: Record) -> Iterator[FieldError]:
    kind = KINDS.get(str(rule.get("kind")))  # a wrong one is the choice's own error
    for name in kind.settings if kind else ():
        if rule.get(name) in (None, ""):
            yield FieldError(name, "required", "This kind of cleaning needs it")


def _kind_errors(type: ObjectType, rule: Record) -> Iterator[FieldError]:
    kind = KINDS.get(str(rule.get("kind")))
    if kind and not all(any(name in type.all_fields for name in group) for group in kind.needs):
        yield FieldError("kind", "not_supported", f"{type.label_plural} have not the fields for it")


def _condition_errors(crm: Crm, actor: Actor, type: ObjectType, rule: Record) -> Iterator[FieldError]:
    try:
        conditions.parse(rule.get("condition"), readable.fields(crm.registry, actor, type), path="condition")
    except Invalid as invalid:
        yield from invalid.errors


def owner(crm: Crm, job: Record) -> Actor:
    """With whose rights a job runs, an API key's where one asked; Unauthenticated, and so a failed job, where that
    person has left."""
    return actor_of(crm, str(job["arguments"].get("by") or job["owner_id"]), job["id"])
