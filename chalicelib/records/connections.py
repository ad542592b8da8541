"""Links that people make by hand: typed, directed, labelled edges, owned by the record they were made on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid, NotFound
from chalicelib.records import permissions, service
from chalicelib.records.edges import MOST
from chalicelib.records.fields.text import clean
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Work, retried

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def connect(crm: Crm, actor: Actor, type: ObjectType, id: str, other: str, label: str) -> Record:
    """Link two records under a label (1-60 characters); a pair may carry several."""
    label = clean(label)
    if not 1 <= len(label) <= 60:
        raise Invalid.one("label", "invalid_label", "A label has 1 to 60 characters")

    def step() -> Record:
        record = _mine(crm, actor, type, id)
        work = Work(crm, actor)
        work.neighbours[other] = _other(crm, actor, id, other)
        edges = record.get("edges") or []
        edge = {"to": other, "label": label}
        if edge in edges:
            return record
        if len(edges) >= MOST:
            raise Invalid.one("label", "too_many", f"A record has {MOST} links at most")
        changed = work.change(record, {"edges": [*edges, edge]})
        work.commit()
        return changed
    return retried(step)


def disconnect(crm: Crm, actor: Actor, type: ObjectType, id: str, other: str, label: str) -> Record:
    """Take a link away: one label of it, or all where none is named. NotFound where there is none."""
    def step() -> Record:
        record = _mine(crm, actor, type, id)
        edges = record.get("edges") or []
        kept = [edge for edge in edges if edge["to"] != other or (label and edge["label"] != label)]
        if len(kept) == len(edges):
            raise NotFound("There is no such link; links of a task or note are changed on the task or note")
        work = Work(crm, actor)
        changed = work.change(record, {"edges": kept or None})
        work.commit()
        return changed
    return retried(step)


def _mine(crm: Crm, actor: Actor, type: ObjectType, id: str) -> Record:
    record = service.get(crm, actor, type, id, consistent=True)
    permissions.require(actor, type, "update", record)
    return record


def _other(crm: Crm, actor: Actor, id: str, other: str) -> Record:
    type = crm.registry.of(other)
    if type is None or type.configuration or other == id:
        raise Invalid.one("other_id", "not_linkable", "This is not the id of another record that can be linked")
    return service.get(crm, actor, type, other)
