"""Which team a record belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def place(crm: Crm, before: Record | None, record: Record, *, named: bool = False) -> None:
    """A record's team is its owner's first team unless somebody chose one; `named` where they chose the one it has."""
    owner, known = record.get("owner_id"), before or {}
    chosen = record.get("team_id") and (named or record["team_id"] != known.get("team_id"))
    if not owner or known.get("owner_id") == owner or chosen:
        return
    record["team_id"] = first_team(crm, owner)


def first_team(crm: Crm, user_id: str) -> str | None:
    """The team that a person's records belong to."""
    user = crm.configuration.find("user", user_id)
    return next(iter((user or {}).get("team_ids") or ()), None)
