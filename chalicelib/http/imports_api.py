"""`/v1/imports`: a file in, previewed, started, watched."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed, NotFound
from chalicelib.exchange import service
from chalicelib.exchange.objects import IMPORT
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records import lists


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path and method."""
    shape = (len(call.path), call.method)
    if shape == (1, "POST"):
        return _create(crm, call)
    if shape == (1, "GET"):
        return _list(crm, call)
    if shape == (2, "GET"):
        return Reply(body=service.shown(crm, service.find(crm, call.actor, call.path["id"])))
    if shape == (3, "POST"):
        return _act(crm, call, call.path["id"], call.path["action"])
    raise NotAllowed(f"{call.method} is not for this path")


def _create(crm: Crm, call: Call) -> Reply:
    created = service.create(crm, call.actor, call.json(), call.idempotency_key)
    headers = {"Location": f"{call.stage_url}/v1/imports/{created.record['id']}"}
    if created.replayed:
        headers["Idempotent-Replay"] = "true"
    upload = service.upload_form(crm, created.record)
    return Reply(201, {**service.shown(crm, created.record), "upload": upload}, headers)


def _list(crm: Crm, call: Call) -> Reply:
    found = lists.listed(crm, call.actor, lists.Query(
        IMPORT, sort=call.query.get("sort", ""), limit=call.number("limit", 25, 100),
        cursor=call.query.get("cursor", "")))
    return Reply(body={"data": [service.shown(crm, record) for record in found.records],
                       "next_cursor": found.next_cursor, "meta": {"total": found.total, "kept": found.kept}})


def _act(crm: Crm, call: Call, id: str, action: str) -> Reply:
    if action == "preview":
        return Reply(body=service.preview(crm, call.actor, id, call.json()))
    if action == "start":
        return Reply(202, service.shown(crm, service.start(crm, call.actor, id, call.json())))
    if action == "cancel":
        return Reply(body=service.shown(crm, service.cancel(crm, call.actor, id)))
    raise NotFound(f"Imports have no action `{action[:60]}`")
