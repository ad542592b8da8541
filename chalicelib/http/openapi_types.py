"""What every object type has in the API's description: its schemas, its calls, its actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.http.openapi_parts import (
    JOB,
    PAGED,
    RECORD,
    TEXT,
    operation,
    page_of,
    parameter,
    paths_of,
    query,
    ref,
    rows_of,
)
from chalicelib.records import trees
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.objects import Action, ObjectType

Part = dict[str, Any]
PATCHES = ("application/json", "application/merge-patch+json")
ACTORS = ("id", "at", "kind", "title")
TITLES: Part = {"type": "object", "additionalProperties": TEXT, "description": "What records that it names are called."}
EVENT: Part = {"type": "object", "required": list(ACTORS), "properties": {name: {} for name in ACTORS}}
CHANGE: Part = {"type": "object", "required": ["version", "at", "actor", "changes"], "properties": {
    "version": {"type": ["integer", "null"]}, "at": TEXT, "actor": {"type": ["string", "null"]},
    "changes": {"type": "object", "additionalProperties": {"type": "array"}}}}


def name_of(type: ObjectType) -> str:
    """What its schemas are called: `RoutingRule`."""
    return type.name.title().replace("_", "")


def schemas(type: ObjectType) -> dict[str, Part]:
    """The record as it is read, made and changed, and a page of them."""
    name = name_of(type)
    own = {each: _nullable(_schema(field)) for each, field in type.own_fields.items() if not field.read_only}
    own |= {alias: own[field] for alias, field in type.aliases.items() if field in own}
    record: Part = {"titles": TITLES}
    record |= {each: _nullable(_schema(field)) for each, field in type.all_fields.items()}
    required = [each for each, field in type.own_fields.items() if field.required and field.default is None]
    aliased = set(type.aliases.values())  # either name will do
    meta = {"type": "object", "properties": {"total": {"type": ["integer", "null"]}, "kept": {"type": "boolean"}}}
    found: Part = {name: {"type": "object", "required": ["id"], "properties": {**record, "id": TEXT}},
                   f"{name}Page": page_of(ref(name), meta=meta)}
    if type.creatable:
        found[f"{name}Create"] = {"type": "object", "properties": own, "additionalProperties": False,
                                  "required": [each for each in required if each not in aliased]}
    if type.editable:
        found[f"{name}Patch"] = {"type": "object", "properties": own, "additionalProperties": False}
    return found


def schema_of(fields: Iterable[Field]) -> Part:
    """A body of these fields alone."""
    found = list(fields)
    properties = {each.name: _schema(each) if each.required else _nullable(_schema(each)) for each in found}
    return {"type": "object", "properties": properties, "additionalProperties": False,
            "required": [each.name for each in found if each.required and each.default is None]}


def paths(type: ObjectType) -> Part:
    """Every call that a client may make with records of this type."""
    base = f"/v1/{type.plural}"
    found = paths_of(base, **dict(_collection(type))) | paths_of(f"{base}/{{id}}", **dict(_one(type)))
    if type.editable:
        found |= _call(type, "restore", "post", ref(name_of(type)), "Bring one back from the bin.")
        found |= _associations(type)
    found |= _parts(type)
    for action in type.actions:
        where = f"{base}/{action.name}" if action.on_collection else f"{base}/{{id}}/{action.name}"
        found |= paths_of(where, post=_action(type, action))
    return _with_ids(type, found)


def _collection(type: ObjectType) -> Iterator[tuple[str, Part]]:
    asked = ("limit", "cursor", "sort", "fields", "filter", "view", "deleted", "shared")
    yield "get", _operation(type, "list", f"A page of {type.label_plural.lower()}.", ref(f"{name_of(type)}Page"),
                            parameters=[query(name) for name in asked])
    if type.creatable:
        once = {"type": "object", "properties": {name: TEXT for name in type.once_shown}}
        answer = {"allOf": [ref(name_of(type)), once]} if type.once_shown else ref(name_of(type))
        yield "post", _operation(type, "create", f"Make a {type.label.lower()}.", answer, status="201",
                                 parameters=[query("allow_duplicate"), query("idempotency")],
                                 body=ref(f"{name_of(type)}Create"))


def _one(type: ObjectType) -> Iterator[tuple[str, Part]]:
    yield "get", _operation(type, "get", f"One {type.label.lower()}.", ref(name_of(type)),
                            parameters=[query("include"), query("fields")])
    if type.editable:
        yield "patch", _operation(type, "update", "Change some fields (RFC 7386).", ref(name_of(type)), kinds=PATCHES,
                                  parameters=[query("if_match")], body=ref(f"{name_of(type)}Patch"))
        yield "delete", _operation(type, "delete", "Move to the bin, for 30 days.", status="204",
                                  parameters=[query("if_match")])


def _parts(type: ObjectType) -> Part:
    found = _call(type, "timeline", "get", page_of(EVENT), "What happened around it.", [query("kinds"), *PAGED])
    found |= _call(type, "history", "get", page_of(CHANGE), "Who changed what.", PAGED)
    found |= _call(type, "links", "get", RECORD, "What it is linked with.")
    if trees.is_tree(type):
        found |= _call(type, "tree", "get", RECORD, "What it stands below, and what stands below it.", PAGED)
    return found


def _associations(type: ObjectType) -> Part:
    other, base = "{other_id}", f"/v1/{type.plural}/{{id}}"
    label, access = [query("label")], [query("access")]
    return paths_of(
        f"{base}/links/{other}",
        put=_operation(type, "link", "Link it with another record.", RECORD, parameters=label),
        delete=_operation(type, "unlink", "Take a link away.", status="204", parameters=label),
    ) | _call(type, "shares", "get", rows_of(RECORD), "With whom it is shared singly.") | paths_of(
        f"{base}/shares/{other}",
        put=_operation(type, "share", "Share it with a person or a team.", rows_of(RECORD), parameters=access),
        delete=_operation(type, "unshare", "Share it no longer.", status="204"))


def _action(type: ObjectType, action: Action) -> Part:
    body = schema_of(action.fields)
    return _operation(type, action.name, action.help or f"{action.name.replace('_', ' ').capitalize()}.", RECORD,
                      parameters=[*map(query, action.flags), query("idempotency")], body=body,
                      optional=not body["required"], more={"202": JOB})


def _call(type: ObjectType, verb: str, method: str, answer: Part, summary: str,
          parameters: Iterable[Part] = ()) -> Part:
    """A path below one record."""
    made = _operation(type, verb, summary, answer, parameters=parameters)
    return paths_of(f"/v1/{type.plural}/{{id}}/{verb}", **{method: made})


def _operation(type: ObjectType, verb: str, summary: str, answer: Part | None = None, **more: Any) -> Part:
    return operation(f"{verb}_{type.plural}", type.label_plural, summary, answer, **more)


def _with_ids(type: ObjectType, found: Part) -> Part:
    """The paths, with what an id of this type looks like."""
    shaped = parameter("id", f"^{type.prefix}_[0-9a-z]{{26}}$")
    for calls in found.values():
        for each in calls.values():
            each["parameters"] = [shaped if part == parameter("id") else part for part in each["parameters"]]
    return found


def _schema(field: Field) -> Part:
    return {**FIELD_TYPES[field.kind].schema(field), **({"description": field.help} if field.help else {})}


def _nullable(part: Part) -> Part:
    return {"anyOf": [part, {"type": "null"}]} if part else {}
