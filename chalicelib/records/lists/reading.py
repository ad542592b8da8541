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
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys
from chalicelib.store import table as tables

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
EXAMINED = (100, 500, 900)  # rows a round: most filters fill their page from few, and each row read costs
BARE_EXAMINED = 100  # rows whose records have to be fetched before they can be looked at
SHARED_COUNTED = 200  # of what is shared with the reader one by one; where there is more, no total is told


@dataclass(frozen=True)
class Source:
    """One partition that holds candidates in the wanted order."""

    pk: str
    index: str = ""
    shared: bool = False  # what is shared with the reader one by one


@dataclass(frozen=True)
class Counted:
    """How a plan's records are counted: by cells, each with its sign, which hold all within the scope, and what is
    shared with the reader beyond it as it is read."""

    cells: tuple[tuple[keys.Key, int], ...]
    scope: Scope


@dataclass(frozen=True)
class Plan:
    """Where to read, in which order, what to check, and how it is counted, if it is.

    `rest`: the condition is not what the partitions keep already. `bare`: their rows are not the whole record, so the
    records are fetched before the rest of the condition is asked.
    """

    sources: tuple[Source, ...]
    descending: bool
    condition: Condition
    rest: bool
    counts: Counted | None
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
    for round in range(len(EXAMINED)):
        counts = plan.counts if count and round == 0 else None
        pages, counted = _round(crm, plan, wanted, place, counts, EXAMINED[round])
        total = _total(plan, wanted, pages, counts, counted) if counts else total
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


def _round(crm: Crm, plan: Plan, wanted: Wanted, place: str, counts: Counted | None,
           examined: int) -> tuple[list[tuple[Source, tables.Page]], int]:
    limit = _bound(plan, wanted.limit, examined)
    narrowed = conditions.compile_filter(plan.condition, wanted.reader) if plan.rest and not plan.bare else None
    filter = tables.Condition(narrowed.expression, narrowed.names, narrowed.values) if narrowed else None
    after, before = ("", place) if plan.descending else (place, "")

    def read(source: Source) -> tuple[Source, tables.Page]:
        most = max(limit, SHARED_COUNTED) if counts and source.shared else limit
        return source, crm.table.query(source.pk, index=source.index, descending=plan.descending, limit=most,
                                       filter=filter, after=after, before=before)
    if not (counts and counts.cells) and len(plan.sources) == 1:
        return [read(plan.sources[0])], 0
    with ThreadPoolExecutor(len(plan.sources) + 1) as threads:
        counting = threads.submit(_added_up, crm, counts.cells) if counts else None
        pages = list(threads.map(read, plan.sources))
        return pages, counting.result() if counting else 0


def _bound(plan: Plan, limit: int, examined: int) -> int:
    """Rows to read of each partition: a page and one row more where every row belongs to it."""
    if plan.bare and plan.rest:
        return max(BARE_EXAMINED // len(plan.sources), 1)
    return max(examined // len(plan.sources), limit + 1) if plan.rest else limit + 1


def _added_up(crm: Crm, cells: tuple[tuple[keys.Key, int], ...]) -> int:
    if len(cells) == 1:
        key, sign = cells[0]
        return sign * int((crm.table.get(key) or {}).get("n", 0))
    found = crm.table.get_many([key for key, _sign in cells]) if cells else {}
    return sum(sign * int(found.get(key, {}).get("n", 0)) for key, sign in cells)


def _total(plan: Plan, wanted: Wanted, pages: list[tuple[Source, tables.Page]], counts: Counted,
           counted: int) -> int | None:
    """What the cells hold and what is shared beyond them; None where more is shared than was read."""
    shared = [page for source, page in pages if source.shared]
    if any(page.more for page in shared):
        return None
    beyond = {item["id"] for page in shared for item in page.items if _belongs(plan, wanted, item)
              and not permissions.covers(wanted.actor, counts.scope, item)}
    return counted + len(beyond)


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
