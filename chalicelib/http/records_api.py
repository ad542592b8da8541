"""`/v1`: records of every type by the same few calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.crm import Crm
from chalicelib.errors import Invalid, NotAllowed, NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records import permissions, readable, service, titles
from chalicelib.records.merging import reading as merge_reading
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.records import actions, bookmarks, connections, profiles, sharing, trees
    from chalicelib.records.lists import lists
    from chalicelib.records.lists import views as view_lists
    from chalicelib.records.search import search
else:
    actions, bookmarks, connections, profiles, sharing, trees = (rooms.Later(f"records.{name}") for name in (
        "actions", "bookmarks", "connections", "profiles", "sharing", "trees"))
    lists, view_lists = rooms.Later("records.lists.lists"), rooms.Later("records.lists.views")
    search = rooms.Later("records.search.search")

Record = dict[str, Any]
LIST_WORDS = frozenset({"limit", "cursor", "sort", "fields", "filter", "deleted", "view", "shared"})
PAST = {"timeline": "http.past_api:timeline", "history": "http.past_api:history"}
READS = frozenset({*PAST, "links", "shares", "tree"})
PARTS = {("report", "data"): "http.reports_api:data", ("contact", "consents"): "http.privacy_api:consents",
         ("lead", "consents"): "http.privacy_api:consents"}
OTHER = {"me": "http.me:answer", "schema": "http.schema:answer", "audit": "http.history_api:answer",
         "privacy": "http.privacy_api:answer", "recent": "http.bookmarks_api:recent",
         "favourites": "http.bookmarks_api:favourites", "quality": "http.quality_api:answer",
         "imports": "http.imports_api:answer", "exports": "http.exports_api:answer"}
COLLECTION = {"batch": "http.bulk_api:batch", "bulk": "http.bulk_api:change"}


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path and method."""
    objects = call.path.get("objects", "")
    if objects in OTHER:
        return _other(OTHER[objects], crm, call)
    if objects == "search" and "id" not in call.path:
        return _search(crm, call)
    type = crm.registry.plural(objects)
    shape = (len(call.path), call.method)
    if shape == (3, "GET"):
        return _part(crm, call, type)
    if shape in USES:
        return USES[shape](crm, call, type)
    raise NotAllowed(f"{call.method} is not for this path")


def _other(path: str, *asked: Any) -> Reply:
    reply: Reply = rooms.found(path)(*asked)
    return reply


def _search(crm: Crm, call: Call) -> Reply:
    if call.method != "GET":
        raise NotAllowed("Only GET /v1/search")
    types = [name for name in call.query.get("types", "").split(",") if name]
    hits = search.search(crm, call.actor, call.query.get("q", "")[:200], types, call.number("limit", 25, 100),
                         call.query.get("cursor", ""))
    return Reply(body={"data": hits.rows, "next_cursor": hits.next_cursor, "meta": {"more": hits.more}})


def _list(crm: Crm, call: Call, type: ObjectType) -> Reply:
    listing = lists.listed(crm, call.actor, lists.Query(
        type, _filter(crm, call, type), call.query.get("sort", ""), call.number("limit", 25, 100),
        call.query.get("cursor", ""), call.flag("deleted"), call.query.get("view", ""), call.flag("shared")))
    meta = {"total": listing.total, "kept": listing.kept, **({"view": listing.view} if listing.view else {})}
    return Reply(body={"data": view_lists.told(crm, call.actor, type, listing, _only(crm, call, type)),
                       "next_cursor": listing.next_cursor, "meta": meta})


def _create(crm: Crm, call: Call, type: ObjectType) -> Reply:
    created = service.create(crm, call.actor, type, call.json(), key=call.idempotency_key,
                             allow_duplicate=call.flag("allow_duplicate"))
    headers = {"Location": f"{call.stage_url}/v1/{type.plural}/{created.record['id']}", **_tag(created.record)}
    if created.replayed:
        headers["Idempotent-Replay"] = "true"
    if created.bare:
        return Reply(201, {name: created.record[name] for name in ("id", "version")}, headers)
    once = {name: created.record.get(f"_{name}") for name in type.once_shown}
    return Reply(201, {**_shown(crm, call, type, created.record), **once}, headers)


def _get(crm: Crm, call: Call, type: ObjectType) -> Reply:
    include = {part for part in call.query.get("include", "").split(",") if part}
    if not include <= {"links", "timeline"}:
        raise Invalid.one("include", "unknown_include", "include is links, timeline, or both")
    if not include:
        record = service.look(crm, call.actor, type, call.path["id"])
        return Reply(body=_shown(crm, call, type, record, _only(crm, call, type)), headers=_place(call, type, record))
    record, links, timeline = bookmarks.opening(
        crm, call.actor, call.path["id"][:40], lambda: profiles.profile(crm, call.actor, type, call.path["id"]))
    parts = {name: part for name, part in (("links", links), ("timeline", timeline)) if name in include}
    return Reply(body={**_shown(crm, call, type, record), **parts}, headers=_place(call, type, record))


def _patch(crm: Crm, call: Call, type: ObjectType) -> Reply:
    record = service.update(crm, call.actor, type, call.path["id"], call.json(), if_match=call.if_match)
    return Reply(body=_shown(crm, call, type, record), headers=_tag(record))


def _delete(crm: Crm, call: Call, type: ObjectType) -> Reply:
    service.delete(crm, call.actor, type, call.path["id"], if_match=call.if_match)
    return Reply(204)


