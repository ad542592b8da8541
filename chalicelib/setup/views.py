"""What a saved view may be: checked whole when it is saved, so that reading it never has to ask."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import FieldError, Invalid
from chalicelib.records import permissions, publishing, readable
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import conditions, rebuilding
    from chalicelib.records.conditions.nodes import Condition
    from chalicelib.records.lists import kept_views
    from chalicelib.records.lists import views as view_lists
    from chalicelib.records.permissions import Actor
else:
    conditions = rooms.Later("records.conditions")
    rebuilding = rooms.Later("records.rebuilding")
    kept_views = rooms.Later("records.lists.kept_views")
    view_lists = rooms.Later("records.lists.views")

Record = dict[str, Any]
MOST_OWN, MOST_OF_TYPE, MOST_COLUMNS = 50, 100, 30
MOST_LETTERS = 4_000  # of a filter, as JSON
MOST_LETTERS_IN_ALL = 150_000  # of all kept views: the engine's configuration row holds them, of 400 kB at most
UNSORTABLE = ("json", "condition", "address")


def prepare(crm: Crm, actor: Actor, before: Record | None, view: Record) -> None:
    """Invalid with everything that is wrong with a new or changed view; Forbidden for what the actor may not read."""
    if view.get("deleted_at"):
        return
    errors = publishing.problems(crm, actor, before, view)
    if before and before.get("object") != view.get("object"):
        errors.append(FieldError("object", "fixed", "A view stays with its object; make another one"))
    type = _viewed(crm, str((before or view).get("object")))
    if type is None:
        errors.append(FieldError("object", "unknown_object", f"There are views of {_known(crm, actor)}"))
        errors += _shape_errors(view)
    else:
        permissions.require_type(actor, type, "read")
        errors += _fitting(crm, actor, type, before, view)
    if errors:
        raise Invalid(errors)


def _viewed(crm: Crm, plural: str) -> ObjectType | None:
    return next((each for each in crm.registry if each.plural == plural and not each.configuration), None)


def _known(crm: Crm, actor: Actor) -> str:
    return ", ".join(each.plural for each in crm.registry if not each.configuration and actor.scope(each, "read"))


def _fitting(crm: Crm, actor: Actor, type: ObjectType, before: Record | None, view: Record) -> list[FieldError]:
    """What is wrong with a view of a known type."""
    view["object_type"] = type.name
    fields = readable.fields(crm.registry, actor, type)
    if view.get("columns") is None:
        view["columns"] = usual_columns(type, fields)
    errors = list(_shape_errors(view))
    named = {error.field for error in errors}
    condition = None
    try:
        condition = conditions.parse(view.get("filter"), fields)
    except Invalid as invalid:
        errors += invalid.errors if "filter" not in named else ()
    errors += _sort_errors(type, fields, view, condition)
    if "columns" not in named:
        errors += _column_errors(type, fields, view)
    return errors + list(_number_errors(crm, type, before, view, whole=not errors))


def _shape_errors(view: Record) -> Iterator[FieldError]:
    """What is wrong whatever is viewed."""
    if len(json.dumps(view.get("filter"))) > MOST_LETTERS:
        yield FieldError("filter", "too_long", f"At most {MOST_LETTERS} characters of JSON")
    columns = view.get("columns")
    if columns is not None and (not isinstance(columns, list) or len(columns) > MOST_COLUMNS):
        yield FieldError("columns", "invalid_columns", f"A list of at most {MOST_COLUMNS} names of fields")


def usual_columns(type: ObjectType, fields: Mapping[str, Field]) -> list[str]:
    """What a view shows that says nothing of columns: what is searched, the group, when it was made."""
    told = [each.name for each in type.fields if each.searchable and each.name in fields]
    return list(dict.fromkeys([*told[:6], *filter(None, (type.group,)), "owner_id", "created_at"]))


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
    for place, column in enumerate(view["columns"]):
        name, _, hop = str(column).partition(".")
        field = fields.get(name) if isinstance(column, str) else None
        if field is None or (hop and hop not in field.snapshot) or column.endswith("."):
            yield FieldError(f"columns[{place}]", "unknown_field", f"{type.label_plural} have no field {column!s:.60}")


def _number_errors(crm: Crm, type: ObjectType, before: Record | None, view: Record, *,
                   whole: bool) -> Iterator[FieldError]:
    others = [each for each in crm.configuration.all("view") if each["id"] != view["id"]]
    own = [each for each in others if each.get("owner_id") == view.get("owner_id")]
    if before is None and len(own) >= MOST_OWN:
        yield FieldError("name", "too_many", f"A person has at most {MOST_OWN} views")
    if before is None and sum(each.get("object_type") == type.name for each in others) >= MOST_OF_TYPE:
        yield FieldError("object", "too_many", f"There are at most {MOST_OF_TYPE} views of {type.label_plural.lower()}")
    size = len(json.dumps(kept_views.definitions([*others, view] if whole else others, crm.registry), default=str))
    if size > MOST_LETTERS_IN_ALL:
        yield FieldError("filter", "too_many", "The filters and columns of all views together are too long")


def computed(crm: Crm, actor: Actor, view: Record) -> Record:
    """Whether the view's rows are whole, and how far the job is that makes them so."""
    _kept, state = view_lists.kept_as(crm, view)
    building = rebuilding.progress(crm, actor, view["id"]) if state == view_lists.BUILDING else None
    return {"state": state, "building": building}
