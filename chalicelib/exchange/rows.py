"""One row of a file as the values of a record, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.exchange import identities, telling
from chalicelib.exchange.identities import Kind
from chalicelib.records.fields import Field, parse_payload
from chalicelib.records.fields.countries import country_code
from chalicelib.records.imports import mapping as columns
from chalicelib.records.imports.mapping import REFERENCES
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
UNKEYED = "create"


@dataclass(frozen=True)
class Plan:
    """What an import does with each row."""

    id: str
    at: str
    type: ObjectType
    mapping: Mapping[str, str]
    region: str
    mode: str = "create"
    key: str = ""
    owner_id: str | None = None
    started_by: str = ""
    quiet: bool = True
    replace: bool = False
    create_missing: bool = False
    erased_again: bool = False
    currency: str = ""  # of amounts without one; empty is the region's

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields that columns may fill, with the id by which rows are found."""
        return importable(self.type, self.mode)

    @cached_property
    def plain(self) -> dict[str, Field]:
        """Those that cells state themselves."""
        return {name: field for name, field in self.fields.items() if field.kind not in REFERENCES}

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """By what rows find the record that they change."""
        return identities.chosen(self.type, self.key) if self.mode != UNKEYED else ()


def importable(type: ObjectType, mode: str = UNKEYED) -> dict[str, Field]:
    """The fields of a type that columns may fill; the id only where records are found by it."""
    found = {name: field for name, field in type.own_fields.items() if not field.read_only}
    return found if mode == UNKEYED else {"id": Field("id", "reference", label="Id", to=type.name), **found}


def plan_of(crm: Crm, record: Mapping[str, Any]) -> Plan:
    """The plan of a stored import."""
    options = record.get("options") or {}
    return Plan(record["id"], record["created_at"], crm.registry.plural(record["object"]), record.get("mapping") or {},
                str(options.get("region") or crm.company.country).upper(), record.get("mode") or UNKEYED,
                record.get("key") or "", record.get("assigned_to"), record.get("started_by") or record["created_by"],
                not options.get("notify"), bool(options.get("replace")), bool(options.get("create_missing")),
                bool(options.get("erased_again")), crm.company.currency or "")


def payload_of(plan: Plan, cells: Mapping[str, str]) -> Record:
    """What the row says, still as text; {} for a row without any mapped cell."""
    return columns.to_payload(cells, plan.mapping, plan.fields, plan.region, plan.currency)


def parsed(plan: Plan, payload: Mapping[str, Any]) -> Record:
    """The stored values of what the row says itself; names of other records are found elsewhere.

    Invalid with all of the row's errors; a row that may become a new record must have what one needs.
    """
    said = {name: value for name, value in payload.items() if name not in plan.fields or name in plan.plain}
    errors: list[FieldError] = []
    values: Record = {}
    try:
        values = parse_payload(plan.plain, said, partial=True, region=_region(plan, payload))
    except Invalid as invalid:
        errors += map(_of_cells, invalid.errors)
    if plan.mode == UNKEYED:
        errors += missing(plan, payload)
    if errors:
        raise Invalid(errors)
    return {name: value for name, value in values.items() if value is not None}


def _of_cells(error: FieldError) -> FieldError:
    """An error without the JSON that programs, but no spreadsheets, write."""
    return replace(error, message="Must be an amount such as 1234.50 EUR") if error.code == "invalid_money" else error


def forgiving(plan: Plan, payload: Mapping[str, Any]) -> tuple[Record, list[FieldError]]:
    """The row's values without the phone numbers that nobody can dial, and what is wrong with these: one bad number of
    an old list must not cost the whole person. Invalid where anything else is wrong too, with all of it."""
    try:
        return parsed(plan, payload), []
    except Invalid as invalid:
        numbers = [error for error in invalid.errors if _NUMBER.match(error.field) and _is_phone(plan, error)]
        if len(numbers) < len(invalid.errors):
            raise
        return parsed(plan, _without(payload, numbers)), numbers


_NUMBER = re.compile(r"(\w+)\[(\d+)\]")


def _is_phone(plan: Plan, error: FieldError) -> bool:
    field = plan.fields.get(error.field.partition("[")[0])
    return field is not None and field.kind == "phones"


def _without(payload: Mapping[str, Any], errors: Iterable[FieldError]) -> Record:
    gone = {(match[1], int(match[2])) for error in errors if (match := _NUMBER.match(error.field))}
    names = {name for name, _place in gone}
    kept = {name: [each for place, each in enumerate(payload[name]) if (name, place) not in gone] for name in names}
    return {name: kept.get(name, value) for name, value in payload.items() if kept.get(name, value) != []}


def missing(plan: Plan, payload: Mapping[str, Any]) -> list[FieldError]:
    """What a new record needs and the row does not have."""
    return [FieldError(name, "required", f"{field.display} is required") for name, field in plan.fields.items()
            if required(field) and name not in payload]


def required(field: Field) -> bool:
    """Whether a new record must have it, and nothing stands in for it."""
    return field.required and field.default is None


def completed(plan: Plan, values: Mapping[str, Any]) -> Record:
    """The values of a new record: with defaults and an owner."""
    absent = {name: field for name, field in plan.plain.items()
              if name not in values and (field.default is not None or not field.required)}
    new = {**parse_payload(absent, {}, partial=False, region=plan.region), **values}
    owner_field = plan.type.owner_field
    owner = new.get(owner_field) or plan.owner_id
    if not owner and plan.type.routed and new.get("status", "new") != "new":
        owner = plan.started_by  # only new ones are routed: an old one without an owner would be nobody's
    if owner:
        new[owner_field] = owner
    elif plan.type.routed and plan.quiet:
        new["quiet"] = True
    return new


def told(plan: Plan, errors: Iterable[FieldError], cells: Mapping[str, str]) -> list[Record]:
    """The errors with the columns that they come from."""
    return [{"column": column, "field": error.field, "code": error.code, "message": error.message}
            for error in errors for column in _columns(plan, error, cells) or (None,)]


def in_words(plan: Plan, errors: Iterable[FieldError], cells: Mapping[str, str], german: bool = False) -> str:
    """The errors for the file of failed rows."""
    found = [(_columns(plan, error, cells), error) for error in errors]
    lines = (f"{', '.join(names) or error.field}: {telling.sentence(error.message, error.code, german)}"
             for names, error in found)
    return "; ".join(dict.fromkeys(lines))  # two wrong numbers of one list read alike


def _columns(plan: Plan, error: FieldError, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The filled columns that an error may come from; all that it is about where none is filled."""
    names = columns.columns(error.field, plan.mapping)
    return tuple(name for name in names if cells.get(name, "").strip()) or names


def _region(plan: Plan, payload: Mapping[str, Any]) -> str:
    """Where phone numbers without a country code are from: the row's own country, else the import's."""
    address = payload.get("address")
    named = payload.get("country") or (address.get("country") if isinstance(address, Mapping) else None)
    return (country_code(named) if isinstance(named, str) else None) or plan.region
