"""What follows from a change: history, derived rows, then the domains' reactions in a queue of their own."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.errors import NotFound, Refused
from chalicelib.records import compiled, snapshots
from chalicelib.records.derivations import DERIVE_VERSION, HIDDEN, derive
from chalicelib.records.matching import pairs
from chalicelib.records.registry import Registry
from chalicelib.records.work import face
from chalicelib.store import keys
from chalicelib.store.change import Change, from_stream
from chalicelib.store.derive import Derived, Engine, Rules
from chalicelib.store.table import ABSENT, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
logger = logging.getLogger(__name__)
KEPT_APART = frozenset({"hash", "last_used_at", "revision", "version", "updated_at", "updated_by", *HIDDEN})


def handle(crm: Crm, event: Mapping[str, Any]) -> None:
    """One batch of the table's stream, in any order and any number of times."""
    found = from_stream(event)
    failed, messages = engine(crm).handle(found), list[Record]()
    for change in found:
        try:
            messages += followers(crm, change)
        except Exception:  # an image that cannot be read must not silence the others
            logger.warning("what follows from %s revision %d is not known", change.id, change.revision, exc_info=True)
            failed += [] if change in failed else [change]
    for change in failed:
        _set_aside(crm, change)
    crm.queues.send_many(crm.settings.jobs_queue, messages)


def settle(crm: Crm, message: Mapping[str, Any]) -> None:
    """A record that the stream could not bring up to date, and the history of the change that could not be told."""
    if "revision" in message:
        _tell(crm, str(message["id"]), int(message["revision"]))
    engine(crm).settle(str(message["id"]))


def engine(crm: Crm) -> Engine:
    """The derivation engine of this company."""
    return Engine(crm.table, deriving,
                  lambda reload: rules(crm, reload), version=DERIVE_VERSION, now=crm.clock.now, token=crm.ids.token,
                  audit=lambda change: audit(crm.registry, change))


def rules(crm: Crm, reload: bool = False) -> Rules:
    """What derived rows may depend on besides their record."""
    kept = crm.configuration.engine(reload)
    return Rules(kept.generation, kept.derive_version, compiled.current(crm))


def deriving(record: Record, now: str, definitions: compiled.Compiled) -> Derived:
    """`derive` as the engine calls it."""
    return derive(definitions, record, now)


def audit(registry: Registry, change: Change) -> Record | None:
    """The history row of a change: the fields that differ, before and after; None for a purge or the engine's own."""
    before, after = change.before or {}, change.after or {}
    names = sorted(name for name in before.keys() | after.keys()
                   if name not in KEPT_APART and before.get(name) != after.get(name))
    if not names or change.after is None or not registry.known(change.type):
        return None  # a purge leaves nothing behind
    if before and before.get("version") == after.get("version"):
        return None  # the system's own notes on a record are nobody's change
    pk, sk = keys.audit(change.id, change.revision)
    actor, at = after.get("updated_by", ""), after.get("updated_at", change.at)
    erased = bool(after.get("erased_at"))
    return {
        "pk": pk,
        "sk": sk,
        **keys.audit_indexes(actor, at, change.id, change.revision),
        "version": after.get("version", before.get("version", 0)),
        "actor": actor,
        "at": at,
        "request_id": after.get("request_id", ""),
        "erased": erased or None,
        "changes": {name: [None, None] if erased else [before.get(name), after.get(name)] for name in names},
    }


def followers(crm: Crm, change: Change) -> Iterable[Record]:
    """The messages that a change calls for: declared reactions, and titles to refresh on others' pages."""
    if not crm.registry.known(change.type) or change.after is None:
        return
    type = crm.registry.named(change.type)
    about = {"type": type.name, "id": change.id, "revision": change.revision}
    for reaction in type.reactions:
        if reaction.when(change.before, change.after):
            beside = {"beside": [reaction.beside(change.after)]} if reaction.beside else {}
            yield {"do": "react", "reaction": reaction.name, **about, **beside}
    yield from snapshots.followers(crm.registry, change)
    yield from pairs.followers(crm.registry, change)
    if change.before and face(type, change.before) != face(type, change.after) and not type.configuration:
        yield {"do": "retitle", **about}


def expect(crm: Crm, messages: Iterable[Mapping[str, Any]]) -> None:
    """What a batch of jobs begins with, as far as it follows from new records, is read in one call."""
    new = [message for message in messages if "id" in message and (message.get("revision") == 1 or message.get("new"))]
    crm.table.ahead.expect(keys.record(id) for message in new for id in _ids(message))


def _ids(message: Mapping[str, Any]) -> list[str]:
    return [str(message["id"]), *(message.get("beside") or ())]


def react(crm: Crm, message: Mapping[str, Any]) -> None:
    """Run one reaction on the record as it is now; a repeat must change nothing."""
    type, ids = crm.registry.named(str(message["type"])), _ids(message)
    found = crm.table.ahead.get(map(keys.record, ids))
    record, *beside = [found.get(keys.record(id)) for id in ids]
    for reaction in type.reactions:
        wanted = record and (reaction.of_deleted or not record.get("deleted_at"))
        if reaction.name == message["reaction"] and record and wanted:
            reaction.run(crm, record, *beside)


def _set_aside(crm: Crm, change: Change) -> None:
    """A change that could not be handled: its images to S3 (the only copy that stays), its id to be settled."""
    images = json.dumps({"before": change.before, "after": change.after, "at": change.at}, default=sorted).encode()
    crm.files.put(crm.settings.failures_bucket, _aside(change.id, change.revision), images)
    crm.queues.send(crm.settings.settle_queue, {"id": change.id, "revision": change.revision})


def _tell(crm: Crm, id: str, revision: int) -> None:
    """The history row of a change that was set aside, where it is missing: an erasure leaves no place and no images."""
    try:
        kept = crm.files.get(crm.settings.failures_bucket, _aside(id, revision))
    except NotFound:
        return
    try:
        images = json.loads(kept)
        row = audit(crm.registry, Change(id, images["before"], images["after"], images["at"]))
    except Exception:  # images that cannot be read stay where they are, for people to look at
        logger.warning("no history for %s revision %d", id, revision, exc_info=True)
        return
    if row:
        with suppress(Refused):  # it stands
            crm.table.write(Put(row, ABSENT))


def _aside(id: str, revision: int) -> str:
    return f"changes/{id}/{revision}.json"
