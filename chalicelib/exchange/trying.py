"""The first rows of a file as a run would take them: in their order, each knowing what the rows above it would do.

The rows go through the very drafts that a run writes; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.exchange import again, drafts, identities, links, rows, writing
from chalicelib.exchange.drafts import Draft
from chalicelib.exchange.formats import Row
from chalicelib.exchange.links import Links
from chalicelib.exchange.rows import Plan
from chalicelib.exchange.standing import Standing
from chalicelib.exchange.tally import Tally
from chalicelib.records.permissions import Actor
from chalicelib.records.work import claims_of
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
TRIED, SHOWN = 200, 20
FAILED, SKIPPED = "failed", "skipped"


@dataclass
class Trial:
    """What would become of some rows."""

    plan: Plan
    rows: Sequence[Row]
    linked: Links
    judged: bool
    tally: Tally = field(default_factory=Tally)
    did: dict[int, str] = field(default_factory=dict)       # created or updated
    same_as: dict[int, int] = field(default_factory=dict)   # the first row above that means the same record

    def counts(self) -> Record:
        """How many rows were tried, and what would become of them."""
        return {"rows": len(self.rows), **{name: many for name, many in self.tally.counts().items() if name != "done"}}

    def shown(self) -> list[Record]:
        """The first rows, then as many of the others that would fail or mean the same record as a row above."""
        first, rest = self.rows[:SHOWN], self.rows[SHOWN:]
        failed = {row.number: errors for row, errors in self.tally.failures}
        striking = [row for row in rest if row.number in failed or row.number in self.same_as]
        return [self._told(row, failed.get(row.number)) for row in (*first, *striking[:SHOWN])]

    def _told(self, row: Row, failed: Sequence[FieldError] | None) -> Record:
        told = _read(self.plan, row, self.linked)
        if not self.judged:
            return told
        if failed is not None and not told["errors"]:
            _row, lost = self.tally.left_out.get(row.number, (row, ()))
            errors = [error for error in failed if error not in lost]
            told = {**told, "errors": rows.told(self.plan, errors, row.cells)}
        outcome = FAILED if failed is not None else self.did.get(row.number, SKIPPED)
        return {**told, "outcome": outcome, "same_as": self.same_as.get(row.number)}


def trial(crm: Crm, plan: Plan, starter: Actor, found: Sequence[Row], *, judged: bool = True) -> Trial:
    """What would become of these rows, the first of the file; without `judged` they are only read."""
    linked = links.resolve(crm, plan, starter, [row.cells for row in found], make=False)
    again.expect(crm, plan, linked, found)
    tried = Trial(plan, found, linked, judged)
    if judged:
        _judge(crm, starter, tried)
    return tried


def _judge(crm: Crm, starter: Actor, tried: Trial) -> None:
    plan = tried.plan
    whole = drafts.named(crm, plan, drafts.readable(plan, tried.rows, tried.tally), tried.linked, tried.tally)
    known = Standing.of(crm, plan, starter, whole if plan.kinds else ())
    held = _held(crm, plan, (values for _row, values in whole))
    first: dict[str, int] = {}  # by record, the row that makes or changes it first
    for row, values in whole:
        about = {each["id"] for each in known.about(row.number)} if plan.kinds else set[str]()
        draft = drafts.draft(crm, plan, starter, row, values, known, tried.linked, tried.tally)
        taken = {key: kind for key, kind in draft.claims.items()
                 if writing.others({"holders": held.get(key, set())}, draft)} if draft else {}
        if draft and taken:
            writing.duplicate(plan, draft, set(taken.values()), tried.tally)
        elif draft:
            _remember(tried, known, held, draft)
        holders = {id for key in taken for id in held[key]}
        above = [first[id] for id in about | holders if id in first]
        if above:
            tried.same_as[row.number] = min(above)
        if draft and not taken:
            first.setdefault(draft.id, row.number)


def _read(plan: Plan, row: Row, found: Links) -> Record:
    """A row's values as they would be stored, or as text with what is wrong with the cells."""
    payload = rows.payload_of(plan, row.cells)
    references, wrong = found.of(plan, row.cells)
    lost: list[FieldError] = []
    try:
        said, lost = rows.forgiving(plan, payload)
        values = {**said, **{name: _named(found, value) for name, value in references.items()}}
    except Invalid as invalid:
        wrong = [*invalid.errors, *wrong]
    if wrong:
        return {"row": row.number, "values": payload, "errors": rows.told(plan, wrong, row.cells)}
    told = {"values": {name: values.get(name, payload[name]) for name in payload}, "errors": []}
    return {"row": row.number, **told, "warnings": rows.told(plan, lost, row.cells)}


def _named(found: Links, value: Any) -> Any:
    """What a cell names: of a record that is yet to be made, its name."""
    if isinstance(value, list):
        return [found.unmade.get(id, id) for id in value]
    return found.unmade.get(value, value)


def _held(crm: Crm, plan: Plan, whole: Iterable[Mapping[str, Any]]) -> dict[keys.Key, set[str]]:
    """Who holds what these values claim."""
    standing = identities.defaults(plan.type)
    wanted = {keys.claim(plan.type.name, kind, value) for values in whole
              for kind, value in claims_of(plan.type, {**standing, **values})}
    found = crm.table.get_many(wanted, consistent=True)
    return {key: set(item.get("holders") or ()) for key, item in found.items()}


def _remember(tried: Trial, known: Standing, held: dict[keys.Key, set[str]], draft: Draft) -> None:
    """As if it were written, for the rows below."""
    tried.tally.add(draft.entry["did"])
    tried.did[draft.row.number] = draft.entry["did"]
    known.remember(draft.id, draft.values)
    gone = {key for key in draft.claims if draft.id in held.get(key, ())}
    for key in draft.claims:
        holders = held.setdefault(key, set())
        holders.discard(draft.id) if key in gone else holders.add(draft.id)
