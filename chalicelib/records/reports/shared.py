"""What is shared with a reader one by one: no cell holds it, so a report counts it as it is read, as lists do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.records import permissions
from chalicelib.records.lists.reading import SHARED_COUNTED
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.reports import cells as report_cells
from chalicelib.records.reports import kept as kept_reports
from chalicelib.records.reports.kept import KeptReport
from chalicelib.store import keys
from chalicelib.store.operations import add
from chalicelib.store.table import Page

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Cells = dict[str, dict[str, int]]


def names(actor: Actor, type: ObjectType) -> list[str]:
    """Under which names it stands; none for a reader of all, who counts every record in the cells already."""
    return [] if actor.scope(type, "read") == Scope.ALL else permissions.sharing_names(actor)


def page(crm: Crm, type: ObjectType, name: str) -> Page:
    """The newest of one name, as many as are counted at most."""
    return crm.table.query(keys.view_partition(type.name, type.order, name), descending=True, limit=SHARED_COUNTED)


def beyond(actor: Actor, type: ObjectType, pages: Iterable[Page]) -> Iterator[Record]:
    """The records of these pages, each once, that the reader's own audiences do not count."""
    scope, seen = actor.scope(type, "read"), set[str]()
    for record in (item for page in pages for item in page.items):
        only = not permissions.covers(actor, scope, record) and permissions.may(actor, type, "read", record)
        if only and record["id"] not in seen:
            seen.add(record["id"])
            yield record


def counted(actor: Actor, type: ObjectType, kept: KeptReport, pages: Iterable[Page], low: str, high: str,
            now: str) -> Iterator[Cells]:
    """What each record adds to the cells of a range (bucket names) that the reader's own audiences do not count."""
    after, before = report_cells.bounds(low, high)
    for record in beyond(actor, type, pages):
        yield {name: numbers for name, numbers in kept_reports.adds(kept, record, now)
               if name > after and (not before or name < before)}


def together(parts: Iterable[Cells]) -> Cells:
    """Cells of several, added up."""
    found: Cells = {}
    for part in parts:
        for name, cell in part.items():
            found[name] = add(found.get(name, {}), cell)
    return found
