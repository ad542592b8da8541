"""Conditions as people say them: "country is DE and company size is at least 50"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.records.conditions.nodes import Condition, Every, Leaf, Me, MyTeams, Not
from chalicelib.records.fields import FIELD_TYPES, SYSTEM_FIELDS
from chalicelib.records.fields.shape import Field

VERBS = {
    "eq": "is", "ne": "is not", "gt": "is more than", "gte": "is at least", "lt": "is less than", "lte": "is at most",
    "in": "is one of", "has": "has", "starts": "starts with", "contains": "contains",
}
TIME_VERBS = {"gt": "is after", "gte": "is not before", "lt": "is before", "lte": "is not after"}
UNITS = ((7 * 24 * 60, "week"), (24 * 60, "day"), (60, "hour"), (1, "minute"))


def in_words(condition: Condition, fields: Mapping[str, Field]) -> str:
    """The condition as a clause, for explanations."""
    if isinstance(condition, Leaf):
        return _leaf(condition, fields)
    if isinstance(condition, Not):
        return f"not ({in_words(condition.part, fields)})"
    if not condition.parts:
        return "always" if isinstance(condition, Every) else "never"
    joint = " and " if isinstance(condition, Every) else " or "
    return joint.join(_nested(part, fields) for part in condition.parts)


def _nested(part: Condition, fields: Mapping[str, Field]) -> str:
    """Brackets where "and" and "or" would mix."""
    words = in_words(part, fields)
    return words if isinstance(part, (Leaf, Not)) or len(part.parts) < 2 else f"({words})"


def _leaf(leaf: Leaf, fields: Mapping[str, Field]) -> str:
    """One comparison."""
    field = fields.get(leaf.field) or SYSTEM_FIELDS.get(leaf.field) or Field(leaf.field, leaf.kind or "text")
    label = field.display[:1].lower() + field.display[1:]
    label = f"{label} {leaf.path.replace('_', ' ')}" if leaf.path else label
    if leaf.op == "empty":
        return f"{label} is {'empty' if leaf.value else 'filled in'}"
    if leaf.op == "within":
        return f"{label} is within the {'last' if leaf.value < 0 else 'next'} {_span(abs(leaf.value))}"
    verbs = {**VERBS, **(TIME_VERBS if leaf.kind in ("date", "instant") else {})}
    return f"{label} {verbs[leaf.op]} {_said(leaf.value, field)}"


def _said(value: Any, field: Field) -> str:
    """A value in words."""
    if isinstance(value, tuple):
        return ", ".join(_said(part, field) for part in value) or "nothing"
    if isinstance(value, (Me, MyTeams)):
        return "me" if isinstance(value, Me) else "one of my teams"
    if field.kind in ("money", "boolean") and field.kind in FIELD_TYPES and isinstance(value, (dict, bool)):
        return FIELD_TYPES[field.kind].to_text(field, value)
    return str(value)


def _span(minutes: float) -> str:
    """Minutes in the largest unit that fits: "week", "3 days"."""
    size, unit = next(((size, unit) for size, unit in UNITS if minutes >= size and minutes % size == 0), UNITS[-1])
    count = minutes / size
    return unit if count == 1 else f"{count:g} {unit}s"
