"""What a bulk call asks for, checked whole before anything is done: which records, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid, Malformed, NotFound
from chalicelib.ids import is_id
from chalicelib.records import conditions, field_rules, payloads, permissions, readable, service
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.fields.shape import Errors
from chalicelib.records.lists import views as view_lists
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
WHICH, WHAT = ("filter", "view", "ids"), ("set", "assign", "tag", "delete")
ASSIGNED = ("owner_id", "team_id")
MOST_IDS = 1000


@dataclass(frozen=True)
class Asked:
    """`patch` is a merge patch as a client would send it; tags are added and removed beside it."""

    filter: Any = None
    view: str = ""
    ids: tuple[str, ...] = ()
    patch: Mapping[str, Any] = field(default_factory=dict)
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    delete: bool = False


def read(crm: Crm, actor: Actor, type: ObjectType, payload: object) -> Asked:
    """`{filter | view | ids, set, assign: {owner_id, team_id}, tag: {add, remove}}` or `{..., delete: true}`.

    A bare list of tags adds them; `{"filter": {}}` is all records. Invalid with everything that is wrong, Forbidden
    where no role allows it at all.
    """
    if not isinstance(payload, Mapping):
        raise Malformed("The body must be a JSON object")
    _require_rights(actor, type, payload)
    errors = [*_shape(payload), *_which(crm, actor, type, payload)]
    patch = _patch(crm, actor, type, payload, errors)
    tags = {name: _tags(actor, type, payload, name, errors) for name in ("add", "remove")}
    if errors:
        raise Invalid(errors)
    return Asked(payload.get("filter"), str(payload.get("view") or ""), tuple(dict.fromkeys(payload.get("ids") or ())),
                 patch, tags["add"], tags["remove"], bool(payload.get("delete")))


def _require_rights(actor: Actor, type: ObjectType, payload: Mapping[str, Any]) -> None:
    if type.configuration or not (type.editable or payload.get("delete")):
        raise Forbidden(f"{type.label_plural} are not changed in bulk")
    permissions.require_type(actor, type, "read")
    permissions.require_type(actor, type, "delete" if payload.get("delete") else "update")
    if payload.get("assign"):
        permissions.require_type(actor, type, "assign")


def _shape(payload: Mapping[str, Any]) -> Iterator[FieldError]:
    for name in payload.keys() - {*WHICH, *WHAT}:
        yield FieldError(str(name)[:60], "unknown_field", f"Known are {', '.join((*WHICH, *WHAT))}")
    given = [name for name in WHICH if payload.get(name) is not None]
    if not given or payload.get("ids") == []:
        yield FieldError("filter", "required", "Which records: filter, view or ids; an empty filter is all of them")
    if "ids" in given and len(given) > 1:
        yield FieldError("ids", "not_supported", "Either ids, or a view or filter")
    what = [name for name in WHAT if payload.get(name)]
    if not what:
        yield FieldError("set", "required", "What to do: set, assign, tag or delete")
    if payload.get("delete") not in (None, True, False):
        yield FieldError("delete", "invalid_boolean", "Must be true or false")
    if payload.get("delete") and len(what) > 1:
        yield FieldError("delete", "not_supported", "What is deleted is not changed as well")


def _which(crm: Crm, actor: Actor, type: ObjectType, payload: Mapping[str, Any]) -> Iterator[FieldError]:
    ids = payload.get("ids") if payload.get("ids") is not None else []
    if not isinstance(ids, list) or len(ids) > MOST_IDS:
        yield FieldError("ids", "too_many", f"A list of at most {MOST_IDS} ids")
        ids = []
    for place, id in enumerate(ids):
        if not is_id(id, type.prefix):
            yield FieldError(f"ids[{place}]", "invalid_reference", f"Must be the id of a {type.label.lower()}")
    yield from _selection(crm, actor, type, payload)


def _selection(crm: Crm, actor: Actor, type: ObjectType, payload: Mapping[str, Any]) -> Iterator[FieldError]:
    try:
        conditions.parse(payload.get("filter"), readable.fields(crm.registry, actor, type))
    except Invalid as invalid:
        yield from invalid.errors
    try:
        if payload.get("view") is not None:
            view_lists.found(crm, actor, type, str(payload["view"]))
    except Invalid as invalid:
        yield from invalid.errors
    except NotFound as missing:
        yield FieldError("view", "not_found", missing.detail)


def _patch(crm: Crm, actor: Actor, type: ObjectType, payload: Mapping[str, Any], errors: list[FieldError]) -> Record:
    """What `set` and `assign` make of each record, as one patch."""
    given, assigned = (_part(payload, name, errors) for name in ("set", "assign"))
    for name in assigned.keys() - {*ASSIGNED}:
        errors.append(FieldError(f"assign.{name}"[:60], "unknown_field", "Known are owner_id and team_id"))
    owner = {type.owner_field: assigned["owner_id"]} if "owner_id" in assigned else {}
    placed = {**owner, **{name: assigned[name] for name in ("team_id",) if name in assigned}}
    for part, values in (("set", given), ("assign", placed)):
        errors += [FieldError(f"{part}.{each.field}", each.code, each.message)
                   for each in _value_errors(crm, actor, type, values)]
    return {**given, **placed}


def _part(payload: Mapping[str, Any], name: str, errors: list[FieldError]) -> Mapping[str, Any]:
    part = payload.get(name) or {}
    if isinstance(part, Mapping):
        return part
    errors.append(FieldError(name, "invalid_json", "Must be an object"))
    return {}


def _value_errors(crm: Crm, actor: Actor, type: ObjectType, values: Mapping[str, Any]) -> Iterator[FieldError]:
    read, wrong = payloads.tried(crm, type, dict(values), {}, actor=actor)
    yield from wrong
    for name, value in read.items():
        if type.own_fields[name].kind in ("reference", "user") and value and not _exists(crm, actor, value):
            yield FieldError(name, "not_found", "There is no such record")


def _exists(crm: Crm, actor: Actor, id: str) -> bool:
    other = crm.registry.of(id)
    if other is None:
        return False
    if other.configuration:
        kept = crm.configuration.find(other.name, id)
        return bool(kept and kept.get("active", True))
    try:
        service.get(crm, actor, other, id)
    except (NotFound, Forbidden):
        return False
    return True


def _tags(actor: Actor, type: ObjectType, payload: Mapping[str, Any], name: str,
          errors: list[FieldError]) -> tuple[str, ...]:
    tag = payload.get("tag") or {}
    tag = {"add": tag} if isinstance(tag, list) else tag
    if not isinstance(tag, Mapping) or tag.keys() - {"add", "remove"}:
        if name == "add":
            errors.append(FieldError("tag", "invalid_tags", "Such as {\"add\": [\"vip\"], \"remove\": [\"old\"]}"))
        return ()
    if name == "add" and tag:
        errors += field_rules.forbidden(actor, type, ("tags",))
    wrong = Errors()
    found = FIELD_TYPES["tags"].parse(type.own_fields["tags"], tag.get(name) or [], f"tag.{name}", wrong, "")
    errors += wrong
    return tuple(found or ())
