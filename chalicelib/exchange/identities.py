"""By what a row or a cell may name a record of a type: its id, whatever its `identities` yield, or its exact name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.ids import is_id
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.emails import normal_email
from chalicelib.records.fields.phones import normal_phone
from chalicelib.records.fields.web import company_domain
from chalicelib.records.objects import ObjectType
from chalicelib.records.words import folded

Record = dict[str, Any]
ID, NAME = "id", "name"
_SAMPLES: Mapping[str, Any] = {
    "emails": [{"value": "a@example.com", "type": "work", "primary": True}], "email": "a@example.com",
    "phones": [{"value": "+4930123456", "type": "work", "primary": True}], "phone": "+4930123456",
    "domain": "example.com", "url": "https://example.com/", "text": "x", "integer": 1, "number": 1,
}


@dataclass(frozen=True)
class Kind:
    """One way to find a record. `strict`: claimed by one record and looked up strongly; `fields` hold its values."""

    name: str
    strict: bool = False
    fields: tuple[str, ...] = ()


def kinds(type: ObjectType) -> dict[str, Kind]:
    """The ways to find a record of this type, by name. Which fields feed an identity is seen by trying each."""
    found = {ID: Kind(ID, True, (ID,))}
    standing = defaults(type)
    for field in type.own_fields.values():
        sample = _SAMPLES.get(field.kind)
        if sample is None or field.read_only:
            continue
        for each in type.identities({**standing, field.name: sample}):
            known = found.get(each.kind, Kind(each.kind, each.strict))
            found[each.kind] = Kind(each.kind, each.strict, (*known.fields, field.name))
    if NAME in type.own_fields and NAME in type.sorts:
        found.setdefault(NAME, Kind(NAME, False, (NAME,)))
    return found


def defaults(type: ObjectType) -> Record:
    """A record as it begins: a lead, say, only holds its addresses while it is open."""
    given = {field.name: field.default for field in type.own_fields.values() if field.default is not None}
    return {"id": "", "type": type.name, **given}


def chosen(type: ObjectType, key: str) -> tuple[Kind, ...]:
    """The ways that a key stands for; without one every strict identity, as what is shared tells people not apart."""
    known = kinds(type)
    if key:
        return (known[key],) if key in known else ()
    return tuple(kind for kind in known.values() if kind.strict and kind.name != ID)


def values(type: ObjectType, wanted: tuple[Kind, ...], row: Mapping[str, Any]) -> list[tuple[Kind, str]]:
    """What the values of a row say of those identities, in stored form."""
    found: list[tuple[Kind, str]] = []
    for kind in wanted:
        fed = {name: row[name] for name in kind.fields if row.get(name) not in (None, "", [])}
        if kind.name in (ID, NAME) and fed:
            found.append((kind, str(fed[kind.fields[0]])))
        elif fed:
            found += [(kind, each.value) for each in type.identities({**defaults(type), **fed})
                      if each.kind == kind.name]
    return list(dict.fromkeys(found))


def sort_value(field: Field, name: str) -> str:
    """A name as it stands in the sorted view of its type (`records/derivations.py`)."""
    return folded(FIELD_TYPES[field.kind].sort_key(name))[:100]


def same_name(one: Any, other: Any) -> bool:
    """Whether two names differ in case, accents and blanks at most."""
    return isinstance(one, str) and isinstance(other, str) and _bare(one) == _bare(other)


def in_cell(type: ObjectType, by: str, text: str, region: str) -> list[tuple[Kind, str]]:
    """What a cell that names a record may mean, likeliest first; `by` is "" where the mapping leaves it open."""
    known = kinds(type)
    if by == ID or (not by and is_id(text, type.prefix)):
        return [(known[ID], text)]
    readings = {"email": normal_email(text), "domain": company_domain(text) if _is_domain(text) or by else None,
                "phone": normal_phone(text, region) if by == "phone" else None, NAME: text}
    names = (by,) if by else ("email",) if "@" in text else ("domain", NAME)
    return [(known[name], value) for name in names if name in known and (value := readings.get(name))]


def _is_domain(text: str) -> bool:
    return "." in text and " " not in text.strip()


def _bare(name: str) -> str:
    return " ".join(folded(name).split())
