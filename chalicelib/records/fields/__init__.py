"""Field types by kind, and the one way a payload becomes stored values."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Invalid, Malformed
from chalicelib.records.fields.choices import Boolean, Choice, MultiChoice, Tags
from chalicelib.records.fields.emails import Email, Emails
from chalicelib.records.fields.numbers import Integer, Money, Number
from chalicelib.records.fields.phones import Phone, Phones
from chalicelib.records.fields.places import Address, Country, Language, TimeZone
from chalicelib.records.fields.references import Reference, References, User, Users
from chalicelib.records.fields.shape import Errors, Field, FieldType
from chalicelib.records.fields.structured import Json, StoredCondition
from chalicelib.records.fields.text import LongText, PersonName, Text, printable
from chalicelib.records.fields.times import Date, Instant
from chalicelib.records.fields.web import Domain, Url

__all__ = ["FIELD_TYPES", "SYSTEM_FIELDS", "Errors", "Field", "FieldType", "parse_payload", "parsed"]

MAX_UNKNOWN = 50  # a payload of thousands of unknown names is answered in bounded time

_TYPES: tuple[FieldType, ...] = (
    Text(), LongText(), PersonName(), Number(), Integer(), Money(), Boolean(), Date(), Instant(),
    Choice(), MultiChoice(), Tags(), Email(), Emails(), Phone(), Phones(), Url(), Domain(),
    Address(), Country(), Language(), TimeZone(), Reference(), References(), User(), Users(), Json(), StoredCondition(),
)
FIELD_TYPES: Mapping[str, FieldType] = {each.name: each for each in _TYPES}

SYSTEM_FIELDS: Mapping[str, Field] = {field.name: field for field in (
    Field("id", "reference", read_only=True), Field("type", "text", read_only=True),
    Field("version", "integer", read_only=True), Field("revision", "integer", read_only=True),
    Field("created_at", "instant", read_only=True), Field("created_by", "text", read_only=True),
    Field("updated_at", "instant", read_only=True), Field("updated_by", "text", read_only=True),
    Field("deleted_at", "instant", read_only=True),
)}


def parse_payload(fields: Mapping[str, Field], payload: object, *, partial: bool, region: str = "US",
                  system: bool = False) -> dict[str, Any]:
    """The stored values of a client's JSON object.

    `partial` is a merge patch (RFC 7386): null clears a field and is stored as None. Otherwise required
    fields must be there, defaults are filled in and None is left out. `system` may set read-only fields.
    Raises Malformed when it is no object, Invalid with every wrong field at once.
    """
    values, errors = parsed(fields, payload, partial=partial, region=region, system=system)
    if errors:
        raise Invalid(errors)
    return values


def parsed(fields: Mapping[str, Field], payload: object, *, partial: bool, region: str = "US",
           system: bool = False) -> tuple[dict[str, Any], Errors]:
    """The same as `parse_payload`, with what is wrong beside the values; a wrong field's value means nothing."""
    if not isinstance(payload, dict):
        raise Malformed("The body must be a JSON object")
    errors = Errors()
    values: dict[str, Any] = {}
    _refuse_unknown(fields, payload, errors)
    for name, field in fields.items():
        if name in payload and field.read_only and not system:
            errors.add(name, "read_only", f"{field.display} is kept by the system")
        elif name in payload or not partial:
            values[name] = _value(field, payload.get(name), errors, region, partial)
    return (values if partial else {name: value for name, value in values.items() if value is not None}), errors


def _value(field: Field, raw: object, errors: Errors, region: str, partial: bool) -> Any:
    """One parsed value; on a create the default stands in for a missing one."""
    if raw is None and not partial:
        raw = copy.deepcopy(field.default)
    before = len(errors)
    value = None if raw is None else FIELD_TYPES[field.kind].parse(field, raw, field.name, errors, region)
    if field.required and value in (None, [], {}) and len(errors) == before:
        _add_missing(field, errors)
    return value


def _add_missing(field: Field, errors: Errors) -> None:
    if field.missing:
        errors.add(field.name, "required", field.missing)
    else:
        errors.add(field.name, "required", f"{field.display} is required")


def _refuse_unknown(fields: Mapping[str, Field], payload: Mapping[str, object], errors: Errors) -> None:
    """Unknown names are errors, not ignored: a typo must not lose data."""
    unknown = [str(name) for name in payload if name not in fields]
    for name in unknown[:MAX_UNKNOWN]:
        if name in SYSTEM_FIELDS:
            errors.add(name, "read_only", f"{SYSTEM_FIELDS[name].display} is kept by the system")
        else:
            errors.add(printable(name), "unknown_field", _near_misses(name, fields))


def _near_misses(name: str, fields: Mapping[str, Field]) -> str:
    """What the name was probably meant to be."""
    near = difflib.get_close_matches(name, list(fields), n=3) if len(name) <= 60 else []
    return "There is no such field" + (f"; did you mean {' or '.join(near)}?" if near else "")
