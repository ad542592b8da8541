"""Which addresses of a submission are its sender's: anybody can know a customer's, and add their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Record = dict[str, Any]


def own(known: Iterable[Mapping[str, Any] | None], values: Record) -> tuple[Record, list[str]]:
    """The submission with the one email by which its sender is known, and which others are left out of it.

    Nothing is left out where the sender is new, or gives one email.
    """
    given, held = values.get("emails") or [], {email for record in known for email in _emails(record)}
    mine = next((entry for entry in given if entry["value"].lower() in held), None)
    if mine is None or len(given) == 1:
        return values, []
    return {**values, "emails": [{**mine, "primary": True}]}, [entry["value"] for entry in given if entry is not mine]


def apart(lead: Mapping[str, Any] | None, values: Mapping[str, Any]) -> list[str]:
    """Emails of who is known by phone alone: answers go to a lead's addresses."""
    known, given = _emails(lead), [entry["value"] for entry in values.get("emails") or ()]
    return given if known and known.isdisjoint(email.lower() for email in given) else []


def _emails(record: Mapping[str, Any] | None) -> set[str]:
    return {entry["value"].lower() for entry in (record or {}).get("emails") or ()}
