"""Reading a list's page: parallel queries of its partitions, merged by sort key; bounded work, an honest end."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.records import conditions, permissions
from chalicelib.records.conditions import Condition, Reader
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from chalicelib.store import table as tables

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
EXAMINED = 500
BARE_EXAMINED = 100  # rows whose records have to be fetched before they can be looked at
ROUNDS = 3


@dataclass(frozen=True)
class Source:
    """One partition that holds candidates in the wanted order."""

    pk: str
    index: str = ""


@dataclass(frozen=True)
class Plan:
    """Where to read, in which order, what to check, and which cells count it (their sum, if there are any).

    `rest`: the condition is not what the partitions keep already. `bare`: their rows are not the whole record, so the
    records are fetched before the rest of the condition is asked.
    """

    sources: tuple[Source, ...]
    descending: bool
    condition: Condition
    rest: bool
    counts: tuple[keys.Key, ...]
    order: str
    bare: bool = False


@dataclass(frozen=True)
class Wanted:
    """One page of a plan: whose, of which type, how many, from where on."""

    actor: Actor
    type: ObjectType
    reader: Reader
    limit: int
    place: str = ""
    deleted: bool = False


def page(crm: Crm, plan: Plan, wanted: Wanted, *, count: bool) -> tuple[list[Record], str, int | None]:
    """Rounds of parallel queries until the page is full, the end is reached or enough was examined.

    The records, the place to go on from ("" at the end), and the total where it is asked for and kept.
    """
    found: list[Record] = []
    total: int | None = None
    place = wanted.place
    for round in range(ROUNDS):
        cells = plan.counts if count and round == 0 else ()
        pages, counted = _round(crm, plan, wanted, place, cells)
        total = counted if round == 0 else total
        horizon = _horizon(pages, plan.descending)
        for order, record in _whole(crm, plan, list(_merged(pages, plan, horizon))):
            place = order
            if record is not None and _belongs(plan, wanted, record):
                found.append(record)
            if len(found) == wanted.limit:
                ended = horizon is None and _last(pages, plan) == order
                return found, "" if ended else place, total
        if horizon is None:
            return found, "", total
        place = horizon
    return found, place, total


def _round(crm: Crm, plan: Plan, wanted: Wanted, place: str,
           cells: tuple[keys.Key, ...]) -> tuple[list[tuple[Source, tables.Page]], int | None]:
    limit = _bound(plan, wanted.limit)
    narrowed = conditions.compile_filter(plan.condition, wanted.reader) if plan.rest and not plan.bare else None
    filter = tables.Condition(narrowed.expression, narrowed.names, narrowed.values) if narrowed else None
    after, before = ("", place) if plan.descending else (place, "")

    def read(source: Source) -> tuple[Source, tables.Page]:
        return source, crm.table.query(source.pk, index=source.index, descending=plan.descending, limit=limit,
                                       filter=filter, after=after, before=before)
    if not cells and len(plan.sources) == 1:
        return [read(plan.sources[0])], None
    with ThreadPoolExecutor(len(plan.sources) + 1) as threads:
        counting = threads.submit(_counted, crm, cells) if cells else None
        pages = list(threads.map(read, plan.sources))
        return pages, counting.result() if counting else None


def _bound(plan: Plan, limit: int) -> int:
    if plan.bare and plan.rest:
        return max(BARE_EXAMINED // len(plan.sources), 1)
    if not plan.rest and len(plan.sources) == 1:
        return limit + 1
    return max(EXAMINED // len(plan.sources), limit + 1)


def _counted(crm: Crm, cells: tuple[keys.Key, ...]) -> int | None:
    """The sum of the cells; None where a record may be counted in two of them, as own and as the team's."""
    if len(cells) == 1:
        return int((crm.table.get(cells[0]) or {}).get("n", 0))
    found = {pk: int(cell.get("n", 0)) for (pk, _sk), cell in crm.table.get_many(cells).items() if cell.get("n")}
    disjoint = len(found) <= 1 or all(pk.rpartition("#")[2].startswith("t:") for pk in found)  # a record has one team
    return sum(found.values()) if disjoint else None


def _merged(pages: list[tuple[Source, tables.Page]], plan: Plan, horizon: str | None) -> Iterator[tuple[str, Record]]:
    """All sources in one order, each record once, up to where every source is known."""
    streams = [[(_order(source, item), item["id"], item) for item in page.items] for source, page in pages]
    seen: set[str] = set()
    for order, id, item in heapq.merge(*streams, key=lambda row: row[0], reverse=plan.descending):
        if horizon is not None and (order < horizon if plan.descending else order > horizon):
            return
        if id not in seen:
            seen.add(id)
            yield order, item


def _whole(crm: Crm, plan: Plan, rows: list[tuple[str, Record]]) -> Iterator[tuple[str, Record | None]]:
    """The records themselves where the rows are too bare for what is asked of them."""
    if not (plan.bare and plan.rest):
        yield from rows
        return
    found = crm.table.get_many([keys.record(row["id"]) for _order, row in rows]) if rows else {}
    yield from ((order, found.get(keys.record(row["id"]))) for order, row in rows)


def _horizon(pages: list[tuple[Source, tables.Page]], descending: bool) -> str | None:
    """How far every source has been read; None where all of them ended."""
    ends = [page.last for _source, page in pages if page.more]
    if not ends:
        return None
    return max(ends) if descending else min(ends)


def _last(pages: list[tuple[Source, tables.Page]], plan: Plan) -> str:
    ends = [_order(source, page.items[-1]) for source, page in pages if page.items]
    return min(ends) if plan.descending else max(ends)


def _order(source: Source, item: Record) -> str:
    return str(item[f"{source.index}s" if source.index else "sk"])


def _belongs(plan: Plan, wanted: Wanted, record: Record) -> bool:
    if bool(record.get("deleted_at")) != wanted.deleted:
        return False
    if not permissions.may(wanted.actor, wanted.type, "read", record):
        return False
    return not plan.rest or conditions.holds(plan.condition, record, wanted.reader)
