"""`/v1/imports`: a file in, previewed, started, watched, reverted."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed, NotFound
from chalicelib.exchange import service
from chalicelib.exchange.objects import IMPORT, REQUESTED
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import PAGED, RECORD, TEXT, Part, operation, page_of, paths_of, query, ref
from chalicelib.http.openapi_types import schema_of
from chalicelib.records.lists import lists


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path and method."""
    shape = (len(call.path), call.method)
    if shape == (1, "POST"):
        return _create(crm, call)
    if shape == (1, "GET"):
        return _list(crm, call)
    if shape == (2, "GET"):
        return Reply(body=service.shown(crm, call.actor, service.find(crm, call.actor, call.path["id"])))
    if shape == (3, "POST"):
        return _act(crm, call, call.path["id"], call.path["action"])
    raise NotAllowed(f"{call.method} is not for this path")


def _create(crm: Crm, call: Call) -> Reply:
    created = service.create(crm, call.actor, call.json(), call.idempotency_key)
    headers = {"Location": f"{call.stage_url}/v1/imports/{created.record['id']}"}
    if created.replayed:
        headers["Idempotent-Replay"] = "true"
    upload = service.upload_form(crm, created.record)
    return Reply(201, {**service.shown(crm, call.actor, created.record), "upload": upload}, headers)


def _list(crm: Crm, call: Call) -> Reply:
    found = lists.listed(crm, call.actor, lists.Query(
        IMPORT, sort=call.query.get("sort", ""), limit=call.number("limit", 25, 100),
        cursor=call.query.get("cursor", "")))
    return Reply(body={"data": [service.shown(crm, call.actor, record) for record in found.records],
                       "next_cursor": found.next_cursor, "meta": {"total": found.total, "kept": found.kept}})


def _act(crm: Crm, call: Call, id: str, action: str) -> Reply:
    if action == "preview":
        return Reply(body=service.preview(crm, call.actor, id, call.json()))
    if action == "start":
        return Reply(202, service.shown(crm, call.actor, service.start(crm, call.actor, id, call.json())))
    if action == "cancel":
        return Reply(body=service.shown(crm, call.actor, service.cancel(crm, call.actor, id)))
    if action == "revert":
        return Reply(202, service.shown(crm, call.actor, service.revert(crm, call.actor, id)))
    raise NotFound(f"Imports have no action `{action[:60]}`")


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    upload = {"type": "object", "properties": {"url": TEXT, "fields": RECORD}}
    seen = {"allOf": [ref("Import"), {"type": "object", "properties": {
        "errors_url": {"type": ["string", "null"]}, "warnings_url": {"type": ["string", "null"]}, "upload": upload}}]}
    mapped = schema_of([field for field in REQUESTED if field.name == "mapping"])
    return paths_of(
        "/v1/imports",
        get=operation("list_imports", "Imports", "My imports, newest first.", page_of(seen), parameters=PAGED),
        post=operation("create_import", "Imports", "A new import; the file goes to `upload`.", seen, status="201",
                       body=schema_of(REQUESTED), parameters=[query("idempotency")]),
    ) | paths_of("/v1/imports/{id}", get=operation("get_import", "Imports", "How far it is.", seen)) | paths_of(
        "/v1/imports/{id}/preview",
        post=operation("preview_import", "Imports", "The first rows as they would be imported.", RECORD, body=mapped,
                       optional=True),
    ) | paths_of(
        "/v1/imports/{id}/start",
        post=operation("start_import", "Imports", "Begin.", seen, status="202", body=mapped, optional=True),
    ) | paths_of(
        "/v1/imports/{id}/cancel",
        post=operation("cancel_import", "Imports", "Stop; what is imported stays.", seen),
    ) | paths_of(
        "/v1/imports/{id}/revert",
        post=operation("revert_import", "Imports", "Undo what it did.", seen, status="202"))
