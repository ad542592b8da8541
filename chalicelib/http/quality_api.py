"""`/v1/quality`: the account of every object, of one (`?problem=` lists the records that have it), of one record."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import PAGED, RECORD, TEXT, Part, operation, paths_of, rows_of
from chalicelib.quality import report


def answer(crm: Crm, call: Call) -> Reply:
    """Find the use case by path."""
    if call.method != "GET" or len(call.path) > 3:
        raise NotAllowed(f"{call.method} is not for this path")
    if "id" not in call.path:
        return Reply(body={"data": report.overview(crm, call.actor)})
    type = report.judged(crm, call.path["id"])
    if "action" in call.path:
        return Reply(body=report.of_record(crm, call.actor, type, call.path["action"]))
    if "problem" not in call.query:
        return Reply(body=report.account(crm, call.actor, type))
    rows, following = report.having(crm, call.actor, type, call.query["problem"], call.number("limit", 25, 100),
                                    call.query.get("cursor", ""))
    return Reply(body={"data": rows, "next_cursor": following})


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    return paths_of(
        "/v1/quality", get=operation("quality", "Quality", "The account of every object.", rows_of(RECORD)),
    ) | paths_of(
        "/v1/quality/{objects}", get=operation(
            "quality_of", "Quality", "One object's account, or the records that have a problem.", RECORD,
            parameters=[{"name": "problem", "in": "query", "schema": TEXT}, *PAGED]),
    ) | paths_of(
        "/v1/quality/{objects}/{id}", get=operation("quality_of_record", "Quality", "What one record lacks.", RECORD))
