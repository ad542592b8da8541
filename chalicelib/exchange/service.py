"""Imports as their people see them: made, previewed, started, cancelled, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.exchange import choices, rows, run, source, trying
from chalicelib.exchange.objects import COUNTS, IMPORT, REQUESTED, REVERTS
from chalicelib.records import permissions, reach, service
from chalicelib.records.fields import parse_payload, parsed
from chalicelib.records.imports.mapping import paths
from chalicelib.records.permissions import Actor
from chalicelib.records.service import Created
from chalicelib.records.work import Work, retried

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
REVERT_DAYS = 30
OPEN = ("waiting", "previewed")
ENDED = ("done", "cancelled", "failed")


def create(crm: Crm, actor: Actor, payload: object, key: str = "") -> Created:
    """A new import that waits for its file. Invalid with all errors; Forbidden without the right to import."""
    asked, wrong = parsed({field.name: field for field in REQUESTED}, payload, partial=False)
    type = choices.target(crm, str(asked.get("object")))
    if type:
        permissions.require_type(actor, type, "import")
    named = {error.field for error in wrong}
    if "mode" in named:  # whether there must be a key depends on it; one that nothing is found by is wrong in any
        asked["mode"], named = "upsert", named if asked.get("key") else {*named, "key"}
    wrong += [error for error in choices.problems(crm, actor, type, asked) if error.field not in named]
    if wrong or type is None:
        raise Invalid(wrong)
    choices.owner(crm, actor, type, asked.get("options") or {})
    made_like = replace(IMPORT, creatable=True, permission=type.plural)  # who may import leads may make such an import
    return service.create(crm, actor, made_like, payload, key=key)


def upload_form(crm: Crm, record: Record) -> Record:
    """Where to post the file: a presigned form for up to 100 MB, good for an hour."""
    return crm.files.upload_form(crm.settings.files_bucket, source.key(record["id"]), source.LIMIT)


def find(crm: Crm, actor: Actor, id: str) -> Record:
    """One import; NotFound where it is not for this reader."""
    return service.get(crm, actor, IMPORT, id, consistent=True)


def preview(crm: Crm, actor: Actor, id: str, payload: object) -> Record:
    """The file's columns, the mapping, and what would become of its first rows. Invalid for a wrong mapping or file.

    A mapping that nobody gave refuses nothing: `errors` tells what it lacks, so that unknown columns can be mapped.
    """
    record = _mine(crm, actor, id, payload)
    if record["state"] not in OPEN:
        raise Conflict(f"This import is {record['state']}; make a new one", code="wrong_state")
    type = crm.registry.plural(record["object"])
    head = source.head(crm, id)
    asked = payload["mapping"] if isinstance(payload, Mapping) and payload.get("mapping") else None
    samples = [row.cells for row in head.rows[:100]]
    given = asked or record.get("mapping") or None
    mapping, lacking = choices.proposed(crm, actor, type, record, given, head.columns, samples)
    if asked or any(error.code not in choices.LACKING for error in lacking):
        choices.refuse(lacking)
    usable = {} if lacking else {"mapping": mapping}
    _changed(crm, actor, id, {"state": "previewed", "rows": head.total, **usable}, OPEN)
    owner = choices.owner(crm, actor, type, record.get("options") or {})
    plan = rows.plan_of(crm, {**record, "mapping": mapping, "assigned_to": owner, "started_by": actor.id})
    tried = trying.trial(crm, plan, actor, head.rows[:trying.TRIED], judged=not lacking)
    return {"id": id, "state": "previewed", "columns": list(head.columns), "mapping": mapping, "total": head.total,
            "estimated": head.estimated, "errors": [asdict(error) for error in lacking],
            "tried": None if lacking else tried.counts(), "rows": tried.shown(), "fields": sorted(paths(plan.fields))}


def start(crm: Crm, actor: Actor, id: str, payload: object) -> Record:
    """Queue the job; one that was started already is left alone. Conflict where the file is missing."""
    record = _mine(crm, actor, id, payload)
    if record["state"] in ("cancelled", "failed"):
        raise Conflict(f"This import is {record['state']}; make a new one", code="wrong_state")
    if record["state"] in OPEN:
        type = crm.registry.plural(record["object"])
        permissions.require_type(actor, type, "import")
        source.size(crm, id)
        given = payload.get("mapping") if isinstance(payload, Mapping) else None
        if mapping := given or record.get("mapping"):
            choices.refuse(choices.lacking(type, record, mapping))
        elif record["state"] == "previewed":
            _usable(crm, actor, type, record)
        changes = {"state": "queued", "started_at": crm.clock.now(), "started_by": actor.id, "started_as": actor.author,
                   "assigned_to": choices.owner(crm, actor, type, record.get("options") or {})}
        record = _changed(crm, actor, id, {**changes, **({"mapping": given} if given else {})}, OPEN)
    if record["state"] == "queued":
        run.send(crm, id)
    return record


def _usable(crm: Crm, actor: Actor, type: ObjectType, record: Record) -> None:
    """Invalid, as the preview told, where the proposed mapping cannot be used: the job would fail with the file."""
    head = source.head(crm, record["id"])
    choices.choose(crm, actor, type, record, None, head.columns, [row.cells for row in head.rows[:100]])


def cancel(crm: Crm, actor: Actor, id: str) -> Record:
    """Stop before the next part; what was imported stays. Something finished is left as it is."""
    record = _mine(crm, actor, id, None)
    if record["state"] in (*ENDED, "reverting", "reverted"):
        return record
    return _changed(crm, actor, id, {"state": "cancelled"}, (*OPEN, "queued", "running"))


def revert(crm: Crm, actor: Actor, id: str) -> Record:
    """Take back what an import did, as far as nobody changed it since; what is kept is listed in a report.

    Conflict for one that is not over, or over for longer than its journal is kept.
    """
    record = _mine(crm, actor, id, None)
    if record["state"] in ENDED and record.get("part") is not None:
        if record["created_at"] < instants.plus(crm.clock.now(), days=-REVERT_DAYS):
            raise Conflict(f"An import can be reverted for {REVERT_DAYS} days", code="too_late")
        changes = {"state": "reverting", "reverted_by": actor.author, "reverted_with": reach.print_of(actor),
                   "revert_part": 0, "revert_place": ""}
        record = _changed(crm, actor, id, changes, ENDED)
    if record["state"] == "reverting":
        run.send_revert(crm, record)
    elif record["state"] != "reverted":
        raise Conflict(f"This import is {record['state']}: it has done nothing to revert, or is not over yet",
                       code="wrong_state")
    return record


def shown(crm: Crm, actor: Actor, record: Record) -> Record:
    """An import as clients see it: the rows of the part at work counted and, for whose it is, links to its files."""
    ahead = record.get("ahead") or {}
    counts = {name: (record.get(name) or 0) + int(ahead.get(name, 0)) for name in ("done", *COUNTS)}
    people = record["created_by"], record.get("started_by"), record.get("owner_id")
    mine = actor.via in (record["created_by"], record.get("started_as")) if actor.via else actor.id in people
    # What a revert kept is told as its values are now: to who took it back, while they may what they might then.
    took = (record.get("reverted_by"), record.get("reverted_with")) == (actor.author, reach.print_of(actor))
    files = {"errors_url": ("errors_key", "failed", mine), "warnings_url": ("warnings_key", "left out of", mine),
             "report_url": ("report_key", "kept", took)}
    urls = {name: _link(crm, record.get(key) if told else None, f"{words} {record['object']}.csv")
            for name, (key, words, told) in files.items()}
    reverted = {name: record.get(name) or 0 for name in REVERTS}
    return {**service.shown(IMPORT, record), **counts, **reverted, **urls}


def _link(crm: Crm, key: str | None, name: str) -> str | None:
    return crm.files.download_link(crm.settings.files_bucket, key, name) if key else None


def _mine(crm: Crm, actor: Actor, id: str, payload: object) -> Record:
    """The import to be changed, with a sound payload of at most a mapping."""
    record = service.get(crm, actor, IMPORT, id, consistent=True)
    permissions.require(actor, IMPORT, "update", record)
    if actor.via and actor.via != record["created_by"]:  # a file holds what its person may, not what their keys may
        raise Forbidden("An API key works with the imports that it made itself")
    fields = {field.name: field for field in REQUESTED if field.name == "mapping"}
    values = parse_payload(fields, payload if payload is not None else {}, partial=True)
    if values.get("mapping") is not None:
        type, mode = crm.registry.plural(record["object"]), record.get("mode") or rows.UNKEYED
        errors: list[FieldError] = choices.mapping_errors(crm, actor, type, values["mapping"], mode=mode)
        if errors:
            raise Invalid(errors)
    return record


def _changed(crm: Crm, actor: Actor, id: str, changes: Mapping[str, Any], states: tuple[str, ...]) -> Record:
    """The import with changes, unless it left the states in which they make sense."""
    def step() -> Record:
        record = service.get(crm, actor, IMPORT, id, consistent=True)
        if record["state"] not in states:
            return record
        work = Work(crm, actor)
        after = work.change(record, changes)
        work.commit()
        return after
    return retried(step)
