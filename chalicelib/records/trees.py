"""Records below records of their own type: companies and their subsidiaries, teams within teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.records import field_rules, permissions
from chalicelib.records.lists import cursors
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
DEEPEST = 20
PAGE, ROUNDS = 100, 11


def is_tree(type: ObjectType) -> bool:
    """Whether records of this type may stand below each other."""
    return bool(type.parent) and type.all_fields[type.parent].to == type.name


def require_no_cycle(crm: Crm, before: Record | None, record: Record, parent: str) -> None:
    """Invalid where a record would stand below itself or deeper than 20 levels; one read a level, if it moved."""
    if not record.get(parent) or record[parent] == (before or {}).get(parent):
        return
    above = ancestors(crm, record, parent, now=True)
    record["_above"] = [(each["id"], each["revision"]) for each in above]  # the work checks that they stay so
    if record["id"] in {each["id"] for each in above} or record[parent] == record["id"]:
        raise Invalid.one(parent, "cycle", "It would stand below itself")
    if len(above) >= DEEPEST:
        raise Invalid.one(parent, "too_deep", f"A tree has {DEEPEST} levels at most")


def ancestors(crm: Crm, record: Record, parent: str, *, now: bool = False) -> list[Record]:
    """From the record's parent up to the root; ends at 20, at what is gone, and where it goes round. Teams are known
    to every process and seconds old, unless `now`."""
    found: list[Record] = []
    seen = {record["id"]}
    above = record.get(parent)
    while above and len(found) < DEEPEST:
        type = crm.registry.of(above)
        remembered = type is not None and type.configuration and not now
        known = crm.configuration.find(type.name, above) if type and remembered else crm.table.get(
            keys.record(above), consistent=True)
        if known is None:
            break
        found.append(known)
        if above in seen:
            break
        seen.add(above)
        above = known.get(parent)
    return found


def tree(crm: Crm, actor: Actor, type: ObjectType, record: Record, limit: int, cursor: str) -> Record:
    """`{ancestors, children, next_cursor}`: the root first, and the records right below, as far as readable."""
    secret, bound = crm.configuration.secret(), ["tree", record["id"], actor.id]
    place = str(cursors.opened(secret, bound, cursor)) if cursor else ""
    below, following = _below(crm, actor, type, record["id"], min(limit, PAGE), place)
    above = [each for each in reversed(ancestors(crm, record, type.parent)) if _readable(actor, type, each)]
    return {"ancestors": [_shown(actor, type, each) for each in above],
            "children": [_shown(actor, type, each) for each in below],
            "next_cursor": cursors.seal(secret, bound, following) if following else None}


def _below(crm: Crm, actor: Actor, type: ObjectType, id: str, limit: int, place: str) -> tuple[list[Record], str]:
    """A full page of readable children and where the next begins, "" where none is left: what is unseen leaves no gap.
    It ends early where a thousand in a row were unseen."""
    found: list[Record] = []
    for turn in range(ROUNDS):
        page = crm.table.query(keys.children(type.name, id), index="i5", after=place, limit=PAGE if turn else limit + 1)
        found += [each for each in page.items if _readable(actor, type, each)]
        if len(found) > limit:
            return found[:limit], str(found[limit - 1]["i5s"])
        place = page.last
        if not page.more:
            break
    return found, place


def _readable(actor: Actor, type: ObjectType, record: Record) -> bool:
    return not record.get("deleted_at") and permissions.may(actor, type, "read", record)


def _shown(actor: Actor, type: ObjectType, record: Record) -> Record:
    seen = field_rules.visible(actor, type, record)
    return {"id": record["id"], "type": type.name, "title": type.title(seen), "subtitle": type.subtitle(seen)}
