"""Pages of a saved view: from the rows that the engine keeps for the reader, else by its filter.

Kept rows come in the view's order, whatever field that is, at the same cost for a thousand records and a million. While
a view is being built, and where something else is asked of it than it keeps, the same filter is asked of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid, NotFound
from chalicelib.ids import is_id
from chalicelib.records import audiences, conditions, permissions, readable, roll_ups, service, sight, titles
from chalicelib.records.conditions.nodes import ALWAYS, Condition, Every, leaves
from chalicelib.records.fields.shape import Field
from chalicelib.records.lists import kept_views, lists
from chalicelib.records.lists.kept_views import KeptView
from chalicelib.records.lists.lists import Listing, Query
from chalicelib.records.lists.reading import Counted, Plan, Source
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
SHOWN = ("id", "type", "version", "created_at", "updated_at", "owner_id", "team_id")
READY, BUILDING, FILTERED = "ready", "building", "filtered"


@dataclass(frozen=True)
class View:
    """A view as one reader may ask of it; `kept` where its rows are whole."""

    record: Mapping[str, Any]
    fields: Mapping[str, Field]
    condition: Condition
    sort: str
    columns: tuple[str, ...]
    kept: KeptView | None
    state: str

    @property
    def name(self) -> str:
        """What a cursor is bound to: rows of another generation stand in another place."""
        return self.kept.name if self.kept else str(self.record["id"])


def listed(crm: Crm, actor: Actor, query: Query) -> Listing:
    """A page of the view's records. NotFound for a view that is not there or not for this reader."""
    scope = permissions.require_type(actor, query.type, "read")
    view = found(crm, actor, query.type, query.view)
    more = conditions.parse(query.filter, view.fields)
    condition = view.condition if more == ALWAYS else Every((view.condition, more))
    reader = lists.reader_of(crm, actor)
    kept = crm.configuration.engine().audiences
    bound = [*lists.bound(actor, query), view.record["id"], view.name]
    told: dict[str, Any] = {"id": view.record["id"], "state": view.state, "columns": list(view.columns)}
    if view.kept and _in_its_order(view, query) and not query.deleted:
        plan = _planned(actor, scope, query, view.kept, more, kept)
    else:
        asked = replace(query, sort=_other_sort(view, query))
        plan = lists.planned(actor, scope, asked, condition, reader, kept, view.fields)
        told["sort"] = asked.sort
    page = lists.paged(crm, actor, query, plan, reader, bound)
    return replace(page, kept=plan.bare and page.kept, columns=view.columns, view=told, holds=_held(query, view, plan))


def found(crm: Crm, actor: Actor, type: ObjectType, id: str) -> View:
    """The view of this type that the actor may read; Invalid where it asks for what is hidden from them."""
    view_type = crm.registry.named("view")
    record = crm.configuration.find("view", id) if is_id(id, view_type.prefix) else None
    readable_one = record is not None and permissions.may(actor, view_type, "read", record)
    if record is None or not readable_one or record.get("object_type") != type.name:
        raise NotFound(f"There is no such view of {type.label_plural.lower()}")
    condition = conditions.parse(record.get("filter"), type.all_fields, stored=True)
    sort = str(record.get("sort") or f"-{type.order}")
    fields = readable.fields(crm.registry, actor, type)
    _require_readable(fields, type, condition, sort)
    kept, state = kept_as(crm, record)
    return View(record, fields, condition, sort, _columns(crm, actor, fields, record), kept, state)


def kept_as(crm: Crm, record: Mapping[str, Any]) -> tuple[KeptView | None, str]:
    """The rows that are kept for this view as it is now, if they are whole; and its state in a word."""
    wanted = kept_views.definitions([record], crm.registry)
    if not wanted:
        return None, FILTERED
    engine = crm.configuration.engine()
    for known in engine.definitions.get("views") or ():
        same = {name: value for name, value in known.items() if name != "generation"} == wanted[0]
        if same and known["id"] not in engine.building:
            return kept_views.compiled(known, crm.registry.named(known["type"])), READY
    return None, BUILDING


def _require_readable(fields: Mapping[str, Field], type: ObjectType, condition: Condition, sort: str) -> None:
    asked = [sort.removeprefix("-"), *(leaf.field for leaf in leaves(condition))]
    hops = [leaf for leaf in leaves(condition) if leaf.path and leaf.field in fields]
    hidden = any(name in type.all_fields and name not in fields for name in asked)
    if hidden or any(leaf.path not in fields[leaf.field].snapshot for leaf in hops):
        raise Invalid.one("view", "unknown_field", "This view asks for a field that is not there for your roles")


