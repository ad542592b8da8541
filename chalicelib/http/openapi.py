"""`/openapi.json`: OpenAPI 3.1, generated from the object types and the few calls that all of them share."""

from __future__ import annotations

from typing import Any

from chalicelib import __version__
from chalicelib.http.openapi_parts import PROBLEMS, fixed_paths, parameter, query
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.objects import Action, ObjectType, Registry

Part = dict[str, Any]


def described(registry: Registry) -> Part:
    """The whole description."""
    types = list(registry)
    paths = dict(fixed_paths())
    for type in types:
        paths |= _paths(type)
    schemas = {"Problem": PROBLEMS, **{name: part for type in types for name, part in _schemas(type).items()}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kith", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "security": [{"bearer": []}],
        "components": {"schemas": schemas, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _schemas(type: ObjectType) -> dict[str, Part]:
    own = {name: _schema(field) for name, field in type.own_fields.items() if not field.read_only}
    record = {name: _nullable(_schema(field)) for name, field in type.all_fields.items()}
    required = [name for name, field in type.own_fields.items() if field.required]
    page = {"type": "object", "properties": {
        "data": {"type": "array", "items": _ref(_name(type))}, "next_cursor": {"type": ["string", "null"]},
        "meta": {"type": "object"}}}
    return {
        _name(type): {"type": "object", "properties": record},
        f"{_name(type)}Create": {
            "type": "object",
            "properties": {name: _nullable(part) for name, part in own.items()},
            "required": required,
            "additionalProperties": False,
        },
        f"{_name(type)}Patch": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: _nullable(part) for name, part in own.items()},
        },
        f"{_name(type)}Page": page,
    }


def _paths(type: ObjectType) -> dict[str, Part]:
    one, base = f"/v1/{type.plural}/{{id}}", f"/v1/{type.plural}"
    paths: dict[str, Part] = {
        base: {"get": _call(type, "list", _ref(f"{_name(type)}Page"), [
            query("limit"), query("cursor"), query("sort"), query("fields"), query("filter"), query("deleted")])},
        one: {"get": _call(type, "get", _ref(_name(type)), [parameter("id"), query("include"), query("fields")])}}
    if type.creatable:
        paths[base]["post"] = _call(type, "create", _ref(_name(type)), [query("allow_duplicate"), query("idempotency")],
                                    f"{_name(type)}Create", "201")
    if type.editable:
        paths[one]["patch"] = _call(
            type, "update", _ref(_name(type)), [parameter("id"), query("if_match")], f"{_name(type)}Patch"
        )
        paths[one]["delete"] = _call(type, "delete", None, [parameter("id")], status="204")
        paths[f"{one}/restore"] = {"post": _call(type, "restore", _ref(_name(type)), [parameter("id")])}
    for part in ("timeline", "history", "links"):
        paths[f"{one}/{part}"] = {
            "get": _call(type, part, {"type": "object"}, [parameter("id"), query("limit"), query("cursor")])
        }
    for action in type.actions:
        where = f"{base}/{action.name}" if action.on_collection else f"{one}/{action.name}"
        paths[where] = {"post": _action(type, action)}
    return paths


def _action(type: ObjectType, action: Action) -> Part:
    parameters = [
        *([] if action.on_collection else [parameter("id")]),
        *(query(flag) for flag in action.flags),
        query("idempotency"),
    ]
    properties = {field.name: _schema(field) for field in action.fields}
    body = {"type": "object", "properties": properties, "additionalProperties": False,
            "required": [field.name for field in action.fields if field.required]}
    made = _call(type, action.name, {"type": "object"}, parameters)
    return {**made, "summary": action.help, "requestBody": {"required": bool(body["required"]),
                                                            "content": {"application/json": {"schema": body}}}}


def _call(
    type: ObjectType, verb: str, answer: Part | None, parameters: list[Part], body: str = "", status: str = "200"
) -> Part:
    good: Part = {"description": "Done"}
    if answer is not None:
        good["content"] = {"application/json": {"schema": answer}}
    problem = {
        "description": "A problem (RFC 9457)",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    made: Part = {
        "operationId": f"{verb}_{type.plural}",
        "tags": [type.label_plural],
        "summary": f"{verb} {type.label_plural.lower()}",
        "parameters": parameters,
        "responses": {status: good, "4XX": problem, "503": problem},
    }
    if body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    return made


def _schema(field: Field) -> Part:
    return {**FIELD_TYPES[field.kind].schema(field), **({"description": field.help} if field.help else {})}


def _nullable(part: Part) -> Part:
    return {"anyOf": [part, {"type": "null"}]}


def _name(type: ObjectType) -> str:
    return type.name.title().replace("_", "")


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}
