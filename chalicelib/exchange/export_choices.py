"""What an export may be asked to do: object, format, records and columns, all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid, NotFound
from chalicelib.exchange import export_columns, export_formats
from chalicelib.exchange.export_objects import EVERYTHING, FORMATS, REQUESTED
from chalicelib.records import payloads, permissions
from chalicelib.records.fields import parsed
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
    """By which grants an export of this object is judged, "" where there is none such. Forbidden for everything, but
    for an administrator."""
    if object != EVERYTHING:
        type = _type(crm, object)
        return type.governed_by if type else ""
    for each in everything(crm):
        if min(actor.scope(each, "read"), actor.scope(each, "export")) < Scope.ALL:
            raise Forbidden("Only who may read and export everything can export everything")
    return "*"


def everything(crm: Crm) -> list[ObjectType]:
    """The types of a company's records, its configuration among them; what is somebody's own (the bell) is not, nor
    what the company has switched off."""
    off = crm.company.modules_off
    return [type for type in crm.registry if not type.personal and type.governed_by not in off]


def query(crm: Crm, record: Mapping[str, Any], type: ObjectType, *, limit: int, cursor: str = "") -> lists.Query:
    """The list that is exported."""
    return lists.Query(type, record.get("filter"), record.get("sort") or "", limit, cursor,
                       bool(record.get("deleted")), record.get("view") or "")


def checked(crm: Crm, actor: Actor, values: Mapping[str, Any]) -> Asked:
    """The request as it will be done. Invalid with everything that is wrong with it."""
    errors: list[FieldError] = []
    asked = _tried(crm, actor, values, errors)
    if errors:
        raise Invalid(errors)
    return asked


def require_sound(crm: Crm, actor: Actor, payload: object) -> None:
    """Invalid where a field cannot be read or the object is none, with all else that is wrong with the request."""
    values, wrong = parsed({field.name: field for field in REQUESTED}, payload, partial=False)
    if wrong or (values["object"] != EVERYTHING and _type(crm, values["object"]) is None):
        errors: list[FieldError] = []
        _tried(crm, actor, payloads.sound(values, wrong), errors)
        raise Invalid([*wrong, *payloads.besides(wrong, errors)])


def _tried(crm: Crm, actor: Actor, values: Mapping[str, Any], errors: list[FieldError]) -> Asked:
    """The request as far as it is sound; `errors` takes what is wrong with it. A missing format is told elsewhere."""
    format = values.get("format") or FORMATS[0]
    if values.get("object") == EVERYTHING:
        errors += _whole(values)
        return Asked([], [])
    type = _type(crm, values.get("object"))
    if type is None:
        errors += [*_unknown(crm, values.get("object")), *_list_errors(values.get("fields"))]
        return Asked([], [])
    permissions.require_type(actor, type, "export")
    if not export_formats.FORMATS[format].fits(type):
        errors.append(FieldError("format", "not_supported", f"{type.label_plural} cannot be exported as vCards"))
    paths, headers = _columns(crm, actor, type, {**values, "format": format}, errors)
    try:
        return Asked(paths, headers, lists.listed(crm, actor, query(crm, values, type, limit=1)).total)
    except Invalid as invalid:
        errors += invalid.errors
    except NotFound:
        errors.append(FieldError("view", "not_found", "There is no such view"))
    return Asked(paths, headers)


def _columns(crm: Crm, actor: Actor, type: ObjectType, values: Mapping[str, Any],
             errors: list[FieldError]) -> tuple[list[str], list[str]]:
    seen, wanted = export_columns.sight(crm, actor, type), values.get("fields")
    misshapen = _list_errors(wanted)
    errors += misshapen
    if wanted is None or misshapen:
        flat = export_formats.FORMATS[values["format"]].flat
        columns = export_columns.usual(seen, flat=flat, deleted=bool(values.get("deleted")))
    else:
        columns = export_columns.chosen(seen, wanted, errors)
    return ([column.path for column in columns],
            [column.label if values.get("labels") else column.path for column in columns])


def _list_errors(wanted: Any) -> list[FieldError]:
    if wanted is None or (isinstance(wanted, list) and 0 < len(wanted) <= MOST_COLUMNS):
        return []
    return [FieldError("fields", "invalid_fields", f"A list of 1 to {MOST_COLUMNS} field names")]


def _whole(values: Mapping[str, Any]) -> list[FieldError]:
    errors = [FieldError(name, "not_supported", "Everything is everything; leave this out")
              for name in ("filter", "view", "sort", "fields", "deleted") if values.get(name)]
    if values.get("format") not in (None, "json"):
        errors.append(FieldError("format", "not_supported", "Everything is exported as json"))
    return errors


def _unknown(crm: Crm, name: Any) -> list[FieldError]:
    """With what was probably meant."""
    try:
        crm.registry.plural(str(name))
    except NotFound as missing:
        return [FieldError("object", "not_supported", missing.detail)]
    return []


def _type(crm: Crm, name: Any) -> ObjectType | None:
    return next((each for each in crm.registry if each.plural == name), None)
