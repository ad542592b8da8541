"""Duplicates at entry: who holds the same email, phone or external id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict
from chalicelib.records import field_rules, permissions
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def told(crm: Crm, actor: Actor, type: ObjectType, collision: Collision) -> Exception:
    """409 with the candidates where a claim is held; else the collision itself, which may be tried again."""
    return duplicate(crm, actor, type, collision) if collision.claims else collision


def duplicate(crm: Crm, actor: Actor, type: ObjectType, collision: Collision) -> Conflict:
    """409 with the records that hold the same identity; only the readable ones show id and title."""
    claims = {keys.claim(*claim.split("#", 2)): claim.split("#", 2)[1] for claim in collision.claims}
    held = crm.table.get_many(claims, consistent=True)
    matched: dict[str, list[str]] = {}
    for key, item in held.items():
        for id in item.get("holders") or ():
            matched.setdefault(id, []).append(claims[key])
    found = crm.table.get_many([keys.record(id) for id in matched], consistent=True) if matched else {}
    candidates = [_candidate(actor, type, item, matched[item["id"]]) for item in found.values()]
    return Conflict(f"There is already a {type.label.lower()} with this {' and '.join(sorted(set(claims.values())))}",
                    code="duplicate", extra={"candidates": candidates})


def _candidate(actor: Actor, type: ObjectType, record: Record, matched: list[str]) -> Record:
    readable = permissions.may(actor, type, "read", record)
    title = type.title(field_rules.visible(actor, type, record)) if readable else None
    return {"id": record["id"] if readable else None, "title": title, "matched": sorted(matched)}
