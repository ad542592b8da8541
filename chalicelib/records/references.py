"""What a payload refers to: every id that it names must be of the right type, and there for this person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.records import permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def problems(crm: Crm, actor: Actor, type: ObjectType, values: Mapping[str, Any],
             met: dict[str, Record]) -> list[FieldError]:
    """Which ids that the values name are of no fitting type, or not there for this reader; all are looked up in one
    call. `met` takes what was read."""
    wanted = [(path, id, field.to) for name, field in type.own_fields.items() if name in values
              for path, id in _named_ids(field.kind, name, values[name])]
    fitting = [(path, id) for path, id, to in wanted if _fits(crm, id, to)]
    stored = [(path, id) for path, id in fitting if not _configured(crm, id)]
    found = crm.table.get_many([keys.record(id) for _path, id in stored]) if stored else {}
    met |= {key[0]: item for key, item in found.items()}
    errors = [FieldError(path, "wrong_type", f"This must be the id of a {to or 'record'}") for path, id, to in wanted
              if (path, id) not in fitting]
    return errors + [FieldError(path, "not_found", "There is no such record") for path, id in stored
                     if not _readable(crm, actor, found.get(keys.record(id)))]


def _fits(crm: Crm, id: str, to: str) -> bool:
    other = crm.registry.of(id)
    return other is not None and to in ("", other.name)


def _named_ids(kind: str, name: str, value: Any) -> list[tuple[str, str]]:
    if kind in ("reference", "user"):
        return [(name, value)] if value else []
    if kind in ("references", "users"):
        return [(f"{name}[{place}]", id) for place, id in enumerate(value or [])]
    return []


def _configured(crm: Crm, id: str) -> bool:
    type = crm.registry.of(id)
    return bool(type and type.configuration and crm.configuration.find(type.name, id))


def _readable(crm: Crm, actor: Actor, record: Record | None) -> bool:
    if record is None or record.get("deleted_at"):
        return False
    type = crm.registry.named(record["type"])
    return type.configuration or permissions.may(actor, type, "read", record)
