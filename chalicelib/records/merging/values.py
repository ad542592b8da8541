"""What a merged record consists of: field by field, as chosen; lists united; gaps filled from the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.fields.listed import MAX_ENTRIES
from chalicelib.records.fields.shape import Field
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
PLACED = ("owner_id", "team_id")
EMPTY: tuple[Any, ...] = (None, "", [], {})


def choosable(type: ObjectType) -> dict[str, Field]:
    """The fields that a person may choose: all but what the system keeps."""
    return {name: field for name, field in type.own_fields.items() if not field.read_only and not field.roll_up}


def checked(type: ObjectType, winner: Mapping[str, Any], loser: Mapping[str, Any], choose: object) -> dict[str, str]:
    """`{field: id}` as a client gave it. Invalid with everything that is wrong."""
    errors = problems(type, choose, (winner["id"], loser["id"]))
    if errors:
        raise Invalid(errors)
    return {str(name): str(id) for name, id in choose.items()} if isinstance(choose, Mapping) else {}


def problems(type: ObjectType, choose: object, ids: Collection[str | None] | None) -> list[FieldError]:
    """What is wrong with `{field: id}`; `ids` are those of the two records, where both are known."""
    if choose in EMPTY:
        return []
    if not isinstance(choose, Mapping):
        return [FieldError("choose", "invalid_choose", "choose looks like {field: id of the record to take it from}")]
    fields = choosable(type)
    errors = [FieldError(f"choose.{str(name)[:60]}", "unknown_field", f"{type.label_plural} have no such field to take")
              for name in choose if name not in fields]
    return errors + [FieldError(f"choose.{name}", "invalid_choice", "This must be the id of one of the two records")
                     for name, id in choose.items() if name in fields and ids is not None and id not in ids]


def merged(type: ObjectType, winner: Mapping[str, Any], loser: Mapping[str, Any], choose: Mapping[str, str],
           locked: Collection[str] = ()) -> Record:
    """The winner's fields that change. Invalid where a united list grows too long.

    Of `locked` fields, which who merges may not write or see, nothing is chosen: the winner's value stays, the other's
    fills a gap, lists are united as far as they fit. So no value is lost for being hidden, and nobody is asked or told.
    """
    cautious = type.matching.cautious if type.matching else ()
    found: Record = {}
    for name, field in choosable(type).items():
        if name in PLACED and name not in choose:
            continue
        value = _value(field, winner.get(name), loser.get(name), choose.get(name) == loser["id"], name in choose,
                       name in cautious)
        if name in locked and isinstance(value, list):
            value = value[:MAX_ENTRIES]
        if value != winner.get(name):
            found[name] = value
    _short(found)
    return found


def _value(field: Field, mine: Any, theirs: Any, take: bool, chosen: bool, cautious: bool) -> Any:
    if chosen:
        return theirs if take else mine
    if cautious and theirs is True:
        return True
    if mine in EMPTY or theirs in EMPTY:
        return theirs if mine in EMPTY and theirs not in EMPTY else mine
    return united(mine, theirs) if FIELD_TYPES[field.kind].many and isinstance(mine, list) else mine


def united(mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Both lists, the winner's first; its primary address stays the primary one."""
    known = {_same(each) for each in mine}
    added = [each for each in theirs if _same(each) not in known]
    return [*mine, *({**each, "primary": False} if isinstance(each, Mapping) else each for each in added)]


def _same(entry: Any) -> str:
    return str(entry.get("value") if isinstance(entry, Mapping) else entry).lower()


def _short(found: Mapping[str, Any]) -> None:
    errors = [FieldError(f"choose.{name}", "too_many", f"Together more than {MAX_ENTRIES}; choose one record's")
              for name, value in found.items() if isinstance(value, list) and len(value) > MAX_ENTRIES]
    if errors:
        raise Invalid(errors)
