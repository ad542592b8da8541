"""The account of data quality: how complete records are, what is wrong with them, and where to find those."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from chalicelib.errors import Invalid, NotFound
from chalicelib.records import permissions, service, sight
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.lists import cursors
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.quality_rows import cell_of
from chalicelib.records.quality_rules import PROBLEMS, quality
from chalicelib.records.reports import reading as report_reading
from chalicelib.records.reports import shared
from chalicelib.store import keys
from chalicelib.store.operations import add

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
STALE_MONTHS = 12


def judged(crm: Crm, plural: str) -> ObjectType:
    """The type of that name; NotFound where none of its fields is important."""
    type = crm.registry.plural(plural)
    if not type.important:
        known = ", ".join(each.plural for each in crm.registry if each.important)
        raise NotFound(f"Data quality is kept of {known}")
    return type


def overview(crm: Crm, actor: Actor) -> list[Record]:
    """The account of each object that the actor may read."""
    return [account(crm, actor, type) for type in crm.registry
            if type.important and actor.scope(type, "read") > permissions.Scope.NONE]


def account(crm: Crm, actor: Actor, type: ObjectType) -> Record:
    """Totals with links, of what the reader may read; `state: building` while its counts are not kept yet.

    `truncated`: more is shared with the reader than is counted, so `records` is None and each problem has at least as
    many as it tells.
    """
    parts = report_reading.partitions(crm, actor, type)
    if parts is None:
        return {"object": type.plural, "state": "building", "records": None, "completeness": None, "problems": [],
                "truncated": False}
    cell, whole = _counted(crm, actor, type, parts)
    hidden, many = permissions.hidden_fields(actor, type), cell.get("n", 0)
    full = round(cell.get("complete", 0) / many) if many and not hidden & set(type.important) else None
    return {"object": type.plural, "state": "ready", "records": many if whole else None, "completeness": full,
            "truncated": not whole, "problems": [*_missing(type, cell, hidden), *_wrong(type, cell, hidden),
                         _stale(type, cell, crm.clock.now())]}


def of_record(crm: Crm, actor: Actor, type: ObjectType, id: str) -> Record:
    """What is to be said of one record, of the fields that the reader may see."""
    record = service.look(crm, actor, type, id)
    hidden = permissions.hidden_fields(actor, type)
    found = quality(type, {name: value for name, value in record.items() if name not in hidden})
    return {
        "id": record["id"], "completeness": None if hidden & set(type.important) else found.completeness,
        "missing": [name for name in found.missing if name not in hidden],
        "problems": [{"problem": name, "field": field, "label": PROBLEMS[name].label}
                     for name, field in found.problems.items() if field not in hidden],
        "updated_at": record["updated_at"], "stale": record["updated_at"] < stale_before(crm.clock.now())}


def having(crm: Crm, actor: Actor, type: ObjectType, problem: str, limit: int,
           cursor: str) -> tuple[list[Record], str | None]:
    """A page of the records with a problem, newest first, and where it goes on. Invalid for a problem not known."""
    permissions.require_type(actor, type, "read")
    if problem not in PROBLEMS or PROBLEMS[problem].field in permissions.hidden_fields(actor, type):
        raise Invalid.one("problem", "unknown_problem", f"A problem is one of {', '.join(PROBLEMS)}")
    bound, secret = ["quality", type.name, problem, actor.id], crm.configuration.secret()
    place = str(cursors.opened(secret, bound, cursor)) if cursor else ""
    rows = _merged(crm, actor, type, problem, place, limit + 1)
    page = rows[:limit]
    told = sight.may_be_told(crm, actor, type)
    shown = [{"id": row["id"], "title": row["title"] if told else type.label} for row in page
             if permissions.may(actor, type, "read", row)]
    return shown, cursors.seal(secret, bound, page[-1]["sk"]) if len(rows) > limit else None


def stale_before(now: str) -> str:
    """The first instant of the month a year ago: what was changed last before it is stale."""
    return f"{int(now[:4]) - STALE_MONTHS // 12:04d}{now[4:7]}-01T00:00:00.000Z"


def _merged(crm: Crm, actor: Actor, type: ObjectType, problem: str, place: str, limit: int) -> list[Record]:
    """The first rows over all audiences, each record once: no audience can add more than that many."""
    names = permissions.audiences(actor, type, crm.configuration.engine().audiences)

    def one(name: str) -> list[Record]:
        pk, _sk = keys.quality_row(type.name, problem, name, "", "")
        return crm.table.query(pk, descending=True, before=place, limit=limit).items
    with ThreadPoolExecutor(max(1, min(16, len(names)))) as threads:
        pages = list(threads.map(one, names))
    rows = heapq.merge(*pages, key=lambda row: str(row["sk"]), reverse=True)
    return list({row["id"]: row for row in rows}.values())[:limit]


def _counted(crm: Crm, actor: Actor, type: ObjectType, parts: Iterable[tuple[str, int]]) -> tuple[dict[str, int], bool]:
    """The counts of the reader's audiences and of what is shared with them beyond, and whether that is all of it."""
    sharing = shared.names(actor, type)
    if not sharing:
        return _added_up(crm, type, parts), True
    with ThreadPoolExecutor(min(16, 1 + len(sharing))) as threads:
        counting = threads.submit(_added_up, crm, type, parts)
        pages = list(threads.map(lambda name: shared.page(crm, type, name), sharing))
        total = counting.result()
    for record in shared.beyond(actor, type, pages):
        total = add(total, cell_of(type, record))
    return total, not any(page.more for page in pages)


def _added_up(crm: Crm, type: ObjectType, parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    wanted = {keys.quality_count(type.name, name): sign for name, sign in parts}
    total: dict[str, int] = {}
    for key, item in crm.table.get_many(wanted).items():
        numbers = {name: int(number) for name, number in item.items() if name not in ("pk", "sk")}
        total = add(total, {name: wanted[key] * number for name, number in numbers.items()})
    return total


def _missing_label(field: Field) -> str:
    return f"{field.display} are missing" if FIELD_TYPES[field.kind].many else f"{field.display} is missing"


def _missing(type: ObjectType, cell: Mapping[str, int], hidden: frozenset[str]) -> list[Record]:
    return [_told(f"missing_{name}", name, _missing_label(type.all_fields[name]),
                  cell.get(f"missing.{name}", 0), _list(type, {"field": name, "op": "empty"}))
            for name in type.important if name in type.all_fields and name not in hidden]


def _wrong(type: ObjectType, cell: Mapping[str, int], hidden: frozenset[str]) -> list[Record]:
    return [_told(name, problem.field, problem.label, cell.get(f"problem.{name}", 0),
                  f"/v1/quality/{type.plural}?problem={name}")
            for name, problem in PROBLEMS.items() if problem.field in type.all_fields and problem.field not in hidden]


def _stale(type: ObjectType, cell: Mapping[str, int], now: str) -> Record:
    before = stale_before(now)
    many = sum(number for name, number in cell.items() if name.startswith("changed.") and name[8:] < before[:7])
    return _told("stale", "updated_at", f"Not changed for {STALE_MONTHS} months", many,
                 _list(type, {"field": "updated_at", "op": "lt", "value": before}))


def _told(name: str, field: str, label: str, many: int, link: str) -> Record:
    return {"problem": name, "field": field, "label": label, "records": many, "link": link}


def _list(type: ObjectType, filter: Mapping[str, Any]) -> str:
    return f"/v1/{type.plural}?filter={quote(json.dumps(filter, separators=(',', ':')))}"
