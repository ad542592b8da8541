"""Create or update by identity: the record that has this email, phone or external id, else a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict, FieldError, Invalid, Stale
from chalicelib.records import field_rules, payloads, permissions, service
from chalicelib.records.objects import Identity, ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
TRIES = 5
MOST_HOLDERS = 10
IDENTIFYING = ("emails", "phones", "email", "phone", "domain")
GROWING = ("emails", "phones")  # an update by one address must not lose the others


def upsert(crm: Crm, actor: Actor, type: ObjectType, payload: Mapping[str, Any], key: str = "") -> tuple[int, Record]:
    """201 and the new record, or 200 and the changed one.

    `payload` is `{"key": "email", ...fields}`: what it is found by stands in the fields themselves, `emails` for the
    key `email`; without a key it is whatever only one record may have. Fields are a merge patch where the record
    stands, but addresses and numbers are added to its lists.
    Conflict where several records have that identity.
    """
    fields = {name: value for name, value in payload.items() if name != "key"}
    values, wrong = payloads.tried(crm, type, fields, {}, actor=actor)
    kind = payload.get("key")
    wanted = [each for each in _named(type, values) if (each.strict if kind is None else each.kind == kind)]
    if wrong or not wanted:
        raise Invalid(_mistakes(crm, actor, type, fields, wanted, wrong))
    for _attempt in range(TRIES):
        record = _holder(crm, actor, type, wanted)
        try:
            if record is None:
                return 201, service.create(crm, actor, type, fields, key=key).record
            patch = {**fields, **_grown(type, record, values)}
            return 200, service.update(crm, actor, type, record["id"], patch, if_match=record["version"])
        except Stale:
            continue
        except Conflict as conflict:  # somebody else made it a moment ago
            if record is not None or conflict.code != "duplicate" or not any(
                    each["id"] for each in conflict.extra.get("candidates", ())):
                raise
    raise Conflict("Changed too often meanwhile; try again", code="busy")


def _mistakes(crm: Crm, actor: Actor, type: ObjectType, fields: Mapping[str, Any], wanted: list[Identity],
              wrong: list[FieldError]) -> list[FieldError]:
    """All that is wrong with an upsert. What a type's own rules say depends on the record, if there is one: they are
    asked where it can be told."""
    if not wanted:
        unread = {error.field.partition("[")[0] for error in wrong}
        telling = any(name in unread for name, each in type.own_fields.items() if each.kind in IDENTIFYING)
        missing = FieldError("key", "required", "The kind of identity that is looked for, such as email, with its "
                             "value among the fields")
        return wrong if telling else [*wrong, missing]
    try:
        payloads.read(crm, type, fields, _holder(crm, actor, type, wanted), actor=actor)
    except Invalid as invalid:
        return list(invalid.errors)
    return wrong


def _holder(crm: Crm, actor: Actor, type: ObjectType, wanted: list[Identity]) -> Record | None:
    """The one record that has one of these identities and that the actor may read."""
    ids = [id for each in wanted for id in _holders(crm, type, each)]
    found = crm.table.get_many([keys.record(id) for id in ids], consistent=True) if ids else {}
    records = [each for each in found.values() if not each.get("deleted_at") and permissions.may(
        actor, type, "read", each)]
    if len(records) > 1:
        told = [{"id": each["id"], "title": type.title(field_rules.visible(actor, type, each)),
                 "matched": [wanted[0].kind]} for each in records]
        raise Conflict(f"Several {type.label_plural.lower()} have this {wanted[0].kind}", code="ambiguous",
                       extra={"candidates": told})
    return records[0] if records else None


def _named(type: ObjectType, values: Record) -> list[Identity]:
    """Who these values say it is, as a new record: a lead without a status is open, so it holds its addresses."""
    usual = {name: field.default for name, field in type.own_fields.items() if field.default is not None}
    return list(type.identities({**usual, **values}))


def _holders(crm: Crm, type: ObjectType, identity: Identity) -> list[str]:
    if identity.strict:
        claim = crm.table.get(keys.claim(type.name, identity.kind, identity.value), consistent=True) or {}
        return sorted(claim.get("holders") or ())[:MOST_HOLDERS]
    partition, _sk = keys.lookup(identity.kind, identity.value, type.name, "")
    page = crm.table.query(partition, begins=f"{type.name}#", limit=MOST_HOLDERS)
    return [item["id"] for item in page.items]


def _grown(type: ObjectType, record: Record, values: Mapping[str, Any]) -> Record:
    """Lists of addresses with the new ones behind those that are known."""
    return {name: _joined(record.get(name) or [], value) for name, value in values.items()
            if type.own_fields[name].kind in GROWING and value}


def _joined(known: list[Record], given: list[Record]) -> list[Record]:
    seen = {entry["value"] for entry in known}
    return [*known, *({**entry, "primary": not known and entry.get("primary")} for entry in given
                      if entry["value"] not in seen)]


def identities(crm: Crm, actor: Actor, type: ObjectType, fields: Mapping[str, Any]) -> list[Identity]:
    """Who a payload says it is; nothing where it cannot be read, which whoever writes it will be told."""
    try:
        return _named(type, payloads.read(crm, type, dict(fields), {}, actor=actor))
    except Invalid:
        return []
