"""What a bulk job tells of one by one, with titles: looked up when they are read, so that a job keeps nobody's name.

Of the fields that it left those are told that the reader may see by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.records import field_rules, permissions
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
LISTS = ("errors", "kept")  # of a result: `[{id, code, message}]`
MOST = 200


def computed(crm: Crm, actor: Actor, job: Record) -> Record:
    """`result` with a `title` beside each id that this reader may read now, else null: one call at most."""
    result, name = job.get("result") or {}, str((job.get("arguments") or {}).get("type") or "")
    told = {each: result[each] for each in LISTS if result.get(each)}
    if not told or not crm.registry.known(name):
        return {}
    type, ids = crm.registry.named(name), [entry["id"] for entries in told.values() for entry in entries][:MOST]
    titles, hidden = _titles(crm, actor, type, ids), permissions.hidden_fields(actor, type)
    return {"result": {**result, **{
        each: [{"id": entry["id"], "title": titles.get(entry["id"]), **_rest(entry, hidden)} for entry in entries]
        for each, entries in told.items()}}}


def _titles(crm: Crm, actor: Actor, type: ObjectType, ids: list[str]) -> dict[str, str]:
    """Of deleted records too."""
    found = crm.table.get_many([keys.record(id) for id in dict.fromkeys(ids)])
    return {each["id"]: type.title(field_rules.visible(actor, type, each))[:200] for each in found.values()
            if not each.get("erased_at") and permissions.may(actor, type, "read", each)}


def _rest(entry: Record, hidden: frozenset[str]) -> Record:
    rest = {name: value for name, value in entry.items() if name not in ("id", "title")}
    return {**rest, **({"fields": [name for name in rest["fields"] if name not in hidden]} if "fields" in rest else {})}
