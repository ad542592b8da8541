"""Sharing one record with a person or a team, to read or also to write, whatever their roles reach otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden, Invalid, NotFound
from chalicelib.records import field_rules, permissions, service
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Work, retried

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST = 50
ACCESS = ("read", "write")


def share(crm: Crm, actor: Actor, type: ObjectType, id: str, to: str, access: str) -> Record:
    """Let a person or team read (or `write`) a record; who has it already gets the new access.

    Needs `update` on the record, so nobody gives what they do not have; people from outside pass nothing on.
    """
    if access not in ACCESS:
        raise Invalid.one("access", "invalid_choice", f"One of {', '.join(ACCESS)}")

    def step() -> Record:
        record = _mine(crm, actor, type, id)
        _require_somebody(crm, to)
        known = record.get("shares") or []
        others = [each for each in known if each["to"] != to]
        if len(others) >= MOST:
            raise Invalid.one("to", "too_many", f"A record is shared with {MOST} people and teams at most")
        return _changed(crm, actor, record, [*others, {"to": to, "access": access}])
    return retried(step)


def unshare(crm: Crm, actor: Actor, type: ObjectType, id: str, to: str) -> Record:
    """Take a share away; one's own is given back without any right to update. NotFound where there is none."""
    def step() -> Record:
        record = service.get(crm, actor, type, id, consistent=True) if to == actor.id else _mine(crm, actor, type, id)
        kept = [each for each in record.get("shares") or [] if each["to"] != to]
        if len(kept) == len(record.get("shares") or []):
            raise NotFound("It is not shared with this person or team")
        return _changed(crm, actor, record, kept)
    return retried(step)


def shares(crm: Crm, actor: Actor, type: ObjectType, record: Record) -> list[Record]:
    """With whom a record is shared, by name: for those who may update it; others are told of their own shares."""
    return [{**each, "name": _name(crm, actor, each["to"])} for each in permissions.told_shares(actor, type, record)]


def _mine(crm: Crm, actor: Actor, type: ObjectType, id: str) -> Record:
    """The record, if the actor may say who sees it."""
    record = service.get(crm, actor, type, id, consistent=True)
    if type.configuration or type.personal or not type.editable:
        raise Forbidden(f"{type.label_plural} are not shared one by one")
    permissions.require(actor, type, "update", record)
    if actor.external:
        raise Forbidden("What is shared with you is not yours to share")
    return record


def _require_somebody(crm: Crm, to: str) -> None:
    user, team = crm.configuration.find("user", to), crm.configuration.find("team", to)
    if not team and (not user or not user.get("active", True)):
        raise Invalid.one("to", "not_found", "There is no such team or active person")


def _changed(crm: Crm, actor: Actor, record: Record, shares: list[Record]) -> Record:
    ordered = sorted(shares, key=lambda each: str(each["to"]))
    if ordered == (record.get("shares") or []):
        return record
    work = Work(crm, actor)
    changed = work.change(record, {"shares": ordered or None})
    work.commit()
    return changed


def _name(crm: Crm, actor: Actor, id: str) -> str | None:
    type = crm.registry.of(id)
    found = crm.configuration.find(type.name, id) if type else None
    return type.title(field_rules.visible(actor, type, found)) if type and found else None
