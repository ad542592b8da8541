"""Favourites and recently opened records of each person. Titles are read as they are now, and only if readable."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib import instants
from chalicelib.errors import Invalid, NotFound, Problem, Refused
from chalicelib.records import field_rules, permissions, service
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Delete, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Page = TypeVar("Page")
MOST, KEPT, SLOTS = 200, 20, 64
AGAIN_MINUTES, MOST_SEEN = 10, 5000
_seen: OrderedDict[str, tuple[str, str]] = OrderedDict()  # what this process has written last for each person


def favourites(crm: Crm, actor: Actor) -> list[Record]:
    """The records a person has put on their list, latest first."""
    rows = crm.table.query(keys.favourite(actor.id, "")[0], begins="favourite#", limit=MOST).items
    latest = sorted(rows, key=lambda row: str(row["at"]), reverse=True)
    return _told(crm, actor, [(row["id"], row["at"]) for row in latest])


def add(crm: Crm, actor: Actor, id: str) -> None:
    """Put a record on the list. NotFound for what the person may not see, Invalid where the list is full."""
    type = crm.registry.of(id)
    if type is None:
        raise NotFound()
    service.get(crm, actor, type, id)
    if len(crm.table.query(keys.favourite(actor.id, "")[0], begins="favourite#", limit=MOST).items) >= MOST:
        raise Invalid.one("id", "too_many", f"{MOST} favourites are the most; take one away first")
    pk, sk = keys.favourite(actor.id, id)
    with suppress(Refused):  # it is on the list already
        crm.table.write(Put({"pk": pk, "sk": sk, "id": id, "at": crm.clock.now()}, ABSENT))


def remove(crm: Crm, actor: Actor, id: str) -> None:
    """Take a record off the list; one that is not there stays away."""
    crm.table.write(Delete(keys.favourite(actor.id, id)))


def recent(crm: Crm, actor: Actor) -> list[Record]:
    """The last records that the person opened, newest first."""
    rows = crm.table.query(keys.recent(actor.id, 0)[0], begins="recent#", limit=SLOTS).items
    latest = sorted(rows, key=lambda row: str(row["at"]), reverse=True)
    return _told(crm, actor, [(row["id"], row["at"]) for row in latest[:KEPT]])


def opening(crm: Crm, actor: Actor, id: str, read: Callable[[], Page]) -> Page:
    """Read a page, and remember at the same time that a person opens it.

    One blind write beside the read, so nobody waits for it: a record's slot follows from its id, and the newest of the
    slots are the list. Whether the person may see the record is asked when the list is read.
    """
    now, (last, at) = crm.clock.now(), _seen.get(actor.id, ("", ""))
    again = last == id and at > instants.plus(now, minutes=-AGAIN_MINUTES)
    if actor.via or actor.all_powerful or again:
        return read()
    with ThreadPoolExecutor(2) as threads:
        threads.submit(_remember, crm, actor, id, now)
        return threads.submit(read).result()


def _remember(crm: Crm, actor: Actor, id: str, now: str) -> None:
    pk, sk = keys.recent(actor.id, zlib.crc32(id.encode()) % SLOTS)
    with suppress(Problem):
        crm.table.write(Put({"pk": pk, "sk": sk, "id": id, "at": now}))
        _seen[actor.id] = id, now
        while len(_seen) > MOST_SEEN:
            _seen.popitem(last=False)


def _told(crm: Crm, actor: Actor, rows: list[tuple[str, str]]) -> list[Record]:
    found = crm.table.get_many([keys.record(id) for id, _at in rows]) if rows else {}
    records = [(found.get(keys.record(id)), at) for id, at in rows]
    return [_shown(crm, actor, record, at) for record, at in records if record and _readable(crm, actor, record)]


def _readable(crm: Crm, actor: Actor, record: Record) -> bool:
    type = crm.registry.named(record["type"])
    return not record.get("deleted_at") and permissions.may(actor, type, "read", record)


def _shown(crm: Crm, actor: Actor, record: Record, at: str) -> Record:
    type = crm.registry.named(record["type"])
    seen = field_rules.visible(actor, type, record)
    return {"id": record["id"], "type": type.name, "title": type.title(seen), "subtitle": type.subtitle(seen), "at": at}
