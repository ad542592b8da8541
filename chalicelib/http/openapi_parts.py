"""The parts of the API's description: operations, parameters, problems. Rooms with calls of their own describe them by
`operation`, in a function `operations` of their module: `{path: {method: operation}}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Part = dict[str, Any]
JSON, PROBLEM = "application/json", "application/problem+json"
TEXT: Part = {"type": "string"}
RECORD: Part = {"type": "object", "additionalProperties": True}  # whose names depend on the company

PROBLEMS: Part = {
    "type": "object", "required": ["type", "title", "status", "code", "detail", "request_id", "errors"],
    "properties": {
        "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "code": TEXT, "request_id": TEXT,
        "errors": {"type": "array", "items": {
            "type": "object", "required": ["field", "code", "message"],
            "properties": {"field": TEXT, "code": TEXT, "message": TEXT}}}}}

QUERIES: dict[str, Part] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}},
    "cursor": {"schema": TEXT, "description": "Opaque; from `next_cursor` of the page before."},
    "sort": {"schema": TEXT, "description": "A sort key, `-` before it descends."},
    "fields": {"schema": TEXT, "description": "Only these fields, separated by commas."},
    "filter": {"schema": TEXT, "description": "The rule language as JSON."},
    "view": {"schema": TEXT, "description": "The id of a saved view."},
    "kinds": {"schema": TEXT, "description": "Only these kinds, separated by commas."},
    "include": {"schema": TEXT, "description": "links, timeline, or both separated by a comma."},
    "label": {"schema": TEXT, "description": "What the one is to the other."},
    "access": {"schema": {"type": "string", "enum": ["read", "write"], "default": "read"}},
    "q": {"schema": {"type": "string", "minLength": 2}, "required": True},
    "types": {"schema": TEXT, "description": "Plural names separated by commas."},
    "idempotency": {"name": "Idempotency-Key", "in": "header", "schema": {
        "type": "string", "minLength": 1, "maxLength": 255}},
    "if_match": {"name": "If-Match", "in": "header", "schema": {"type": "string", "pattern": r'^"?[0-9]{1,9}"?$'},
                 "description": "The version that the client saw; another answers 412."},
}
FLAG: Part = {"schema": {"type": "boolean"}}


def query(name: str) -> Part:
    """A query or header parameter; one that is not named above is a yes or no."""
    return {"name": name, "in": "query", **QUERIES.get(name, FLAG)}


def parameter(name: str, pattern: str = "") -> Part:
    """A path parameter."""
    schema = {**TEXT, "pattern": pattern} if pattern else TEXT
    return {"name": name, "in": "path", "required": True, "schema": schema}


PAGED = [query("limit"), query("cursor")]


def ref(name: str) -> Part:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def page_of(items: Part, **more: Part) -> Part:
    """A page of a list."""
    return {"type": "object", "required": ["data", "next_cursor"], "properties": {
        "data": {"type": "array", "items": items}, "next_cursor": {"type": ["string", "null"]}, **more}}


def rows_of(items: Part) -> Part:
    """A list that is whole."""
    return {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": items}}}


JOB = {"type": "object", "required": ["job_id"], "properties": {"job_id": TEXT}}


def operation(id: str, tag: str, summary: str, answer: Part | None = None, *, parameters: Iterable[Part] = (),
              body: Part | None = None, optional: bool = False, status: str = "200", public: bool = False,
              more: Part | None = None, kinds: Sequence[str] = (JSON,)) -> Part:
    """One call. `answer`: the schema of a good answer (None: it has no body); `more`: further good answers by status;
    `kinds`: media types of the body, which may be `optional`."""
    good: Part = {"description": "Done", **({"content": {JSON: {"schema": answer}}} if answer is not None else {})}
    problem = {"description": "A problem (RFC 9457)", "content": {PROBLEM: {"schema": ref("Problem")}}}
    made: Part = {"operationId": id, "tags": [tag], "summary": summary, "parameters": list(parameters),
                  "responses": {status: good, **{each: {"description": "Done", "content": {JSON: {"schema": part}}}
                                                 for each, part in (more or {}).items()},
                                "4XX": problem, "503": problem}}
    if body is not None:
        made["requestBody"] = {"required": not optional, "content": {kind: {"schema": body} for kind in kinds}}
    return {**made, "security": []} if public else made


def paths_of(path: str, **calls: Part) -> Part:
    """The calls of one path; its parameters are declared where a call does not declare them itself."""
    names = re.findall(r"{(\w+)}", path)
    for each in calls.values():
        known = {part["name"] for part in each["parameters"] if part["in"] == "path"}
        each["parameters"] = [*(parameter(name) for name in names if name not in known), *each["parameters"]]
    return {path: calls}
