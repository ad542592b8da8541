"""Names for the people, teams and records that a report is grouped by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records import permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = Mapping[str, Any]
MOST = 100  # that one call gives
EVERYBODY_KNOWS = ("user", "team")


def labels(crm: Crm, actor: Actor, type: ObjectType, groups: Iterable[str],
           rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Titles by field and id, of the first hundred records that the reader may read; colleagues are named to all."""
    fields = [name for name in groups if name in type.all_fields
              and type.all_fields[name].kind in ("user", "reference")]
    wanted = {name: list(dict.fromkeys(row["groups"][name] for row in rows if row["groups"].get(name)))
              for name in fields}
    ids = dict.fromkeys(id for each in wanted.values() for id in each)
    titles = {**_colleagues(crm, actor, ids), **_others(crm, actor, ids)}
    return {name: {id: titles[id] for id in each if id in titles} for name, each in wanted.items()}


def _colleagues(crm: Crm, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    known = {record["id"]: (crm.registry.named(name), record) for name in EVERYBODY_KNOWS
             for record in crm.configuration.all(name)}
    return {id: type.title(_seen(actor, type, record)) for id in ids if id in known for type, record in [known[id]]}


def _others(crm: Crm, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    types = {id: type for id in ids if (type := crm.registry.of(id)) and type.name not in EVERYBODY_KNOWS}
    if not types:
        return {}
    records = crm.table.get_many([keys.record(id) for id in list(types)[:MOST]])
    return {record["id"]: types[record["id"]].title(_seen(actor, types[record["id"]], record))
            for record in records.values() if not record.get("deleted_at")
            and permissions.may(actor, types[record["id"]], "read", record)}


def _seen(actor: Actor, type: ObjectType, record: Record) -> dict[str, Any]:
    hidden = permissions.hidden_fields(actor, type)
    return {name: value for name, value in record.items() if name not in hidden}
