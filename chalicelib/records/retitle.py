"""Keep the titles that other pages show of a record true after it was renamed, given away or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Refused
from chalicelib.store import keys
from chalicelib.store.table import PRESENT, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def retitle(crm: Crm, message: Mapping[str, Any]) -> None:
    """Refresh this record's title, owner and team on the pages of records whose edges point at it."""
    id, type = str(message["id"]), crm.registry.named(str(message["type"]))
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None:
        return
    values = {":title": type.title(record)[:200], ":owner": record.get("owner_id"), ":team": record.get("team_id"),
              ":gone": bool(record.get("deleted_at"))}
    for row in crm.table.query(id, begins="link#", limit=1000).items:
        if row["sk"].endswith("#in"):
            _refresh(crm, keys.link(row["id"], type.name, id), values)


def _refresh(crm: Crm, key: keys.Key, values: dict[str, Any]) -> None:
    names = {"#title": "title", "#owner": "owner_id", "#team": "team_id", "#gone": "gone"}
    text = "SET #title = :title, #owner = :owner, #team = :team, #gone = :gone"
    try:
        crm.table.write(Update(key, text, names, values, PRESENT))
    except Refused:  # the edge went away meanwhile
        return
