"""What anyone does with records: create, read, update, delete, restore. Every path passes the gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid, NotFound, Stale
from chalicelib.ids import is_id
from chalicelib.records import permissions, roll_ups
from chalicelib.records.matching.duplicates import told
from chalicelib.records.merging import reading as merge_reading
from chalicelib.records.objects import ObjectType
from chalicelib.records.payloads import read, require_references
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.placement import first_team
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
SHARES = "shares"  # no declared field: what is told of it depends on who reads


@dataclass(frozen=True)
class Created:
    """A new record, or the one that the same Idempotency-Key made before; `bare`: only id and version are told."""

    record: Record
    replayed: bool = False
    bare: bool = False


def create(crm: Crm, actor: Actor, type: ObjectType, payload: object, *, key: str = "",
           allow_duplicate: bool = False) -> Created:
    """A new record from a client's payload. Invalid with all field errors; Conflict with the candidates."""
    scope = permissions.require_type(actor, type, "create")
    if not type.creatable:
        raise Forbidden(f"{type.label_plural} are made by the system")
    values = read(crm, type, payload, actor=actor)
    _placed(crm, actor, type, scope, values)
    body = _digest(type, payload)

    def step() -> Created:
        work = Work(crm, actor)
        require_references(crm, actor, type, None, values, work)
        try:
            record = work.create(type.name, values, strict=not allow_duplicate)
            if key:
                work.once(key, body, record["id"])
            work.commit()
        except Collision as collision:
            if "request" in collision.labels:
                return _replayed(crm, actor, type, key, body)
            raise told(crm, actor, type, collision) from collision
        return Created(record)
    return retried(step)


def get(crm: Crm, actor: Actor, type: ObjectType, id: str, *, consistent: bool = False) -> Record:
    """One record; NotFound for what is not there, deleted, or not for this reader; Conflict for a merged one."""
    permissions.require_type(actor, type, "read")
    record = crm.table.get(keys.record(id), consistent=consistent) if is_id(id, type.prefix) else None
    if record and record.get("merged_into"):
        raise merge_reading.refused(actor, type, record)
    if record is None or record.get("deleted_at"):
        raise NotFound(f"There is no such {type.label.lower()}")
    permissions.require(actor, type, "read", record)
    return record


def look(crm: Crm, actor: Actor, type: ObjectType, id: str) -> Record:
    """One record as a page shows it, with what is counted for it; NotFound as for `get`."""
    if not type.rolled_up:
        return merge_reading.read(crm, actor, type, id, consistent=True)
    permissions.require_type(actor, type, "read")
    record = roll_ups.read(crm, type, id) if is_id(id, type.prefix) else None
    if record and record.get("merged_into"):
        return look(crm, actor, type, record["merged_into"])
    if record is None or record.get("deleted_at"):
        raise NotFound(f"There is no such {type.label.lower()}")
    permissions.require(actor, type, "read", record)
    return roll_ups.told(crm, actor, type, record)


def update(crm: Crm, actor: Actor, type: ObjectType, id: str, patch: object, *, if_match: int | None = None) -> Record:
    """A record changed by a JSON merge patch (RFC 7386). Stale where `if_match` is not the newest version."""
    return retried(lambda: _updated(crm, actor, type, id, patch, if_match))


def delete(crm: Crm, actor: Actor, type: ObjectType, id: str, *, if_match: int | None = None) -> None:
    """Hide a record; it can be restored for 30 days. Stale where `if_match` is not the newest version."""
    def step() -> None:
        record = get(crm, actor, type, id, consistent=True)
        permissions.require(actor, type, "delete", record)
        if if_match is not None and if_match != record["version"]:
            raise stale(crm, record, {}, if_match)
        work = Work(crm, actor)
        work.change(record, {"deleted_at": work.now})
        work.commit()
    retried(step)


def restore(crm: Crm, actor: Actor, type: ObjectType, id: str) -> Record:
    """Bring a deleted record back; Conflict where its email or phone was taken meanwhile."""
    def step() -> Record:
        record = crm.table.get(keys.record(id), consistent=True) if is_id(id, type.prefix) else None
        if record is None or record.get("purging") or record.get("erased_at"):
            raise NotFound(f"There is no such {type.label.lower()}")
        if record.get("merged_into"):
            raise merge_reading.refused(actor, type, record)
        permissions.require(actor, type, "read", record)
        if not permissions.may(actor, type, "delete", record):
            raise Forbidden(f"Your roles do not allow to restore this {type.label.lower()}: who may delete it may")
        if not record.get("deleted_at"):
            return record
        work = Work(crm, actor)
        restored = work.change(record, {"deleted_at": None})
        try:
            work.commit()
        except Collision as collision:
            raise told(crm, actor, type, collision) from collision
        return restored
    return retried(step)


