"""`GET /v1/reports/{id}/data`: the numbers of a report."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.errors import NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.openapi_parts import RECORD, TEXT, Part, operation, paths_of
from chalicelib.records import permissions
from chalicelib.records.reports import reading as report_reading


def data(crm: Crm, call: Call) -> Reply:
    """Rows and total, over `?from=&to=` in the report's buckets or in days; `?limit=` rows, 1,000 unless said."""
    type = crm.registry.named("report")
    permissions.require_type(call.actor, type, "read")
    report = crm.configuration.find("report", call.path["id"])
    if report is None:
        raise NotFound("There is no such report")
    permissions.require(call.actor, type, "read", report)
    limit = call.number("limit", 1000, report_reading.MOST_CELLS)
    asked = report_reading.asked(report, call.query.get("from", ""), call.query.get("to", ""), limit)
    return Reply(body=report_reading.read(crm, call.actor, report, asked))


def operations() -> Part:
    """These calls, as `/openapi.json` tells them."""
    return paths_of("/v1/reports/{id}/data", get=operation(
        "data_reports", "Reports", "The numbers of a report.", RECORD, parameters=[
            *({"name": name, "in": "query", "schema": TEXT} for name in ("from", "to")),
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1000}}]))
