"""`GET /v1/schema`: the object types as this user may see them, generated from their declarations."""

from __future__ import annotations

from typing import Any

from chalicelib.crm import Crm
from chalicelib.errors import NotAllowed, NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records import permissions
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import ACTIONS, Actor


def answer(crm: Crm, call: Call) -> Reply:
    """All types, or the one named in the path."""
    if call.method != "GET" or len(call.path) > 2:
        raise NotAllowed("Only GET /v1/schema and /v1/schema/{objects}")
    if "id" not in call.path:
        return Reply(body={"data": [described(call.actor, type) for type in crm.registry
                                    if call.actor.scope(type, "read")]})
    type = crm.registry.plural(call.path["id"])
    if not call.actor.scope(type, "read"):
        raise NotFound(f"There are no `{type.plural}` here")
    return Reply(body=described(call.actor, type))


def described(actor: Actor, type: ObjectType) -> dict[str, Any]:
    """One type: fields with operators, sort keys, actions, and what this user may do. Hidden fields are not there.

    Of a field's `options`, `by_hand` are those that a create or a patch may set; to the others actions lead.
    What is `creatable`, `editable` or `importable` is so by these calls for anybody whose `permissions` let them.
    """
    hidden, locked = permissions.hidden_fields(actor, type), permissions.locked_fields(actor, type)
    return {
        "name": type.name, "plural": type.plural, "label": type.label, "label_plural": type.label_plural,
        "prefix": type.prefix, "help": type.help, "configuration": type.configuration,
        "creatable": type.creatable, "editable": type.editable, "importable": type.kept_by_people,
        "fields": [_field(type, field, field.read_only or field.name in locked)
                   for field in type.all_fields.values() if field.name not in hidden],
        "sort_keys": [name for name in type.sorts if name not in hidden],
        "group": type.group if type.group and type.group not in hidden else None,
        "actions": [{"name": action.name, "help": action.help, "on_collection": action.on_collection,
                     "permission": action.permission,
                     "fields": [_field(type, each, each.read_only) for each in action.fields]}
                    for action in type.actions],
        "permissions": {action: actor.scope(type, action).name.lower() for action in ACTIONS},
    }


def _field(type: ObjectType, field: Field, read_only: bool) -> dict[str, Any]:
    kind = FIELD_TYPES[field.kind]
    return {"name": field.name, "type": field.kind, "label": field.display, "required": field.required,
            "read_only": read_only, "options": list(field.options),
            "by_hand": list(field.by_hand or field.options), "to": field.to or None,
            "searchable": field.searchable, "sortable": field.name in type.sorts,
            "operators": sorted(kind.operators), "help": field.help, "schema": kind.schema(field)}
