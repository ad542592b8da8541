"""Imports, as records: what was asked, how far it is, what became of it."""

from __future__ import annotations

from typing import Any

from chalicelib.records.fields import Field
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
MODES = ("create", "update", "upsert")
COUNTS = ("created", "updated", "skipped", "failed")

REQUESTED = (
    Field("object", "text", required=True, help="What the rows are: leads, contacts or companies."),
    Field("mode", "choice", options=MODES, default="create"),
    Field("key", "text", help="By what an upsert finds the record: email or phone; empty is either."),
    Field("mapping", "json", help="{column: field}; empty is what was used for these columns before, or suggested."),
    Field("options", "json", help="{route, notify, owner_id, region}"),
)

IMPORT = ObjectType(
    name="import", plural="imports", prefix="imp", label="Import", label_plural="Imports", group="state",
    title=lambda each: f"Import of {each.get('object', 'records')}", sorts=("created_at",), creatable=False,
    editable=False, timeline=False, searchable=False,
    help="A file whose rows become records, in the background and once each.",
    fields=(
        *REQUESTED,
        Field("state", "text", read_only=True, default="waiting",
              help="waiting, previewed, queued, running, done, cancelled or failed"),
        *(Field(name, "integer", read_only=True, default=0) for name in ("rows", "done", *COUNTS)),
        Field("message", "text", read_only=True), Field("notes", "json", read_only=True),
        Field("started_at", "instant", read_only=True), Field("finished_at", "instant", read_only=True),
    ))

TYPES = (IMPORT,)
