"""The operations for which a person waits and which change nothing."""

from __future__ import annotations

import json
from urllib.parse import quote

from bench.operation import Company, Operation, Run, asked

DEEP_PAGE, PAGE = 4_000, 25


def _next_page(company: Company, _number: int) -> Run:
    cursor = company.get("/v1/contacts").body["next_cursor"]
    return lambda: company.get(f"/v1/contacts?cursor={cursor}")


def _next_of_view(company: Company, _number: int) -> Run:
    address = f"/v1/contacts?view={company.known['view']}"
    cursor = company.get(address).body["next_cursor"]
    return lambda: company.get(f"{address}&cursor={cursor}")


def _board(company: Company, _number: int) -> Run:
    """What a board asks for: the first page of each stage."""
    def run() -> list[str]:
        return [company.get(f"/v1/contacts?lifecycle_stage={stage}").text for stage in company.known["stages"]]
    return run


def _rare(_company: Company, _number: int) -> str:
    condition = {"all": [{"field": "job_title", "op": "eq", "value": "Controller"},
                         {"field": "source", "op": "eq", "value": "partner"}]}
    return f"/v1/contacts?filter={quote(json.dumps(condition))}"


def _typo(company: Company, number: int) -> str:
    name = company.sample(number)["last_name"].lower()
    return f"/v1/search?q={name[:3]}{name[4:5]}{name[3:4]}{name[5:]}"


def deep_cursor(company: Company, size: int) -> str:
    """The cursor of the 4,000th page, or of the last whole one of a smaller company."""
    left, cursor = min(DEEP_PAGE, size // PAGE) * PAGE - PAGE, ""
    while left:
        step = min(left, 100)
        page = company.get(f"/v1/contacts?limit={step}{f'&cursor={cursor}' if cursor else ''}").body
        cursor, left = page["next_cursor"], left - step
    return cursor


def _rep(company: Company, number: int) -> str:
    return str(company.known["reps"][number % 3])


READS = (
    asked("record", lambda company, number: f"/v1/contacts/{company.sample(number)['id']}", "GetItem"),
    asked("record page (links and timeline)",
          lambda company, number: f"/v1/contacts/{company.sample(number)['id']}?include=links,timeline"),
    asked("list, newest 25 with total", lambda *_: "/v1/contacts", "Query"),
    Operation("list, next page", _next_page, bare="Query"),
    asked("list, 4,000th page", lambda company, _number: f"/v1/contacts?cursor={company.deep}", "Query"),
    asked("list by owner", lambda company, number: f"/v1/contacts?owner_id={_rep(company, number)}", "Query"),
    asked("list by stage with total", lambda *_: "/v1/contacts?lifecycle_stage=lead", "Query"),
    asked("list by another sort key", lambda *_: "/v1/contacts?sort=last_name", "Query"),
    asked("list, ad-hoc filter, many match", lambda *_: "/v1/contacts?source=web", "Query"),
    asked("list, ad-hoc filter, few match", _rare, "Query"),
    asked("saved view, first page with total", lambda company, _number: f"/v1/contacts?view={company.known['view']}",
          "Query"),
    Operation("saved view, next page", _next_of_view, bare="Query"),
    asked("search, prefix", lambda company, number: f"/v1/search?q={company.sample(number)['last_name'][:5].lower()}"),
    asked("search, two words", lambda company, number: "/v1/search?q={first_name}+{last_name}".format(
        **company.sample(number)).lower()),
    asked("search, phone", lambda company, number: f"/v1/search?q={company.sample(number)['phone'][-7:]}"),
    asked("search, typo", _typo),
    asked("timeline", lambda company, number: f"/v1/contacts/{company.sample(number)['id']}/timeline"),
    asked("history", lambda company, number: f"/v1/contacts/{company.sample(number)['id']}/history"),
    asked("me, with the bell's count", lambda *_: "/v1/me"),
    asked("dashboard tile", lambda company, _number: f"/v1/reports/{company.known['report']}/data"),
    Operation("board, six stages", _board, times=30),
)
