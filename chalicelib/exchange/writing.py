"""Rows become records: many in one transaction, each once, whatever is repeated.

Each transaction carries a receipt of its rows (`journal.py`), so a row that was written before is known again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from chalicelib.errors import FieldError, Unavailable
from chalicelib.exchange import journal
from chalicelib.exchange.drafts import MOST_WRITES, Draft, drafted
from chalicelib.exchange.formats import Row
from chalicelib.exchange.rows import Plan
from chalicelib.exchange.tally import Tally
from chalicelib.records.permissions import Actor
from chalicelib.records.work import TRIES, Collision, Work
from chalicelib.store.table import Write

if TYPE_CHECKING:
    from chalicelib.crm import Crm

__all__ = ["Tally", "last_written", "packs", "write"]
LETTERS = 700_000       # of a transaction's records; 4 MB is DynamoDB's limit
RECEIPT_LETTERS = 150_000  # of what a receipt keeps; an item has 400 kB at most
FINDING = 4             # tries to find who holds what a row needs
BATCH = 100             # rows between two words about progress


def write(crm: Crm, plan: Plan, starter: Actor, found: Iterable[Row]) -> Iterator[Tally]:
    """Write the rows as `starter` may; the same tally comes again and again, the last time complete."""
    tally, waiting = Tally(), list(found)
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        for pack in packs(drafted(crm, plan, starter, batch, tally)):
            _commit(crm, plan, starter, pack, tally)
        yield tally


def packs(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """As many rows in a transaction as fit; two that need the same identity or record never stand together."""
    pack: list[Draft] = []
    labels, letters, kept = set[str](), 0, 0
    for draft in drafts:
        needed, weight = {*draft.work.writes, draft.id} - {"new"}, len(str(draft.values))
        keeps = len(str(draft.entry))
        full = len(labels) + len(draft.work.writes) > MOST_WRITES or letters + weight > LETTERS
        if pack and (full or needed & labels or kept + keeps > RECEIPT_LETTERS):
            yield pack
            pack, labels, letters, kept = [], set(), 0, 0
        pack.append(draft)
        labels |= needed
        letters += weight
        kept += keeps
    if pack:
        yield pack


def last_written(crm: Crm, plan: Plan, rows: list[Row]) -> dict[str, object] | None:
    """The id and revision of a record that these rows wrote, for a look at how far behind its derived rows are."""
    done = journal.done(crm, plan.id, rows[0].number, rows[-1].number) if rows else {}
    entry = done[max(done)] if done else None
    return {"id": entry["id"], "revision": entry["revision"]} if entry else None


def _commit(crm: Crm, plan: Plan, starter: Actor, drafts: list[Draft], tally: Tally, attempt: int = 0) -> None:
    """Write a pack; those rows that the table refuses are taken out and looked at, the others go again."""
    while drafts:
        try:
            _joined(crm, plan, drafts).commit()
        except Collision as collision:
            refused = _refused(drafts, collision)
            drafts = [draft for draft in drafts if draft not in refused]
            _resolve(crm, plan, starter, refused, tally, attempt)
        else:
            for draft in drafts:
                tally.add(draft.entry["did"])
            return


def _joined(crm: Crm, plan: Plan, drafts: list[Draft]) -> Work:
    work = Work(crm, drafts[0].work.actor)
    writes: dict[str, Write] = {f"{place}|{label}": each for place, draft in enumerate(drafts)
                                for label, each in draft.work.writes.items()}
    work.writes = {**writes, "receipt": journal.receipt(crm, plan.id, [draft.entry for draft in drafts])}
    work.records = {draft.id: draft.values for draft in drafts}
    return work


def _refused(drafts: list[Draft], collision: Collision) -> list[Draft]:
    """The rows that stood in the way; all of them where somebody else wrote them, or only met other writers."""
    if "receipt" in collision.labels or not collision.labels:
        return list(drafts)
    places = {int(label.partition("|")[0]) for label in collision.labels}
    return [drafts[place] for place in sorted(places)]


def _resolve(crm: Crm, plan: Plan, starter: Actor, refused: list[Draft], tally: Tally, attempt: int) -> None:
    """Refused rows were written before, or need what somebody else holds, or met other writers and go again."""
    held = crm.table.get_many([key for draft in refused for key in draft.claims], consistent=True)
    written = journal.done(crm, plan.id, refused[0].row.number, refused[-1].row.number)
    for draft in refused:
        taken = {kind for key, kind in draft.claims.items() if others(held.get(key, {}), draft)}
        findable = draft.entry["did"] == journal.CREATED and taken & {kind.name for kind in plan.kinds}
        if taken and not (findable and attempt < FINDING) and draft.row.number not in written:
            duplicate(plan, draft, taken, tally)
        elif attempt == TRIES:
            raise Unavailable("Too many changes at once")
        else:
            time.sleep(random.uniform(0, 0.02 * 2 ** attempt))
            again = drafted(crm, plan, starter, [draft.row], tally)
            _commit(crm, plan, starter, again, tally, attempt + 1)


def others(claim: Mapping[str, object], draft: Draft) -> bool:
    """Whether another record holds what the draft wants; one that it gives up is its own."""
    holders = claim.get("holders")
    return bool(isinstance(holders, set | list | tuple) and set(holders) - {draft.id} and draft.id not in holders)


def duplicate(plan: Plan, draft: Draft, taken: set[str], tally: Tally) -> None:
    """The error stands at each field whose value is taken."""
    name = plan.type.label.lower()
    tally.fail(draft.row, *(FieldError(kind if kind in draft.values else f"{kind}s", "duplicate",
                                       f"There is already a {name} with this {kind}") for kind in sorted(taken)))
