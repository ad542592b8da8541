"""Reports whose cells the engine keeps: counts, sums and averages by groups and time bucket, per audience.

An average is kept as a sum and the number of records that have a value, beside the number of all.

For whom a record counts, see `audiences`; what is shared one by one is counted when it is read (`shared`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records import audiences, conditions
from chalicelib.records.conditions import Reader
from chalicelib.records.conditions.nodes import Condition, Leaf, Me, MyTeams, leaves
from chalicelib.records.objects import ObjectType
from chalicelib.records.registry import Registry
from chalicelib.records.reports import buckets as report_buckets
from chalicelib.records.reports import cells as report_cells
from chalicelib.store import keys

Record = Mapping[str, Any]


@dataclass(frozen=True)
class KeptReport:
    """One report of one generation; `kinds` are the field types that it was defined over."""

    id: str
    type: str
    generation: int
    condition: Condition
    groups: tuple[str, ...]
    bucket_field: str
    bucket: str
    sums: tuple[str, ...]
    time_zone: str
    kinds: Mapping[str, str]
    averages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its cells' keys carry."""
        return f"{self.id}.{self.generation}"

    @property
    def many(self) -> bool:
        """Whether a record may belong to several groups."""
        return any(self.kinds[name] in report_cells.MANY for name in self.groups)


def definitions(reports: Iterable[Record], registry: Registry,
                kept: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """What the reports ask of derived rows, by id; those that cannot be kept are left out.

    What they rest on is named in full: where an audience or a field comes or goes, a report is built anew.
    """
    found = []
    for report in sorted(reports, key=lambda each: str(each["id"])):
        if report.get("deleted_at") or not registry.known(str(report.get("object_type"))):
            continue
        type = registry.named(report["object_type"])
        condition = conditions.parse(report.get("filter"), type.all_fields, stored=True)
        if personal(condition):
            continue
        used = sorted(uses(report, condition))
        kinds = {name: type.all_fields[name].kind if name in type.all_fields else "" for name in used}
        found.append({
            "id": report["id"], "type": type.name, "filter": report.get("filter"),
            "group_by": list(report.get("group_by") or ()), "bucket_field": str(report.get("bucket_field") or ""),
            "bucket": str(report.get("bucket") or ""), "sums": list(report.get("sums") or ()),
            "time_zone": str(report.get("time_zone") or "UTC"), "kinds": kinds, "uses": used,
            "audiences": list(kept.get(type.name, ())),
            **({"averages": list(report["averages"])} if report.get("averages") else {})})  # others stay as they stand
    return found


def uses(report: Record, condition: Condition) -> set[str]:
    """The fields of its object that a report speaks of."""
    time = {report["bucket_field"]} if report.get("bucket_field") else set()
    return {*(report.get("group_by") or ()), *(report.get("sums") or ()),
            *(report.get("averages") or ()), *time,
            *(leaf.field for leaf in leaves(condition))}


def personal(condition: Condition) -> bool:
    """Whether it asks who is reading: such a report has no numbers that are the same for all."""
    return any(_asks_who(leaf) for leaf in leaves(condition))


def compiled(definition: Record, type: ObjectType) -> KeptReport:
    """One stored definition, ready for use."""
    condition = conditions.parse(definition.get("filter"), type.all_fields, stored=True)
    return KeptReport(
        str(definition["id"]), type.name, int(definition["generation"]), condition, tuple(definition["group_by"]),
        str(definition["bucket_field"]), str(definition["bucket"]), tuple(definition["sums"]),
        str(definition["time_zone"]), dict(definition["kinds"]), tuple(definition.get("averages") or ()))


def counts(reports: Iterable[KeptReport], _type: ObjectType, record: Record, names: Iterable[str],
           now: str) -> Iterator[tuple[keys.Key, dict[str, int]]]:
    """What this record adds to each cell."""
    counted = audiences.counted(names)
    for report in reports:
        for cell, numbers in adds(report, record, now):
            for name in counted:
                yield keys.report_cell(report.name, name, cell), numbers


def adds(report: KeptReport, record: Record, now: str) -> Iterator[tuple[str, dict[str, int]]]:
    """The cells in which this record counts, by name, and what it adds to each."""
    if conditions.holds(report.condition, record, Reader("", (), now)):
        numbers = {"n": 1, **dict(_sums(report, record)), **dict(_having(report, record))}
        for cell in _cells(report, record):
            yield cell, numbers


def until(reports: Iterable[KeptReport], record: Record, now: str) -> Iterator[str]:
    """When the passing of time alone may change what it adds."""
    for report in reports:
        flips = conditions.until(report.condition, record, now)
        if flips:
            yield flips


def sum_name(field: str, currency: str = "") -> str:
    """The name of a sum within a cell; money is added up for each currency."""
    return f"sum.{field}.{currency}" if currency else f"sum.{field}"


def having_name(field: str, currency: str = "") -> str:
    """The name, within a cell, of how many records have a value of a field that is averaged."""
    return f"has.{field}.{currency}" if currency else f"has.{field}"


def _cells(report: KeptReport, record: Record) -> list[str]:
    kind = report.kinds.get(report.bucket_field, "")
    bucket = report_buckets.bucket_of(record.get(report.bucket_field), kind, report.bucket, report.time_zone)
    groups = [(kind, record.get(name) if kind else None) for name in report.groups for kind in [report.kinds[name]]]
    return report_cells.cell_names(bucket, groups, report.many)


def _sums(report: KeptReport, record: Record) -> Iterator[tuple[str, int]]:
    for field in dict.fromkeys((*report.sums, *report.averages)):
        for currency, number in _value(report, record, field):
            yield sum_name(field, currency), number


def _having(report: KeptReport, record: Record) -> Iterator[tuple[str, int]]:
    for field in report.averages:
        for currency, _number in _value(report, record, field):
            yield having_name(field, currency), 1


def _value(report: KeptReport, record: Record, field: str) -> Iterator[tuple[str, int]]:
    """The number of a field and its currency, if it has one; nothing where it is empty."""
    value = record.get(field) if report.kinds[field] else None
    if isinstance(value, Mapping) and value.get("currency"):
        yield str(value["currency"]), int(value["amount"])
    elif isinstance(value, int) and not isinstance(value, bool):
        yield "", value


def _asks_who(leaf: Leaf) -> bool:
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    return any(isinstance(value, (Me, MyTeams)) for value in values)
