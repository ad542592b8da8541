"""Reading a report: its cells for what the reader may read, over a range of time, by one query per audience.

Who reads but a part of the object is counted what is shared with them besides, read at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid
from chalicelib.records import audiences, conditions, needed, permissions, rebuilding, sight
from chalicelib.records.audiences import Signed
from chalicelib.records.conditions.nodes import Condition, leaves
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.registry import Registry
from chalicelib.records.reports import buckets as report_buckets
from chalicelib.records.reports import cells as report_cells
from chalicelib.records.reports import kept as kept_reports
from chalicelib.records.reports import shared
from chalicelib.records.reports.kept import KeptReport
from chalicelib.records.reports.labels import labels
from chalicelib.store import keys
from chalicelib.store.operations import add
from chalicelib.store.table import Page

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Cells = dict[str, dict[str, int]]
MOST_CELLS = 5000
AT_ONCE = 16


@dataclass(frozen=True)
class Asked:
    """A range of time, in bucket names (both included, "" is open), and how many rows at most."""

    low: str = ""
    high: str = ""
    limit: int = MOST_CELLS


def asked(report: Mapping[str, Any], first: str, last: str, limit: int) -> Asked:
    """What a client asks, checked. Invalid with everything that is wrong."""
    bucket = str(report.get("bucket") or "")
    given = {name: text for name, text in (("from", first), ("to", last)) if text}
    if given and not bucket:
        raise Invalid([FieldError(name, "not_supported", "This report has no buckets of time") for name in given])
    bounds, errors = {"from": "", "to": ""}, list[FieldError]()
    for name, text in given.items():
        try:
            bounds[name] = report_buckets.read_bound(text, bucket, name)
        except Invalid as invalid:
            errors += invalid.errors
    if not errors and bounds["to"] and bounds["from"] > bounds["to"]:
        errors.append(FieldError("to", "invalid_range", "The range ends before it begins"))
    if errors:
        raise Invalid(errors)
    return Asked(bounds["from"], bounds["to"], limit)


def read(crm: Crm, actor: Actor, report: Mapping[str, Any], question: Asked) -> Record:
    """The numbers of a report for this reader; while its cells are not whole, only how far `building` them is.

    Forbidden where the reader may not read the object, or a field that the report speaks of.
    """
    type = crm.registry.named(str(report["object_type"]))
    parts = partitions(crm, actor, type)
    require_fields(crm.registry, actor, type, report)
    kept = _whole(crm, report)
    if kept is None or parts is None:
        building = rebuilding.progress(crm, actor, str(report["id"]))
        return {**_head(report, type), "state": "building", "building": building,
                "rows": [], "total": None, "labels": {}, "truncated": False}
    cells, whole = _cells(crm, actor, type, kept, parts, question)
    rows = [_row(kept, name, cell) for name, cell in sorted(cells.items()) if not report_cells.is_whole(name)]
    shown = rows[:question.limit]
    return {**_head(report, type), "state": "ready", "building": None, "rows": shown,
            "total": _total(kept, cells) if whole else None,
            "labels": labels(crm, actor, type, kept.groups, shown), "truncated": not whole or len(rows) > len(shown)}


def require_fields(registry: Registry, actor: Actor, type: ObjectType, report: Mapping[str, Any]) -> None:
    """Forbidden where it groups, filters or adds up by what the reader may not see: the numbers would tell."""
    condition = conditions.parse(report.get("filter"), type.all_fields, stored=True)
    hidden = hidden_uses(registry, actor, type, report, condition)
    if hidden:
        raise Forbidden(f"Your roles do not let you read {', '.join(hidden)}", code="field_forbidden")


def hidden_uses(registry: Registry, actor: Actor, type: ObjectType, report: Mapping[str, Any],
                condition: Condition) -> list[str]:
    """The fields that a report uses and the reader may not read; behind a reference, of who reads but some of those."""
    found = kept_reports.uses(report, condition) & permissions.hidden_fields(actor, type)
    for leaf in leaves(condition):
        to = type.all_fields[leaf.field].to if leaf.path and leaf.field in type.all_fields else ""
        if to and registry.known(to) and _is_hidden(actor, registry.named(to), leaf.path):
            found = {*found, f"{leaf.field}.{leaf.path}"}
    return sorted(found)


def _is_hidden(actor: Actor, type: ObjectType, field: str) -> bool:
    return actor.scope(type, "read") < Scope.ALL or field in permissions.hidden_fields(actor, type)


def _whole(crm: Crm, report: Mapping[str, Any]) -> KeptReport | None:
    """The report as its cells are kept; None while they follow another definition or are being built."""
    engine = crm.configuration.engine()
    wanted = crm.configuration.made("reports", lambda: _wanted(crm))
    mine = next((each for each in wanted if each["id"] == report["id"]), None)
    kept = next((each for each in engine.definitions.get("reports") or () if each["id"] == report["id"]), None)
    if not mine or not kept or report["id"] in engine.building:
        return None
    same = {name: value for name, value in kept.items() if name != "generation"} == mine
    return kept_reports.compiled(kept, crm.registry.named(kept["type"])) if same else None


def _wanted(crm: Crm) -> list[Record]:
    audiences = needed.audiences(crm.configuration.all("role"), crm.registry)
    return kept_reports.definitions(crm.configuration.all("report"), crm.registry, audiences)


def partitions(crm: Crm, actor: Actor, type: ObjectType) -> Signed | None:
    """The audiences whose counts make up what the actor may read beside what is shared with them, each with its sign;
    None where not all is kept that this takes. Forbidden where each record says itself who may read it."""
    scope = permissions.require_type(actor, type, "read")
    if not sight.countable(actor, type):
        raise Forbidden(f"{type.label_plural} are not counted for your roles")
    kept = crm.configuration.engine().audiences
    if not permissions.READ_AS[scope] <= {*kept.get(type.name, ())}:
        return None
    return audiences.signed(actor, type, kept)


def _cells(crm: Crm, actor: Actor, type: ObjectType, kept: KeptReport, parts: Signed,
           question: Asked) -> tuple[Cells, bool]:
    """The cells of the range, added up over the audiences and what is shared, and whether these are all of them."""
    found, pages = _at_once(crm, type, kept, parts, shared.names(actor, type), question)
    horizon = min((last for _cells, last in found if last), default="")
    beyond = shared.counted(actor, type, kept, pages, question.low, question.high, crm.clock.now())
    cells = shared.together([*(cells for cells, _last in found), *beyond])
    whole = not horizon and not any(page.more for page in pages)
    return {name: cell for name, cell in cells.items()
            if cell.get("n", 0) > 0 and (not horizon or name <= horizon)}, whole


def _at_once(crm: Crm, type: ObjectType, kept: KeptReport, parts: Signed, sharing: list[str],
             question: Asked) -> tuple[list[tuple[Cells, str]], list[Page]]:
    """The cells of each audience, and the records that are shared under each name: one round trip."""
    def one(part: tuple[str, int]) -> tuple[Cells, str]:
        return _partition(crm, keys.report_partition(kept.name, part[0]), part[1], question)
    if len(parts) == 1 and not sharing:
        return [one(parts[0])], []
    with ThreadPoolExecutor(min(AT_ONCE, len(parts) + len(sharing))) as threads:
        pages = threads.map(lambda name: shared.page(crm, type, name), sharing)
        return list(threads.map(one, parts)), list(pages)


def _partition(crm: Crm, pk: str, sign: int, question: Asked) -> tuple[Cells, str]:
    """The cells of one audience, and the last of them where there are more than will be read."""
    after, before = report_cells.bounds(question.low, question.high)
    cells: Cells = {}
    while True:
        page = crm.table.query(pk, after=after, before=before, limit=MOST_CELLS - len(cells))
        for item in page.items:
            cells[item["sk"]] = {name: sign * int(number) for name, number in item.items() if name not in ("pk", "sk")}
        after = page.last
        if not page.more or len(cells) >= MOST_CELLS:
            return cells, page.last


def _row(kept: KeptReport, name: str, cell: Mapping[str, int]) -> Record:
    bucket, values = report_cells.read_name(name, [kept.kinds[group] for group in kept.groups])
    return {"bucket": bucket or None, "groups": dict(zip(kept.groups, values, strict=False)), **_numbers(kept, cell)}


def _numbers(kept: KeptReport, cell: Mapping[str, int]) -> Record:
    return {"count": cell.get("n", 0), "sums": {field: _sum(kept, field, cell) for field in kept.sums},
            "averages": {field: _average(kept, field, cell) for field in kept.averages}}


def _sum(kept: KeptReport, field: str, cell: Mapping[str, int]) -> Any:
    """A whole number, or minor units by currency."""
    if kept.kinds[field] != "money":
        return cell.get(kept_reports.sum_name(field), 0)
    begin = f"{kept_reports.sum_name(field)}."
    return {name.removeprefix(begin): number for name, number in sorted(cell.items())
            if name.startswith(begin) and number}


def _average(kept: KeptReport, field: str, cell: Mapping[str, int]) -> Record:
    """`{average, sum, count}` over the records that have a value, or that by currency; None is of none at all."""
    if kept.kinds[field] != "money":
        return _mean(cell.get(kept_reports.sum_name(field), 0), cell.get(kept_reports.having_name(field), 0))
    begin = f"{kept_reports.having_name(field)}."
    return {currency: _mean(cell.get(kept_reports.sum_name(field, currency), 0), count)
            for name, count in sorted(cell.items()) if name.startswith(begin) and count
            for currency in [name.removeprefix(begin)]}


def _mean(total: int, count: int) -> Record:
    return {"average": round(total / count, 4) if count else None, "sum": total, "count": count}


def _total(kept: KeptReport, cells: Cells) -> Record:
    """All of the range; where a record stands in several groups it still counts once."""
    counted: Iterable[str] = (name for name in cells if report_cells.is_whole(name) == kept.many)
    total: dict[str, int] = {}
    for name in counted:
        total = add(total, cells[name])
    return _numbers(kept, total)


def _head(report: Mapping[str, Any], type: ObjectType) -> Record:
    """What the numbers are of."""
    return {"report_id": report["id"], "object": type.plural, "bucket": report.get("bucket"),
            "group_by": report.get("group_by") or [], "sums_of": report.get("sums") or [],
            "averages_of": report.get("averages") or []}
