"""What an export may be asked to do: object, format, records and columns, all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid, NotFound
from chalicelib.exchange import export_columns
from chalicelib.exchange.export_formats import FORMATS
from chalicelib.exchange.export_objects import EVERYTHING
from chalicelib.records import permissions
from chalicelib.records.lists import lists
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Asked:
    """A sound request: the columns by path, their headers, and how many records there are where that is known."""

    paths: list[str]
    headers: list[str]
    rows: int | None = None


def governing(crm: Crm, actor: Actor, object: Any) -> str:
    """By which grants an export of this object is judged. Forbidden for everything, but for an administrator."""
    if object != EVERYTHING:
        return _type(crm, object).governed_by if isinstance(object, str) else ""
    for type in everything(crm):
        if min(actor.scope(type, "read"), actor.scope(type, "export")) < Scope.ALL:
            raise Forbidden("Only who may read and export everything can export everything")
    return "*"


def everything(crm: Crm) -> list[ObjectType]:
    """The types of a company's records, its configuration among them; what is somebody's own (the bell) is not."""
    return [type for type in crm.registry if not type.personal]


def query(crm: Crm, record: Mapping[str, Any], type: ObjectType, *, limit: int, cursor: str = "") -> lists.Query:
    """The list that is exported."""
    return lists.Query(type, record.get("filter"), record.get("sort") or "", limit, cursor,
                       bool(record.get("deleted")), record.get("view") or "")


def checked(crm: Crm, actor: Actor, values: Mapping[str, Any]) -> Asked:
    """The request as it will be done. Invalid with everything that is wrong with it."""
    if values["object"] == EVERYTHING:
        return _whole(values)
    type = _type(crm, values["object"])
    permissions.require_type(actor, type, "export")
    errors: list[FieldError] = []
    if not FORMATS[values["format"]].fits(type):
        errors.append(FieldError("format", "not_supported", f"{type.label_plural} cannot be exported as vCards"))
    paths, headers = _columns(crm, actor, type, values, errors)
    try:
        found = lists.listed(crm, actor, query(crm, values, type, limit=1))
    except Invalid as invalid:
        raise Invalid([*errors, *invalid.errors], code=invalid.code) from invalid
    except NotFound as missing:
        raise Invalid([*errors, FieldError("view", "not_found", "There is no such view")]) from missing
    if errors:
        raise Invalid(errors)
    return Asked(paths, headers, found.total)


def _columns(crm: Crm, actor: Actor, type: ObjectType, values: Mapping[str, Any],
             errors: list[FieldError]) -> tuple[list[str], list[str]]:
    seen, wanted = export_columns.sight(crm, actor, type), values.get("fields")
    flat = FORMATS[values["format"]].flat
    if wanted is None:
        columns = export_columns.usual(seen, flat=flat, deleted=bool(values.get("deleted")))
    elif isinstance(wanted, list) and 0 < len(wanted) <= MOST_COLUMNS:
        columns = export_columns.chosen(seen, wanted, errors)
    else:
        columns = []
        errors.append(FieldError("fields", "invalid_fields", f"A list of 1 to {MOST_COLUMNS} field names"))
    return ([column.path for column in columns],
            [column.label if values.get("labels") else column.path for column in columns])


def _whole(values: Mapping[str, Any]) -> Asked:
    errors = [FieldError(name, "not_supported", "Everything is everything; leave this out")
              for name in ("filter", "view", "sort", "fields", "deleted") if values.get(name)]
    if values["format"] != "json":
        errors.append(FieldError("format", "not_supported", "Everything is exported as json"))
    if errors:
        raise Invalid(errors)
    return Asked([], [])


def _type(crm: Crm, name: str) -> ObjectType:
    try:
        return crm.registry.plural(name)
    except NotFound as missing:
        raise Invalid.one("object", "not_supported", missing.detail) from missing
