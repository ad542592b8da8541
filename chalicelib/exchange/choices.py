"""What an import may be asked to do: its object, mode, mapping and options, all mistakes at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import FieldError, Forbidden, Invalid
from chalicelib.exchange import identities
from chalicelib.exchange.objects import MODES
from chalicelib.exchange.options import wrong_options
from chalicelib.exchange.rows import UNKEYED, importable, required
from chalicelib.records import field_rules, permissions
from chalicelib.records.fields import Field
from chalicelib.records.imports import mapping as columns
from chalicelib.records.imports.mapping import REFERENCES
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.placement import first_team
from chalicelib.store import keys
from chalicelib.store.table import Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Mapped = Mapping[str, str]
REMEMBERED_DAYS = 400
MOST_ERRORS = 50
# What somebody still has to map, other than what is wrong.
LACKING = ("empty_mapping", "key_not_mapped", "required_not_mapped")


def importables(crm: Crm) -> list[ObjectType]:
    """The types whose records people make and change, other than how the company is set up."""
    return [type for type in crm.registry if type.kept_by_people]


def target(crm: Crm, name: str) -> ObjectType | None:
    """The type that the rows become; None where it cannot be imported."""
    return next((type for type in importables(crm) if type.plural == name), None)


def problems(crm: Crm, actor: Actor, type: ObjectType | None, asked: Record) -> list[FieldError]:
    """Everything that is wrong with a new import."""
    errors = list(wrong_options(crm, asked.get("options")))
    mapping, mode = asked.get("mapping"), asked.get("mode") or UNKEYED
    if type is None:
        known = ", ".join(sorted(each.plural for each in importables(crm)))
        shape = _mapping_shape(mapping) if mapping is not None else []
        return [FieldError("object", "not_supported", f"One of {known} can be imported"), *errors, *shape]
    mapped = mapping_errors(crm, actor, type, mapping, mode=mode) if mapping is not None else []
    return [*_mode(type, asked), *errors, *mapped]


def mapping_errors(crm: Crm, actor: Actor, type: ObjectType, mapping: Any, known: Sequence[str] | None = None, *,
                   mode: str = UNKEYED) -> list[FieldError]:
    """What is wrong with `{column: field}`; `known` are the file's columns, where they were read."""
    if misshapen := _mapping_shape(mapping):
        return misshapen
    wrong = [error for column, path in mapping.items() for error in _pair(crm, type, column, path, known, mode)]
    names = {path.partition(".")[0] for path in mapping.values() if path} & type.own_fields.keys()
    return [*wrong[:MOST_ERRORS], *field_rules.forbidden(actor, type, sorted(names))]


def _mapping_shape(mapping: Any) -> list[FieldError]:
    if not isinstance(mapping, Mapping) or not all(isinstance(path, str | None) for path in mapping.values()):
        return [FieldError("mapping", "invalid_mapping", 'A mapping is {"column": "field"}; null leaves a column out')]
    empty = FieldError("mapping", "empty_mapping", "Map at least one column to a field")
    return [] if any(mapping.values()) else [empty]


def owner(crm: Crm, actor: Actor, type: ObjectType, options: Mapping[str, Any]) -> str | None:
    """Who gets the new records, nobody where they are to be routed; Forbidden beyond what the actor may assign."""
    chosen = options.get("owner_id")
    if not chosen and type.routed and options.get("route", True) and actor.scope(type, "assign"):
        return None
    person = str(chosen or actor.id)
    if not may_give(crm, actor, type, person):
        raise Forbidden(f"Your roles do not allow to import {type.label_plural.lower()} for this person")
    return person


def may_give(crm: Crm, actor: Actor, type: ObjectType, person: str) -> bool:
    """Whether the actor may make records of this type for that person, as by hand."""
    create, assign = (actor.scope(type, action) for action in ("create", "assign"))
    return person == actor.id or create == assign == Scope.ALL or permissions.covers(
        actor, assign, {"owner_id": person, "team_id": first_team(crm, person)})


def choose(crm: Crm, actor: Actor, type: ObjectType, record: Mapping[str, Any], given: Any, names: Sequence[str],
           samples: Sequence[Mapped]) -> dict[str, str]:
    """The mapping to use: the one given, else a proposal. Invalid where rows cannot be imported by it."""
    mapping, errors = proposed(crm, actor, type, record, given, names, samples)
    refuse(errors)
    return mapping


def refuse(errors: Sequence[FieldError]) -> None:
    """Invalid where there are errors."""
    if errors:
        raise Invalid(errors)


def proposed(crm: Crm, actor: Actor, type: ObjectType, record: Mapping[str, Any], given: Any, names: Sequence[str],
             samples: Sequence[Mapped]) -> tuple[dict[str, str], list[FieldError]]:
    """The mapping given, else the last one used for these very columns, else a suggestion; and what it still lacks."""
    mode = record.get("mode") or UNKEYED
    if given is None:
        remembered = crm.table.get(keys.mapping(type.name, print_of(names))) or {}
        open_paths = columns.paths(_open(actor, type, mode))
        given = {column: path for column, path in (remembered.get("columns") or {}).items() if path in open_paths}
        given = given or suggest(crm, actor, type, names, samples, mode)
    errors = mapping_errors(crm, actor, type, given, names, mode=mode) or lacking(type, record, given)
    return {column: path for column, path in given.items() if path}, errors


