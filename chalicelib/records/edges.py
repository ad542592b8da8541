"""Edges: which few other records a record names, and the link rows that show them on both pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry
from chalicelib.store import keys
from chalicelib.store.table import Put

Record = dict[str, Any]
MOST = 100


@dataclass(frozen=True)
class LinkRow(Put):
    """The write of one link row."""

    @property
    def key(self) -> keys.Key:
        """Where it stands."""
        return self.item["pk"], self.item["sk"]


def edges_of(type: ObjectType, record: Record | None) -> dict[str, tuple[str, ...]]:
    """The other end's id and the labels of each edge; a deleted record shows none (its `edges` stay for a restore)."""
    if not record or record.get("deleted_at"):
        return {}
    found: dict[str, list[str]] = {}
    for name in type.linked:
        value = record.get(name)
        for other in value if isinstance(value, list) else [value] if value else []:
            found.setdefault(other, []).append(name)
    for edge in record.get("edges") or []:
        found.setdefault(edge["to"], []).append(edge["label"])
    return {other: tuple(sorted(set(labels))) for other, labels in found.items()}


def link_rows(registry: Registry, type: ObjectType, record: Record, other: str, labels: tuple[str, ...],
              known: Record | None, now: str) -> Iterator[LinkRow]:
    """Both rows of an edge; the row on the record's own page is only written when the other's title is known."""
    other_type = registry.of(other)
    if known and other_type:
        pk, sk = keys.link(record["id"], other_type.name, other)
        yield LinkRow({"pk": pk, "sk": sk, **_shown(other_type, known), "labels": list(labels), "at": now})
    pk, sk = keys.link(other, type.name, record["id"], incoming=True)
    yield LinkRow({"pk": pk, "sk": sk, **_shown(type, record), "labels": list(labels), "at": record["created_at"]})


def _shown(type: ObjectType, record: Record) -> dict[str, Any]:
    return {"id": record["id"], "type": type.name, "title": type.title(record)[:200],
            "owner_id": record.get("owner_id"), "team_id": record.get("team_id")}
