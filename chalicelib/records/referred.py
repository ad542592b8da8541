"""What a record refers to, as links on its own page: from the snapshot that it keeps, so without another read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry

Record = dict[str, Any]


def rows(registry: Registry, type: ObjectType, record: Record) -> Iterator[Record]:
    """Link rows for the references with a snapshot; one whose record is gone is left out."""
    for name in type.snapshots:
        kept = (record.get("refs") or {}).get(name) or {}
        other = registry.of(str(kept.get("id", "")))
        if other and kept.keys() - {"id", "revision"}:
            yield {"id": kept["id"], "type": other.name, "title": other.title(kept)[:200], "at": record["created_at"],
                   "labels": [name.removesuffix("_id")], "owner_id": kept.get("owner_id"),
                   "team_id": kept.get("team_id"), "shares": kept.get("shares")}
