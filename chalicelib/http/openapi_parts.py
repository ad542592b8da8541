"""The parts of the API's description that do not follow from a declaration."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]

PROBLEMS: Part = {
    "type": "object", "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "code": {"type": "string"}, "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object", "properties": {
            "field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}}}}

QUERIES: dict[str, Part] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}},
    "cursor": {"schema": {"type": "string"}, "description": "Opaque; from `next_cursor` of the page before."},
    "sort": {"schema": {"type": "string"}, "description": "A sort key, `-` before it descends."},
    "fields": {"schema": {"type": "string"}, "description": "Only these fields, separated by commas."},
    "filter": {"schema": {"type": "string"}, "description": "The rule language as JSON."},
    "deleted": {"schema": {"type": "boolean"}}, "dry_run": {"schema": {"type": "boolean"}},
    "allow_duplicate": {"schema": {"type": "boolean"}},
    "include": {"schema": {"type": "string"}, "description": "links, timeline, or both separated by a comma."},
    "q": {"schema": {"type": "string", "minLength": 2}, "required": True},
    "types": {"schema": {"type": "string"}, "description": "Plural names separated by commas."},
    "idempotency": {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 255}},
    "if_match": {"name": "If-Match", "in": "header", "schema": {"type": "string"}},
}


def query(name: str) -> Part:
    """A query or header parameter."""
    return {"name": name, "in": "query", **QUERIES[name]}


def parameter(name: str) -> Part:
    """A path parameter."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def fixed_paths() -> dict[str, Part]:
    """Sign-in, forms, search, schema, me."""
    text = {"type": "string"}
    sign_in = {
        "login": ("email", "password"),
        "challenge": ("challenge", "session", "email"),
        "refresh": ("refresh_token",),
        "forgot": ("email",),
        "reset": ("email", "code", "password"),
        "logout": ("refresh_token",),
    }
    paths = {f"/public/auth/{name}": {"post": _open(f"{name}_auth", {
        "type": "object", "required": list(fields), "properties": {field: text for field in
        (*fields, *(("new_password", "code") if name == "challenge" else ()))}})} for name, fields in sign_in.items()}
    paths["/public/forms/{form_id}"] = {
        "get": {**_open("show_form"), "parameters": [parameter("form_id")]},
        "post": {**_open("submit_form", {"type": "object"}, "202"), "parameters": [parameter("form_id")]}}
    paths["/v1/me"] = {"get": _signed("me")}
    paths["/v1/schema"] = {"get": _signed("schema")}
    paths["/v1/schema/{objects}"] = {"get": {**_signed("schema_of"), "parameters": [parameter("objects")]}}
    paths["/v1/search"] = {"get": {**_signed("search"), "parameters": [
        query("q"), query("types"), query("limit"), query("cursor")]}}
    return paths


def _open(name: str, body: Part | None = None, status: str = "200") -> Part:
    made = {**_signed(name, status), "security": []}
    if body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return made


def _signed(name: str, status: str = "200") -> Part:
    problem = {"description": "A problem (RFC 9457)", "content": {"application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {"operationId": name, "summary": name.replace("_", " "), "responses": {
        status: {"description": "Done"}, "4XX": problem, "503": problem}}
