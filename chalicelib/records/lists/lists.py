"""Lists: the best index by equality first, then a filter; bounded work a request, an honest cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.records import audiences, conditions, permissions, readable, sight
from chalicelib.records.conditions import Condition, Reader
from chalicelib.records.fields.shape import Field
from chalicelib.records.lists import cursors
from chalicelib.records.lists import reading as list_reading
from chalicelib.records.lists.reading import Counted, Plan, Source, Wanted
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


@dataclass(frozen=True)
class Query:
    """What a client asks of a list; `filter` is raw and checked here, `view` the id of a saved view."""

    type: ObjectType
    filter: Any = None
    sort: str = ""
    limit: int = 25
    cursor: str = ""
    deleted: bool = False
    view: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Listing:
    """One page: the records, where it goes on, and what is known of the whole.

    `columns`: what a view's rows show, where nothing else was asked for; `holds`: the names that the rows hold where
    they are not whole records; `view`: what is told of the view.
    """

    records: list[Record]
    next_cursor: str | None
    total: int | None
    kept: bool
    columns: tuple[str, ...] = ()
    holds: frozenset[str] | None = None
    view: Mapping[str, Any] = field(default_factory=dict)


def listed(crm: Crm, actor: Actor, query: Query) -> Listing:
    """A page of the records that the actor may read. Invalid for a wrong filter or sort, NotFound for no such view."""
    if query.view:
        from chalicelib.records.lists import views as view_lists
        return view_lists.listed(crm, actor, query)
    scope = permissions.require_type(actor, query.type, "read")
    fields = readable.fields(crm.registry, actor, query.type)
    condition = _condition(query, fields)
    reader = reader_of(crm, actor)
    plan = planned(actor, scope, query, condition, reader, crm.configuration.engine().audiences, fields)
    return paged(crm, actor, query, plan, reader, bound(actor, query))


def _condition(query: Query, fields: Mapping[str, Field]) -> Condition:
    """The filter as it is read. Invalid with all that is wrong with it, and with the sort."""
    errors: list[FieldError] = []
    try:
        sorted_by(query.type, query.sort, fields)
    except Invalid as invalid:
        errors += invalid.errors
    try:
        condition = conditions.parse(query.filter, fields)
    except Invalid as invalid:
        raise Invalid([*invalid.errors, *errors]) from invalid
    if errors:
        raise Invalid(errors)
    return condition


def bound(actor: Actor, query: Query) -> list[Any]:
    """What a cursor belongs to."""
    return [query.type.name, query.filter, query.sort, query.deleted, query.shared, actor.id]


def reader_of(crm: Crm, actor: Actor) -> Reader:
    """Who asks, as conditions see them."""
    return Reader(actor.id, actor.team_ids, crm.clock.now())


def paged(crm: Crm, actor: Actor, query: Query, plan: Plan, reader: Reader, bound: list[Any]) -> Listing:
    """The page of a plan at which the query's cursor stands; Malformed where the cursor is `bound` to another."""
    secret = crm.configuration.secret()
    place = cursors.opened(secret, bound, query.cursor) if query.cursor else ""
    if not plan.sources:
        return Listing([], None, 0, True)
    wanted = Wanted(actor, query.type, reader, query.limit, str(place), query.deleted)
    records, following, total = list_reading.page(crm, plan, wanted, count=not query.cursor)
    return Listing(records, cursors.seal(secret, bound, following) if following else None, total, not plan.rest)


def planned(actor: Actor, scope: Scope, query: Query, condition: Condition, reader: Reader,
            kept: Mapping[str, list[str]], fields: Mapping[str, Field]) -> Plan:
    """The cheapest partitions that hold every match. Deleted ones stand apart; a scope narrows to owner and teams."""
    type, equal = query.type, conditions.equalities(condition, reader)
    field, descending = sorted_by(type, query.sort, fields)
    outside = scope == Scope.SHARED and not type.gate
    if query.shared or (outside and (query.deleted or field == type.order)):
        return _shared(actor, query, condition, field, descending)
    if query.deleted:
        return Plan(_bin(actor, scope, type), True, condition, True, None, "deleted_at")
    counts = _counts(actor, scope, type, condition, equal, kept)
    if field != type.order:
        view = tuple(Source(keys.view_partition(type.name, field, name), shared=name.startswith("s:"))
                     for name in permissions.audiences(actor, type, kept))
        return Plan(view, descending, condition, bool(equal) or not _always(condition), counts, field)
    sources, used = _by_index(actor, scope, type, equal)
    rest = not _always(condition) and not _only(condition, used)
    return Plan(sources, descending, condition, rest, counts, field)


