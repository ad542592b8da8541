"""Fields, views and reports, as records that a company makes; and the one record of its own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.records import publishing
from chalicelib.records.fields import Field
from chalicelib.records.fields.currencies import CURRENCIES
from chalicelib.records.objects import Action, ObjectType, Reaction
from chalicelib.records.reports import buckets as report_buckets
from chalicelib.setup import company, erasing, fields, reports, views

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records import rebuilding
else:
    rebuilding = rooms.Later("records.rebuilding")

Record = dict[str, Any]


def _refresh(crm: Crm, record: Record) -> None:
    rebuilding.refresh(crm, record)


def changed(before: Record | None, after: Record | None) -> bool:
    """Any change of a definition but of who wrote it when."""
    apart = ("version", "revision", "updated_at", "updated_by", "request_id")
    return {name: value for name, value in (before or {}).items() if name not in apart} != {
        name: value for name, value in (after or {}).items() if name not in apart}


FIELD = ObjectType(
    name="field", plural="fields", prefix="fld", label="Field", label_plural="Fields", configuration=True,
    timeline=False, title=lambda field: field.get("label") or field.get("name") or "Field",
    aliases={"type": "field_type"}, prepare=fields.prepare, before_purge=erasing.before_purge,
    help="A field that the company adds to an object. It is validated, searched, filtered and imported as any other.",
    fields=(
        Field("object", "text", required=True, help="The plural name of the object, such as contacts."),
        Field("name", "text", required=True, help="The name in payloads, such as shoe_size; it cannot change later."),
        Field("field_type", "choice", options=fields.KINDS, required=True, label="Type",
              help="What it holds. In payloads `type` is accepted too."),
        Field("label", "text"), Field("help", "text"), Field("required", "boolean", default=False),
        Field("options", "json", help="The words to choose from."),
        Field("to", "text", help="The type that a reference points at, such as company."),
        Field("default", "json"), Field("searchable", "boolean", default=False),
        Field("personal", "boolean", default=False, help="Personal data: goes with an erasure."),
        Field("minimum", "number"), Field("maximum", "number"),
        Field("max_length", "integer", minimum=1, maximum=100000),
        Field("roll_up", "json", help="{object, via, filter, sum, currency}: counted over other records."),
        Field("object_type", "text", read_only=True),
    ),
    actions=(Action("erase", erasing.erase, permission="delete", help="Delete the field and its values, for good."),),
    reactions=(Reaction("definitions", changed, _refresh, of_deleted=True),))

VIEW = ObjectType(
    name="view", plural="views", prefix="viw", label="View", label_plural="Views", configuration=True,
    timeline=False, title=lambda view: view.get("name") or "View", prepare=views.prepare, gate=publishing.gate,
    computed=views.computed, erased=("name", "filter"),
    help="A saved list: filter, columns and order. Its members are kept, so a page costs the same however many.",
    fields=(
        Field("name", "text", required=True, max_length=100),
        Field("object", "text", required=True, help="The plural name of the object, such as contacts."),
        Field("filter", "condition"),
        Field("columns", "json", help='Names of fields, also behind a reference: ["last_name", "company_id.name"].'),
        Field("sort", "text", max_length=70, help="One field, with - before it to descend: -created_at, amount."),
        *publishing.FIELDS,
        Field("state", "text", read_only=True, help="ready; building, until then it is filtered when it is read; "
              "filtered: it always is, as its condition asks for the reader."),
        Field("building", "json", read_only=True, help="{job_id, rows, done} while it is being built."),
    ),
    reactions=(Reaction("definitions", changed, _refresh, of_deleted=True),))

REPORT = ObjectType(
    name="report", plural="reports", prefix="rep", label="Report", label_plural="Reports", configuration=True,
    timeline=False, title=lambda report: report.get("name") or "Report", prepare=reports.prepare, gate=publishing.gate,
    erased=("name", "filter"),
    help="Counts and sums by groups and time. They are kept, so reading costs the same however many records there are.",
    fields=(
        Field("name", "text", required=True, max_length=100),
        Field("object", "text", required=True, help="The plural name of what is counted, such as leads."),
        Field("filter", "condition"),
        Field("group_by", "tags", help="Up to three fields: choices, yes or no, people, references, countries, texts "
              "(their first 60 characters), and one list such as tags, for each of whose parts a record counts once."),
        Field("bucket_field", "text", help="The day or instant to count by, such as created_at."),
        Field("bucket", "choice", options=report_buckets.BUCKETS),
        Field("sums", "tags", help="Up to three fields to add up: whole numbers, or money for each currency."),
        Field("averages", "tags", help="Up to three fields whose average is told, over the records that have a value."),
        Field("time_zone", "time_zone", help="Where days begin, for buckets of instants; of a new one the company's."),
        *publishing.FIELDS,
    ),
    reactions=(Reaction("definitions", changed, _refresh, of_deleted=True),))

COMPANY_SETTINGS = ObjectType(
    name="company_settings", plural="company_settings", prefix="cos", label="Company settings",
    label_plural="Company settings", configuration=True, timeline=False, creatable=False, prepare=company.prepare,
    title=lambda settings: settings.get("name") or "Company settings",
    help="What holds for the whole company: one record, there from the start, neither made nor deleted by hand. "
         "Everybody is told the most of it by `/v1/me`.",
    fields=(
        Field("name", "text", max_length=100, help="In mails and on pages; empty is what the deployment was given."),
        Field("time_zone", "time_zone", help="Of whoever has chosen none, and of new reports; empty is UTC."),
        Field("currency", "choice", options=tuple(sorted(CURRENCIES)),
              help="What new amounts begin with, and that of amounts in files that state none."),
        Field("country", "country", help="Where phone numbers without a country code are from, unless their record or "
              "form names a country; also how dates in files are read. Empty is what the deployment was given."),
        Field("language", "language", help="Of whoever has chosen none, and of automatic replies; empty is English."),
        Field("reply_to", "email", help="Where answers to our mails to customers go; empty is the sender's address."),
        Field("week_start", "choice", options=("monday", "sunday", "saturday"), help="When working "
              "weeks begin: what is put off to next week comes then; empty is Monday. Reports have weeks of ISO 8601."),
        Field("modules_off", "tags", help="Plural names of objects that the company does without: hidden from "
              "everybody, by every call. Nothing is deleted, and what runs by itself goes on."),
    ))

TYPES = (FIELD, VIEW, REPORT, COMPANY_SETTINGS)
