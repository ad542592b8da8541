"""Lists: the best index by equality first, then a filter; bounded work a request, an honest cursor."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.records import conditions, cursors, permissions
from chalicelib.records.conditions import Condition, Reader
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys
from chalicelib.store import table as tables

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
EXAMINED = 500
ROUNDS = 3


@dataclass(frozen=True)
class Query:
    """What a client asks of a list; `filter` is raw and checked here."""

    type: ObjectType
    filter: Any = None
    sort: str = ""
    limit: int = 25
    cursor: str = ""
    deleted: bool = False


@dataclass(frozen=True)
class Listing:
    """One page: the records, where it goes on, and what is known of the whole."""

    records: list[Record]
    next_cursor: str | None
    total: int | None
    kept: bool


@dataclass(frozen=True)
class Source:
    """One partition that holds candidates in the wanted order."""

    pk: str
    index: str = ""


@dataclass(frozen=True)
class Plan:
    """Where to read, in which order, what to check, and which cell counts it."""

    sources: tuple[Source, ...]
    descending: bool
    condition: Condition
    rest: bool
    count: keys.Key | None
    order: str


def listed(crm: Crm, actor: Actor, query: Query) -> Listing:
    """A page of the records that the actor may read. Invalid for a wrong filter or sort."""
    scope = permissions.require_type(actor, query.type, "read")
    condition = conditions.parse(query.filter, query.type.all_fields)
    reader = Reader(actor.id, actor.team_ids, crm.clock.now())
    plan = planned(actor, scope, query, condition, reader, crm.configuration.engine().audiences)
    bound = [query.type.name, query.filter, query.sort, query.deleted, actor.id]
    secret = crm.configuration.secret()
    place = cursors.opened(secret, bound, query.cursor) if query.cursor else ""
    if not plan.sources:
        return Listing([], None, 0, True)
    with_total = plan.count if not query.cursor else None
    records, following, total = _read(crm, actor, query, plan, reader, str(place), with_total)
    return Listing(records, cursors.seal(secret, bound, following) if following else None, total, not plan.rest)


def planned(actor: Actor, scope: Scope, query: Query, condition: Condition, reader: Reader,
            kept: Mapping[str, list[str]]) -> Plan:
    """The cheapest partitions that hold every match. Deleted ones stand apart; a scope narrows to owner and teams."""
    type, equal = query.type, conditions.equalities(condition, reader)
    field, descending = _sort(type, query.sort)
    if query.deleted:
        return Plan((Source(keys.deleted(type.name), "i1"),), True, condition, True, None, "deleted_at")
    if field != type.order:
        view = tuple(
            Source(keys.view_partition(type.name, field, name)) for name in permissions.audiences(actor, type, kept)
        )
        return Plan(
            view, descending, condition, bool(equal) or not _always(condition), _total(actor, type, condition), field
        )
    sources, used = _by_index(actor, scope, type, equal)
    rest = not _always(condition) and not _only(condition, used)
    count = _total(actor, type, condition, equal.get(type.group) if used == {type.group} else None, used)
    return Plan(sources, descending, condition, rest, count, field)


def _by_index(
    actor: Actor, scope: Scope, type: ObjectType, equal: dict[str, Any]
) -> tuple[tuple[Source, ...], set[str]]:
    if equal.get("owner_id") and scope == Scope.OWN and equal["owner_id"] != actor.id:
        return (), {"owner_id"}  # how much somebody else has is not told either, not even by empty pages
    if equal.get("owner_id"):
        return (Source(keys.mine(type.name, equal["owner_id"]), "i2"),), {"owner_id"}
    if type.parent and equal.get(type.parent):
        return (Source(keys.children(type.name, equal[type.parent]), "i5"),), {type.parent}
    if scope < Scope.ALL:
        teams = actor.team_ids if scope == Scope.TEAM else ()
        mine = Source(keys.mine(type.name, actor.id), "i2")
        return (mine, *(Source(keys.teams(type.name, team), "i3") for team in teams)), set()
    if equal.get("team_id"):
        return (Source(keys.teams(type.name, equal["team_id"]), "i3"),), {"team_id"}
    if type.group and isinstance(equal.get(type.group), str):
        return (Source(keys.grouped(type.name, equal[type.group]), "i4"),), {type.group}
    return (Source(keys.newest(type.name), "i1"),), set()


def _read(crm: Crm, actor: Actor, query: Query, plan: Plan, reader: Reader, place: str,
          count: keys.Key | None) -> tuple[list[Record], str, int | None]:
    """Rounds of parallel queries until the page is full, the end is reached or enough was examined."""
    found: list[Record] = []
    total: int | None = None
    for round in range(ROUNDS):
        cell = count if round == 0 else None
        pages, counted = _round(crm, query, plan, reader, place, cell)
        total = counted if round == 0 else total
        horizon = _horizon(pages, plan.descending)
        for order, record in _merged(pages, plan, horizon):
            place = order
            if _wanted(actor, query, plan, reader, record):
                found.append(record)
            if len(found) == query.limit:
                ended = horizon is None and _last(pages, plan) == order
                return found, "" if ended else place, total
        if horizon is None:
            return found, "", total
        place = horizon
    return found, place, total


def _round(crm: Crm, query: Query, plan: Plan, reader: Reader, place: str,
           count: keys.Key | None) -> tuple[list[tuple[Source, tables.Page]], int | None]:
    limit = (
        query.limit + 1
        if not plan.rest and len(plan.sources) == 1
        else max(EXAMINED // len(plan.sources), query.limit + 1)
    )
    narrowed = conditions.compile_filter(plan.condition, reader) if plan.rest else None
    filter = tables.Condition(narrowed.expression, narrowed.names, narrowed.values) if narrowed else None
    after, before = ("", place) if plan.descending else (place, "")

    def read(source: Source) -> tuple[Source, tables.Page]:
        return source, crm.table.query(source.pk, index=source.index, descending=plan.descending, limit=limit,
                                       filter=filter, after=after, before=before)
    if count is None and len(plan.sources) == 1:
        return [read(plan.sources[0])], None
    with ThreadPoolExecutor(len(plan.sources) + 1) as threads:
        cell = threads.submit(crm.table.get, count) if count else None
        pages = list(threads.map(read, plan.sources))
        return pages, int((cell.result() or {}).get("n", 0)) if cell else None


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


def _wanted(actor: Actor, query: Query, plan: Plan, reader: Reader, record: Record) -> bool:
    if bool(record.get("deleted_at")) != query.deleted or not permissions.may(actor, query.type, "read", record):
        return False
    return not plan.rest or conditions.holds(plan.condition, record, reader)


def _sort(type: ObjectType, sort: str) -> tuple[str, bool]:
    """The field and whether it descends; `-created_at` unless something else is asked."""
    wanted = sort or f"-{type.order}"
    field, descending = wanted.removeprefix("-"), wanted.startswith("-")
    if field not in type.sorts:
        allowed = ", ".join(type.sorts)
        raise Invalid.one("sort", "not_sortable", f"{type.label_plural} sort by {allowed}")
    return field, descending


def _total(actor: Actor, type: ObjectType, condition: Condition, group: Any = None,
           used: Iterable[str] = ()) -> keys.Key | None:
    """The cell that counts this list for a reader of all: the whole type or one group of it."""
    if actor.scope(type, "read") < Scope.ALL:
        return None
    if _always(condition):
        return keys.count(type.name, "all")
    return keys.count(type.name, "all", str(group)) if group and _only(condition, used) else None


def _always(condition: Condition) -> bool:
    return condition == conditions.parse(None, {})


def _only(condition: Condition, used: Iterable[str]) -> bool:
    """Whether the condition says nothing beyond the equality that the index already keeps."""
    parts = getattr(condition, "parts", (condition,))
    names = {getattr(part, "field", None) for part in parts}
    return len(parts) == 1 and names == set(used) and getattr(parts[0], "op", "") == "eq"
