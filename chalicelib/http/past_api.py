"""`GET /v1/{objects}/{id}/timeline` and `/history`: read while the record itself says whether they may be."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from chalicelib.crm import Crm
from chalicelib.errors import Forbidden
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.ids import is_id
from chalicelib.records import profiles
from chalicelib.records.merging import reading
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
Rows = TypeVar("Rows")


def timeline(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """What happened around a record, or around the one that it was merged into."""
    kinds = frozenset(kind for kind in call.query.get("kinds", "").split(",") if kind)
    limit, cursor, id = call.number("limit", 25, 100), call.query.get("cursor", ""), call.path["id"]

    def around(one: str) -> tuple[list[Record], str | None]:
        return profiles.timeline(crm, call.actor, one, kinds, limit, cursor)
    record, ahead = _meanwhile(crm, call, type, lambda: around(id))
    rows, following = ahead() if record["id"] == id else around(record["id"])
    return Reply(body={"data": rows, "next_cursor": following})


def history(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """Who changed what; of a merged record its own."""
    limit, cursor, id = call.number("limit", 25, 100), call.query.get("cursor", ""), call.path["id"]
    record, ahead = _meanwhile(crm, call, type, lambda: profiles.changes(crm, call.actor, id, limit, cursor))
    if call.actor.external:
        raise Forbidden("Who changed what is told to the company's own people")
    if record["id"] != id:
        reading.require_own(crm, call.actor, type, id)
    rows, following = profiles.history(crm, call.actor, {**record, "id": id}, ahead())
    return Reply(body={"data": rows, "next_cursor": following})


def _meanwhile(crm: Crm, call: Call, type: ObjectType, read: Callable[[], Rows]) -> tuple[Record, Callable[[], Rows]]:
    """The record, if this reader may see it; and what was read at the same time, or its error, once it is asked for."""
    id = call.path["id"]
    with ThreadPoolExecutor(1) as threads:
        ahead = threads.submit(read) if is_id(id, type.prefix) else None
        record = reading.read(crm, call.actor, type, id)
    return record, ahead.result if ahead else read
