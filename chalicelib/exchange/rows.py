"""One row of a file as the values of a record, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.exchange.choices import importable
from chalicelib.records import mapping as columns
from chalicelib.records.fields import parse_payload
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


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
    reach: str = "none"  # how far who started it may change what stands
    team_ids: tuple[str, ...] = ()


def plan_of(crm: Crm, record: Mapping[str, Any]) -> Plan:
    """The plan of a stored import."""
    options = record.get("options") or {}
    return Plan(record["id"], record["created_at"], crm.registry.plural(record["object"]), record.get("mapping") or {},
                str(options.get("region") or crm.settings.default_region).upper(), record.get("mode", "create"),
                record.get("key") or "", record.get("assigned_to"), record.get("started_by") or record["created_by"],
                not options.get("notify"), str(record.get("reach") or "none"), tuple(record.get("team_ids") or ()))


def payload_of(plan: Plan, cells: Mapping[str, str]) -> Record:
    """What the row says, still as text; {} for a row without any mapped cell."""
    return columns.to_payload(cells, plan.mapping, importable(plan.type), plan.region)


def values_of(plan: Plan, payload: Mapping[str, Any]) -> Record:
    """The stored values of a new record. Invalid with all of the row's errors."""
    values = parse_payload(importable(plan.type), dict(payload), partial=False, region=plan.region)
    owner = plan.owner_id
    if owner is None and plan.type.routed and values.get("status", "new") != "new":
        owner = plan.started_by  # only new ones are routed: an old one without an owner would be nobody's
    if owner:
        values["owner_id"] = owner
    elif plan.type.routed and plan.quiet:
        values["quiet"] = True
    return values


def told(plan: Plan, errors: Iterable[FieldError]) -> list[Record]:
    """The errors with the columns that they come from."""
    return [{"column": column, "field": error.field, "code": error.code, "message": error.message}
            for error in errors for column in columns.columns(error.field, plan.mapping) or (None,)]


def in_words(plan: Plan, errors: Iterable[FieldError]) -> str:
    """The errors for the file of failed rows."""
    found = [(columns.columns(error.field, plan.mapping), error) for error in errors]
    lines = (f"{', '.join(names) or error.field}: {error.message}" for names, error in found)
    return "; ".join(dict.fromkeys(lines))  # two wrong numbers of one list read alike
