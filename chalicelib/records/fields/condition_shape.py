"""The shape of the rule language, without knowing any field: what `all`, `any`, `not` and a leaf look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.errors import FieldError

OPERATORS = frozenset({"eq", "ne", "gt", "gte", "lt", "lte", "in", "has", "empty", "starts", "contains", "within"})
MAX_DEPTH, MAX_NODES, MAX_VALUES = 5, 30, 100
UNIT_MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}
MAX_MINUTES = 100 * 366 * 24 * 60  # a hundred years

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?")


class Misshapen(ValueError):
    """A condition that cannot be read: where, which code, why."""

    def __init__(self, path: str, code: str, message: str) -> None:
        super().__init__(message)
        self.error = FieldError(path, code, message)


def check_shape(raw: object) -> str:
    """"" when the raw condition can be read, else what is wrong with it; fields are not looked at."""
    try:
        require_shape(raw)
    except Misshapen as problem:
        return problem.error.message
    return ""


def require_shape(raw: object, path: str = "filter") -> None:
    """Raises Misshapen at the first part that cannot be read."""
    if raw is not None and raw != {}:
        _require_node(raw, path, 1, [0])


def _require_node(raw: object, path: str, depth: int, seen: list[int]) -> None:
    """One node and all below it; `seen` counts nodes."""
    seen[0] += 1
    if depth > MAX_DEPTH:
        raise Misshapen(path, "too_deep", f"Conditions are nested at most {MAX_DEPTH} deep")
    if seen[0] > MAX_NODES:
        raise Misshapen(path, "too_many", f"At most {MAX_NODES} parts in a condition")
    if not isinstance(raw, dict):
        raise Misshapen(path, "invalid_filter", "Must be an object with all, any, not, or field and op")
    for word in ("all", "any"):
        if word in raw:
            return _require_parts(raw, word, path, depth, seen)
    if "not" in raw:
        _require_only(raw, {"not"}, path)
        return _require_node(raw["not"], f"{path}.not", depth + 1, seen)
    return _require_leaf(raw, path)


def _require_parts(raw: Mapping[str, Any], word: str, path: str, depth: int, seen: list[int]) -> None:
    """The list under `all` or `any`; an empty list under `any` would never hold, which is surely not meant."""
    _require_only(raw, {word}, path)
    parts = raw[word]
    if not isinstance(parts, list) or (word == "any" and not parts):
        raise Misshapen(f"{path}.{word}", "invalid_filter", "Must be a list of conditions")
    for index, part in enumerate(parts):
        _require_node(part, f"{path}.{word}[{index}]", depth + 1, seen)


def _require_only(raw: Mapping[str, Any], names: set[str], path: str) -> None:
    """No other names beside the known ones: a misspelt condition must not quietly mean something else."""
    if set(raw) - names:
        raise Misshapen(path, "invalid_filter", f"Only {', '.join(sorted(names))} may stand here")


def _require_leaf(raw: Mapping[str, Any], path: str) -> None:
    """field, op and value."""
    _require_only(raw, {"field", "op", "value"}, path)
    name, operator = raw.get("field"), raw.get("op")
    if not isinstance(name, str) or not _FIELD.fullmatch(name):
        raise Misshapen(f"{path}.field", "invalid_filter", "Must be the name of a field, or field.field")
    if not isinstance(operator, str) or operator not in OPERATORS:
        raise Misshapen(f"{path}.op", "invalid_filter", f"Must be one of {', '.join(sorted(OPERATORS))}")
    problem = _wrong_value(operator, raw.get("value"))
    if problem:
        raise Misshapen(f"{path}.value", "invalid_value", problem)


def _wrong_value(operator: str, value: object) -> str:
    """What is wrong with a leaf's value, as far as the operator alone can tell."""
    if operator == "empty":
        return "" if value is None or isinstance(value, bool) else "Must be true or false"
    if operator == "within":
        return "" if span_minutes(value) is not None else 'Must be a span such as {"days": -7}'
    if operator == "in" and not is_mine(value):
        listed = isinstance(value, list) and len(value) <= MAX_VALUES
        return "" if listed else f"Must be a list of at most {MAX_VALUES} values"
    if value is None:
        return "A value is missing"
    return "Must be one value" if isinstance(value, list) else ""


def is_mine(value: object) -> str:
    """"me" or "my_teams" for {"me": true} and {"my_teams": true}, else ""."""
    for word in ("me", "my_teams"):
        if isinstance(value, dict) and len(value) == 1 and value.get(word) is True:
            return word
    return ""


def span_minutes(value: object) -> float | None:
    """The signed minutes of {"days": -7}; units are minutes, hours, days and weeks; None for anything else."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    (unit, count), = value.items()
    if unit not in UNIT_MINUTES or isinstance(count, bool) or not isinstance(count, (int, float)):
        return None
    minutes = count * UNIT_MINUTES[unit] if abs(count) <= MAX_MINUTES else MAX_MINUTES + 1
    return minutes if abs(minutes) <= MAX_MINUTES else None
