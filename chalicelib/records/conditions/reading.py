"""From the rule language's JSON to a condition, every value read by its field's type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Invalid
from chalicelib.records.conditions.nodes import ALWAYS, NEVER, Condition, Either, Every, Leaf, Me, MyTeams, Not
from chalicelib.records.fields import FIELD_TYPES, SYSTEM_FIELDS
from chalicelib.records.fields.condition_shape import Misshapen, is_mine, require_shape, span_minutes
from chalicelib.records.fields.shape import Errors, Field
from chalicelib.records.fields.text import clean, printable

TEAMS = frozenset({"reference", "references"})
PEOPLE = TEAMS | {"user", "users"}
MAX_OPERAND = 500


def parse(raw: object, fields: Mapping[str, Field], *, path: str = "filter", stored: bool = False) -> Condition:
    """The condition of a JSON value; None and {} always hold.

    Raises Invalid: invalid_filter, unknown_field, operator_not_supported, invalid_value, too_deep, too_many.
    `stored` is for conditions saved earlier: parts over fields that are gone, and parts whose value no longer
    fits, never hold, instead of raising; so does a whole that cannot be read.
    """
    try:
        require_shape(raw, path)
    except Misshapen as problem:
        if stored:
            return NEVER
        raise Invalid([problem.error]) from problem
    errors = Errors()
    condition = ALWAYS if raw is None or raw == {} else _node(raw, fields, path, errors)
    if errors and not stored:
        raise Invalid(errors)
    return condition


def _node(raw: Any, fields: Mapping[str, Field], path: str, errors: Errors) -> Condition:
    """One node of known shape."""
    for word, combine in (("all", Every), ("any", Either)):
        if word in raw:
            parts = [_node(part, fields, f"{path}.{word}[{index}]", errors) for index, part in enumerate(raw[word])]
            return combine(tuple(parts))
    if "not" in raw:
        return Not(_node(raw["not"], fields, f"{path}.not", errors))
    return _leaf(raw, fields, path, errors)


def _leaf(raw: Mapping[str, Any], fields: Mapping[str, Field], path: str, errors: Errors) -> Condition:
    """One comparison; what is wrong with it makes it never hold."""
    name, _, hop = raw["field"].partition(".")
    field = fields.get(name) or SYSTEM_FIELDS.get(name)
    if field is None or field.kind not in FIELD_TYPES:
        errors.add(f"{path}.field", "unknown_field", f"There is no field {printable(name)}")
        return NEVER
    if hop:
        return _hop(raw, field, hop, path, errors)
    if field.roll_up:
        errors.add(f"{path}.field", "not_filterable", f"{field.display} is counted over other records")
        return NEVER
    if raw["op"] not in FIELD_TYPES[field.kind].operators:
        known = ", ".join(sorted(FIELD_TYPES[field.kind].operators))
        errors.add(f"{path}.op", "operator_not_supported", f"{field.display} knows {known}")
        return NEVER
    before = len(errors)
    value = _value(raw["op"], raw.get("value"), field, f"{path}.value", errors)
    return NEVER if len(errors) > before else Leaf(name, raw["op"], value, kind=field.kind)


def _hop(raw: Mapping[str, Any], field: Field, hop: str, path: str, errors: Errors) -> Condition:
    """A field of the referenced record, whose type is not known here: the value stays as written."""
    if field.kind not in ("reference", "user"):
        errors.add(f"{path}.field", "invalid_filter", f"{field.display} refers to no other record")
        return NEVER
    if hop not in field.snapshot:
        known = f"; what can be asked is {', '.join(f'{field.name}.{each}' for each in field.snapshot)}"
        errors.add(f"{path}.field", "unknown_field",
                   f"{printable(hop)} of {field.display} is not kept here{known if field.snapshot else ''}")
        return NEVER
    value, operator = raw.get("value"), raw["op"]
    if operator == "within":
        value = span_minutes(value)
    elif operator == "empty":
        value = value is not False
    elif operator == "in" and isinstance(value, list):
        value = tuple(_mine(part) or _bounded(part) for part in value)
    return Leaf(field.name, operator, _mine(value) or _bounded(value), path=hop)


def _bounded(value: Any) -> Any:
    """Texts as they are stored; longer than any that is compared they are cut."""
    return clean(value[:MAX_OPERAND]) if isinstance(value, str) else value


def _mine(value: object) -> Me | MyTeams | None:
    """The reader's own ids, where a value stands for them."""
    word = is_mine(value)
    return Me() if word == "me" else MyTeams() if word == "my_teams" else None


def _value(operator: str, raw: Any, field: Field, path: str, errors: Errors) -> Any:
    """A leaf's value in stored form."""
    if operator == "empty":
        return raw is not False
    if operator == "within":
        return span_minutes(raw)
    if operator == "in" and isinstance(raw, list):
        return tuple(_operand(part, field, f"{path}[{index}]", errors) for index, part in enumerate(raw))
    if operator in ("starts", "contains"):
        return _text(raw, path, errors)
    return _operand(raw, field, path, errors)


def _text(raw: Any, path: str, errors: Errors) -> str:
    """A part of a text."""
    text = clean(raw) if isinstance(raw, str) and len(raw) <= MAX_OPERAND else ""
    if not text:
        errors.add(path, "invalid_value", f"Must be text of at most {MAX_OPERAND} characters")
    return text


def _operand(raw: Any, field: Field, path: str, errors: Errors) -> Any:
    """One value to compare with, read by the field's type or standing for the reader."""
    mine = _mine(raw)
    if mine:
        if not _may_hold(field, mine):
            errors.add(path, "invalid_value", f"{field.display} holds no {'people' if mine == Me() else 'teams'}")
        return mine
    wrong = Errors()
    value = FIELD_TYPES[field.kind].operand(field, raw, path, wrong)
    if wrong or value is None:
        errors.add(path, "invalid_value", wrong[0].message if wrong else "A value is missing")
    return value


def _may_hold(field: Field, mine: Me | MyTeams) -> bool:
    """Whether a field can contain people or teams; who wrote a record may also be the system, so it is kept as text."""
    if isinstance(mine, MyTeams):
        return field.kind in TEAMS
    return field.kind in PEOPLE or field.name in ("created_by", "updated_by")
