"""Writes that decide rights stand in one order: each is judged by all that came before it.

Roles, teams and people are judged by the configuration, which the stream brings a second or so after a record is
written. One item names the writes that it may not show yet, and is changed together with each of them: whoever finds it
changed since they looked is refused and judges anew. (docs/adr/0024-rights-in-order.md)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Unavailable
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Condition, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.work import Work

Record = dict[str, Any]
RIGHTS = "rights"
MANY = 25    # writes, from which on those that have arrived are dropped by who is not judged, too
MOST = 1000  # writes of which the stream has brought none: rights wait for it


@dataclass(frozen=True)
class Place:
    """After which writes one comes: the item's `rev` as it was read, "" for none, and `{record id: revision}` of those
    that the configuration may not show yet."""

    rev: str
    waiting: Mapping[str, int]

    def join(self, work: Work, record: Record) -> None:
        """Change the item in the work that writes the record, on condition that it is as it was read."""
        earlier = work.writes.get(RIGHTS)  # of another record in this work
        pk, sk = keys.rights()
        beside = earlier.item["waiting"] if isinstance(earlier, Put) else {}
        waiting = {**self.waiting, **beside, record["id"]: record["revision"]}
        unchanged = earlier.condition if isinstance(earlier, Put) else self._unchanged()
        work.add(RIGHTS, Put({"pk": pk, "sk": sk, "rev": work.crm.ids.token(), "waiting": waiting}, unchanged))

    def _unchanged(self) -> Condition:
        return Condition("#rev = :was", {"#rev": "rev"}, {":was": self.rev}) if self.rev else ABSENT


def enter(crm: Crm, record: Record, *, judged: bool) -> Crm:
    """Give a write of this record its place. Who is `judged` gets the installation with roles, teams and people as they
    are now, others the one they have. Unavailable where the stream is far behind."""
    item = crm.table.get(keys.rights(), consistent=True) or {}
    waiting, newest = dict(item.get("waiting") or {}), list[Record]()
    if judged or len(waiting) > MANY:
        waiting, newest = _not_arrived(crm, waiting)
    if len(waiting) > MOST:
        raise Unavailable("Earlier changes of rights have not arrived everywhere yet; try again", retry_after=30)
    record["_joins"] = Place(str(item.get("rev") or ""), waiting).join
    return _as_now(crm, newest) if judged else crm


def _not_arrived(crm: Crm, written: Mapping[str, int]) -> tuple[dict[str, int], list[Record]]:
    """Which of these writes the derivation engine has not worked in yet, and their records as they are now. A record
    that is gone was deleted weeks ago."""
    wanted = [key for id in written for key in (keys.guard(id), keys.record(id))]
    found = crm.table.get_many(wanted, consistent=True)
    waiting = {id: revision for id, revision in written.items() if keys.record(id) in found
               and found.get(keys.guard(id), {}).get("revision", -1) < revision}
    return waiting, [found[keys.record(id)] for id in waiting]


def _as_now(crm: Crm, newest: Iterable[Record]) -> Crm:
    """With a configuration of its own, which no other thread reads anew: the rows now, and over them what they lack."""
    taken = crm.configuration.snapshot()
    for record in newest:
        taken.remember(record)
    return replace(crm, configuration=taken)
