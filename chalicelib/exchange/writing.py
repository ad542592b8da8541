"""Rows become records: many in one transaction, each once, whatever is repeated.

A record's id follows from the import and the row's number, so a row that was written before is known again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid, Unavailable
from chalicelib.exchange import rows
from chalicelib.exchange.merging import MERGES
from chalicelib.exchange.rows import Plan
from chalicelib.exchange.source import Row
from chalicelib.records import permissions
from chalicelib.records.permissions import system
from chalicelib.records.work import TRIES, Collision, Work, retried
from chalicelib.store import keys
from chalicelib.store.table import MAX_ACTIONS, Write

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
LETTERS = 700_000       # of a transaction's records; 4 MB is DynamoDB's limit
BATCH = 100             # rows between two words about progress


@dataclass
class Tally:
    """What became of some rows."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    failures: list[tuple[Row, tuple[FieldError, ...]]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """As an import shows them."""
        failed = len(self.failures)
        return {"created": self.created, "updated": self.updated, "skipped": self.skipped, "failed": failed,
                "done": self.created + self.updated + self.skipped + failed}


@dataclass(frozen=True)
class Draft:
    """A row as a transaction of its own, not yet written."""

    row: Row
    work: Work
    id: str
    named: frozenset[str]

    @property
    def values(self) -> Record:
        """The record to be."""
        return self.work.records[self.id]

    @property
    def claims(self) -> dict[keys.Key, str]:
        """The identities that it needs, with their kind."""
        found = [label.split("#", 2) for label in self.work.writes if label.startswith("claim:")]
        return {keys.claim(name.removeprefix("claim:"), kind, value): kind for name, kind, value in found}


def write(crm: Crm, plan: Plan, found: Iterable[Row]) -> Iterator[Tally]:
    """Write the rows; the same tally comes again and again, the last time complete."""
    tally, waiting = Tally(), list(found)
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        drafts = [draft for row in batch if (draft := _drafted(crm, plan, row, tally))]
        for pack in packs(drafts):
            _commit(crm, plan, pack, tally)
        yield tally


def packs(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """As many rows in a transaction as fit; two that need the same identity never stand together."""
    pack: list[Draft] = []
    labels, letters = set[str](), 0
    for draft in drafts:
        needed, weight = draft.work.writes.keys() - {"new"}, len(str(draft.values))
        full = len(labels) + len(pack) + len(draft.work.writes) > MAX_ACTIONS or letters + weight > LETTERS
        if pack and (full or needed & labels):
            yield pack
            pack, labels, letters = [], set(), 0
        pack.append(draft)
        labels |= needed
        letters += weight
    if pack:
        yield pack


def record_id(crm: Crm, plan: Plan, row: Row) -> str:
    """The id of the record that a row makes."""
    return crm.ids.derived(plan.type.prefix, f"{plan.id}#{row.number}", plan.at)


def _drafted(crm: Crm, plan: Plan, row: Row, tally: Tally) -> Draft | None:
    payload = rows.payload_of(plan, row.cells)
    if not payload:
        tally.skipped += 1
        return None
    work, id = Work(crm, system("import", f"{plan.id}#{row.number}")), record_id(crm, plan, row)
    try:
        work.create(plan.type.name, rows.values_of(plan, payload), id=id)
    except Invalid as invalid:
        tally.failures.append((row, invalid.errors))
        return None
    if len(work.writes) > MAX_ACTIONS:
        tally.failures.append((row, (FieldError("row", "too_many", "The row has too many addresses"),)))
        return None
    return Draft(row, work, id, frozenset(payload))


def _commit(crm: Crm, plan: Plan, drafts: list[Draft], tally: Tally, attempt: int = 0) -> None:
    """Write a pack; those rows that the table refuses are taken out and looked at, the others go again."""
    while drafts:
        try:
            _joined(crm, drafts).commit()
        except Collision as collision:
            places = {int(label.partition("|")[0]) for label in collision.labels}
            refused = [drafts[place] for place in sorted(places)]
            drafts = [draft for place, draft in enumerate(drafts) if place not in places]
            _resolve(crm, plan, refused, tally, attempt)
        else:
            tally.created += len(drafts)
            return


def _joined(crm: Crm, drafts: list[Draft]) -> Work:
    work = Work(crm, drafts[0].work.actor)
    writes: dict[str, Write] = {f"{place}|{label}": each for place, draft in enumerate(drafts)
                                for label, each in draft.work.writes.items()}
    work.writes, work.records = writes, {draft.id: draft.values for draft in drafts}
    return work


def _resolve(crm: Crm, plan: Plan, refused: list[Draft], tally: Tally, attempt: int) -> None:
    """Refused rows were written before, or belong to somebody known, or met other writers and go again."""
    wanted = [key for draft in refused for key in (keys.record(draft.id), *draft.claims)]
    found = crm.table.get_many(wanted, consistent=True)
    again = []
    for draft in refused:
        holders = {id: kind for key, kind in draft.claims.items()
                   for id in found.get(key, {}).get("holders") or () if id != draft.id}
        if keys.record(draft.id) in found:
            tally.created += 1
        elif holders:
            _known(crm, plan, draft, holders, tally)
        else:
            again.append(draft)
    if again and attempt == TRIES:
        raise Unavailable("Too many changes at once")
    for draft in again:
        time.sleep(random.uniform(0, 0.02 * 2 ** attempt))
        _commit(crm, plan, [draft], tally, attempt + 1)


def _known(crm: Crm, plan: Plan, draft: Draft, holders: Mapping[str, str], tally: Tally) -> None:
    """Another record holds the row's email or phone: an upsert changes it, otherwise the row is a duplicate."""
    matching = [id for id, kind in holders.items() if plan.key in ("", kind)]
    if plan.mode != "upsert" or not matching:
        return _failed(tally, draft, holders, "duplicate", f"There is already a {_name(plan)} with this")
    if len(holders) > 1:
        return _failed(tally, draft, holders, "ambiguous", f"Another {_name(plan)} than the row's other one has this")
    try:
        outcome = retried(lambda: _merged(crm, plan, draft, matching[0]))
    except Invalid as invalid:
        tally.failures.append((draft.row, invalid.errors))
        return None
    if outcome == "duplicate":
        return _failed(tally, draft, holders, "duplicate", f"There is another {_name(plan)} with this")
    tally.updated += outcome == "updated"
    tally.skipped += outcome == "skipped"
    return None


