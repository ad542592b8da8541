"""Lists of `{value, type, primary}`: what emails and phones share. Exactly one is primary, doubles are dropped."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import json
import re
from typing import Any, ClassVar

from chalicelib.records.fields.cells import join_cell, split_cell
from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import clean, fold, printable

MAX_ENTRIES = 50
MAX_TYPE = 40
MAX_CELL = 500
PLAIN_TYPE = "other"  # of an entry that came without one

_CELL = re.compile(r"(.*?)\s*\(([^()]*)\)")


class Entries(Scalar):
    """A list of values, each with a type such as work or home, one of them primary."""

    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS | {"has"}
    exact: ClassVar[bool] = False
    many: ClassVar[bool] = True

    def entry(self, value: object, typed: object, path: str, into: Errors, region: str) -> dict[str, Any] | None:
        """The stored value and what was typed, as far as that is kept."""
        raise NotImplementedError(self.name)

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The list; a plain string stands for its value, and one entry for a list of one."""
        parts = [value] if isinstance(value, (str, dict)) else value
        if not isinstance(parts, (list, tuple)):
            return into.add(path, f"invalid_{self.name}", "Must be a list")
        if len(parts) > MAX_ENTRIES:
            return into.add(path, "too_many", f"At most {MAX_ENTRIES} values")
        kept: dict[str, dict[str, Any]] = {}
        for index, part in enumerate(parts):
            entry = self._one(part, f"{path}[{index}]", into, region) if part != "" else None
            if entry and entry["value"] in kept:
                kept[entry["value"]]["primary"] |= entry["primary"]
            elif entry:
                kept[entry["value"]] = entry
        return _with_one_primary(list(kept.values()))

    def _one(self, part: object, path: str, into: Errors, region: str) -> dict[str, Any] | None:
        """One entry, from a plain value or an object."""
        given = part if isinstance(part, dict) else {"value": part}
        for name in list(given)[:20]:
            if name not in ("value", "typed", "type", "primary"):
                into.add(f"{path}.{printable(str(name))}", "unknown_field", "Known are value, typed, type and primary")
        kind, primary = given.get("type"), given.get("primary")
        if kind is not None and (not isinstance(kind, str) or len(clean(kind)) > MAX_TYPE):
            into.add(f"{path}.type", "invalid_text", f"Must be text of at most {MAX_TYPE} characters")
        elif primary is not None and not isinstance(primary, bool):
            into.add(f"{path}.primary", "invalid_boolean", "Must be true or false")
        elif entry := self.entry(given.get("value"), given.get("typed"), f"{path}.value", into, region):
            return {**entry, "type": clean(kind or "") or PLAIN_TYPE, "primary": bool(primary)}
        return None

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """Conditions compare with one stored value."""
        entry = self.entry(value, None, path, into, "US")
        return entry["value"] if entry else None

    def schema(self, field: Field) -> dict[str, Any]:
        """A list of objects or plain strings."""
        texts = {name: {"type": "string"} for name in ("value", "typed", "type")}
        entry = {"type": "object", "properties": {**texts, "primary": {"type": "boolean"}}, "required": ["value"],
                 "additionalProperties": False}
        return {"type": "array", "maxItems": MAX_ENTRIES, "items": {"anyOf": [entry, {"type": "string"}]}}

    def sort_key(self, value: Any) -> str:
        """By the primary value."""
        entries = [entry for entry in value or [] if isinstance(entry, dict)]
        first = next((entry for entry in entries if entry.get("primary")), entries[0] if entries else {})
        return fold(str(first.get("value", "")))

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """`ann@example.com (work) ::: ann@home.example (home, primary)`; the brackets may be missing."""
        return [_from_cell(part) if isinstance(part, str) else part for part in split_cell(text)] or None

    def to_text(self, field: Field, value: Any) -> str:
        """The same form; JSON where a type would be unclear."""
        cells = [self._cell(entry, index == 0) for index, entry in enumerate(value or [])]
        read = _with_one_primary([_from_cell(cell) for cell in cells])
        same = all(cell["type"] == entry["type"] and cell["primary"] == entry["primary"]
                   for cell, entry in zip(read, value or [], strict=True))
        return join_cell(cells) if same else json.dumps(value, ensure_ascii=False)

    def _cell(self, entry: dict[str, Any], first: bool) -> str:
        """One entry; nothing in brackets when it says nothing."""
        notes = [] if entry["type"] == PLAIN_TYPE else [entry["type"]]
        notes += ["primary"] if entry["primary"] and not first else []
        return f"{self.shown(entry)} ({', '.join(notes)})" if notes else self.shown(entry)

    def shown(self, entry: dict[str, Any]) -> str:
        """What a cell shows of the value: as typed where that reads back to the same."""
        return str(entry.get("typed") or entry["value"])


def _with_one_primary(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first that claims to be primary is; without a claim the first of all."""
    claimed = next((index for index, entry in enumerate(entries) if entry["primary"]), 0)
    return [{**entry, "primary": index == claimed} for index, entry in enumerate(entries)]


def _from_cell(text: str) -> dict[str, Any]:
    """`value (type, primary)` as an entry."""
    found = _CELL.fullmatch(text) if len(text) <= MAX_CELL else None
    if not found:
        return {"value": text, "type": PLAIN_TYPE, "primary": False}
    notes = [note.strip() for note in found[2].split(",")]
    types = [note for note in notes if note and note != "primary"]
    return {"value": found[1], "type": ", ".join(types) or PLAIN_TYPE, "primary": "primary" in notes}
