"""The guard of a record: which of its derived rows and counts stand in the table, changed only together with them.

Every write of it names what it was based on, so of two workers one is refused and looks again. `rev` is random and
new each time; `revision` is the newest revision of the record that is worked in; a purged record leaves a tombstone
that outlives every late event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.store import keys
from chalicelib.store.derived import NOTHING, Rules, Standing, from_attribute, print_of, to_attribute
from chalicelib.store.table import ABSENT, Condition, Item, Update

GONE = 10**15  # the revision of a record that is no more: above all that it can have had
TOMBSTONE_SECONDS = 45 * 24 * 3600

CHANGED = "SET #rev = :rev, #set = :set, #print = :print"
FINISHED = ", #revision = :revision, #generation = :generation"
BURIED = ", #ttl = :ttl"
UNBURIED = " REMOVE #ttl"
NAMES = ("#rev", "#set", "#print", "#revision", "#generation", "#ttl")
SAME = "#rev = :was"
NEWER = "(#revision < :revision AND #print = :was AND #generation = :generation)"


@dataclass(frozen=True)
class Guard:
    """A guard as it was read; an absent one has an empty `rev`."""

    id: str
    rev: str = ""
    revision: int = -1
    generation: int = -1
    standing: Standing = NOTHING
    ttl: int = 0


def read(id: str, item: Item | None) -> Guard:
    """The guard of an item of the table."""
    if item is None:
        return Guard(id)
    return Guard(id, item["rev"], item.get("revision", -1), item.get("generation", -1),
                 from_attribute(item.get("set")), item.get("ttl", 0))


def advance(guard: Guard, rev: str, now_standing: Standing) -> Update:
    """One part of several is written: the set tells how far, revision and generation stay."""
    return _update(guard.id, CHANGED + UNBURIED, _set(rev, now_standing), _unchanged(guard))


def finish(guard: Guard, rev: str, now_standing: Standing, revision: int, generation: int, ttl: int = 0) -> Update:
    """The last part is written; with `ttl` (epoch seconds) the record is gone and a tombstone remains."""
    values = {**_set(rev, now_standing), ":revision": revision, ":generation": generation}
    values |= {":ttl": ttl} if ttl else {}
    return _update(guard.id, CHANGED + FINISHED + (BURIED if ttl else UNBURIED), values, _unchanged(guard))


def replace(id: str, rev: str, old: Standing, new: Standing, revision: int, rules: Rules) -> Update:
    """From one image to the next without reading: holds only where exactly `old` stands, by the same rules."""
    text = NEWER if old != NOTHING else f"attribute_not_exists(pk) OR {NEWER}"
    values = {**_set(rev, new), ":revision": revision, ":generation": rules.generation}
    return _update(id, CHANGED + FINISHED + UNBURIED, values, Condition(text, values={":was": print_of(old)}))


def _set(rev: str, now_standing: Standing) -> dict[str, Any]:
    return {":rev": rev, ":set": to_attribute(now_standing), ":print": print_of(now_standing)}


def _unchanged(guard: Guard) -> Condition:
    return Condition(SAME, values={":was": guard.rev}) if guard.rev else ABSENT


def _update(id: str, text: str, values: Mapping[str, Any], condition: Condition) -> Update:
    """In place, so that marks of others on the guard (erased) stay."""
    names = {name: name[1:] for name in NAMES if name in text + condition.text}
    return Update(keys.guard(id), text, names, values, condition)