def _merged(crm: Crm, plan: Plan, draft: Draft, id: str) -> str:
    """The row laid over a record that stands: updated, skipped where it says nothing new, or a duplicate of a third."""
    current = crm.table.get(keys.record(id), consistent=True)
    if current is None or current.get("deleted_at"):
        raise Collision(["gone"])
    if current.get("request_id") == draft.work.actor.request_id:
        return "updated"  # by this very row, before this part was repeated
    if not _within_reach(plan, current):
        raise Invalid.one("row", "forbidden", f"Your roles do not allow to change this {_name(plan)}")
    changes = MERGES[plan.type.name](current, {name: draft.values.get(name) for name in draft.named
                                               if draft.values.get(name) is not None})
    if not changes:
        return "skipped"
    work = Work(crm, draft.work.actor)
    work.change(current, changes)
    try:
        work.commit()
    except Collision as collision:
        if collision.claims:
            return "duplicate"
        raise
    return "updated"


def _within_reach(plan: Plan, current: Mapping[str, Any]) -> bool:
    """A file changes no more of what stands than the person who started it may."""
    person = permissions.Actor(plan.started_by, team_ids=plan.team_ids)
    return permissions.covers(person, permissions.SCOPES[plan.reach], current)


def _failed(tally: Tally, draft: Draft, holders: Mapping[str, str], code: str, words: str) -> None:
    """The error stands at each field whose value is taken."""
    held = sorted(set(holders.values()))
    errors = [FieldError(kind if kind in draft.values else f"{kind}s", code, f"{words} {kind}") for kind in held]
    tally.failures.append((draft.row, tuple(errors)))


def _name(plan: Plan) -> str:
    return plan.type.label.lower()
