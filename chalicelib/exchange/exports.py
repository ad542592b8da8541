"""Exports as their people see them: asked for, watched, downloaded, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Conflict
from chalicelib.exchange import export_choices, export_files
from chalicelib.exchange.export_objects import EVERYTHING, EXPORT, FORMATS, REQUESTED
from chalicelib.records import actions, jobs, permissions, reach, service
from chalicelib.records.lists import lists
from chalicelib.records.objects import Action
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.work import Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
SOON = 10  # minutes in which a worker that is at it has ended
OWN = {"exports": {"read": "own", "update": "own"}}


def create(crm: Crm, actor: Actor, payload: object, key: str = "") -> tuple[Record, bool]:
    """A new export, on its way; and whether this call only repeats one. Invalid with all errors, Forbidden without
    the right to export."""
    named = payload.get("object") if isinstance(payload, Mapping) else None
    governed = export_choices.governing(crm, actor, named)
    export_choices.require_sound(crm, actor, payload)
    made = Action("export", _begin, REQUESTED, permission="export", on_collection=True)
    type = replace(EXPORT, permission=governed, actions=(made,))  # who may export contacts may make such an export
    done = actions.act(crm, actor, type, "", "export", payload, key=key)
    return find(crm, actor, done.body["id"]), done.replayed


def find(crm: Crm, actor: Actor, id: str) -> Record:
    """One export as its people see it; NotFound where it is not for this reader."""
    return shown(crm, actor, [service.get(crm, reader(actor), EXPORT, id, consistent=True)])[0]


def listed(crm: Crm, actor: Actor, query: lists.Query) -> tuple[list[Record], str | None]:
    """A page of the exports that this reader may know of."""
    page = lists.listed(crm, reader(actor), query)
    return shown(crm, actor, page.records), page.next_cursor


def reader(actor: Actor) -> Actor:
    """Whoever made an export may see it, whatever the roles say."""
    return actor if actor.all_powerful else replace(actor, grants=(*actor.grants, OWN))


def shown(crm: Crm, actor: Actor, records: Iterable[Record]) -> list[Record]:
    """Exports with how far their jobs are, and with a link (good for 15 minutes) for whom they were made."""
    found = list(records)
    jobs_of = crm.table.get_many([keys.record(each["job_id"]) for each in found], consistent=True) if found else {}
    return [_shown(crm, actor, each, jobs_of.get(keys.record(each["job_id"])) or {}) for each in found]


def cancel(crm: Crm, actor: Actor, id: str) -> Record:
    """Stop; what was written so far goes. Something finished is left as it is."""
    def step() -> None:
        record = service.get(crm, reader(actor), EXPORT, id, consistent=True)
        permissions.require(reader(actor), EXPORT, "update", record)
        job = crm.table.get(keys.record(record["job_id"]), consistent=True)
        if job is None or job["state"] not in jobs.ACTIVE or record.get("finished_at"):
            return
        work = Work(crm, actor)
        jobs.stop(job, work)
        work.change(record, {"state": "cancelled", "finished_at": work.now, "done": job.get("done"),
                             "expires_at": instants.plus(work.now, minutes=SOON)})
        work.commit()
    retried(step)
    return find(crm, actor, id)


def discard(crm: Crm, actor: Actor, id: str) -> None:
    """The link ends at once and the file goes within minutes; the record of it stays. Conflict while it is made."""
    def step() -> None:
        record = service.get(crm, reader(actor), EXPORT, id, consistent=True)
        permissions.require(reader(actor), EXPORT, "update", record)
        if not record.get("finished_at"):
            raise Conflict("This export is still being made; cancel it first", code="wrong_state")
        if record.get("file_key"):
            work = Work(crm, actor)
            work.change(record, {"file_key": None, "state": "expired", "expires_at": work.now})
            work.commit()
    retried(step)


def _begin(crm: Crm, actor: Actor, _record: Record, values: Mapping[str, Any], work: Work) -> Record:
    """The export and its job in one transaction."""
    values = {**values, "format": values.get("format") or FORMATS[0]}  # an empty one is none
    asked = export_choices.checked(crm, actor, values)
    id = crm.ids.new(EXPORT.prefix, work.now)
    job_id = f"job{id[3:]}"
    work.create("export", {**values, "state": "queued", "owner_id": actor.id, "asked_as": actor.author,
                           "rights": reach.print_of(actor), "columns": asked.paths, "rows": asked.rows,
                           "headers": asked.headers, "job_id": job_id}, id=id)
    jobs.begin(work, "export", {"export": id}, rows=asked.rows, owner_id=actor.id, id=job_id)
    return {"id": id}


def _shown(crm: Crm, actor: Actor, record: Record, job: Record) -> Record:
    progress = record if record.get("finished_at") else {
        **record, **{name: job[name] for name in ("state", "rows", "done", "message") if job.get(name) is not None}}
    mine = bool(record.get("file_key")) and record.get("asked_as") == actor.author
    stale = mine and record.get("rights") != reach.print_of(actor)
    said = {"message": "What you may read has changed since: export again"} if stale else {}
    link = _link(crm, actor, record) if mine and not stale else None
    return {**service.shown(EXPORT, progress), "download_url": link, **said}


def _link(crm: Crm, actor: Actor, record: Record) -> str | None:
    """For the one who asked alone (a person's narrower API key is somebody else), while they may still export."""
    type = None if record["object"] == EVERYTHING else crm.registry.plural(record["object"])
    if type and actor.scope(type, "export") == Scope.NONE:
        return None
    name = f"{record['object']} {record['created_at'][:10]}.{export_files.extension(record)}"
    return crm.files.download_link(crm.settings.files_bucket, record["file_key"], name)
