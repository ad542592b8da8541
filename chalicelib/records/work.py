"""Records written together: claims, edges, index values and versions follow from the declarations; one call for all."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib import instants
from chalicelib.errors import Invalid, Refused, Unavailable
from chalicelib.records import placement
from chalicelib.records.edges import edges_of, link_rows
from chalicelib.records.objects import Identity, ObjectType
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Check, Condition, Delete, Put, Update, Write

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
Result = TypeVar("Result")
TRIES = 12
LONGEST_PAUSE = 2.0  # seconds between two tries, of which the mean is half
INDEX_ATTRIBUTES = ("pk", "sk", *(f"{name}{part}" for name in keys.INDEXES for part in ("", "s")))


class Collision(Exception):
    """The transaction was refused: which of its writes stood in the way, by label."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(", ".join(self.labels))

    @property
    def claims(self) -> list[str]:
        """The claims that another record holds, as `<type>#<kind>#<value>`."""
        return [label.removeprefix("claim:") for label in self.labels if label.startswith("claim:")]

    @property
    def repeated(self) -> bool:
        """The Idempotency-Key or the record itself stands already."""
        return any(label in ("request", "new") for label in self.labels)


class Work:
    """One transaction in the making."""

    def __init__(self, crm: Crm, actor: Actor) -> None:
        self.crm, self.actor, self.now = crm, actor, crm.clock.now()
        self._caller = actor.author  # a rule may go on as the system; the answer stays that of who asked
        self.writes: dict[str, Write] = {}
        self.records: dict[str, Record] = {}
        self.neighbours: dict[str, Record] = {}
        self._origins: dict[str, Record | None] = {}
        self._labels: dict[str, str] = {}
        self._afterwards: list[Callable[[], None]] = []

    def create(self, name: str, values: Mapping[str, Any], *, id: str = "", strict: bool = True) -> Record:
        """A new record; with `strict` its identities must be free. Invalid where its type's rules object."""
        type = self.crm.registry.named(name)
        at = instants.plus(self.now, seconds=len(self._labels) / 1000)  # a timeline shows them as made
        record: Record = {
            "id": id or self.crm.ids.new(type.prefix, self.now), "type": name, "version": 1, "revision": 1,
            "created_at": at, "created_by": self.actor.author, "updated_at": at, "updated_by": self.actor.author,
            **values}
        self._labels[record["id"]] = f"new:{record['id']}" if self._labels else "new"
        self._origins[record["id"]] = None
        self._prepared(type, None, record)
        self._snapshot(type, record)
        return self._put(type, record, strict)

    def change(self, before: Record, changes: Mapping[str, Any], *, quiet: bool = False, strict: bool = True) -> Record:
        """A record with some fields changed; one that this work creates or changed already is changed further.

        `quiet` raises the revision only: no ETag, history or reactions.
        """
        id, type = before["id"], self.crm.registry.named(before["type"])
        origin = self._origins.setdefault(id, before)
        self._labels.setdefault(id, f"changed:{id}")
        after = {**self.records.get(id, before), **changes}
        if origin is not None:
            after["revision"] = origin["revision"] + 1
        if not quiet:
            after |= {"version": (origin or {"version": 0})["version"] + 1, "updated_by": self.actor.author,
                      "updated_at": self.now if origin else after["created_at"]}
            self._prepared(type, origin, after, placed="team_id" in changes)
            self._snapshot(type, after)
        return self._put(type, after, strict)

    def add(self, label: str, write: Write) -> None:
        """A write of one's own; `label` names it should it be refused."""
        self.writes[label] = write

    def once(self, key: str, body: str, id: str, answer: Any = None) -> None:
        """Tie this work, and an answer that is more than the record, to an Idempotency-Key of who asked, for a day."""
        pk, sk = keys.request(self._caller, key)
        ttl = int(time.time()) + 24 * 3600
        self.add("request", Put({"pk": pk, "sk": sk, "body": body, "record": id, "answer": answer, "ttl": ttl}, ABSENT))

    def after(self, step: Callable[[], None]) -> None:
        """Something to do once the transaction stands."""
        self._afterwards.append(step)

    def commit(self) -> None:
        """Write all or nothing; Collision where something stood in the way, Invalid where it is too much."""
        if not self.writes:
            return
        if len(self.writes) > 100:
            raise Invalid.one("related", "too_many", "Too many records hang together in this change")
        try:
            self.crm.table.transact(list(self.writes.values()))
        except Refused as refusal:
            raise Collision(_failed(list(self.writes), refusal.reasons)) from refusal
        for record in self.records.values():
            if self.crm.registry.named(record["type"]).configuration:
                self.crm.configuration.remember(record)
        for step in self._afterwards:
            step()

    def _prepared(self, type: ObjectType, before: Record | None, record: Record, *, placed: bool = False) -> None:
        if type.prepare:
            type.prepare(self.crm, self.actor, before, record)
        if type.owner_field != "owner_id":
            record["owner_id"] = record.get(type.owner_field)
        placement.place(self.crm, before, record, named=placed)
        if self.actor.request_id:
            record["request_id"] = self.actor.request_id

    def _snapshot(self, type: ObjectType, record: Record) -> None:
        """Keep what conditions ask of a newly referenced record."""
        kept = record.get("refs") or {}
        wanted = {name: record[name] for name in type.snapshots if record.get(name)}
        fresh = [id for name, id in wanted.items() if (kept.get(name) or {}).get("id") != id]
        if fresh:
            self._meet(fresh)
        refs = {name: kept[name] if id not in fresh else taken(self.neighbours.get(id), id, type.snapshots[name])
                for name, id in wanted.items()}
        if refs or kept:
            record["refs"] = refs or None

    def _put(self, type: ObjectType, record: Record, strict: bool) -> Record:
        """The one put of this record in this work, with what its identities and edges call for."""
        for above, revision in record.pop("_above", ()):
            if above not in self._labels:
                same = Condition("revision = :revision", values={":revision": revision})
                self.add(f"above:{above}", Check(keys.record(above), same))
        if joins := record.pop("_joins", None):  # a write that stands or falls with this one
            joins(self, record)
        told = {name: value for name, value in record.items() if name.startswith("_")}
        plain = {name: value for name, value in record.items()
                 if name not in INDEX_ATTRIBUTES and name not in told and value is not None}
        origin = self._origins[plain["id"]]
        unchanged = Condition("revision = :revision", values={":revision": origin["revision"]}) if origin else ABSENT
        pk, sk = keys.record(plain["id"])
        indexes = keys.index_values(plain, type.group, type.parent, type.order)
        self.writes[self._labels[plain["id"]]] = Put({"pk": pk, "sk": sk, **plain, **indexes}, unchanged)
        self.records[plain["id"]] = plain
        self._claim(type, origin, plain, strict)
        self._connect(type, origin, plain)
        return {**plain, **told}

    def _claim(self, type: ObjectType, before: Record | None, record: Record, strict: bool) -> None:
        old, new = claims_of(type, before), claims_of(type, record)
        for kind, value in old - new:
            self._holder(type, kind, value, record["id"], "DELETE", None)
        free = Condition("attribute_not_exists(holders) OR contains(holders, :id)", values={":id": record["id"]})
        for kind, value in new - old:
            self._holder(type, kind, value, record["id"], "ADD", free if strict else None)

    def _holder(self, type: ObjectType, kind: str, value: str, id: str, verb: str, condition: Condition | None) -> None:
        self.add(
            f"claim:{type.name}#{kind}#{value}",
            Update(
                keys.claim(type.name, kind, value),
                f"{verb} holders :holder",
                values={":holder": {id}},
                condition=condition,
            ),
        )

    def _connect(self, type: ObjectType, before: Record | None, record: Record) -> None:
        old, new = edges_of(type, before), edges_of(type, record)
        if not old and not new:
            return
        for other in old.keys() - new.keys():
            for key in link_keys(self.crm, type, record["id"], other):
                self.add(f"link:{key}", Delete(key))
        told = before is None or face(type, before) != face(type, record)
        fresh = [other for other, labels in new.items() if told or old.get(other) != labels]
        self._meet(other for other in fresh if other not in old)
        for other in fresh:
            known = self.neighbours.get(other)
            for row in link_rows(self.crm.registry, type, record, other, new[other], known, self.now):
                self.add(f"link:{row.key}", row)

    def _meet(self, ids: Iterable[str]) -> None:
        missing = [keys.record(id) for id in ids if id not in self.neighbours and id not in self.records]
        if missing:
            self.neighbours |= {key[0]: item for key, item in self.crm.table.get_many(missing).items()}
        self.neighbours |= self.records


