"""Imports, as records: what was asked, how far it is, what became of it."""

from __future__ import annotations

from typing import Any

from chalicelib.exchange.export_objects import EXPORT
from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
MODES = ("create", "update", "upsert")
COUNTS = ("created", "updated", "skipped", "failed", "warned")
REVERTS = ("reverted", "kept", "reverted_beside", "kept_beside")
RARE = ("warned", "reverted_beside", "kept_beside")  # told where there are any
HELP = {"warned": "Rows that were imported without a phone number that nobody can dial.",
        "reverted": "Rows that were taken back.",
        "kept": "Rows of which something stays, as somebody changed it since.",
        "reverted_beside": "Records that were made because rows named them, and were taken back.",
        "kept_beside": "Records that were made because rows named them, and stay."}

REQUESTED = (
    Field("object", "text", required=True,
          help="What the rows are: leads, contacts, companies, tasks, notes or another type that people make."),
    Field("mode", "choice", options=MODES, default="create"),
    Field("key", "text", help="By what update and upsert find a record: id, name or what identifies it (email, phone, "
                              "domain); empty is whatever only one record may have."),
    Field("file_name", "text", help="What the file is called where it comes from, so that people tell imports apart."),
    Field("mapping", "json", help="{column: field}; empty is what was used for these columns before, or suggested."),
    Field("options", "json", help="{route, notify, owner_id, region, replace, create_missing}"),
)

IMPORT = ObjectType(
    name="import", plural="imports", prefix="imp", label="Import", label_plural="Imports", group="state",
    title=lambda each: f"Import of {each.get('object', 'records')}", sorts=("created_at",), creatable=False,
    editable=False, timeline=False, searchable=False, erased=("file_name", "message", "notes"),
    help="A file whose rows become records, in the background and once each.",
    fields=(
        *REQUESTED,
        Field("state", "text", read_only=True, default="waiting",
              help="waiting, previewed, queued, running, done, cancelled, failed, reverting or reverted"),
        *(Field(name, "integer", read_only=True, default=0, help=HELP.get(name, ""))
          for name in ("rows", "done", *COUNTS, *REVERTS)),
        Field("message", "text", read_only=True), Field("notes", "json", read_only=True),
        Field("started_at", "instant", read_only=True), Field("finished_at", "instant", read_only=True),
    ))

TYPES = (IMPORT, EXPORT)
