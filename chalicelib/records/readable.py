"""Which fields a reader may ask about: a filter, sort or column on a hidden field is refused as an unknown one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.records import permissions
from chalicelib.records.conditions.nodes import Condition, leaves
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.registry import Registry


def fields(registry: Registry, actor: Actor, type: ObjectType) -> Mapping[str, Field]:
    """The fields of a type that the actor may read, their snapshots of other records narrowed likewise."""
    hidden = permissions.hidden_fields(actor, type)
    return {name: _narrowed(registry, actor, field) for name, field in type.all_fields.items() if name not in hidden}


def refused(registry: Registry, actor: Actor, type: ObjectType, condition: Condition) -> list[str]:
    """What a stored condition asks of the type that the actor may not read, behind a reference too."""
    known = fields(registry, actor, type)
    return sorted({".".join(filter(None, (leaf.field, leaf.path))) for leaf in leaves(condition)
                   if leaf.field in type.all_fields and (
                       leaf.field not in known or (leaf.path and leaf.path not in known[leaf.field].snapshot))})


def _narrowed(registry: Registry, actor: Actor, field: Field) -> Field:
    if not field.snapshot or not registry.known(field.to):
        return field
    other = registry.named(field.to)
    if actor.scope(other, "read") < Scope.ALL:  # a filter would tell of records that the reader may not see
        return replace(field, snapshot=())
    hidden = permissions.hidden_fields(actor, other)
    return replace(field, snapshot=tuple(name for name in field.snapshot if name not in hidden)) if hidden else field
