"""The columns of an export: fields, parts of addresses, and the names of those that a record refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.records import field_rules, permissions, readable
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.numbers import is_number, plain_number
from chalicelib.records.fields.places import ADDRESS_PARTS
from chalicelib.records.fields.times import read_date, read_instant
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = Mapping[str, Any]
NAMED = ("user", "team")  # so few that all of them are at hand
LEFT_OUT = frozenset({"type", "version", "created_by", "updated_by", "deleted_at"})


@dataclass(frozen=True)
class Column:
    """One column: a field, or a `part` of what it holds or refers to."""

    field: Field
    part: str = ""

    @property
    def path(self) -> str:
        """Its name, by which an import knows it again."""
        return f"{self.field.name}.{self.part}" if self.part else self.field.name

    @property
    def label(self) -> str:
        """Its name for people."""
        return f"{self.field.display}: {self.part.replace('_', ' ')}" if self.part else self.field.display


@dataclass(frozen=True)
class Sight:
    """What the person may see of a type: its fields, the types referred to, the names of users and teams."""

    type: ObjectType
    actor: Actor
    fields: Mapping[str, Field]
    others: Mapping[str, ObjectType]
    names: Mapping[str, str]


def sight(crm: Crm, actor: Actor, type: ObjectType) -> Sight:
    """Everything that cells are made of beside the record, looked up once for many."""
    fields = readable.fields(crm.registry, actor, type)
    others = {field.to: crm.registry.named(field.to) for field in fields.values() if crm.registry.known(field.to)}
    names = {each["id"]: named.title(field_rules.visible(actor, named, each))
             for named in map(crm.registry.named, NAMED) for each in crm.configuration.all(named.name)}
    return Sight(type, actor, fields, others, names)


def usual(seen: Sight, *, flat: bool, deleted: bool = False) -> list[Column]:
    """All columns: the id first, when it was made last; `flat` parts addresses and names whom a record refers to."""
    left_out = LEFT_OUT - {"deleted_at"} if deleted else LEFT_OUT
    chosen = [field for name, field in seen.fields.items() if name not in left_out]
    chosen.sort(key=lambda field: 0 if field.name == "id" else 2 if field.name in (
        "created_at", "updated_at", "deleted_at") else 1)
    return [column for field in chosen for column in (_columns(field) if flat else (Column(field),))]


def chosen(seen: Sight, paths: Iterable[object], errors: list[FieldError]) -> list[Column]:
    """The columns that were asked for; `errors` takes what there is not, or not for this reader."""
    found: list[Column] = []
    for place, path in enumerate(paths):
        column = _column(seen, path) if isinstance(path, str) else None
        if column is None:
            errors.append(FieldError(f"fields[{place}]", "unknown_field",
                                     f"{seen.type.label_plural} have no such field: {str(path)[:60]}"))
        elif column not in found:
            found.append(column)
    return found


def still(seen: Sight, paths: Sequence[str]) -> list[Column | None]:
    """The columns of an export under way; None where one is no longer there or may no longer be seen."""
    return [_column(seen, path) for path in paths]


def text(seen: Sight, column: Column | None, record: Record) -> str:
    """A record's cell, as an import reads it back."""
    value = held(seen, column, record) if column else None
    if column is None or value is None:
        return ""
    field = _part_field(seen, column) if column.part else column.field
    return FIELD_TYPES[field.kind].to_text(field, value) if field else str(value)


def typed(seen: Sight, column: Column | None, record: Record) -> str | int | float | date:
    """The same for a sheet that knows numbers and dates."""
    value = held(seen, column, record) if column else None
    kind = (_part_field(seen, column) or column.field).kind if column and column.part else column and column.field.kind
    if kind in ("integer", "number") and is_number(value):
        return plain_number(value)
    read = {"date": read_date, "instant": read_instant}.get(str(kind))
    found = read(value) if read and isinstance(value, str) else None
    return text(seen, column, record) if found is None else found


def held(seen: Sight, column: Column, record: Record) -> Any:
    """The value in a column, as it is stored."""
    name, part = column.field.name, column.part
    if not part:
        return record.get(name)
    if column.field.kind == "address":
        return (record.get(name) or {}).get(part)
    if column.field.to in NAMED or column.field.kind == "user":
        return seen.names.get(str(record.get(name)))
    return _snapshot(seen, column, record).get(part)


def _snapshot(seen: Sight, column: Column, record: Record) -> Mapping[str, Any]:
    """What is kept of the record referred to, where the reader may read that one too."""
    kept: Mapping[str, Any] = (record.get("refs") or {}).get(column.field.name) or {}
    other = seen.others.get(column.field.to)
    if other is None or kept.get("id") != record.get(column.field.name):
        return {}
    return kept if permissions.may(seen.actor, other, "read", kept) else {}


def _columns(field: Field) -> Iterator[Column]:
    if field.kind == "address":
        yield from (Column(field, part) for part in ADDRESS_PARTS)
        return
    yield Column(field)
    if "name" in _parts(field):
        yield Column(field, "name")


def _parts(field: Field) -> tuple[str, ...]:
    """What a path may name behind the field."""
    if field.kind == "address":
        return ADDRESS_PARTS
    if field.kind == "user" or (field.kind == "reference" and field.to in NAMED):
        return ("name",)
    return field.snapshot if field.kind == "reference" else ()


def _column(seen: Sight, path: str) -> Column | None:
    name, _, part = path.partition(".")
    field = seen.fields.get(name)
    if field is None or (part and part not in _parts(field)) or path.endswith("."):
        return None
    return Column(field, part)


def _part_field(seen: Sight, column: Column) -> Field | None:
    other = seen.others.get(column.field.to)
    return other.all_fields.get(column.part) if other and column.field.to not in NAMED else None