def require_update(crm: Crm, actor: Actor, type: ObjectType, before: Record, values: Mapping[str, Any]) -> None:
    """Updating needs `update`; giving a record to somebody else needs `assign`, within the scope of each."""
    permissions.require(actor, type, "update", before)
    names = {"owner_id", "team_id", type.owner_field}
    moved = any(name in values and values[name] != before.get(name) for name in names)
    if moved and not permissions.may(actor, type, "assign", before):
        raise Forbidden(f"Your roles do not allow to assign this {type.label.lower()} to somebody else")


def shown(type: ObjectType, record: Mapping[str, Any], only: frozenset[str] = frozenset(), *,
          actor: Actor | None = None) -> Record:
    """A record as clients see it: every declared field, null where empty; with `only` just those and the id.

    `actor` is who reads: fields hidden from them are left out or told in general words, and of the shares they are told
    those that are their affair.
    """
    hidden = permissions.hidden_fields(actor, type) if actor else frozenset()
    general = type.in_general(record, permissions.reworded_fields(actor, type)) if actor and hidden else {}
    names = [name for name in type.all_fields
             if (name not in hidden or name in general) and (not only or name in only or name == "id")]
    answer = {name: general.get(name, record.get(name)) for name in names}
    shares = permissions.told_shares(actor, type, record) if actor and (not only or SHARES in only) else []
    return {**answer, SHARES: shares} if shares else answer


def _updated(crm: Crm, actor: Actor, type: ObjectType, id: str, patch: object, if_match: int | None) -> Record:
    before = get(crm, actor, type, id, consistent=True)
    permissions.require(actor, type, "update", before)
    if not type.editable:
        raise Forbidden(f"{type.label_plural} are kept by the system")
    values = read(crm, type, patch, before, actor=actor)
    require_update(crm, actor, type, before, values)
    if if_match is not None and if_match != before["version"]:
        raise stale(crm, before, values, if_match)
    changes = {name: value for name, value in values.items() if before.get(name) != value}
    if not changes:
        return before
    work = Work(crm, actor)
    require_references(crm, actor, type, before, changes, work)
    after = work.change(before, changes)
    try:
        work.commit()
    except Collision as collision:
        raise told(crm, actor, type, collision) from collision
    return after


def stale(crm: Crm, current: Record, mine: Mapping[str, Any], since: int) -> Stale:
    """What both changed since the client's version, with both values."""
    page = crm.table.query(current["id"], begins="audit#", descending=True, limit=100, consistent=True)
    theirs = {name for item in page.items if item.get("version", 0) > since for name in item.get("changes", {})}
    told = {item.get("version") for item in page.items}
    complete = set(range(since + 1, current["version"] + 1)) <= told
    both = [name for name, value in mine.items()
            if current.get(name) != value and (name in theirs or not complete)]
    conflicts = [{"field": name, "yours": mine[name], "theirs": current.get(name)} for name in both]
    errors = [FieldError(name, "changed_by_both", "Somebody else changed this field meanwhile") for name in both]
    detail = f"Version {since} is no longer the newest; version {current['version']} is"
    return Stale(detail, errors=errors, extra={"version": current["version"], "conflicts": conflicts})


def _placed(crm: Crm, actor: Actor, type: ObjectType, scope: Scope, values: Record) -> None:
    """Whose the new record is: mine unless somebody is named; what is routed waits for its owner where I may assign."""
    assign = actor.scope(type, "assign")
    if not values.get(type.owner_field) and not (type.routed and assign):
        values[type.owner_field] = actor.id
    owner, team = values.get(type.owner_field), values.get("team_id")
    if team and team not in actor.team_ids and assign < Scope.ALL:
        raise Forbidden(f"Your roles do not allow to create {type.label_plural.lower()} for another team")
    if owner in (actor.id, None) or scope == assign == Scope.ALL:
        return
    if not permissions.covers(actor, assign, {"owner_id": owner, "team_id": first_team(crm, owner)}):
        raise Forbidden(f"Your roles do not allow to create {type.label_plural.lower()} for somebody else")


def _digest(type: ObjectType, payload: object) -> str:
    text = json.dumps([type.name, payload], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _replayed(crm: Crm, actor: Actor, type: ObjectType, key: str, body: str) -> Created:
    """The record that this key made before, as it is now; Invalid where the key came with another body."""
    request = crm.table.get(keys.request(actor.author, key), consistent=True) or {}
    if request.get("body") != body:
        raise Invalid.one("Idempotency-Key", "idempotency_key_reused", "This key was used for another request")
    record = crm.table.get(keys.record(request["record"]), consistent=True)
    if record is None or record.get("deleted_at"):
        raise NotFound(f"The {type.label.lower()} that this key made was deleted")
    reads = bool(actor.scope(type, "read"))
    if reads:
        permissions.require(actor, type, "read", record)
    return Created(record, replayed=True, bare=not reads)  # who may only create: others may have changed it since
