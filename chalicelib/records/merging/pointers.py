"""Where records name other records: to find what points at a record, and to point it elsewhere and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry
from chalicelib.store import keys

Record = dict[str, Any]
REFERENCES = ("reference", "references")
UNDECLARED = ("around", "merged_into")  # kept by the system beside the declared fields


def rows(registry: Registry, type: ObjectType, record: Mapping[str, Any]) -> Iterator[tuple[keys.Key, Record]]:
    """Derived rows that find this record from those it names, where neither a link nor the parent index does."""
    seen = {type.parent, *type.linked}
    for field in _fields(type):
        for other in _listed(record.get(field)) if field not in seen else ():
            named = registry.of(other)
            if named and named.matching:
                yield keys.lookup("pointer", other, type.name, record["id"]), {"id": record["id"]}


def redirected(type: ObjectType, record: Mapping[str, Any], old: str, new: str) -> Record:
    """The fields that change where `new` takes the place of `old`; nothing points at its own record."""
    changes: Record = {}
    for field in _fields(type):
        value = record.get(field)
        if old in _listed(value):
            instead = new if new != record["id"] else None
            changes[field] = _replaced(value, old, instead) if isinstance(value, list) else instead
    edges = record.get("edges") or []
    if any(edge["to"] == old for edge in edges):
        turned = [{**edge, "to": new} if edge["to"] == old else edge for edge in edges]
        changes["edges"] = _once(edge for edge in turned if edge["to"] != record["id"]) or None
    return changes


def put_back(record: Mapping[str, Any], moved: Mapping[str, Any]) -> tuple[Record, list[str]]:
    """The changes that undo `moved` ({field: [before, after]}), and the fields that were changed since and stay."""
    changes, kept = dict[str, Any](), list[str]()
    for field, (before, after) in moved.items():
        now = record.get(field)
        if now == after:
            changes[field] = before
        elif isinstance(before or after, list) and (rest := without(now or [], before or [], after or [])) is not None:
            changes[field] = rest or None
        else:
            kept.append(field)
    return changes, kept


def without(now: list[Any], before: list[Any], after: list[Any]) -> list[Any] | None:
    """A list as it would be had it not been changed from `before` to `after`; None where what came is gone again."""
    came, went = [each for each in after if each not in before], [each for each in before if each not in after]
    if any(each not in now for each in came):
        return None
    return [*(each for each in now if each not in came), *(each for each in went if each not in now)]


def _fields(type: ObjectType) -> list[str]:
    named = [field.name for field in type.fields if field.kind in REFERENCES and field.name != "merged_from"]
    return [*named, *UNDECLARED]


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


def _replaced(values: list[str], old: str, instead: str | None) -> list[str] | None:
    return _once(each for each in (instead if value == old else value for value in values) if each) or None


def _once(values: Iterator[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