def _columns(crm: Crm, actor: Actor, fields: Mapping[str, Field], record: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that this reader may see."""
    return tuple(dict.fromkeys(column for column in (*SHOWN, *(record.get("columns") or ()))
                               if _visible(crm, actor, fields, column)))


def _visible(crm: Crm, actor: Actor, fields: Mapping[str, Field], column: str) -> bool:
    name, _, hop = column.partition(".")
    field = fields.get(name)
    if field is None or not hop:
        return field is not None
    other = crm.registry.named(field.to) if crm.registry.known(field.to) else None
    return hop in field.snapshot and other is not None and actor.scope(other, "read") == Scope.ALL


def _held(query: Query, view: View, plan: Plan) -> frozenset[str] | None:
    """The names that a page's rows hold; None where they are whole records."""
    if plan.bare:
        return None if plan.rest else frozenset(view.columns)
    return None if plan.sources and plan.sources[0].index else frozenset(query.type.all_fields)


def _in_its_order(view: View, query: Query) -> bool:
    return not query.sort or query.sort.removeprefix("-") == view.sort.removeprefix("-")


def _other_sort(view: View, query: Query) -> str:
    """The order in which a view that is not kept can be read: the one asked for, the view's own where it is declared
    for the type, else newest first, which the answer then says."""
    return query.sort or (view.sort if view.sort.removeprefix("-") in query.type.sorts else "")


def _planned(actor: Actor, scope: Scope, query: Query, view: KeptView, more: Condition,
             kept: Mapping[str, list[str]]) -> Plan:
    names = _audiences(actor, query.type, view, kept)
    sources = tuple(Source(keys.kept_view_partition(view.name, name), shared=name.startswith("s:")) for name in names)
    descending = query.sort.startswith("-") if query.sort else view.descending
    counts = _counts(actor, scope, query.type, view, kept) if more == ALWAYS else None
    return Plan(sources, descending, more, more != ALWAYS, counts, view.sort, bare=True)


def _audiences(actor: Actor, type: ObjectType, view: KeptView, kept: Mapping[str, list[str]]) -> list[str]:
    if view.reach == "mine":
        return [f"u:{actor.id}"]
    if view.reach == "teams":
        return [f"t:{team}" for team in actor.team_ids]
    return permissions.audiences(actor, type, kept)


def _counts(actor: Actor, scope: Scope, type: ObjectType, view: KeptView,
            kept: Mapping[str, list[str]]) -> Counted | None:
    """The cells that count the view for this reader; None where they would tell of more than the reader may see."""
    if not sight.countable(actor, type):
        return None
    if view.reach == "all":
        parts = audiences.signed(actor, type, kept)
    else:
        reached = scope >= (Scope.OWN if view.reach == "mine" else Scope.TEAM)
        parts = tuple((name, 1) for name in _audiences(actor, type, view, kept)) if reached else None
    if parts is None:
        return None
    return Counted(tuple((keys.view_count(view.name, name), sign) for name, sign in parts), scope)


def told(crm: Crm, actor: Actor, type: ObjectType, listing: Listing, only: frozenset[str]) -> list[Record]:
    """The rows as they are answered: a view's columns, or the fields that were asked for."""
    names = only or frozenset(listing.columns)
    rolled = {each.name for each in type.rolled_up}
    records = _whole(crm, actor, type, listing, names - rolled - {service.SHARES})  # every row carries its shares
    if not names or names & rolled:
        records = roll_ups.filled(crm, actor, type, records)
    if type.computed:
        records = [{**record, **type.computed(crm, actor, record)} for record in records]
    return titles.rows(crm, actor, type, [
        (record, {**service.shown(type, record, names, actor=actor), **dict(_behind(record, names))})
        for record in records])


def _whole(crm: Crm, actor: Actor, type: ObjectType, listing: Listing, names: frozenset[str]) -> list[Record]:
    """The records of a page where more is asked than its rows hold: one call more; those still readable."""
    if listing.holds is None or names <= listing.holds or not listing.records:
        return listing.records
    stored = crm.table.get_many([keys.record(row["id"]) for row in listing.records])
    records = [stored.get(keys.record(row["id"])) for row in listing.records]
    return [record for record in records if record and not record.get("deleted_at")
            and permissions.may(actor, type, "read", record)]


def _behind(row: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The columns behind a reference, from what the record keeps of it."""
    refs = row.get("refs") or {}
    for column in names:
        name, _, hop = column.partition(".")
        if hop:
            kept = refs.get(name)
            yield column, kept.get(hop) if isinstance(kept, Mapping) else None
