"""What an import may be asked to do: its object, mode, mapping and options, all mistakes at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import FieldError, Forbidden, Invalid
from chalicelib.exchange.merging import MERGES
from chalicelib.records import mapping as columns
from chalicelib.records import permissions
from chalicelib.records.fields import FIELD_TYPES, Errors, Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.work import first_team
from chalicelib.store import keys
from chalicelib.store.table import Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Mapped = Mapping[str, str]
IMPORTABLE = ("leads", "contacts", "companies")
SWITCHES = ("route", "notify")
OPTIONS = (*SWITCHES, "owner_id", "region")
# Ids of records stand in no stranger's file; who owns the new records is an option of the whole import.
REFERENCES = frozenset({"reference", "references", "user", "users"})
REMEMBERED_DAYS = 400


def target(crm: Crm, name: str) -> ObjectType:
    """The type that the rows become; Invalid where it cannot be imported."""
    if name not in IMPORTABLE:
        raise Invalid.one("object", "not_supported", f"One of {', '.join(IMPORTABLE)} can be imported")
    return crm.registry.plural(name)


def check(crm: Crm, type: ObjectType, asked: Record) -> None:
    """Invalid with everything that is wrong with a new import."""
    errors = [*_mode(type, asked), *_options(crm, asked.get("options"))]
    if asked.get("mapping") is not None:
        errors += mapping_errors(type, asked["mapping"])
    if errors:
        raise Invalid(errors)


def mapping_errors(type: ObjectType, mapping: Any, known: Sequence[str] | None = None) -> list[FieldError]:
    """What is wrong with `{column: field}`; `known` are the file's columns, where they were read."""
    if not isinstance(mapping, Mapping) or not all(isinstance(path, str | None) for path in mapping.values()):
        return [FieldError("mapping", "invalid_mapping", 'A mapping is {"column": "field"}; null leaves a column out')]
    if not any(mapping.values()):
        return [FieldError("mapping", "empty_mapping", "Map at least one column to a field")]
    return [error for column, path in mapping.items() for error in _pair(type, column, path, known)]


def importable(type: ObjectType) -> dict[str, Field]:
    """The fields that columns may fill."""
    return {name: field for name, field in type.own_fields.items() if field.kind not in REFERENCES}


def owner(crm: Crm, actor: Actor, type: ObjectType, options: Mapping[str, Any]) -> str | None:
    """Who gets the new records, nobody where they are to be routed; Forbidden beyond what the actor may assign."""
    create, assign = (actor.scope(type, action) for action in ("create", "assign"))
    chosen = options.get("owner_id")
    if not chosen and type.routed and options.get("route", True) and assign:
        return None
    person = str(chosen or actor.id)
    if person == actor.id or create == assign == Scope.ALL:
        return person
    if not permissions.covers(actor, assign, {"owner_id": person, "team_id": first_team(crm, person)}):
        raise Forbidden(f"Your roles do not allow to import {type.label_plural.lower()} for this person")
    return person


def choose(crm: Crm, type: ObjectType, given: Any, names: Sequence[str], samples: Sequence[Mapped]) -> dict[str, str]:
    """The mapping to use: the one given, else the last one used for these very columns, else a suggestion."""
    if given is None:
        remembered = crm.table.get(keys.mapping(type.name, print_of(names))) or {}
        given = remembered.get("columns") or columns.suggest(names, importable(type), samples)
    errors = mapping_errors(type, given, names)
    if errors:
        raise Invalid(errors)
    return {column: path for column, path in given.items() if path}


def remember(crm: Crm, type: ObjectType, names: Sequence[str], mapping: Mapped) -> None:
    """Keep a mapping for the next file with these columns."""
    now = crm.clock.now()
    pk, sk = keys.mapping(type.name, print_of(names))
    ttl = instants.epoch(now) + REMEMBERED_DAYS * 86400
    crm.table.write(Put({"pk": pk, "sk": sk, "columns": dict(mapping), "at": now, "ttl": ttl}))


def print_of(names: Sequence[str]) -> str:
    """One short text for a set of columns, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(names)).encode()).hexdigest()[:32]


def _mode(type: ObjectType, asked: Record) -> Iterator[FieldError]:
    mode, key = asked.get("mode", "create"), asked.get("key")
    if mode == "update" or (mode == "upsert" and type.name not in MERGES):
        yield FieldError("mode", "not_supported", "create is supported, and upsert for leads")
    elif mode == "upsert" and key not in (None, "email", "phone"):
        yield FieldError("key", "not_supported", "An upsert finds records by email or phone; leave it out for either")


def _options(crm: Crm, options: Any) -> Iterator[FieldError]:
    if options is None:
        return
    if not isinstance(options, Mapping):
        yield FieldError("options", "invalid_options", f"An object with any of {', '.join(OPTIONS)}")
        return
    for name in options:
        if name not in OPTIONS:
            yield FieldError(f"options.{name[:60]}", "unknown_field", f"One of {', '.join(OPTIONS)}")
    for name in SWITCHES:
        if not isinstance(options.get(name, True), bool):
            yield FieldError(f"options.{name}", "invalid_boolean", "true or false")
    yield from _people(crm, options)
    wrong = Errors()
    if options.get("region") is not None:
        FIELD_TYPES["country"].parse(Field("region", "country"), options["region"], "options.region", wrong, "US")
    yield from wrong


def _people(crm: Crm, options: Mapping[str, Any]) -> Iterator[FieldError]:
    id = options.get("owner_id")
    person = crm.configuration.find("user", id) if isinstance(id, str) else None
    if id is not None and (person is None or not person.get("active", True)):
        yield FieldError("options.owner_id", "not_found", "There is no such active user")


def _pair(type: ObjectType, column: str, path: str | None, known: Sequence[str] | None) -> Iterator[FieldError]:
    where = f"mapping.{column[:60]}"
    if known is not None and column not in known:
        yield FieldError(where, "unknown_column", f"The file has no column {column[:60]}")
    if not path or path in columns.paths(importable(type)):
        return
    field = type.own_fields.get(path)
    if field and field.kind in REFERENCES:
        yield FieldError(where, "not_supported", f"{field.display} cannot be imported; the owner is an option")
    else:
        yield FieldError(where, "unknown_field", f"{type.label_plural} have no field {path[:60]} that can be imported")
