"""What the API's description says of calls over many records: `batch` and `bulk`."""

from __future__ import annotations

from typing import Any

from chalicelib.http.openapi_parts import JOB, RECORD, TEXT, operation, paths_of, query, ref
from chalicelib.records.bulk.asked import MOST_IDS
from chalicelib.records.bulk.batches import MOST
from chalicelib.records.objects import ObjectType

Part = dict[str, Any]
RESULTS: Part = {"type": "object", "required": ["results"], "properties": {"results": {"type": "array", "items": {
    "type": "object", "required": ["status"], "properties": {
        "status": {"type": "integer"}, "id": {"type": ["string", "null"]}, "problem": ref("Problem")}}}}}


def paths(type: ObjectType, name: str) -> Part:
    """Both calls of a type whose records are called `name` in the schemas."""
    found: Part = {}
    if type.creatable or type.editable:
        found |= paths_of(f"/v1/{type.plural}/batch", post=operation(
            f"batch_{type.plural}", type.label_plural, f"Up to {MOST} creates and changes, each with its outcome.",
            RESULTS, body=_batch(type, name), parameters=[query("allow_duplicate"), query("idempotency")]))
    if type.editable and not type.configuration:
        found |= paths_of(f"/v1/{type.plural}/bulk", post=operation(
            f"bulk_{type.plural}", type.label_plural, "Change all that a filter finds, as a job.", JOB, status="202",
            body=_bulk(name), parameters=[query("preview"), query("idempotency")], more={"200": RECORD}))
    return found


def _batch(type: ObjectType, name: str) -> Part:
    patch = {**RECORD, "required": ["id"], "properties": {"id": TEXT, "if_match": {}}}
    known = {**RECORD, "required": ["key"], "properties": {"key": {**TEXT, "description": "Such as email."}}}
    verbs: Part = {"delete": _many({"anyOf": [TEXT, RECORD]}), "update": _many(patch), "upsert": _many(known)}
    if type.creatable:
        verbs["create"] = _many(ref(f"{name}Create"))
    return {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": verbs}


def _bulk(name: str) -> Part:
    tags = {"type": "array", "items": TEXT}
    return {"type": "object", "additionalProperties": False, "properties": {
        "filter": RECORD, "view": TEXT, "ids": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": MOST_IDS},
        "set": ref(f"{name}Patch"), "assign": {"type": "object", "properties": {"owner_id": {}, "team_id": {}}},
        "tag": {"anyOf": [tags, {"type": "object", "properties": {"add": tags, "remove": tags}}]},
        "delete": {"type": "boolean"}}}


def _many(items: Part) -> Part:
    return {"type": "array", "items": items, "maxItems": MOST}
