"""Why two records may be one, in the words of their type: what is compared is not always called as the field is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.records.objects import ObjectType

# Where a compared part comes from, by the first of these fields that the type has.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "given": ("first_name",), "family": ("last_name",), "company": ("company_id", "company"),
    **dict.fromkeys(("house", "street"), ("address.street", "addresses.street", "street")),
    "line2": ("address.line2", "addresses.line2", "line2"), "city": ("address.city", "addresses.city", "city"),
    "postcode": ("address.postal_code", "addresses.postal_code", "postal_code"),
    "region": ("address.region", "addresses.region", "region"),
    "country": ("address.country", "addresses.country", "country")}


def reasons(type: ObjectType, found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each reason with the path of its field and the label that people know it by."""
    return [{**each, "field": path, "label": _label(type, path)}
            for each in found for path in [_path(type, str(each["field"]))]]


def _path(type: ObjectType, part: str) -> str:
    ways = (path for path in SOURCES.get(part, (part,)) if path.partition(".")[0] in type.all_fields)
    return next(ways, part)


def _label(type: ObjectType, path: str) -> str:
    name, _, part = path.partition(".")
    field = type.all_fields.get(name)
    shown = field.display if field else name.replace("_", " ").capitalize()
    return f"{shown}: {part.replace('_', ' ')}" if part else shown
