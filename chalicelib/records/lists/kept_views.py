"""Views whose membership the engine keeps: one row per record and audience, in the view's order, and a count.

A view's condition may speak of the reader only as a whole ("mine", "my teams'"): then its rows stand under each owner
or team and a reader asks for their own. Any other use of `me` cannot be kept; such a view is filtered when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records import audiences, conditions
from chalicelib.records.conditions import Reader
from chalicelib.records.conditions.nodes import Condition, Every, Leaf, Me, MyTeams, leaves
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry
from chalicelib.records.words import folded
from chalicelib.store import keys

Record = Mapping[str, Any]
NOBODY = ""
ALWAYS_SHOWN = ("id", "type", "version", "created_at", "updated_at", "owner_id", "team_id", "shares")
REACHES = {("owner_id", Me): "mine", ("team_id", MyTeams): "teams"}


@dataclass(frozen=True)
class KeptView:
    """One view of one generation. `reach`: whose records a reader finds there: all, mine or my teams'."""

    id: str
    generation: int
    condition: Condition
    sort: str
    descending: bool
    columns: tuple[str, ...]
    reach: str

    @property
    def name(self) -> str:
        """What its rows' and counts' keys carry."""
        return f"{self.id}.{self.generation}"


def definitions(views: Iterable[Record], registry: Registry) -> list[dict[str, Any]]:
    """What the views ask of derived rows, by id; those that cannot be kept are left out."""
    found = []
    for view in sorted(views, key=lambda each: str(each["id"])):
        if view.get("deleted_at") or not registry.known(str(view.get("object_type"))):
            continue
        type = registry.named(view["object_type"])
        condition = conditions.parse(view.get("filter"), type.all_fields, stored=True)
        if split(condition):
            sort = str(view.get("sort") or f"-{type.order}")
            used = {sort.removeprefix("-"), *(leaf.field for leaf in leaves(condition)), *(view.get("columns") or ())}
            found.append({"id": view["id"], "type": type.name, "filter": view.get("filter"), "sort": sort,
                          "columns": list(view.get("columns") or ()), "uses": sorted(used)})
    return found


def compiled(definition: Record, type: ObjectType) -> KeptView:
    """One stored definition, ready for use."""
    condition = conditions.parse(definition.get("filter"), type.all_fields, stored=True)
    rest, reach = split(condition) or (conditions.NEVER, "all")
    sort = str(definition["sort"])
    return KeptView(str(definition["id"]), int(definition["generation"]), rest, sort.removeprefix("-"),
                    sort.startswith("-"), tuple(definition.get("columns") or ()), reach)


def split(condition: Condition) -> tuple[Condition, str] | None:
    """The part that is true for every reader, and whose records a reader finds; None where it cannot be kept."""
    parts = list(condition.parts) if isinstance(condition, Every) else [condition]
    reaches = [(part, _reach(part)) for part in parts]
    named = [reach for _part, reach in reaches if reach]
    rest = [part for part, reach in reaches if not reach]
    if len(named) > 1 or any(_personal(leaf) for part in rest for leaf in leaves(part)):
        return None
    return Every(tuple(rest)), named[0] if named else "all"


def rows(views: Iterable[KeptView], type: ObjectType, record: Record, names: Iterable[str],
         now: str) -> Iterator[tuple[keys.Key, dict[str, Any]]]:
    """This record's row in each view that it belongs to."""
    for view in views:
        if not conditions.holds(view.condition, record, Reader(NOBODY, (), now)):
            continue
        shown = {name: record.get(name) for name in (*ALWAYS_SHOWN, view.sort, *view.columns)}
        content = {name: value for name, value in {**shown, "refs": record.get("refs")}.items() if value is not None}
        for name in whose(view, record, names):
            yield keys.kept_view(view.name, name, sort_value(type, view.sort, record), record["id"]), content


def counts(views: Iterable[KeptView], record: Record, names: Iterable[str],
           now: str) -> Iterator[tuple[keys.Key, dict[str, int]]]:
    """One for each view that this record belongs to."""
    for view in views:
        if conditions.holds(view.condition, record, Reader(NOBODY, (), now)):
            for name in audiences.counted(whose(view, record, names)):
                yield keys.view_count(view.name, name), {"n": 1}


def until(views: Iterable[KeptView], record: Record, now: str) -> Iterator[str]:
    """When the passing of time alone may change a membership."""
    for view in views:
        flips = conditions.until(view.condition, record, now)
        if flips:
            yield flips


def whose(view: KeptView, record: Record, names: Iterable[str]) -> list[str]:
    """Under which audiences the rows of a record stand."""
    if view.reach == "all":
        return list(names)
    owner, team = record.get("owner_id"), record.get("team_id")
    if view.reach == "mine":
        return [f"u:{owner}"] if owner else []
    return [f"t:{team}"] if team else []


def sort_value(type: ObjectType, field: str, record: Record) -> str:
    """The part of a row's key that orders it."""
    value = FIELD_TYPES[type.all_fields[field].kind].sort_key(record.get(field)) if field in type.all_fields else ""
    return folded(value)[:100]


def _reach(part: Condition) -> str:
    return REACHES.get((part.field, part.value.__class__), "") if isinstance(part, Leaf) and part.op in (
        "eq", "in") and not part.path else ""


def _personal(leaf: Leaf) -> bool:
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    return any(isinstance(value, (Me, MyTeams)) for value in values)
