"""Field rules of roles: which fields of an object a person does not see, or sees but does not write.

A role's `fields` are `{objects: {field: "none" | "read" | "write"}}`; a field that it does not name is written freely.
As with scopes the widest of a person's roles wins; a role that may not read (or write) the object widens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.records import permissions
from chalicelib.records.fields import SYSTEM_FIELDS
from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry

if TYPE_CHECKING:
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
WORDS = ("none", "read", "write")
GATES = frozenset({"owner_id", "team_id", *SYSTEM_FIELDS})  # who sees a record is decided by these
SHOWN = 60


def visible(actor: Actor, type: ObjectType, record: Mapping[str, Any]) -> Record:
    """A record without the fields that the actor may not see, or in general words what rests on other records'."""
    hidden = permissions.hidden_fields(actor, type)
    seen = {name: value for name, value in record.items() if name not in hidden}
    return {**seen, **type.in_general(record, permissions.reworded_fields(actor, type))}


def require_writable(actor: Actor, type: ObjectType, names: Iterable[str]) -> None:
    """Invalid with every field named that the actor may not write."""
    errors = forbidden(actor, type, names)
    if errors:
        raise Invalid(errors)


def forbidden(actor: Actor, type: ObjectType, names: Iterable[str]) -> list[FieldError]:
    """What is wrong with writing these fields."""
    locked = permissions.locked_fields(actor, type)
    return [FieldError(name, "field_forbidden", "Your roles do not allow to write this field")
            for name in names if name in locked]


def problems(registry: Registry, rules: object, before: Mapping[str, Any] | None) -> list[FieldError]:
    """Everything wrong with a role's `fields`; names that stood there `before` may have gone meanwhile."""
    if rules is None:
        return []
    if not isinstance(rules, Mapping):
        return [FieldError("fields", "invalid_field_rules", 'Such as {"contacts": {"birthday": "read"}}')]
    known = {type.plural: type for type in registry}
    return [error for objects, rule in rules.items() for error in _object_problems(
        known.get(str(objects)), str(objects), rule, ((before or {}).get("fields") or {}).get(objects) or {})]


def fixed_fields(type: ObjectType) -> frozenset[str]:
    """The fields of a type that no rule may hide or lock."""
    return GATES | {type.owner_field}


def _object_problems(type: ObjectType | None, objects: str, rules: object,
                     before: Mapping[str, Any]) -> Iterator[FieldError]:
    path = f"fields.{objects[:SHOWN]}"
    if type is None or type.personal:
        yield FieldError(path, "unknown_object", "There are no such objects with fields to hide")
        return
    if not isinstance(rules, Mapping):
        yield FieldError(path, "invalid_field_rules", 'Such as {"birthday": "read"}')
        return
    for name, word in rules.items():
        where = f"{path}.{str(name)[:SHOWN]}"
        if not isinstance(word, str) or word not in WORDS:
            yield FieldError(where, "invalid_field_rule", f"One of {', '.join(WORDS)}")
        if name in fixed_fields(type):
            yield FieldError(where, "always_shown", "Whom a record belongs to, and what it is, cannot be hidden")
        elif name not in type.all_fields and name not in before:
            yield FieldError(where, "unknown_field", f"{type.label_plural} have no such field")
