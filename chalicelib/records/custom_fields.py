"""Fields that a company adds to its object types at run time: records of type `field`, read as declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records.fields.shape import Field
from chalicelib.records.registry import Registry

if TYPE_CHECKING:
    from chalicelib.configuration import Configuration

Record = Mapping[str, Any]
# What of a field changes what is derived from a record; the rest may change without a rebuild.
DECISIVE = ("name", "field_type", "options", "to", "searchable")


def as_field(record: Record) -> Field:
    """A stored `field` record (or the decisive part of one) as a declaration."""
    roll_up = record.get("roll_up")
    return Field(
        str(record["name"]), str(record["field_type"]), label=str(record.get("label") or ""),
        required=bool(record.get("required")), options=tuple(record.get("options") or ()),
        to=str(record.get("to") or ""), default=record.get("default"), searchable=bool(record.get("searchable")),
        personal=bool(record.get("personal")), max_length=int(record.get("max_length") or 0),
        minimum=record.get("minimum"), maximum=record.get("maximum"), help=str(record.get("help") or ""),
        roll_up=roll_up, read_only=bool(roll_up), custom=True)


def custom_fields(records: Iterable[Record]) -> dict[str, tuple[Field, ...]]:
    """The declarations by the name of their object type, oldest first."""
    found: dict[str, list[Field]] = {}
    for record in records:
        if not record.get("deleted_at"):
            found.setdefault(str(record["object_type"]), []).append(as_field(record))
    return {name: tuple(each) for name, each in found.items()}


def live_fields(configuration: Configuration) -> dict[str, tuple[Field, ...]]:
    """The fields that the company has added, as they are this moment."""
    return configuration.made("fields", lambda: custom_fields(configuration.all("field")))


def in_use(records: Iterable[Record], registry: Registry, users: Iterable[Record]) -> dict[str, list[dict[str, Any]]]:
    """The decisive parts of those fields on which derived rows depend: searched, or named by a kept definition."""
    named = {(str(each["type"]), str(name)) for each in users for name in each.get("uses") or ()}
    found: dict[str, list[dict[str, Any]]] = {}
    for record in sorted(records, key=lambda each: str(each["id"])):
        type = str(record["object_type"])
        wanted = record.get("searchable") or (type, record["name"]) in named
        if wanted and registry.known(type) and not record.get("deleted_at"):
            part = {name: record[name] for name in DECISIVE if record.get(name) not in (None, [], "", False)}
            found.setdefault(type, []).append(part)
    return found
