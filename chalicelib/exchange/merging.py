"""What a row changes of a record that stands already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Invalid
from chalicelib.leads.matching import merge_submission
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
MOST = 50       # entries of a list, as its type takes
# What a customer wrote is never overwritten: a further message stands below it, as one from a form does.
APPENDED = {"lead": ("message",)}


def changes(type: ObjectType, stored: Mapping[str, Any], values: Mapping[str, Any], *, replace: bool = False) -> Record:
    """The file's word counts for single values, an empty cell changes nothing, lists grow; `replace`: lists too are
    the file's. Parts of an address that the file does not name stay. Invalid where a list becomes too long."""
    found = {name: _merged(type, name, stored.get(name), value, replace) for name, value in values.items()
             if value not in (None, "", [], {})}
    return {name: value for name, value in found.items() if value != stored.get(name)}


def _merged(type: ObjectType, name: str, known: Any, value: Any, replace: bool) -> Any:
    if name in APPENDED.get(type.name, ()) and not replace:
        return merge_submission({name: known}, {name: value}).get(name, known)
    field = type.own_fields[name]
    if field.kind == "address" and isinstance(known, Mapping) and isinstance(value, Mapping):
        return {**known, **value}
    if not FIELD_TYPES[field.kind].many or replace or not known:
        return value
    joined = [*known, *_new(known, value)]
    if len(joined) > MOST:
        raise Invalid.one(name, "too_many", f"{field.display} would be more than {MOST} with those that are known")
    return joined


def _new(known: list[Any], value: list[Any]) -> list[Any]:
    """The entries that are not known; the primary address stays primary."""
    seen = {_compared(entry) for entry in known}
    fresh = [entry for entry in value if _compared(entry) not in seen]
    return [{**entry, "primary": False} if isinstance(entry, Mapping) and "primary" in entry else entry
            for entry in fresh]


def _compared(entry: Any) -> str:
    """An entry without case: emails are kept in lower case, VIP and vip are one tag."""
    return str(entry.get("value") if isinstance(entry, Mapping) else entry).casefold()
