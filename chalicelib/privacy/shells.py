"""What an erasure does to one record: a shell that says when it was erased, or the same record without the names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Refused
from chalicelib.privacy.needles import cleaned
from chalicelib.records import changes as followed
from chalicelib.records import traces
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Work, retried
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, PRESENT, Put, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
KEPT = frozenset({"pk", "sk", "id", "type", "version", "revision", "created_at", "created_by"})
HOLES = 500   # revisions back from the last whose history may still arrive
KEPT_DAYS = 45  # longer than any late event
NOTHING = [None, None]


def empty(crm: Crm, actor: Actor, id: str) -> None:
    """Take everything from a record but its id, its dates and who made it; a repeat does what is left to do."""
    record = crm.table.get(keys.record(id), consistent=True)
    if record and not record.get("erased_at"):
        type = crm.registry.named(record["type"])
        traces.drop_files(crm, type, record)
        retried(lambda: _shelled(crm, actor, id))
        traces.drop_links(crm, type, id)
    strip(crm, id)
    crm.table.delete_many([keys.sent(id)])
    with suppress(Refused):
        crm.table.write(Update(keys.guard(id), "SET erased = :at", values={":at": crm.clock.now()}, condition=PRESENT))
    followed.engine(crm).settle(id)


def strip(crm: Crm, id: str) -> None:
    """History keeps who, when and which fields; rows that are still to come find their place taken."""
    record = crm.table.get(keys.record(id), consistent=True) or {}
    crm.files.erase(crm.settings.failures_bucket, f"changes/{id}/")
    told = set()
    for row in traces.history(crm, id):
        told.add(int(row["sk"].partition("#")[2]))
        if not row.get("erased"):
            _strip(crm, row, row.get("changes") or {})
    last, ttl = int(record.get("revision", 0)), instants.epoch(instants.plus(crm.clock.now(), days=KEPT_DAYS))
    for revision in set(range(max(1, last - HOLES), last)) - told:
        pk, sk = keys.audit(id, revision)
        with suppress(Refused):
            crm.table.write(Put({"pk": pk, "sk": sk, "erased": True, "ttl": ttl}, ABSENT))


def clean(crm: Crm, actor: Actor, id: str, gone: frozenset[str], pattern: re.Pattern[str]) -> bool:
    """A record that is not the person's alone: it no longer names them; whether anything changed."""
    changed = retried(lambda: _cleaned(crm, actor, id, gone, pattern))
    return clean_history(crm, id, pattern) or changed


def clean_history(crm: Crm, id: str, pattern: re.Pattern[str]) -> bool:
    """Values that name the person go from the record's history; whether there were any."""
    found = False
    for row in traces.history(crm, id):
        changes = row.get("changes") or {}
        naming = [name for name, pair in changes.items() if cleaned(pair, pattern) != pair]
        if naming:
            _strip(crm, row, naming, {name: pair for name, pair in changes.items() if name not in naming})
            found = True
    return found


def speaks(type: ObjectType, record: Mapping[str, Any], pattern: re.Pattern[str]) -> Record:
    """The declared fields of a record that name the person, as they are without the name."""
    values = {name: record[name] for name in type.erased if record.get(name) is not None}
    told = {name: cleaned(value, pattern) for name, value in values.items()}
    return {name: value for name, value in told.items() if value != values[name]}


def _shelled(crm: Crm, actor: Actor, id: str) -> None:
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or record.get("erased_at"):
        return
    work = Work(crm, actor)
    emptied: Record = {name: None for name in record if name not in KEPT}
    work.change(record, {
        **emptied, "version": record["version"] + 1, "updated_at": work.now, "updated_by": actor.author,
        "request_id": actor.request_id or None, "deleted_at": work.now, "erased_at": work.now}, quiet=True)
    for label in [label for label in work.writes if label.startswith("link:")]:
        del work.writes[label]  # they may be many, and are dropped next
    work.commit()


def _cleaned(crm: Crm, actor: Actor, id: str, gone: frozenset[str], pattern: re.Pattern[str]) -> bool:
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or record.get("erased_at") or not crm.registry.known(record["type"]):
        return False
    type = crm.registry.named(record["type"])
    changes = {**traces.let_go(type, record, gone), **speaks(type, record, pattern)}
    if not changes:
        return False
    work = Work(crm, actor)
    after = work.change(record, changes, quiet=True, strict=False)  # quietly: history must not tell what it was
    pk, sk = keys.audit(id, after["revision"])
    work.add("history", Put({
        "pk": pk, "sk": sk, **keys.audit_indexes(actor.author, work.now, id, after["revision"]),
        "version": after["version"], "actor": actor.author, "at": work.now, "request_id": actor.request_id,
        "erased": True, "changes": {name: NOTHING for name in changes if name != "edges"}}, ABSENT))
    work.commit()
    return True


def _strip(crm: Crm, row: Mapping[str, Any], names: Iterable[str], rest: Mapping[str, Any] | None = None) -> None:
    stripped = {**(rest or {}), **{name: NOTHING for name in names}}
    with suppress(Refused):
        crm.table.write(Update((row["pk"], row["sk"]), "SET #changes = :changes, erased = :yes",
                               {"#changes": "changes"}, {":changes": stripped, ":yes": True}, PRESENT))
