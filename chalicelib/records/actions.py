"""Actions: the verbs that a type declares, run within one transaction and repeatable under an Idempotency-Key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid, NotFound
from chalicelib.records import field_rules, payloads, permissions, service
from chalicelib.records.fields import parsed
from chalicelib.records.matching.duplicates import told
from chalicelib.records.objects import Action, ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What an action answers."""

    body: Any
    replayed: bool = False


def act(crm: Crm, actor: Actor, type: ObjectType, id: str, name: str, payload: object, *, key: str = "",
        flags: Mapping[str, bool] | None = None) -> Done:
    """Run `name` on one record (or on the collection, where `id` is empty)."""
    action = type.action(name)
    if action.on_collection != (not id):
        raise NotFound(f"{type.label_plural} have no such action `{name}` here")
    fields = {each.name: each for each in action.fields}
    values, errors = parsed(fields, payload if payload is not None else {}, partial=False,
                            region=crm.company.country)
    if errors:
        raise Invalid([*errors, *_besides(crm, actor, type, action, id, values, errors)])
    body = hashlib.sha256(json.dumps([type.name, id, name, payload], sort_keys=True).encode()).hexdigest()[:32]

    def step() -> Done:
        return _once(crm, actor, type, action, id, {**values, **(flags or {})}, key, body)
    return retried(step)


def _once(crm: Crm, actor: Actor, type: ObjectType, action: Action, id: str, values: Mapping[str, Any], key: str,
          body: str) -> Done:
    record = _record(crm, actor, type, action, id)
    if key and (replayed := _replayed(crm, actor, type, action, id, key, body)):
        return replayed
    work = Work(crm, actor)
    direct = action.run(crm, actor, record, values, work)
    if key and work.writes:
        work.once(key, body, id, _kept(type, direct))
    try:
        work.commit()
    except Collision as collision:
        if "request" in collision.labels and (replayed := _replayed(crm, actor, type, action, id, key, body)):
            return replayed
        raise told(crm, actor, type, collision) from collision
    return Done(direct if direct is not None else _answer(actor, type, action, work.records.get(id, record)))


def _besides(crm: Crm, actor: Actor, type: ObjectType, action: Action, id: str, values: Record,
             errors: list[FieldError]) -> list[FieldError]:
    """What the action itself would object to next in the values that can be read."""
    if action.wrong is None:
        return []
    record = _record(crm, actor, type, action, id)
    return payloads.besides(errors, action.wrong(crm, record, payloads.sound(values, errors)))


def _kept(type: ObjectType, direct: Any) -> Any:
    """What a repeat is answered: without what is told only once, a secret that nobody keeps; of a record only what
    stands beside its fields, which a repeat reads anew."""
    if not isinstance(direct, Mapping):
        return direct
    gone = {*type.once_shown, *(type.all_fields.keys() - {"id", "version"} if "version" in direct else ())}
    return {name: value for name, value in direct.items() if name not in gone}


def _again(actor: Actor, type: ObjectType, kept: Any, record: Record) -> Any:
    """A kept answer with the record as it is now, as far as the actor reads it now."""
    if not isinstance(kept, Mapping) or "version" not in kept:
        return kept
    hidden = permissions.hidden_fields(actor, type)
    beside = {name: [each for each in value if each not in hidden] if isinstance(value, list) else value
              for name, value in kept.items() if name not in type.all_fields}
    return {**service.shown(type, record, actor=actor), **beside}


def _record(crm: Crm, actor: Actor, type: ObjectType, action: Action, id: str) -> Record:
    if not id:
        permissions.require_type(actor, type, action.permission)
        return {}
    record = service.get(crm, actor, type, id, consistent=True)
    permissions.require(actor, type, action.permission, record)
    return record


def _replayed(crm: Crm, actor: Actor, type: ObjectType, action: Action, id: str, key: str, body: str) -> Done | None:
    """What a call with this key answered before, None for a new key. Invalid where it was another call."""
    request = crm.table.get(keys.request(actor.author, key), consistent=True)
    if request is None:
        return None
    if request.get("body") != body:
        raise Invalid.one("Idempotency-Key", "idempotency_key_reused", "This key was used for another request")
    record = _record(crm, actor, type, action, id)
    if request.get("answer") is not None:
        return Done(_again(actor, type, request["answer"], record), replayed=True)
    return Done(_answer(actor, type, action, record), replayed=True)


def _answer(actor: Actor, type: ObjectType, action: Action, record: Record) -> Any:
    seen = field_rules.visible(actor, type, record)
    return action.answer(seen) if action.answer else service.shown(type, record, actor=actor)
