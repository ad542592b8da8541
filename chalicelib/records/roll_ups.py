"""Roll-ups: fields of a record that count, or add up a field of, the records that refer to it.

A field with `roll_up` is kept by the engine in the cells of the record referred to. `{object, via, filter, sum,
currency}`: which records, by which of their references, those that meet a condition, and what to add up (a whole
number, or money of one currency in minor units); without `sum` they are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.records import permissions
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.registry import Registry
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import conditions
    from chalicelib.records.conditions import nodes
    from chalicelib.records.conditions.nodes import Condition
else:
    conditions = rooms.Later("records.conditions")
    nodes = rooms.Later("records.conditions.nodes")

Record = Mapping[str, Any]


@dataclass(frozen=True)
class RollUp:
    """What each record of a type adds to a cell of the record that it refers to by `via`."""

    cell: str
    via: str
    condition: Condition
    sum: str
    currency: str


def definitions(registry: Registry) -> list[dict[str, Any]]:
    """Every roll-up of every type, by the type that is counted."""
    found = []
    for type in registry:
        for field in type.rolled_up:
            rule = field.roll_up or {}
            counted = registry.plural(rule["object"])
            condition = conditions.parse(rule.get("filter"), counted.all_fields, stored=True)
            uses = {rule["via"], rule.get("sum") or rule["via"], *(leaf.field for leaf in nodes.leaves(condition))}
            found.append({"type": counted.name, "cell": cell_name(type.name, field.name), "rule": dict(rule),
                          "uses": sorted(uses)})
    return found


def compiled(definition: Record, type: ObjectType) -> RollUp:
    """One stored definition, ready for use."""
    rule = definition["rule"]
    condition = conditions.parse(rule.get("filter"), type.all_fields, stored=True)
    return RollUp(str(definition["cell"]), str(rule["via"]), condition, str(rule.get("sum") or ""),
                  str(rule.get("currency") or ""))


def counts(rules: Iterable[RollUp], record: Record, now: str) -> Iterator[tuple[keys.Key, dict[str, int]]]:
    """What this record adds to the records that it refers to."""
    for rule in rules:
        other = record.get(rule.via)
        if not isinstance(other, str) or not conditions.holds(rule.condition, record, conditions.Reader("", (), now)):
            continue
        number = amount(record.get(rule.sum), rule.currency) if rule.sum else 1
        if number:
            yield keys.cells(other), {rule.cell: number}


def until(rules: Iterable[RollUp], record: Record, now: str) -> Iterator[str]:
    """When the passing of time alone may change what it adds."""
    for rule in rules:
        flips = conditions.until(rule.condition, record, now)
        if flips:
            yield flips


def cell_name(type: str, field: str) -> str:
    """The name of the number within the cells of a record."""
    return f"{type}.{field}"


def amount(value: Any, currency: str) -> int:
    """A whole number, or the minor units of money in this currency; anything else adds nothing."""
    if isinstance(value, Mapping):
        return int(value["amount"]) if value.get("currency") == currency else 0
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 0


def filled(crm: Crm, actor: Actor, type: ObjectType, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records with the values of their roll-ups: one call for all of them, none for types without."""
    wanted = [field for field in type.rolled_up if _countable(crm, actor, field.roll_up or {})]
    if not wanted or not records:
        return records
    cells = crm.table.get_many([keys.cells(record["id"]) for record in records])
    return [with_cells(crm, type, record, cells.get(keys.cells(record["id"])), wanted) for record in records]


def read(crm: Crm, type: ObjectType, id: str) -> dict[str, Any] | None:
    """A record with its roll-ups as they stand, in one call; a reader's rights are asked by `told`."""
    record_key, cells_key = keys.record(id), keys.cells(id)
    found = crm.table.get_many([record_key, cells_key], consistent=True)
    record = found.get(record_key)
    return with_cells(crm, type, record, found.get(cells_key), type.rolled_up) if record else None


def told(crm: Crm, actor: Actor, type: ObjectType, record: dict[str, Any]) -> dict[str, Any]:
    """The record without those roll-ups that count what the actor may not read."""
    untold = {field.name for field in type.rolled_up if not _countable(crm, actor, field.roll_up or {})}
    return {name: value for name, value in record.items() if name not in untold}


def with_cells(crm: Crm, type: ObjectType, record: dict[str, Any], cells: Record | None,
               wanted: Iterable[Field]) -> dict[str, Any]:
    """One record with the values that its cells hold: nothing counted is zero, and null what is not all counted yet."""
    found: dict[str, Any] = {}
    for field in wanted:
        rule, cell = field.roll_up or {}, cell_name(type.name, field.name)
        number = int((cells or {}).get(cell, 0))
        value = {"amount": number, "currency": rule.get("currency")} if field.kind == "money" else number
        found[field.name] = value if _whole(crm, cell, rule) else None
    return {**record, **found}


def pending(cell: str) -> str:
    """What a roll-up is called among what is being built."""
    return f"roll_up:{cell}"


def _whole(crm: Crm, cell: str, rule: Record) -> bool:
    """Whether every record has been counted by this rule."""
    engine = crm.configuration.engine()
    rules = crm.configuration.made("roll_ups", lambda: {each["cell"]: each["rule"]
                                                        for each in engine.definitions.get("roll_ups") or ()})
    return bool(rules.get(cell) == rule and pending(cell) not in engine.building)


def _countable(crm: Crm, actor: Actor, rule: Record) -> bool:
    """How many there are is told to those who may read all of them."""
    counted = crm.registry.plural(str(rule["object"]))
    if actor.scope(counted, "read") < Scope.ALL:
        return False
    condition = conditions.parse(rule.get("filter"), counted.all_fields, stored=True)
    named = {str(rule.get("sum") or ""), str(rule["via"]), *(leaf.field for leaf in nodes.leaves(condition))}
    hops = [(counted.all_fields[leaf.field].to, leaf.path) for leaf in nodes.leaves(condition)
            if leaf.path and leaf.field in counted.all_fields]
    behind = any(crm.registry.known(to) and path in permissions.hidden_fields(actor, crm.registry.named(to))
                 for to, path in hops)
    return not behind and not permissions.hidden_fields(actor, counted) & named
