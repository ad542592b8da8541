"""What every record yields: rows for search, timelines, sorted lists, look-ups, timers, configuration; and counts.

`derive` is pure: one record, the instant, the compiled definitions. Laws: every derived key contains its record's id
or is a count; conditions look at one record; "me" is never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib import instants
from chalicelib.records import audiences, quality_rows, roll_ups
from chalicelib.records.compiled import Compiled
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.lists import kept_views
from chalicelib.records.matching import block_rows
from chalicelib.records.merging import pointers as merge_pointers
from chalicelib.records.merging import reading as merge_reading
from chalicelib.records.objects import ObjectType
from chalicelib.records.reports import kept as kept_reports
from chalicelib.records.search import guarded as guarded_search
from chalicelib.records.search import rows as search_rows
from chalicelib.records.words import folded
from chalicelib.records.work import INDEX_ATTRIBUTES
from chalicelib.store import keys
from chalicelib.store.derive import Derived
from chalicelib.store.operations import add

DERIVE_VERSION = 9
PURGE, KEPT_DAYS = "purge", 30
Record = dict[str, Any]
Rows = Iterator[tuple[keys.Key, Record]]
HIDDEN = frozenset({*INDEX_ATTRIBUTES, "edges", "fired", "request_id", "refs", "purging"})
NOT_LISTED = HIDDEN - {"refs"}  # a filter that looks behind a reference, and titles, ask a list's rows for them


def derive(compiled: Compiled, record: Record, now: str) -> Derived:
    """Everything that follows from one record at one instant, by the definitions of one generation."""
    if not compiled.registry.known(record["type"]):
        return Derived({}, {})
    type = compiled.registry.named(record["type"])
    if record.get("merged_into"):  # what happened around the one is told on the page of the other
        told = _events(merge_reading.retold(type), compiled.seen_by_all(type, record))
        return Derived(dict(told), {})
    if record.get("deleted_at"):
        return Derived(dict(purge_rows(record)), {})
    names = audience_names(type, record, compiled.audiences)
    shown = compiled.seen_by_all(type, record)
    views = compiled.views.get(type.name, ())
    rows = {
        **dict(search_rows.rows(type, shown, names)), **dict(_events(type, shown)),
        **dict(_sorted(type, record, names)),
        **dict(guarded_search.rows(type, record, shown, compiled.audiences.get(type.name, ()), names)),
        **dict(kept_views.rows(views, type, record, names, now)), **dict(_lookups(type, record)),
        **dict(block_rows.rows(type, record)), **dict(merge_pointers.rows(compiled.registry, type, record)),
        **dict(quality_rows.rows(type, record, shown, names)),
        **dict(_due(type, record, now, list(_flips(compiled, type, record, now)))), **dict(_configured(type, record))}
    return Derived(rows, _counts(compiled, type, record, names, now))


def purge_rows(record: Record) -> Rows:
    """A deleted record yields one thing: the instant at which it goes for good. Merged and erased ones stay."""
    if not record.get("merged_into") and not record.get("erased_at"):
        at = instants.plus(record["deleted_at"], days=KEPT_DAYS)
        yield keys.due(at, PURGE, record["id"]), {"id": record["id"], "kind": PURGE, "at": at}


def _flips(compiled: Compiled, type: ObjectType, record: Record, now: str) -> Iterator[str]:
    """The instants at which time alone changes what is derived."""
    yield from filter(None, (type.until(record, now),))
    yield from kept_views.until(compiled.views.get(type.name, ()), record, now)
    yield from kept_reports.until(compiled.reports.get(type.name, ()), record, now)
    yield from roll_ups.until(compiled.roll_ups.get(type.name, ()), record, now)


def audience_names(type: ObjectType, record: Record, audiences: Mapping[str, list[str]]) -> list[str]:
    """Under which names this record's rows are kept: for all, and for its team and owner where some role needs it."""
    kinds = audiences.get(type.name, ())
    named = {"t": record.get("team_id"), "u": record.get("owner_id")}
    shared = shared_names(record) if "s" in kinds else []
    return ["all", *(f"{kind}:{named[kind]}" for kind in kinds if named.get(kind)), *shared]


def shared_names(record: Record) -> list[str]:
    """The audiences of those with whom this record is shared."""
    return [f"s:{share['to']}" for share in record.get("shares") or ()]


def _events(type: ObjectType, record: Record) -> Rows:
    if not type.timeline:
        return
    for event in type.events(record):
        source = f"{record['id']}#{event.key or event.kind}"
        row = {"at": event.at, "kind": event.kind, "title": event.title[:300], "summary": event.summary[:600],
               "actor": event.actor, "id": record["id"], "type": type.name,
               "owner_id": record.get("owner_id"), "team_id": record.get("team_id")}
        if record.get("shares"):
            row["shares"] = record["shares"]
        for about in dict.fromkeys(event.about):
            yield keys.event(about, event.at, source), row


def _sorted(type: ObjectType, record: Record, names: list[str]) -> Rows:
    """Every declared sort key beyond the indexes' own is a built-in view whose rows are the record itself."""
    content = {name: value for name, value in record.items() if name not in NOT_LISTED}
    for field in type.sorts:
        if field == type.order:
            continue
        value = FIELD_TYPES[type.all_fields[field].kind].sort_key(record.get(field))
        for name in names:
            yield keys.sorted_view(type.name, field, name, folded(value)[:100], record["id"]), content
    for name in shared_names(record):  # in the order of the indexes, with which a list merges it
        order = str(record.get(type.order) or record["created_at"])
        yield keys.sorted_view(type.name, type.order, name, order, record["id"]), content


def _lookups(type: ObjectType, record: Record) -> Rows:
    for identity in type.identities(record):
        if not identity.strict:
            yield keys.lookup(identity.kind, identity.value, type.name, record["id"]), {"id": record["id"]}


def _due(type: ObjectType, record: Record, now: str, flips: list[str]) -> Rows:
    fired = record.get("fired") or {}
    for due in type.due(record):
        if fired.get(due.kind) != due.at:
            yield keys.due(due.at, due.kind, record["id"]), {"id": record["id"], "kind": due.kind, "at": due.at}
    if flips:
        at = min(flips)
        yield keys.due(at, "rederive", record["id"]), {"id": record["id"], "kind": "rederive", "at": at}


def _configured(type: ObjectType, record: Record) -> Rows:
    if type.configuration:
        content = {name: value for name, value in record.items() if name not in INDEX_ATTRIBUTES}
        yield keys.configuration(type.name, record["id"]), content


def _counts(compiled: Compiled, type: ObjectType, record: Record, names: list[str],
            now: str) -> dict[keys.Key, dict[str, int]]:
    """Totals per audience and group, of views and reports, and what rolls up to other records."""
    counted = audiences.counted(names)
    found = {keys.count(type.name, name): {"n": 1} for name in counted}
    group = record.get(type.group) if type.group else None
    if group not in (None, ""):
        found |= {keys.count(type.name, name, str(group)): {"n": 1} for name in counted}
    more = [
        *((keys.cells(id), dict(cells)) for id, cells in type.roll_ups(record).items()),
        *roll_ups.counts(compiled.roll_ups.get(type.name, ()), record, now),
        *quality_rows.counts(type, record, names),
        *kept_views.counts(compiled.views.get(type.name, ()), record, names, now),
        *kept_reports.counts(compiled.reports.get(type.name, ()), type, record, names, now)]
    for key, cell in more:
        found[key] = add(found.get(key, {}), cell)
    return found
