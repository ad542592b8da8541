"""Search by fields that some role may not read: rows of their own, for those who may read them.

What everybody finds a record by is made without such fields. Those that the same roles may not read stand together, so
that a first and a last name that are both guarded are found by both at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.records import permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.search import rows as search_rows
from chalicelib.store import keys

Record = dict[str, Any]


def rows(type: ObjectType, record: Mapping[str, Any], seen_by_all: Mapping[str, Any], kinds: Iterable[str],
         names: list[str]) -> Iterator[tuple[keys.Key, Record]]:
    """The rows that a record has beyond those made of what everybody sees; `kinds` are its type's kinds of audience."""
    groups = [kind for kind in kinds if fields_of(kind)]
    if not groups or not type.searchable or type.configuration:
        return
    plain = {sort for (_partition, sort), _row in search_rows.rows(type, dict(seen_by_all), ["all"])}
    for kind in groups:
        more = {name: record[name] for name in fields_of(kind) if name in record}
        mine = [audience(type, kind, name) for name in names]
        for key, row in search_rows.rows(type, {**seen_by_all, **more}, mine) if more else ():
            if key[1] not in plain:
                yield key, row


def fields_of(kind: str) -> list[str]:
    """The guarded fields of an audience kind `f:<fields>`; none for other kinds."""
    return kind[2:].split(",") if kind.startswith("f:") else []


def audience(type: ObjectType, kind: str, name: str) -> str:
    """The audience of those in `name` who may also read the guarded fields of `kind`."""
    return f"f:{type.name}.{zlib.crc32(kind.encode()):08x}@{name}"


def audiences(actor: Actor, type: ObjectType, kept: Mapping[str, list[str]]) -> list[str]:
    """Under which names this reader searches: as for lists, and those of the guarded fields that they may read."""
    names, hidden = permissions.audiences(actor, type, kept), permissions.hidden_fields(actor, type)
    groups = [kind for kind in kept.get(type.name, ()) if fields_of(kind) and not hidden & {*fields_of(kind)}]
    return [*names, *(audience(type, kind, name) for kind in groups for name in names)]
