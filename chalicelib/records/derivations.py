"""What every record yields: rows for search, timelines, sorted lists, look-ups, timers, configuration; and counts.

`derive` is pure: one record, the instant, the compiled definitions. Laws: every derived key contains its record's id
or is a count; conditions look at one record; "me" is never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.records import kept_reports, kept_views, roll_ups
from chalicelib.records.compiled import Compiled
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType
from chalicelib.records.words import digits_backwards, folded, spelled, words
from chalicelib.records.work import INDEX_ATTRIBUTES
from chalicelib.store import keys
from chalicelib.store.derive import Derived
from chalicelib.store.operations import add

DERIVE_VERSION = 2
Record = dict[str, Any]
Rows = Iterator[tuple[keys.Key, Record]]
MOST_WORDS = 30
HIDDEN = frozenset({*INDEX_ATTRIBUTES, "edges", "fired", "request_id", "refs"})


def derive(compiled: Compiled, record: Record, now: str) -> Derived:
    """Everything that follows from one record at one instant, by the definitions of one generation."""
    if not compiled.registry.known(record["type"]) or record.get("deleted_at"):
        return Derived({}, {})
    type = compiled.registry.named(record["type"])
    if record.get("merged_into"):
        return Derived({}, {})
    names = audience_names(type, record, compiled.audiences)
    shown = compiled.seen_by_all(type, record)
    views = compiled.views.get(type.name, ())
    rows = {
        **dict(_search(type, shown, names)), **dict(_events(type, shown)), **dict(_sorted(type, record, names)),
        **dict(kept_views.rows(views, type, record, names, now)), **dict(_lookups(type, record)),
        **dict(_due(type, record, now, list(_flips(compiled, type, record, now)))), **dict(_configured(type, record))}
    return Derived(rows, _counts(compiled, type, record, names, now))


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
    return ["all", *(f"{kind}:{named[kind]}" for kind in kinds if named[kind])]


def _search(type: ObjectType, record: Record, names: list[str]) -> Rows:
    if not type.searchable or type.configuration:
        return
    title = type.title(record)
    texts = [title, *(text for field in type.fields if field.searchable and field.kind not in ("phone", "phones")
                      for text in FIELD_TYPES[field.kind].words(record.get(field.name)))]
    single = spelled(texts)[:MOST_WORDS]
    row = {"id": record["id"], "type": type.name, "title": title[:200], "subtitle": type.subtitle(record)[:200],
           "words": " ".join(single), "owner_id": record.get("owner_id"), "team_id": record.get("team_id")}
    for word in [*single, *_pairs(title), *_numbers(type, record)]:
        for name in names:
            yield keys.search(name, word, type.name, record["id"]), row


def _pairs(title: str) -> list[str]:
    """The title's first two words in both orders, for a search by first and last name."""
    first = words(title)[:2]
    return [f"{first[0]} {first[1]}", f"{first[1]} {first[0]}"] if len(first) == 2 and first[0] != first[1] else []


def _numbers(type: ObjectType, record: Record) -> Iterator[str]:
    for field in type.fields:
        if field.searchable and field.kind in ("phone", "phones"):
            for number in FIELD_TYPES[field.kind].elements(record.get(field.name)):
                yield digits_backwards(number)


def _events(type: ObjectType, record: Record) -> Rows:
    if not type.timeline:
        return
    for event in type.events(record):
        source = f"{record['id']}#{event.key or event.kind}"
        row = {"at": event.at, "kind": event.kind, "title": event.title[:300], "summary": event.summary[:600],
               "actor": event.actor, "id": record["id"], "type": type.name,
               "owner_id": record.get("owner_id"), "team_id": record.get("team_id")}
        for about in dict.fromkeys(event.about):
            yield keys.event(about, event.at, source), row


def _sorted(type: ObjectType, record: Record, names: list[str]) -> Rows:
    """Every declared sort key beyond the indexes' own is a built-in view whose rows are the record itself."""
    content = {name: value for name, value in record.items() if name not in HIDDEN}
    for field in type.sorts:
        if field == type.order:
            continue
        value = FIELD_TYPES[type.all_fields[field].kind].sort_key(record.get(field))
        for name in names:
            yield keys.sorted_view(type.name, field, name, folded(value)[:100], record["id"]), content


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
    found = {keys.count(type.name, name): {"n": 1} for name in names}
    group = record.get(type.group) if type.group else None
    if group not in (None, ""):
        found |= {keys.count(type.name, name, str(group)): {"n": 1} for name in names}
    more = [
        *((keys.cells(id), dict(cells)) for id, cells in type.roll_ups(record).items()),
        *roll_ups.counts(compiled.roll_ups.get(type.name, ()), record, now),
        *kept_views.counts(compiled.views.get(type.name, ()), record, names, now),
        *kept_reports.counts(compiled.reports.get(type.name, ()), type, record, names, now)]
    for key, cell in more:
        found[key] = add(found.get(key, {}), cell)
    return found
