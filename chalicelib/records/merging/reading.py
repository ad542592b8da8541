"""Reading merged records: the loser's id answers with the winner, its events show on the winner's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict, NotFound
from chalicelib.ids import is_id
from chalicelib.records import permissions
from chalicelib.records.objects import Event, ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
HOPS = 5  # a merge shortens the way of earlier losers in the background; until then it may have several steps


def read(crm: Crm, actor: Actor, type: ObjectType, id: str, *, consistent: bool = False) -> Record:
    """One record, or the one that it was merged into. NotFound for what is not there or not for this reader."""
    permissions.require_type(actor, type, "read")
    record = crm.table.get(keys.record(id), consistent=consistent) if is_id(id, type.prefix) else None
    for _hop in range(HOPS):
        if record is None or not record.get("merged_into"):
            break
        record = crm.table.get(keys.record(record["merged_into"]), consistent=consistent)
    if record is None or record.get("deleted_at"):
        raise NotFound(f"There is no such {type.label.lower()}")
    permissions.require(actor, type, "read", record)
    return record


def require_own(crm: Crm, actor: Actor, type: ObjectType, id: str) -> None:
    """The history of a merged record is its own: it must be readable as it was."""
    record = crm.table.get(keys.record(id))
    if record is None:
        raise NotFound(f"There is no such {type.label.lower()}")
    permissions.require(actor, type, "read", record)


def refused(actor: Actor, type: ObjectType, record: Mapping[str, Any]) -> Exception:
    """Why a merged record cannot be changed; nothing is told to who could not read it."""
    if not permissions.may(actor, type, "read", record):
        return NotFound(f"There is no such {type.label.lower()}")
    return Conflict(f"This {type.label.lower()} was merged into another one; change that one, or undo the merge",
                    code="merged", extra={"merged_into": record["merged_into"]})


def retold(type: ObjectType) -> ObjectType:
    """The type as a merged record of it tells its events: around the winner."""
    return replace(type, events=lambda record: _events(type, record))


def _events(type: ObjectType, record: Record) -> Iterator[Event]:
    winner = record["merged_into"]
    for event in type.events(record):
        yield replace(event, about=tuple(winner if id == record["id"] else id for id in event.about),
                      key=event.key or event.kind)
    yield Event(record["deleted_at"], "merged", f"{type.title(record)} was merged into this {type.label.lower()}",
                (winner,), actor=record.get("merged_by", ""), key="merged")
