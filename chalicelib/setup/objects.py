"""Fields, views and reports, as records that a company makes."""

from __future__ import annotations

from typing import Any

from chalicelib.records import rebuilding
from chalicelib.records.fields import Field
from chalicelib.records.objects import Action, ObjectType, Reaction
from chalicelib.setup import erasing, fields

Record = dict[str, Any]


def changed(before: Record | None, after: Record | None) -> bool:
    """Any change of a definition but of who wrote it when."""
    apart = ("version", "revision", "updated_at", "updated_by", "request_id")
    return {name: value for name, value in (before or {}).items() if name not in apart} != {
        name: value for name, value in (after or {}).items() if name not in apart}


FIELD = ObjectType(
    name="field", plural="fields", prefix="fld", label="Field", label_plural="Fields", configuration=True,
    timeline=False, title=lambda field: field.get("label") or field.get("name") or "Field",
    aliases={"type": "field_type"}, prepare=fields.prepare,
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
    reactions=(Reaction("definitions", changed, rebuilding.refresh, of_deleted=True),))

TYPES = (FIELD,)
