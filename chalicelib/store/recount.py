"""Does the table equal what the derivations say? Every derived row, count and guard against a fresh derivation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.store import guard as guards
from chalicelib.store import keys
from chalicelib.store.derived import NOTHING, Derived, Rules, Standing
from chalicelib.store.items import decode_item, encode_item
from chalicelib.store.keys import Key
from chalicelib.store.operations import add
from chalicelib.store.table import Item, Table

PARTITIONS = ("lookup#", "search#", "view#", "count#", "due#", "report#", "block#")
COUNTS = ("count#", "report#")
GUARDS = "applied#"
UNDERIVED_CONFIGURATION = frozenset({"engine", "secret", "clock"})

Value = Mapping[str, Any] | Standing | None


@dataclass(frozen=True)
class Difference:
    """What should stand under a key and what does; None is nothing. Guards compare by the set they hold."""

    key: Key
    expected: Value
    found: Value


def is_derived(key: Key) -> bool:
    """Whether the engine alone writes what stands under this key; guards are not counted in."""
    pk, sk = key
    if pk == keys.CONFIGURATION:
        return sk not in UNDERIVED_CONFIGURATION
    return is_count(key) or pk.startswith(PARTITIONS) or sk.startswith("event#")


def is_count(key: Key) -> bool:
    """Whether numbers of many records are added up under this key."""
    return key[0].startswith(COUNTS) or key[1] == "cells"


def recount(table: Table, derive: Callable[[Item, str, Any], Derived], rules: Rules, now: str) -> Iterator[Difference]:
    """Every difference, by one scan. Only true while nothing changes and the stream has been worked off."""
    account = _Account()
    for item in table.scan():
        key = item["pk"], item["sk"]
        if key[1] == "record":
            account.expect(key[0], derive(item, now, rules.config))
        elif key[0].startswith(GUARDS):
            account.find_guard(key[0].removeprefix(GUARDS), item)
        elif is_derived(key):
            account.find(key, {name: value for name, value in item.items() if name not in ("pk", "sk", "queued")})
    yield from account.differences()


@dataclass
class _Account:
    """What is expected against what is found; what cancels out is forgotten at once, so memory stays small."""

    rows: dict[Key, tuple[Value, Value]] = field(default_factory=dict)
    counts: dict[Key, dict[str, int]] = field(default_factory=dict)
    found_counts: dict[Key, dict[str, int]] = field(default_factory=dict)
    sets: dict[Key, tuple[Value, Value]] = field(default_factory=dict)

    def expect(self, id: str, derived: Derived) -> None:
        """A record yields this."""
        for key, value in derived.rows.items():
            _settle(self.rows, key, decode_item(encode_item(value)), None)
        for key, cell in derived.counts.items():
            self.counts[key] = add(self.counts.get(key, {}), cell)
        _settle(self.sets, keys.guard(id), derived.standing, None)

    def find(self, key: Key, value: Item) -> None:
        """The table holds this row or count."""
        if is_count(key):
            self.found_counts[key] = add({}, value)
        else:
            _settle(self.rows, key, None, value)

    def find_guard(self, id: str, item: Item) -> None:
        """The table holds this guard; one that will never go away needs a record."""
        guard = guards.read(id, item)
        if guard.ttl and guard.standing == NOTHING:
            return
        _settle(self.sets, keys.guard(id), None, guard.standing)

    def differences(self) -> Iterator[Difference]:
        """What did not cancel out, in the order of keys."""
        for key, (expected, found) in sorted(self.rows.items(), key=lambda entry: entry[0]):
            yield Difference(key, expected, found)
        for key in sorted({*self.counts, *self.found_counts}):
            expected, found = self.counts.get(key) or None, self.found_counts.get(key) or None
            if expected != found:
                yield Difference(key, expected, found)
        for key, (expected, found) in sorted(self.sets.items(), key=lambda entry: entry[0]):
            if found is not None or expected != NOTHING:  # a record that yields nothing needs no guard
                yield Difference(key, expected, found)


def _settle(entries: dict[Key, tuple[Value, Value]], key: Key, expected: Value, found: Value) -> None:
    """Note one side; where both are the same the entry goes."""
    other = entries.pop(key, (None, None))
    pair = (expected if expected is not None else other[0], found if found is not None else other[1])
    if pair[0] != pair[1]:
        entries[key] = pair
