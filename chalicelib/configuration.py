"""How this company is set up: one partition of derived rows, read by one query and cached for a while.

Roles, users, teams, forms and rules are ordinary records; the derivation engine keeps a copy of each in this partition
(`records/derivations.py`). Three rows are not derived: `engine` (generation and definitions), `secret` (signs cursors
and links) and `clock` (the local stack's shift).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from chalicelib.errors import Refused
from chalicelib.ids import is_id
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Put, Table

Record = dict[str, Any]
Made = TypeVar("Made")
ENGINE, SECRET, CLOCK = "engine", "secret", "clock"
AHEAD_SECONDS = 120.0  # how long a record is taken before the stream has brought it; then what the stream says stands


@dataclass(frozen=True)
class Engine:
    """What derived rows may depend on besides their record: changed only together with a new generation."""

    generation: int
    derive_version: int
    definitions: dict[str, Any]
    building: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()

    @property
    def audiences(self) -> dict[str, list[str]]:
        """Which kinds of audience beside all are kept, by type."""
        return self.definitions.get("audiences") or {}

    def left_out(self, type: str) -> set[str]:
        """The fields of a type of which no row tells any more that everybody may see."""
        guarded = (self.definitions.get("guarded") or {}).get(type) or ()
        return {name for name in guarded if f"{type}.{name}" not in self.building}


class Configuration:
    """The cached partition. A write of this process is seen at once, another's within `max_age` seconds; a record that
    another process made is found by its id at once."""

    def __init__(self, table: Table, *, max_age: float = 30.0, ticks: Callable[[], float] = time.monotonic,
                 consistent: bool = False) -> None:
        self._table, self._max_age, self._ticks, self._consistent = table, max_age, ticks, consistent
        self._loaded_at = float("-inf")
        self._rows: dict[str, Record] = {}
        self._stored: dict[str, Record] = {}
        self._ahead: dict[str, tuple[float, Record]] = {}
        self._missed: set[str] = set()
        self._made: dict[str, Any] = {}

    def all(self, type: str) -> list[Record]:
        """Every record of a configuration type, oldest first."""
        self._fresh()
        return [row for sk, row in sorted(self._rows.items()) if sk.startswith(f"{type}#")]

    def find(self, type: str, id: str) -> Record | None:
        """One of them; an id not seen yet may be seconds old, so the partition and then the record itself are asked,
        once until the partition is read again."""
        self._fresh()
        sk = f"{type}#{id}"
        if sk not in self._rows and sk not in self._missed and is_id(id):
            if self._ticks() - self._loaded_at > 1:
                self.reload()
            if sk not in self._rows:
                self._look(type, id, sk)
        return self._rows.get(sk)

    def engine(self, reload: bool = False) -> Engine:
        """The derivation engine's generation and audiences."""
        row = self._row(ENGINE, reload)
        return Engine(row["generation"], row["derive_version"], row.get("definitions") or {},
                      tuple(row.get("building") or ()), tuple(row.get("touched") or ()))

    def made(self, name: str, make: Callable[[], Made]) -> Made:
        """Something that is made from the rows, kept until they change; `make` must do nothing but read them."""
        self._fresh()
        if name not in self._made:
            self._made[name] = make()
        found: Made = self._made[name]
        return found

    def secret(self) -> bytes:
        """The key that signs cursors and links; made once per company."""
        return bytes.fromhex(self._row(SECRET)["value"])

    def shift(self) -> float:
        """Seconds that the local stack's clock is ahead."""
        self._fresh()
        return float(self._rows.get(CLOCK, {}).get("shift", 0))

    def remember(self, record: Record) -> None:
        """Take a record that was just written or read before the stream has brought it here."""
        self._ahead[f"{record['type']}#{record['id']}"] = (self._ticks(), record)
        self._overlay()

    def forget(self) -> None:
        """Drop what is cached, also our own writes."""
        self._rows, self._stored, self._ahead, self._loaded_at, self._made = {}, {}, {}, float("-inf"), {}

    def reload(self) -> None:
        """Read the partition now."""
        rows: dict[str, Record] = {}
        after = ""
        while True:
            page = self._table.query(keys.CONFIGURATION, after=after, limit=1000, consistent=self._consistent)
            rows.update({item["sk"]: item for item in page.items})
            if not page.more:
                break
            after = page.items[-1]["sk"]
        self._rows, self._stored, self._loaded_at = dict(rows), rows, self._ticks()
        self._missed = set()
        self._overlay()

    def snapshot(self) -> Configuration:
        """The partition as it stands now, read consistently, for one reader: what others read later changes nothing."""
        taken = Configuration(self._table, max_age=float("inf"), ticks=self._ticks, consistent=True)
        taken.reload()
        return taken

    def found(self, derive_version: int, definitions: dict[str, Any] | None = None) -> None:
        """Write the rows that a new company starts with; those that stand are left alone."""
        engine = {"generation": 1, "derive_version": derive_version, "definitions": definitions or {}}
        first: dict[str, Record] = {ENGINE: engine, SECRET: {"value": secrets.token_hex(32)}}
        for sk, values in first.items():
            try:
                self._table.write(Put({"pk": keys.CONFIGURATION, "sk": sk, **values}, ABSENT))
            except Refused:
                continue
        self.reload()

    def _row(self, sk: str, reload: bool = False) -> Record:
        if reload:
            self.reload()
        self._fresh()
        if sk not in self._rows:
            from chalicelib.records.derivations import DERIVE_VERSION
            self.found(DERIVE_VERSION)
        return self._rows[sk]

    def _fresh(self) -> None:
        if self._ticks() - self._loaded_at > self._max_age:
            self.reload()

    def _look(self, type: str, id: str, sk: str) -> None:
        record = self._table.get(keys.record(id), consistent=True)
        if record and record["type"] == type and not record.get("deleted_at"):
            self.remember(record)
        else:
            self._missed.add(sk)

    def _overlay(self) -> None:
        self._made = {}
        for sk, (at, record) in list(self._ahead.items()):
            stored = self._stored.get(sk)
            if (stored and stored.get("revision", 0) >= record["revision"]) or self._ticks() - at > AHEAD_SECONDS:
                del self._ahead[sk]
            elif record.get("deleted_at"):
                self._rows.pop(sk, None)
            else:
                self._rows[sk] = record