def claims_of(type: ObjectType, record: Record | None) -> set[tuple[str, str]]:
    """The strict identities that a record holds; a deleted one holds none."""
    if not record or record.get("deleted_at"):
        return set()
    identities: Iterable[Identity] = type.identities(record)
    return {(each.kind, each.value) for each in identities if each.strict}


def taken(source: Record | None, id: str, names: tuple[str, ...]) -> Record:
    """What is kept of a record; of one that is gone only its id."""
    if source is None or source.get("deleted_at"):
        return {"id": id, "revision": int((source or {}).get("revision", 0))}
    return {"id": id, "revision": source["revision"],
            **{name: source[name] for name in names if source.get(name) not in (None, "", [])}}


def link_keys(crm: Crm, type: ObjectType, id: str, other: str) -> list[keys.Key]:
    """Both rows of an edge."""
    other_type = crm.registry.of(other)
    return [keys.link(id, other_type.name if other_type else "", other), keys.link(other, type.name, id, incoming=True)]


def face(type: ObjectType, record: Record) -> tuple[Any, ...]:
    """What link rows show of a record."""
    return type.title(record), record.get("owner_id"), record.get("team_id"), bool(record.get("deleted_at"))


def retried(step: Callable[[], Result]) -> Result:
    """Run a read-decide-commit step again while another write came between; the last Collision after 12 tries."""
    for attempt in range(TRIES):
        try:
            return step()
        except Collision as collision:
            if collision.repeated or attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.04 * 2 ** attempt)))
    raise Unavailable("Too many changes at once; try again")


def _failed(labels: list[str], reasons: tuple[str, ...]) -> list[str]:
    """The writes whose conditions did not hold; none named where others only wrote at the same moment."""
    if len(reasons) != len(labels):
        return []
    return [label for label, reason in zip(labels, reasons, strict=True) if reason == "ConditionalCheckFailed"]
