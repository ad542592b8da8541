"""JSON values and stored conditions."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import json
from typing import Any, ClassVar

from chalicelib.records.fields.cells import read_json
from chalicelib.records.fields.condition_shape import check_shape
from chalicelib.records.fields.numbers import LARGEST, is_number, plain_number
from chalicelib.records.fields.shape import Errors, Field, Scalar
from chalicelib.records.fields.text import encodable

MAX_JSON, MAX_DEPTH, MAX_NODES = 20_000, 10, 10_000  # bytes of UTF-8, levels, parts


class Unstorable(ValueError):
    """A value that the store cannot hold; says why."""


def storable(value: object, depth: int = MAX_DEPTH) -> Any:
    """A JSON value in the form the store gives back; raises Unstorable."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return encodable(value)
    if is_number(value) and -LARGEST <= value <= LARGEST:
        return plain_number(value)
    if depth == 0:
        raise Unstorable(f"At most {MAX_DEPTH} levels deep")
    if isinstance(value, (list, tuple)) and len(value) <= MAX_NODES:
        return [storable(part, depth - 1) for part in value]
    if isinstance(value, dict) and len(value) <= MAX_NODES and all(isinstance(name, str) and name for name in value):
        return {storable(name): storable(part, depth - 1) for name, part in value.items()}
    raise Unstorable("Must be JSON with numbers of at most 15 digits and no empty names")


class Json(Scalar):
    """Any JSON value of at most 20 kB and 10 levels, for what no other type says."""

    name: ClassVar[str] = "json"
    operators: ClassVar[frozenset[str]] = frozenset({"empty"})

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The value as the store keeps it."""
        try:
            kept = storable(value)
        except Unstorable as problem:
            return into.add(path, f"invalid_{self.name}", str(problem))
        if len(json.dumps(kept, ensure_ascii=False).encode()) > MAX_JSON:
            return into.add(path, "too_long", "At most 20 kB of JSON")
        return kept

    def schema(self, field: Field) -> dict[str, Any]:
        """Anything."""
        return {}

    def words(self, value: Any) -> list[str]:
        """Not searched."""
        return []

    def sort_key(self, value: Any) -> str:
        """No order has a meaning; a stable one."""
        return "" if value is None else json.dumps(value, sort_keys=True)[:100]

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """JSON, or the cell as text."""
        value = read_json(text) if text.strip() else None
        return value if value is not None or text.strip() in ("", "null") else text

    def to_text(self, field: Field, value: Any) -> str:
        """JSON."""
        return "" if value is None else json.dumps(value, ensure_ascii=False)


class StoredCondition(Json):
    """A condition kept in a rule, checked by shape: the fields it speaks of may come and go."""

    name: ClassVar[str] = "condition"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The raw condition."""
        wrong = check_shape(value)
        return into.add(path, "invalid_condition", wrong) if wrong else super().parse(field, value, path, into, region)

    def schema(self, field: Field) -> dict[str, Any]:
        """An object of the rule language."""
        return {"type": "object"}
