"""`/v1/exports`: records out, as a file that is made in the background."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed, NotFound
from chalicelib.exchange import exports
from chalicelib.exchange.export_objects import EXPORT, REQUESTED
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import PAGED, Part, operation, page_of, paths_of, query, ref
from chalicelib.http.openapi_types import CHANGE, schema_of
from chalicelib.records import profiles, service
from chalicelib.records.lists import lists


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path and method."""
    shape = (len(call.path), call.method)
    if shape == (1, "POST"):
        return _create(crm, call)
    if shape == (1, "GET"):
        return _list(crm, call)
    if shape == (2, "GET"):
        return Reply(body=exports.find(crm, call.actor, call.path["id"]))
    if shape == (2, "DELETE"):
        exports.discard(crm, call.actor, call.path["id"])
        return Reply(204)
    if shape == (3, "POST") and call.path["action"] == "cancel":
        return Reply(body=exports.cancel(crm, call.actor, call.path["id"]))
    if shape == (3, "GET") and call.path["action"] == "history":
        return _history(crm, call)
    if len(call.path) == 3:
        raise NotFound(f"Exports have no `{call.path['action'][:60]}`")
    raise NotAllowed(f"{call.method} is not for this path")


def _create(crm: Crm, call: Call) -> Reply:
    record, replayed = exports.create(crm, call.actor, call.json(), call.idempotency_key)
    headers = {"Location": f"{call.stage_url}/v1/exports/{record['id']}"}
    return Reply(201, record, {**headers, "Idempotent-Replay": "true"} if replayed else headers)


def _list(crm: Crm, call: Call) -> Reply:
    query = lists.Query(EXPORT, sort=call.query.get("sort", ""), limit=call.number("limit", 25, 100),
                        cursor=call.query.get("cursor", ""))
    found, following = exports.listed(crm, call.actor, query)
    return Reply(body={"data": found, "next_cursor": following, "meta": {"total": None, "kept": True}})


def _history(crm: Crm, call: Call) -> Reply:
    """Who exported what, how many, and when the file went."""
    actor = exports.reader(call.actor)
    record = service.get(crm, actor, EXPORT, call.path["id"])
    stored = profiles.changes(crm, actor, record["id"], call.number("limit", 25, 100), call.query.get("cursor", ""))
    rows, following = profiles.history(crm, actor, record, stored)
    return Reply(body={"data": rows, "next_cursor": following})


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    seen = {"allOf": [ref("Export"), {"type": "object", "properties": {"download_url": {"type": ["string", "null"]}}}]}
    return paths_of(
        "/v1/exports",
        get=operation("list_exports", "Exports", "My exports, newest first.", page_of(seen), parameters=PAGED),
        post=operation("create_export", "Exports", "Have records made into a file, in the background.", seen,
                       status="201", body=schema_of(REQUESTED), parameters=[query("idempotency")]),
    ) | paths_of(
        "/v1/exports/{id}", get=operation("get_export", "Exports", "How far it is; at its end with a link.", seen),
        delete=operation("delete_export", "Exports", "Remove the file.", status="204"),
    ) | paths_of(
        "/v1/exports/{id}/cancel", post=operation("cancel_export", "Exports", "Stop it.", seen),
    ) | paths_of(
        "/v1/exports/{id}/history", get=operation("history_exports", "Exports", "Who exported what.", page_of(CHANGE),
                                                  parameters=PAGED))
