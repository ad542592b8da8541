"""What a report may be: checked whole when it is saved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import FieldError, Invalid
from chalicelib.records import publishing, readable
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Scope
from chalicelib.records.reports import buckets as report_buckets

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import conditions
    from chalicelib.records.permissions import Actor
    from chalicelib.records.reports import cells as report_cells
    from chalicelib.records.reports import kept as kept_reports
else:
    conditions = rooms.Later("records.conditions")
    report_cells = rooms.Later("records.reports.cells")
    kept_reports = rooms.Later("records.reports.kept")

Record = dict[str, Any]
MOST_GROUPS, MOST_SUMS, MOST_AVERAGES, MOST_OF_TYPE = 3, 3, 3, 20
MOST_LETTERS = 4_000  # of a filter, as JSON
MOST_LETTERS_IN_ALL = 100_000  # of all kept reports: the engine's configuration row holds them, of 400 kB at most
ADDED_UP = ("integer", "money")


def prepare(crm: Crm, actor: Actor, before: Record | None, report: Record) -> None:
    """Invalid with everything that is wrong with a new, changed or restored report."""
    if report.get("deleted_at"):
        return
    errors = [*publishing.problems(crm, actor, before, report), *_shape_errors(report)]
    report["time_zone"] = report.get("time_zone") or crm.company.time_zone
    type = next((each for each in crm.registry if each.plural == report.get("object")), None)
    if type is None or actor.scope(type, "read") == Scope.NONE:
        errors.append(FieldError("object", "unknown_object", f"Reports count {_known(crm, actor)}"))
    else:
        report["object_type"] = type.name
        fields = readable.fields(crm.registry, actor, type)
        errors += [*_field_errors(type, fields, report), *_filter_errors(type, fields, report)]
        errors += _number_errors(crm, type, report, whole=not errors)
    if errors:
        raise Invalid(errors)


def _known(crm: Crm, actor: Actor) -> str:
    return ", ".join(each.plural for each in crm.registry if actor.scope(each, "read") > Scope.NONE)


def _shape_errors(report: Record) -> Iterator[FieldError]:
    """What is wrong whatever is counted."""
    if len(report.get("group_by") or ()) > MOST_GROUPS:
        yield FieldError("group_by", "too_many", f"At most {MOST_GROUPS} groups")
    if len(report.get("sums") or ()) > MOST_SUMS:
        yield FieldError("sums", "too_many", f"At most {MOST_SUMS} sums")
    if len(report.get("averages") or ()) > MOST_AVERAGES:
        yield FieldError("averages", "too_many", f"At most {MOST_AVERAGES} averages")
    if _long(report):
        yield FieldError("filter", "too_long", f"At most {MOST_LETTERS} characters of JSON")
    field, bucket = report.get("bucket_field"), report.get("bucket")
    if bool(field) != bool(bucket):
        missing = "bucket" if field else "bucket_field"
        yield FieldError(missing, "required", "bucket_field and bucket stand together: which time, and by what span")


def _long(report: Record) -> bool:
    return len(json.dumps(report.get("filter"))) > MOST_LETTERS


def _field_errors(type: ObjectType, fields: Mapping[str, Field], report: Record) -> Iterator[FieldError]:
    groups, time = report.get("group_by") or [], report.get("bucket_field")
    yield from _kind_errors(type, fields, "group_by", groups, report_cells.GROUPED, "grouped by")
    yield from _kind_errors(type, fields, "sums", report.get("sums") or [], ADDED_UP, "added up")
    yield from _kind_errors(type, fields, "averages", report.get("averages") or [], ADDED_UP, "averaged")
    if sum(name in fields and fields[name].kind in report_cells.MANY for name in groups) > 1:
        yield FieldError("group_by", "not_supported", "At most one of the groups may be a list, such as tags")
    yield from _kind_errors(type, fields, "bucket_field", [time] if time else [], report_buckets.TIMES,
                            "a time to count by")


def _kind_errors(type: ObjectType, fields: Mapping[str, Field], path: str, names: list[str], kinds: Collection[str],
                 verb: str) -> Iterator[FieldError]:
    for place, name in enumerate(names):
        at = f"{path}[{place}]" if path != "bucket_field" else path
        field = fields.get(name)
        if field is None:
            yield FieldError(at, "unknown_field", f"{type.label_plural} have no field {name[:60]}")
        elif field.kind not in kinds or field.roll_up or name == "id":
            yield FieldError(at, "not_supported", f"{field.display} cannot be {verb}")


def _filter_errors(type: ObjectType, fields: Mapping[str, Field], report: Record) -> Iterator[FieldError]:
    if _long(report):
        return
    try:
        condition = conditions.parse(report.get("filter"), fields)
    except Invalid as invalid:
        yield from invalid.errors
        return
    if kept_reports.personal(condition):
        yield FieldError("filter", "not_keepable", "What a report counts is the same for all readers: group by "
                         f"owner_id or team_id to tell {type.label_plural.lower()} of yours")


def _number_errors(crm: Crm, type: ObjectType, report: Record, *, whole: bool) -> Iterator[FieldError]:
    """Each kept report costs every write of its object."""
    others = [each for each in crm.configuration.all("report") if each["id"] != report["id"]]
    if sum(each.get("object_type") == type.name for each in others) >= MOST_OF_TYPE:
        yield FieldError("object", "too_many", f"{type.label_plural} have {MOST_OF_TYPE} reports, and that is the most")
    kept = kept_reports.definitions([*others, report] if whole else others, crm.registry, {})
    if len(json.dumps(kept, default=str)) > MOST_LETTERS_IN_ALL:
        yield FieldError("filter", "too_many", "The filters of all reports together are too long")
