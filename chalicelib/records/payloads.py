"""What a client sends, as stored values; all of its mistakes at once, whichever rule each of them breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid, Problem
from chalicelib.records import field_rules, references
from chalicelib.records.fields import parsed
from chalicelib.records.fields.countries import country_code
from chalicelib.records.objects import ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor
    from chalicelib.records.work import Work

Record = dict[str, Any]


def read(crm: Crm, type: ObjectType, payload: object, before: Record | None = None, *,
         actor: Actor | None = None) -> Record:
    """A client's payload as stored values; a name that the contract shares with a system field is read as its alias.

    Invalid with every wrong field at once, among them those that `actor` may not write, and what the ids that it names
    and the type's own rules would be refused for next. `before` is {} for a part of a record that is not known.
    """
    values, wrong = tried(crm, type, payload, before, actor=actor)
    if not wrong:
        return values
    if actor and before != {}:
        wrong += besides(wrong, references.problems(crm, actor, type, values, {}))
        wrong += besides(wrong, _broken_rules(crm, actor, type, before, sound(values, wrong)))
    raise Invalid(wrong)


def tried(crm: Crm, type: ObjectType, payload: object, before: Record | None = None, *,
          actor: Actor | None = None) -> tuple[Record, list[FieldError]]:
    """The stored values of a payload, and which of its fields cannot be read or not be written by the actor."""
    if isinstance(payload, Mapping) and type.aliases:
        payload = {type.aliases.get(name, name): value for name, value in payload.items()}
    region = _country(payload) or _country(before) or crm.company.country
    locked = field_rules.forbidden(actor, type, payload) if actor and isinstance(payload, Mapping) else []
    values, errors = parsed(type.own_fields, payload, partial=before is not None, region=region)
    wrong = [*locked, *besides(locked, errors)]
    return sound(values, wrong), wrong


def require_references(crm: Crm, actor: Actor, type: ObjectType, before: Record | None, values: Mapping[str, Any],
                       work: Work) -> None:
    """Invalid where the values name what is not there for this reader, with what the type's own rules object to."""
    wrong = references.problems(crm, actor, type, values, work.neighbours)
    if wrong:
        raise Invalid([*wrong, *besides(wrong, _broken_rules(crm, actor, type, before, sound(values, wrong)))])


def _broken_rules(crm: Crm, actor: Actor, type: ObjectType, before: Record | None, values: Record) -> list[FieldError]:
    """What the type would object to in the values that can be read; anything but wrong fields is told when they are
    put right."""
    now = crm.clock.now()
    new = {"id": crm.ids.new(type.prefix, now), "type": type.name, "version": 1, "created_at": now,
           "created_by": actor.author}
    trial = {**(before or new), **values, "updated_at": now, "updated_by": actor.author}
    try:
        if type.prepare:
            type.prepare(crm, actor, before, trial)
    except Invalid as invalid:
        return list(invalid.errors)
    except Problem:
        pass
    return []


def besides(known: Iterable[FieldError], found: Iterable[FieldError]) -> list[FieldError]:
    """What is found wrong with fields of which nothing is known to be wrong."""
    named = {_root(each) for each in known}
    return [each for each in found if _root(each) not in named]


def sound(values: Mapping[str, Any], wrong: Iterable[FieldError]) -> Record:
    """The values of fields of which nothing is known to be wrong."""
    named = {_root(each) for each in wrong}
    return {name: value for name, value in values.items() if name not in named}


def _root(error: FieldError) -> str:
    return error.field.partition(".")[0].partition("[")[0]


def _country(values: object) -> str | None:
    """The country that a record names, where phone numbers without a country code are from."""
    if not isinstance(values, Mapping):
        return None
    address = values.get("address")
    named = values.get("country") or (address.get("country") if isinstance(address, Mapping) else None)
    return country_code(named) if isinstance(named, str) else None
