"""What a saved view may be: checked whole when it is saved, so that reading it never has to ask."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.records import conditions, permissions, publishing, readable, rebuilding
from chalicelib.records.conditions.nodes import Condition
from chalicelib.records.fields.shape import Field
from chalicelib.records.lists import kept_views
from chalicelib.records.lists import views as view_lists
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
MOST_OWN, MOST_OF_TYPE, MOST_COLUMNS = 50, 100, 30
MOST_LETTERS = 4_000  # of a filter, as JSON
MOST_LETTERS_IN_ALL = 150_000  # of all kept views: the engine's configuration row holds them, of 400 kB at most
UNSORTABLE = ("json", "condition", "address")


def prepare(crm: Crm, actor: Actor, before: Record | None, view: Record) -> None:
    """Invalid with everything that is wrong with a new or changed view; Forbidden for what the actor may not read."""
    if view.get("deleted_at"):
        return
    publishing.prepare(crm, actor, before, view)
    if before and before.get("object") != view.get("object"):
        raise Invalid.one("object", "fixed", "A view stays with its object; make another one")
    type = viewable(crm, actor, str(view.get("object")))
    view["object_type"] = type.name
    fields = readable.fields(crm.registry, actor, type)
    if view.get("columns") is None:
        view["columns"] = usual_columns(type, fields)
    condition, errors = _condition(view, fields)
    errors += [*_sort_errors(type, fields, view, condition), *_column_errors(type, fields, view)]
    if errors := errors or list(_number_errors(crm, type, before, view)):
        raise Invalid(errors)


def viewable(crm: Crm, actor: Actor, plural: str) -> ObjectType:
    """The type that is viewed; Invalid for one that has no views."""
    type = next((each for each in crm.registry if each.plural == plural and not each.configuration), None)
    if type is None:
        known = ", ".join(each.plural for each in crm.registry
                          if not each.configuration and actor.scope(each, "read"))
        raise Invalid.one("object", "unknown_object", f"There are views of {known}")
    permissions.require_type(actor, type, "read")
    return type


def usual_columns(type: ObjectType, fields: Mapping[str, Field]) -> list[str]:
    """What a view shows that says nothing of columns: what is searched, the group, when it was made."""
    told = [each.name for each in type.fields if each.searchable and each.name in fields]
    return list(dict.fromkeys([*told[:6], *filter(None, (type.group,)), "owner_id", "created_at"]))


def _condition(view: Record, fields: Mapping[str, Field]) -> tuple[Condition | None, list[FieldError]]:
    if len(json.dumps(view.get("filter"))) > MOST_LETTERS:
        return None, [FieldError("filter", "too_long", f"At most {MOST_LETTERS} characters of JSON")]
    try:
        return conditions.parse(view.get("filter"), fields), []
    except Invalid as invalid:
        return None, list(invalid.errors)


def _sort_errors(type: ObjectType, fields: Mapping[str, Field], view: Record,
                 condition: Condition | None) -> Iterator[FieldError]:
    name = str(view.get("sort") or type.order).removeprefix("-")
    field = fields.get(name)
    if field is None or field.roll_up or field.kind in UNSORTABLE:
        yield FieldError("sort", "not_sortable", f"A field of {type.label_plural.lower()}, with - before it to descend")
    elif condition is not None and name not in type.sorts and kept_views.split(condition) is None:
        yield FieldError("sort", "not_sortable", "A view that asks for the reader in some other way than owner_id or "
                         f"team_id alone is filtered when it is read, and sorts by {', '.join(type.sorts)}")


def _column_errors(type: ObjectType, fields: Mapping[str, Field], view: Record) -> Iterator[FieldError]:
    columns = view.get("columns")
    if not isinstance(columns, list) or len(columns) > MOST_COLUMNS:
        yield FieldError("columns", "invalid_columns", f"A list of at most {MOST_COLUMNS} names of fields")
        return
    for place, column in enumerate(columns):
        name, _, hop = str(column).partition(".")
        field = fields.get(name) if isinstance(column, str) else None
        if field is None or (hop and hop not in field.snapshot) or column.endswith("."):
            yield FieldError(f"columns[{place}]", "unknown_field", f"{type.label_plural} have no field {column!s:.60}")


def _number_errors(crm: Crm, type: ObjectType, before: Record | None, view: Record) -> Iterator[FieldError]:
    others = [each for each in crm.configuration.all("view") if each["id"] != view["id"]]
    own = [each for each in others if each.get("owner_id") == view.get("owner_id")]
    if before is None and len(own) >= MOST_OWN:
        yield FieldError("name", "too_many", f"A person has at most {MOST_OWN} views")
    if before is None and sum(each.get("object_type") == type.name for each in others) >= MOST_OF_TYPE:
        yield FieldError("object", "too_many", f"There are at most {MOST_OF_TYPE} views of {type.label_plural.lower()}")
    size = len(json.dumps(kept_views.definitions([*others, view], crm.registry), default=str))
    if size > MOST_LETTERS_IN_ALL:
        yield FieldError("filter", "too_many", "The filters and columns of all views together are too long")


def computed(crm: Crm, view: Record) -> Record:
    """Whether the view's rows are whole, and how far the job is that makes them so."""
    _kept, state = view_lists.kept_as(crm, view)
    return {"state": state, "building": rebuilding.progress(crm, view["id"]) if state == view_lists.BUILDING else None}
