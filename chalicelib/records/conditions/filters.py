"""What the store can be told of a condition: which values must be equal, and a filter that never drops a match.

The filter is a superset: whatever the store cannot say exactly becomes no constraint, and `holds` decides. Under
`not` only exact parts may be negated, so negation is pushed down to the leaves first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.records.conditions.checks import span
from chalicelib.records.conditions.nodes import Condition, Every, Leaf, Not, Reader, resolved
from chalicelib.records.fields import FIELD_TYPES

MAX_EXPRESSION = 4000  # the store takes 4 kB
MAX_IN = 100
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
SAID_EXACTLY = frozenset({"eq", "in", *COMPARISONS})

_PLACEHOLDER = re.compile(r"[#:]c[0-9]+")


@dataclass(frozen=True)
class Filter:
    """A filter expression with its names and plain values."""

    expression: str
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def equalities(condition: Condition, reader: Reader) -> dict[str, Any]:
    """Fields that must equal one value for the condition to hold: for choosing an index."""
    if isinstance(condition, Every):
        found: dict[str, Any] = {}
        for part in condition.parts:
            found = {**equalities(part, reader), **found}
        return found
    if not isinstance(condition, Leaf) or condition.path or condition.op not in ("eq", "in") or not _single(condition):
        return {}
    values = resolved(condition.value, reader)
    return {condition.field: values[0]} if len(set(map(repr, values))) == 1 else {}


def compile_filter(condition: Condition, reader: Reader) -> Filter | None:
    """The filter, or None when the store can say nothing of the condition."""
    writer = _Writer(reader)
    expression = writer.write(condition, wanted=True)
    if not expression or len(expression) > MAX_EXPRESSION:
        return None
    used = set(_PLACEHOLDER.findall(expression))  # the store refuses placeholders that nothing uses
    return Filter(expression, {key: name for key, name in writer.names.items() if key in used},
                  {key: value for key, value in writer.values.items() if key in used})


def _single(leaf: Leaf) -> bool:
    """One stored scalar in canonical form: the store compares it as `holds` does."""
    kind = FIELD_TYPES.get(leaf.kind)
    return kind is not None and kind.exact and not kind.many


class _Writer:
    """Writes the expression and collects its placeholders; "" means no constraint."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.names: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    def write(self, condition: Condition, *, wanted: bool) -> str:
        """The constraint that the condition holds (`wanted`) or does not."""
        if isinstance(condition, Leaf):
            return self._leaf(condition, wanted)
        if isinstance(condition, Not):
            return self.write(condition.part, wanted=not wanted)
        if isinstance(condition, Every) is wanted:
            return self._both([self.write(part, wanted=wanted) for part in condition.parts])
        return self._either([self.write(part, wanted=wanted) for part in condition.parts])

    def _both(self, parts: list[str]) -> str:
        """Parts that say nothing are left out."""
        said = [part for part in parts if part]
        return f"({' AND '.join(said)})" if len(said) > 1 else "".join(said)

    def _either(self, parts: list[str]) -> str:
        """One part that says nothing makes the whole say nothing; no part at all is never true."""
        if not parts:
            return self._never()
        return "" if "" in parts else f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]

    def _leaf(self, leaf: Leaf, wanted: bool) -> str:
        """A leaf, or its exact negation; a missing attribute makes every comparison false in the store."""
        if leaf.path:
            return ""
        if leaf.op == "ne":
            return self._leaf(Leaf(leaf.field, "eq", leaf.value, kind=leaf.kind), not wanted)
        name = self._name(leaf.field)
        if leaf.op == "empty":
            return self._empty(name, leaf.value is wanted)
        if leaf.op not in SAID_EXACTLY or not _single(leaf):
            return self._element(leaf, name) if wanted else ""
        exact = self._comparison(leaf, name)
        if wanted or not exact:
            return exact
        return f"(attribute_not_exists({name}) OR NOT {exact})"

    def _empty(self, name: str, empty: bool) -> str:
        """Absent, or one of the empty values."""
        empties: tuple[Any, ...] = ("", None, [], {})
        blank = f"{name} IN ({', '.join(self._value(value) for value in empties)})"
        if empty:
            return f"(attribute_not_exists({name}) OR {blank})"
        return f"(attribute_exists({name}) AND NOT ({blank}))"

    def _element(self, leaf: Leaf, name: str) -> str:
        """Other leaves: at least the attribute is there; lists of exact texts contain the element."""
        if leaf.op == "within":  # by the day, so that days and moments are both covered
            first, last = span(leaf.value, self.reader.now)
            return f"({name} BETWEEN {self._value(first[:10])} AND {self._value(last)})"
        kind = FIELD_TYPES.get(leaf.kind)
        wanted = resolved(leaf.value, self.reader) if leaf.op in ("eq", "has", "in") else ()
        if kind and kind.exact and kind.many and 0 < len(wanted) <= MAX_IN:
            return self._either([f"contains({name}, {self._value(value)})" for value in wanted])
        return f"attribute_exists({name})"

    def _comparison(self, leaf: Leaf, name: str) -> str:
        """A comparison that the store makes exactly as `holds` does."""
        wanted = resolved(leaf.value, self.reader)
        if leaf.kind == "money":
            return self._either([self._money(leaf.op, name, value) for value in wanted])
        if not wanted:
            return self._never()
        if leaf.op in COMPARISONS:
            parts = [f"({name} {COMPARISONS[leaf.op]} {self._value(value)})" for value in wanted]
            return self._either(parts)
        if len(wanted) > MAX_IN:
            return ""
        return f"({name} IN ({', '.join(self._value(value) for value in wanted)}))"

    def _money(self, operator: str, name: str, value: Mapping[str, Any]) -> str:
        """Amounts of one currency."""
        sign = COMPARISONS.get(operator, "=")
        amount, currency = self._name("amount"), self._name("currency")
        same = f"{name}.{currency} = {self._value(value['currency'])}"
        return f"({same} AND {name}.{amount} {sign} {self._value(value['amount'])})"

    def _never(self) -> str:
        """Every record has an id."""
        return f"attribute_not_exists({self._name('id')})"

    def _name(self, name: str) -> str:
        """A placeholder, so that no field's name is a reserved word."""
        known = next((key for key, kept in self.names.items() if kept == name), "")
        key = known or f"#c{len(self.names)}"
        self.names[key] = name
        return key

    def _value(self, value: Any) -> str:
        """A placeholder for a plain value."""
        key = f":c{len(self.values)}"
        self.values[key] = value
        return key
