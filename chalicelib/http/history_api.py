"""`/v1/audit`: what was done, across the system and on one record."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import Invalid, NotAllowed
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import PAGED, RECORD, TEXT, Part, operation, page_of, paths_of
from chalicelib.records import audit_log

WORDS = frozenset({"actor", "day", "object", "limit", "cursor"})


def answer(crm: Crm, call: Call) -> Reply:
    """`GET /v1/audit?actor=&day=&object=` and, deleted records too, `GET /v1/audit/{id}`."""
    if call.method != "GET" or len(call.path) > 2:
        raise NotAllowed("Only GET /v1/audit and GET /v1/audit/{id}")
    unknown = sorted(call.query.keys() - WORDS)
    if unknown:
        raise Invalid.one(unknown[0][:60], "unknown_parameter", f"Parameters are {', '.join(sorted(WORDS))}")
    limit, cursor = call.number("limit", 25, 100), call.query.get("cursor", "")
    if "id" in call.path:
        rows, following = audit_log.of_record(crm, call.actor, call.path["id"], limit, cursor)
    else:
        asked = audit_log.Question(call.query.get("actor", "")[:100], call.query.get("day", ""),
                                   call.query.get("object", ""), limit, cursor)
        rows, following = audit_log.listed(crm, call.actor, asked)
    return Reply(body={"data": rows, "next_cursor": following})


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    return paths_of(
        "/v1/audit", get=operation("audit", "Audit", "What was done, newest first.", page_of(RECORD), parameters=[
            *({"name": name, "in": "query", "schema": TEXT} for name in ("actor", "day", "object")), *PAGED]),
    ) | paths_of(
        "/v1/audit/{id}", get=operation("audit_of", "Audit", "What was done with one record, a deleted one too.",
                                        page_of(RECORD), parameters=PAGED))
