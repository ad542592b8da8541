"""What every record yields: rows for search, timelines, sorted lists, look-ups, timers, configuration; and counts.

`derive` is pure: one record, the instant, the engine's audiences. Laws: every derived key contains its record's id
or is a count; conditions look at one record; "me" is never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType, Registry
from chalicelib.records.words import digits_backwards, folded, spelled, words
from chalicelib.records.work import INDEX_ATTRIBUTES
from chalicelib.store import keys
from chalicelib.store.derive import Derived

DERIVE_VERSION = 1
Record = dict[str, Any]
Rows = Iterator[tuple[keys.Key, Record]]
MOST_WORDS = 30
HIDDEN = frozenset({*INDEX_ATTRIBUTES, "edges", "fired", "request_id"})


def derive(registry: Registry, record: Record, now: str, audiences: Mapping[str, list[str]]) -> Derived:
    """Everything that follows from one record at one instant."""
    if not registry.known(record["type"]):
        return Derived({}, {})
    type = registry.named(record["type"])
    if record.get("deleted_at") or record.get("merged_into"):
        return Derived({}, {})
    names = audience_names(type, record, audiences)
    rows = {**dict(_search(type, record, names)), **dict(_events(type, record)), **dict(_sorted(type, record, names)),
            **dict(_lookups(type, record)), **dict(_due(type, record, now)), **dict(_configured(type, record))}
    return Derived(rows, _counts(type, record, names))


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


def _due(type: ObjectType, record: Record, now: str) -> Rows:
    fired = record.get("fired") or {}
    for due in type.due(record):
        if fired.get(due.kind) != due.at:
            yield keys.due(due.at, due.kind, record["id"]), {"id": record["id"], "kind": due.kind, "at": due.at}
    flips = type.until(record, now)
    if flips:
        yield keys.due(flips, "rederive", record["id"]), {"id": record["id"], "kind": "rederive", "at": flips}


def _configured(type: ObjectType, record: Record) -> Rows:
    if type.configuration:
        content = {name: value for name, value in record.items() if name not in INDEX_ATTRIBUTES}
        yield keys.configuration(type.name, record["id"]), content


def _counts(type: ObjectType, record: Record, names: list[str]) -> dict[keys.Key, dict[str, int]]:
    """Totals per audience and group, and what rolls up to another record (a user's open leads)."""
    found = {keys.count(type.name, name): {"n": 1} for name in names}
    group = record.get(type.group) if type.group else None
    if group not in (None, ""):
        found |= {keys.count(type.name, name, str(group)): {"n": 1} for name in names}
    for id, cells in type.roll_ups(record).items():
        found[keys.cells(id)] = dict(cells)
    return found
