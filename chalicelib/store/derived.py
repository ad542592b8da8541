"""What a record yields, and how the guard remembers in few bytes what of it stands in the table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from chalicelib.store.keys import Key

COMPRESSED_FROM = 1000


@dataclass(frozen=True)
class Derived:
    """What a record yields: rows (without pk and sk) and counts, integers that are added up over all records.

    The key of a row contains the id of its record, so no two records yield the same row.
    """

    rows: Mapping[Key, Mapping[str, Any]]
    counts: Mapping[Key, Mapping[str, int]]

    @cached_property
    def standing(self) -> Standing:
        """How the table stands once this is written."""
        counts = {key: {name: number for name, number in cell.items() if number} for key, cell in self.counts.items()}
        rows = {key: short_hash(value) for key, value in self.rows.items()}
        return Standing(rows, {key: cell for key, cell in counts.items() if cell})


@dataclass(frozen=True)
class Rules:
    """What a derivation may depend on besides the record; a newer `generation` replaces what an older one yielded."""

    generation: int
    derive_version: int
    config: Any = None


@dataclass(frozen=True)
class Standing:
    """What of one record stands in the table: rows by a short hash of their value, counts as they were added."""

    rows: Mapping[Key, str]
    counts: Mapping[Key, Mapping[str, int]]


EMPTY = Derived({}, {})
NOTHING = Standing({}, {})


def short_hash(value: Mapping[str, Any]) -> str:
    """8 hex digits that tell two values of one row apart; None counts as absent, as it does in the table."""
    stored = {name: part for name, part in value.items() if part is not None}
    text = json.dumps(stored, sort_keys=True, default=_plain)
    return blake2b(text.encode(), digest_size=4).hexdigest()


def print_of(standing: Standing) -> str:
    """A fingerprint of the whole set."""
    return blake2b(_text(standing).encode(), digest_size=12).hexdigest()


def to_attribute(standing: Standing) -> str | bytes:
    """The set as one attribute of the guard, compressed where it is long: keys repeat much."""
    text = _text(standing)
    return text if len(text) < COMPRESSED_FROM else zlib.compress(text.encode())


def from_attribute(value: str | bytes | None) -> Standing:
    """The set back from the guard."""
    if not value:
        return NOTHING
    rows, counts = json.loads(zlib.decompress(value) if isinstance(value, bytes) else value)
    return Standing(_flat(rows), _flat(counts))


def _text(standing: Standing) -> str:
    sets = [_nested(standing.rows), _nested(standing.counts)]
    return json.dumps(sets, sort_keys=True, separators=(",", ":"))


def _nested(entries: Mapping[Key, Any]) -> dict[str, dict[str, Any]]:
    """By partition, then sort key: any separator could also occur within a key."""
    nested: dict[str, dict[str, Any]] = {}
    for (pk, sk), value in entries.items():
        nested.setdefault(pk, {})[sk] = value
    return nested


def _flat(nested: Mapping[str, Mapping[str, Any]]) -> dict[Key, Any]:
    return {(pk, sk): value for pk, part in nested.items() for sk, value in part.items()}


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else sorted(value)