def lacking(type: ObjectType, record: Mapping[str, Any], mapping: Mapped) -> list[FieldError]:
    """What a mapping leaves out without which no row could be imported: told once, not row by row."""
    return [*_keyed(type, record, mapping), *_unfilled(type, record, mapping)]


def suggest(crm: Crm, actor: Actor, type: ObjectType, names: Sequence[str], samples: Sequence[Mapped],
            mode: str = UNKEYED) -> dict[str, str]:
    """A mapping by the columns' words and sampled cells; owners only where some of those named are known here."""
    fields = _open(actor, type, mode)
    found = columns.suggest(names, fields, samples)
    return {column: path for column, path in found.items()
            if fields.get(path) is None or fields[path].kind != "user" or _known(crm, actor, column, samples)}


def remember(crm: Crm, type: ObjectType, names: Sequence[str], mapping: Mapped) -> None:
    """Keep a mapping for the next file with these columns."""
    now = crm.clock.now()
    pk, sk = keys.mapping(type.name, print_of(names))
    ttl = instants.epoch(now) + REMEMBERED_DAYS * 86400
    crm.table.write(Put({"pk": pk, "sk": sk, "columns": dict(mapping), "at": now, "ttl": ttl}))


def print_of(names: Sequence[str]) -> str:
    """One short text for a set of columns, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(names)).encode()).hexdigest()[:32]


def _open(actor: Actor, type: ObjectType, mode: str) -> dict[str, Field]:
    """The fields that this person may fill by a file."""
    locked = permissions.locked_fields(actor, type)
    return {name: field for name, field in importable(type, mode).items() if name not in locked}


def _known(crm: Crm, actor: Actor, column: str, samples: Sequence[Mapped]) -> bool:
    """Whether any sampled cell of a column names a user, by what the actor may see of them; so it is for a file without
    any rows to look at."""
    cells = {cell for sample in samples if (cell := sample.get(column, "").strip())}
    user = crm.registry.named("user")
    users = [field_rules.visible(actor, user, each) for each in crm.configuration.all("user")] if cells else []
    return not cells or any(cell in (each["id"], each.get("email")) or cell.lower() == each.get("email")
                            or identities.same_name(user.title(each), cell) for cell in cells for each in users)


def _mode(type: ObjectType, asked: Record) -> Iterator[FieldError]:
    mode, key = asked.get("mode") or UNKEYED, asked.get("key")
    if mode == UNKEYED:
        if key:
            yield FieldError("key", "not_supported", "Only update and upsert find records by a key")
        return
    if mode not in MODES:
        return  # told as a wrong choice
    known = identities.kinds(type)
    if key and key not in known:
        yield FieldError("key", "not_supported", f"{type.label_plural} are found by {', '.join(sorted(known))}")
    elif not key and not identities.chosen(type, ""):
        yield FieldError("key", "required", f"Say by what {type.label_plural.lower()} are found: "
                                            f"{', '.join(sorted(known))}")


def _keyed(type: ObjectType, record: Mapping[str, Any], mapping: Mapped) -> Iterator[FieldError]:
    """An update or upsert needs a column with what it finds records by."""
    if (record.get("mode") or UNKEYED) == UNKEYED:
        return
    kinds = identities.chosen(type, str(record.get("key") or ""))
    mapped = {path for path in mapping.values() if path}
    if not any(name in mapped for kind in kinds for name in kind.fields):
        words = " or ".join(kind.name for kind in kinds)
        yield FieldError("mapping", "key_not_mapped", f"Records are found by {words}: map a column to it")


def _unfilled(type: ObjectType, record: Mapping[str, Any], mapping: Mapped) -> Iterator[FieldError]:
    """New records need what is required of them; an upsert may find all of its rows."""
    mode = record.get("mode") or UNKEYED
    filled = {path.partition(".")[0] for path in mapping.values() if path}
    for name, field in importable(type, mode).items() if mode == UNKEYED else ():
        if required(field) and name not in filled:
            yield FieldError("mapping", "required_not_mapped", f"{field.display} is required: map a column to it")


def _pair(crm: Crm, type: ObjectType, column: str, path: str | None, known: Sequence[str] | None,
          mode: str) -> Iterator[FieldError]:
    where = f"mapping.{column[:60]}"
    if known is not None and column not in known:
        yield FieldError(where, "unknown_column", f"The file has no column {column[:60]}")
    if not path:
        return
    if path == "id" and mode == UNKEYED:
        yield FieldError(where, "not_supported", "New records get ids of their own; update or upsert finds by id")
    elif path not in columns.paths(importable(type, mode)):
        yield FieldError(where, "unknown_field", f"{type.label_plural} have no field {path[:60]} that can be imported")
    else:
        yield from _named_by(crm, type, path, where)


def _named_by(crm: Crm, type: ObjectType, path: str, where: str) -> Iterator[FieldError]:
    """Whether records of the type that a reference is to are found by what the path says."""
    name, _, by = path.partition(".")
    field = type.own_fields.get(name)
    if not by or field is None or field.kind not in REFERENCES:
        return
    to = "user" if field.kind in ("user", "users") else field.to
    known = {"id", "email", "name"} if to == "user" else {"id", "email"} if not to else \
        set(identities.kinds(crm.registry.named(to))) if crm.registry.known(to) else {"id"}
    if by not in known:
        yield FieldError(where, "unknown_field", f"{field.display} is named by {', '.join(sorted(known))}")
