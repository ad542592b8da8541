"""Exports, as records: what was asked for, by whom, how much it was. Their history is the log of what left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chalicelib.records.fields import Field
from chalicelib.records.objects import Due, ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.work import Work

Record = dict[str, Any]
FORMATS = ("csv", "xlsx", "vcard", "json")
EVERYTHING = "everything"

REQUESTED = (
    Field("object", "text", required=True, help=f"Plural name of the records, or `{EVERYTHING}` (json)."),
    Field("format", "choice", options=FORMATS, default="csv"),
    Field("filter", "json", help="Which records, in the rule language."),
    Field("view", "text", help="The id of a saved view whose records are meant."),
    Field("sort", "text", help="A sort key, `-` before it descends."),
    Field("fields", "json", help="The columns, such as [\"last_name\", \"company_id.name\"]; empty is all."),
    Field("deleted", "boolean", default=False, help="Those in the bin instead."),
    Field("labels", "boolean", default=False, help="Labels instead of names as headers; such a file maps less well."),
    Field("bom", "boolean", default=True, help="Begin CSV with the mark by which Excel knows UTF-8."),
)


def expiry(record: Record) -> Iterable[Due]:
    """The file goes a week after it was made, what became none soon."""
    if record.get("expires_at") and not record.get("gone"):
        yield Due("expire", record["expires_at"])


def expire(crm: Crm, work: Work, record: Record, due: Due) -> None:
    """A timer: the file goes, the record of who exported what stays."""
    without_files(crm, record)
    work.change(record, {"gone": True, "file_key": None, "state": "expired" if record["state"] == "done" else
                         record["state"]})


def without_files(crm: Crm, record: Record) -> bool:
    """Every version of its files goes; before the record is purged, too."""
    crm.files.erase(crm.settings.files_bucket, folder(record["id"]))
    return True


def folder(id: str) -> str:
    """Where the files of an export lie."""
    return f"exports/{id}/"


EXPORT = ObjectType(
    name="export", plural="exports", prefix="exp", label="Export", label_plural="Exports", creatable=False,
    title=lambda each: f"Export of {each.get('object', 'records')}", sorts=("created_at",), editable=False,
    timeline=False, searchable=False, due=expiry, timers={"expire": expire}, before_purge=without_files,
    erased=("filter", "message"),
    help="Records as a file, made in the background with the rights of the person who asked.",
    fields=(
        *REQUESTED,
        Field("state", "text", read_only=True, default="queued",
              help="queued, running, done, cancelled, failed or expired"),
        Field("columns", "json", read_only=True), Field("rows", "integer", read_only=True),
        Field("done", "integer", read_only=True), Field("bytes", "integer", read_only=True),
        Field("message", "text", read_only=True), Field("job_id", "reference", to="job", read_only=True),
        Field("finished_at", "instant", read_only=True), Field("expires_at", "instant", read_only=True),
    ))