def _act(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """`POST .../{id}/{action}`, or `POST .../{action}` on the collection."""
    name = call.path.get("action") or call.path["id"]
    id = call.path["id"] if "action" in call.path else ""
    if not id and name in COLLECTION:
        return _other(COLLECTION[name], crm, call, type)
    if name == "restore" and id:
        record = service.restore(crm, call.actor, type, id)
        return Reply(body=_shown(crm, call, type, record), headers=_tag(record))
    flags = {flag: call.flag(flag) for flag in type.action(name).flags}
    done = actions.act(crm, call.actor, type, id, name, call.json(), key=call.idempotency_key, flags=flags)
    status = 202 if isinstance(done.body, dict) and "job_id" in done.body else 200
    headers = _tag(done.body) if isinstance(done.body, dict) and "version" in done.body else {}
    return Reply(status, done.body, {**headers, "Idempotent-Replay": "true"} if done.replayed else headers)


def _part(crm: Crm, call: Call, type: ObjectType) -> Reply:
    id, part = call.path["id"], call.path["action"]
    if (type.name, part) in PARTS:
        return _other(PARTS[type.name, part], crm, call)
    if part not in READS:
        raise NotFound()
    if part in PAST:
        return _other(PAST[part], crm, call, type)
    record = merge_reading.read(crm, call.actor, type, id)
    if part == "links":
        return Reply(body=profiles.links(crm, call.actor, record))
    if part == "shares":
        return Reply(body={"data": sharing.shares(crm, call.actor, type, record)})
    if not trees.is_tree(type) or type.parent in permissions.hidden_fields(call.actor, type):
        raise NotFound(f"{type.label_plural} stand below nothing")
    limit, cursor = call.number("limit", 25, 100), call.query.get("cursor", "")
    return Reply(body=trees.tree(crm, call.actor, type, record, limit, cursor))


def _link(crm: Crm, call: Call, type: ObjectType) -> Reply:
    if call.path["action"] == "shares":
        return _share(crm, call, type)
    if call.path["action"] != "links":
        raise NotFound()
    change = connections.connect if call.method == "PUT" else connections.disconnect
    record = change(crm, call.actor, type, call.path["id"], call.path["other_id"], call.query.get("label", ""))
    return Reply(200 if call.method == "PUT" else 204, profiles.links(crm, call.actor, record)
                 if call.method == "PUT" else None, _tag(record))


def _share(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """`PUT` and `DELETE .../{id}/shares/{to}`, `?access=read` or `write`."""
    id, to = call.path["id"], call.path["other_id"]
    if call.method == "DELETE":
        return Reply(204, headers=_tag(sharing.unshare(crm, call.actor, type, id, to)))
    record = sharing.share(crm, call.actor, type, id, to, call.query.get("access", "read"))
    return Reply(body={"data": sharing.shares(crm, call.actor, type, record)}, headers=_tag(record))


USES: dict[tuple[int, str], Callable[[Crm, Call, ObjectType], Reply]] = {
    (1, "GET"): _list, (1, "POST"): _create, (2, "GET"): _get, (2, "PATCH"): _patch, (2, "DELETE"): _delete,
    (2, "POST"): _act, (3, "POST"): _act, (4, "PUT"): _link, (4, "DELETE"): _link,
}


def _shown(crm: Crm, call: Call, type: ObjectType, record: Record, only: frozenset[str] = frozenset()) -> Record:
    """The record as this reader sees it, with what its type computes when it is read."""
    seen = {**record, **type.computed(crm, call.actor, record)} if type.computed else record
    return titles.beside(titles.teller(crm, call.actor, type), seen, service.shown(type, seen, only, actor=call.actor))


def _place(call: Call, type: ObjectType, record: Record) -> dict[str, str]:
    """The ETag, and where the record lives that answers for one merged into it (RFC 9110, 8.7)."""
    if record["id"] == call.path["id"]:
        return _tag(record)
    return {**_tag(record), "Content-Location": f"{call.stage_url}/v1/{type.plural}/{record['id']}"}


def _tag(record: Record) -> dict[str, str]:
    return {"ETag": f'"{record["version"]}"'}


def _only(crm: Crm, call: Call, type: ObjectType) -> frozenset[str]:
    """`?fields=`: just these, `shares` among them; an unknown one is an error."""
    names = frozenset(name for name in call.query.get("fields", "").split(",") if name)
    unknown = sorted(names - readable.fields(crm.registry, call.actor, type).keys() - {service.SHARES})
    if unknown:
        raise Invalid.one("fields", "unknown_field", f"{type.label_plural} have no field {unknown[0][:60]}")
    return names


def _filter(crm: Crm, call: Call, type: ObjectType) -> Any:
    """`?filter=` as JSON, and the shorthand `?status=open&owner_id=me`."""
    raw = call.query.get("filter", "")
    try:
        parts = [json.loads(raw)] if raw else []
    except (ValueError, RecursionError) as error:
        raise Invalid.one("filter", "invalid_filter", "filter is JSON in the rule language") from error
    for name, value in call.query.items():
        if name in LIST_WORDS:
            continue
        meant = {"me": True} if value == "me" else _typed(crm, call, type, name, value)
        parts.append({"field": name, "op": "eq", "value": meant})
    return parts[0] if len(parts) == 1 else {"all": parts} if parts else None


def _typed(crm: Crm, call: Call, type: ObjectType, name: str, value: str) -> Any:
    """Query strings are text: numbers and booleans are read by the field's own cell reader."""
    from chalicelib.records.fields import FIELD_TYPES
    field = readable.fields(crm.registry, call.actor, type).get(name)
    if field is None:
        raise Invalid.one(name, "unknown_field", f"{type.label_plural} have no field or parameter {name[:60]}")
    if field.kind in ("number", "integer", "boolean"):
        return FIELD_TYPES[field.kind].from_text(field, value, "US")
    return value


