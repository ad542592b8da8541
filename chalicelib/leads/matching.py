"""Whether two submissions come from one person, and what a later one adds to the lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.leads.names import cased, one_line

SINGLE_LINES = frozenset({"company", "job_title", "region", "city", "product_interest", "source", "campaign"})
ADDRESSES_LIMIT = 20  # of one kind on a lead: who knows a phone number may not fill the record by posting forms
MESSAGE_LIMIT = 100_000  # bytes of UTF-8, as long text takes
_SEPARATOR = "\n\n"


def clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form with tidy names and lines; what was typed stays in the submission's `raw`."""
    return {name: _tidy(name, value) if isinstance(value, str) else value for name, value in fields.items()}


def same_person(lead: Mapping[str, Any], submission_values: Mapping[str, Any]) -> tuple[str, ...]:
    """Which identities of a lead and of a submission's parsed values agree: `email`, `phone`, both or none."""
    pairs = (("email", "emails"), ("phone", "phones"))
    return tuple(kind for kind, field in pairs if _keys(lead.get(field)) & _keys(submission_values.get(field)))


def merge_submission(lead: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that a later submission's parsed values make: what is known stays.

    Empty fields are filled, new emails and phones added behind the known ones, the message appended, oldest text cut
    where it grows too long. The same submission again changes nothing. Counting submissions is the caller's part.
    """
    changes = {}
    for name, value in values.items():
        merged = _merged(name, lead.get(name), value)
        if not _empty(merged) and merged != lead.get(name):
            changes[name] = merged
    return changes


def _tidy(name: str, value: str) -> str:
    if name in ("first_name", "last_name"):
        return cased(value, given=name == "first_name")
    return one_line(value) if name in SINGLE_LINES else value.strip()


def _merged(name: str, known: Any, value: Any) -> Any:
    if _empty(known) or _empty(value):
        return value if _empty(known) else known
    if name in ("emails", "phones"):
        return _joined(known, value)
    if name == "message":
        return _appended(str(known), str(value))
    return known


def _joined(known: list[Any], new: list[Any]) -> list[Any]:
    """Known addresses first; the primary one stays primary."""
    seen, result = _keys(known), list(known)
    for entry in new:
        if _key(entry) and _key(entry) not in seen and len(result) < ADDRESSES_LIMIT:
            seen.add(_key(entry))
            result.append({**entry, "primary": False} if isinstance(entry, Mapping) else entry)
    return result


def _appended(known: str, new: str) -> str:
    if new in known.split(_SEPARATOR) or known == new or known.endswith(_SEPARATOR + new):
        return known
    raw = f"{known}{_SEPARATOR}{new}".encode()
    return raw[-MESSAGE_LIMIT:].decode(errors="ignore")


def _keys(entries: Any) -> set[str]:
    listed: Iterable[Any] = entries if isinstance(entries, list | tuple) else [entries]
    return {key for key in map(_key, listed) if key}


def _key(entry: Any) -> str:
    """An address as it is compared: emails without case, phones as E.164."""
    value = entry.get("value") if isinstance(entry, Mapping) else entry
    return value.strip().lower() if isinstance(value, str) else ""


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