def _by_index(
    actor: Actor, scope: Scope, type: ObjectType, equal: dict[str, Any]
) -> tuple[tuple[Source, ...], set[str]]:
    if type.gate:  # who may read one of these follows from the record, not from a scope
        scope = Scope.ALL
    if equal.get("owner_id") and scope < Scope.ALL and equal["owner_id"] != actor.id:
        return _of_teams(actor, scope, type), set()  # how much else somebody has is not told, not even by empty pages
    if equal.get("owner_id"):
        return (Source(keys.mine(type.name, equal["owner_id"]), "i2"),), {"owner_id"}
    if type.parent and equal.get(type.parent):
        kept = {type.parent} if scope == Scope.ALL else set()  # who reads a part: as much is examined as in any filter
        return (Source(keys.children(type.name, equal[type.parent]), "i5"),), kept
    if scope < Scope.ALL:
        return (Source(keys.mine(type.name, actor.id), "i2"), *_of_teams(actor, scope, type)), set()
    if equal.get("team_id"):
        return (Source(keys.teams(type.name, equal["team_id"]), "i3"),), {"team_id"}
    if type.group and isinstance(equal.get(type.group), str):
        return (Source(keys.grouped(type.name, equal[type.group]), "i4"),), {type.group}
    return (Source(keys.newest(type.name), "i1"),), set()


def _bin(actor: Actor, scope: Scope, type: ObjectType) -> tuple[Source, ...]:
    """Where deleted records stand: who reads a part looks into no others', or pages would tell how many there are."""
    bin = keys.deleted(type.name)
    if scope == Scope.ALL or type.gate:
        return (Source(bin, "i1"),)
    teams = actor.team_ids if scope == Scope.TEAM else ()
    return (Source(keys.mine(bin, actor.id), "i2"), *(Source(keys.teams(bin, team), "i3") for team in teams))


def _of_teams(actor: Actor, scope: Scope, type: ObjectType) -> tuple[Source, ...]:
    """What a reader of a part reads beside their own: their teams' and what is shared."""
    teams = actor.team_ids if scope == Scope.TEAM else ()
    return (*(Source(keys.teams(type.name, team), "i3") for team in teams), *_sharing(actor, type))


def _sharing(actor: Actor, type: ObjectType) -> tuple[Source, ...]:
    """What is shared with the reader and their teams."""
    return tuple(Source(keys.view_partition(type.name, type.order, name), shared=True)
                 for name in permissions.sharing_names(actor))


def _shared(actor: Actor, query: Query, condition: Condition, field: str, descending: bool) -> Plan:
    """What is shared with the reader, in the type's own order, and nothing else."""
    if field != query.type.order:
        raise Invalid.one("sort", "not_sortable", f"What is shared is sorted by {query.type.order}")
    sources = () if query.deleted else _sharing(actor, query.type)
    return Plan(sources, descending, condition, True, Counted((), Scope.SHARED), field)


def sorted_by(type: ObjectType, sort: str, fields: Mapping[str, Field]) -> tuple[str, bool]:
    """The field and whether it descends; `-created_at` unless something else is asked."""
    wanted = sort or f"-{type.order}"
    field, descending = wanted.removeprefix("-"), wanted.startswith("-")
    sorts = [name for name in type.sorts if name in fields]
    if field not in sorts:
        raise Invalid.one("sort", "not_sortable", f"{type.label_plural} sort by {', '.join(sorts)}")
    return field, descending


def _counts(actor: Actor, scope: Scope, type: ObjectType, condition: Condition, equal: Mapping[str, Any],
            kept: Mapping[str, list[str]]) -> Counted | None:
    """The cells that count what the reader reads: of the whole type, of one group of it, or of one owner."""
    if type.gate or not sight.countable(actor, type):
        return None
    owner, group = equal.get("owner_id"), str(equal.get(type.group) or "")
    if owner and _only(condition, {"owner_id"}):
        whole = scope == Scope.ALL or (scope >= Scope.OWN and owner == actor.id)
        known = whole and "u" in kept.get(type.name, ())
        return Counted(((keys.count(type.name, f"u:{owner}"), 1),), scope) if known else None
    told = _always(condition) or (group and _only(condition, {type.group}))
    parts = audiences.signed(actor, type, kept) if told else None
    if parts is None:
        return None
    return Counted(tuple((keys.count(type.name, name, group), sign) for name, sign in parts), scope)


def _always(condition: Condition) -> bool:
    return condition == conditions.parse(None, {})


def _only(condition: Condition, used: Iterable[str]) -> bool:
    """Whether the condition says nothing beyond the equality that the index already keeps."""
    parts = getattr(condition, "parts", (condition,))
    names = {getattr(part, "field", None) for part in parts}
    return len(parts) == 1 and names == set(used) and getattr(parts[0], "op", "") == "eq"
