"""A row as what it would write: a new record, or changes of one that stands. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid
from chalicelib.exchange import claiming, erased, journal, links, merging, rows
from chalicelib.exchange.finding import Wanted
from chalicelib.exchange.formats import Row
from chalicelib.exchange.links import Links
from chalicelib.exchange.rows import UNKEYED, Plan
from chalicelib.exchange.standing import Standing, record_id
from chalicelib.exchange.tally import Tally
from chalicelib.records import field_rules, permissions
from chalicelib.records.permissions import Actor, Scope, system
from chalicelib.records.placement import first_team
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.table import MAX_ACTIONS

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_WRITES = MAX_ACTIONS - 1  # one is the receipt


@dataclass(frozen=True)
class Draft:
    """A row as a transaction of its own, not yet written."""

    row: Row
    work: Work
    id: str
    entry: Record

    @property
    def values(self) -> Record:
        """The record as it will be."""
        return self.work.records[self.id]

    @property
    def claims(self) -> dict[keys.Key, str]:
        """The identities that it takes or leaves, with their kind."""
        found = [label.split("#", 2) for label in self.work.writes if label.startswith("claim:")]
        return {keys.claim(name.removeprefix("claim:"), kind, value): kind for name, kind, value in found}


def drafted(crm: Crm, plan: Plan, starter: Actor, batch: Sequence[Row], tally: Tally) -> list[Draft]:
    """The rows that have something to write; of the others the tally tells what became of them."""
    waiting = _undone(crm, plan, batch, tally)
    said = readable(plan, waiting, tally)
    linked = links.resolve(crm, plan, starter, [row.cells for row, _values in said])
    whole = named(crm, plan, said, linked, tally)
    if plan.mode == UNKEYED:
        drafts = [_new(crm, plan, starter, row, values, linked, tally) for row, values in whole]
        return [each for each in drafts if each]
    return _matched(crm, plan, starter, whole, linked, tally)


def readable(plan: Plan, batch: Sequence[Row], tally: Tally) -> list[tuple[Row, Record]]:
    """The rows whose own cells can be read, with their values; of the others the tally tells why not."""
    return [(row, values) for row in batch if (values := _said(plan, row, tally)) is not None]


def named(crm: Crm, plan: Plan, said: Sequence[tuple[Row, Record]], linked: Links,
          tally: Tally) -> list[tuple[Row, Record]]:
    """Those whose references are known too, with them, and that are not about somebody erased."""
    both = [(row, all) for row, values in said if (all := _linked(plan, row, values, linked, tally)) is not None]
    return list(erased.left_out(crm, plan, both, tally.fail))


def _undone(crm: Crm, plan: Plan, batch: Sequence[Row], tally: Tally) -> list[Row]:
    """Without those that were written before this part was repeated."""
    done = journal.done(crm, plan.id, batch[0].number, batch[-1].number) if batch else {}
    for row in batch:
        if row.number in done:
            tally.add(done[row.number]["did"])
            _said(plan, row, Tally(left_out=tally.left_out))  # what it lost is told again
    return [row for row in batch if row.number not in done]


def _said(plan: Plan, row: Row, tally: Tally) -> Record | None:
    payload = rows.payload_of(plan, row.cells)
    if not payload:
        tally.skipped += 1
        return None
    try:
        values, lost = rows.forgiving(plan, payload)
    except Invalid as invalid:
        tally.fail(row, *invalid.errors)
        return None
    if lost:
        tally.warn(row, *lost)
    return values


def _linked(plan: Plan, row: Row, values: Record, linked: Links, tally: Tally) -> Record | None:
    references, errors = linked.of(plan, row.cells)
    if errors:
        tally.fail(row, *errors)
        return None
    id = rows.payload_of(plan, row.cells).get("id") if "id" in plan.fields else None
    return {**values, **references, **({"id": str(id)} if id else {})}


def _matched(crm: Crm, plan: Plan, starter: Actor, whole: list[tuple[Row, Record]], linked: Links,
             tally: Tally) -> list[Draft]:
    """Each row with the one record that it is about: all of them looked up in a few calls."""
    known = Standing.of(crm, plan, starter, whole)
    rest = {row.number for row in _undone(crm, plan, [row for row, _values in whole], tally)}  # others may be at it
    drafts = [draft(crm, plan, starter, row, values, known, linked, tally)
              for row, values in whole if row.number in rest]
    return [each for each in drafts if each]


def draft(crm: Crm, plan: Plan, starter: Actor, row: Row, values: Record, known: Standing, linked: Links,
          tally: Tally) -> Draft | None:
    """A row whose records are known, as what it would write; None with a word in the tally where that is nothing."""
    if plan.mode == UNKEYED:
        return _new(crm, plan, starter, row, values, linked, tally)
    return _draft(crm, plan, starter, row, values, known.wanted[row.number], known.about(row.number), linked, tally)


def _draft(crm: Crm, plan: Plan, starter: Actor, row: Row, values: Record, wanted: list[Wanted], known: list[Record],
           linked: Links, tally: Tally) -> Draft | None:
    """A row whose records are known: changes of the one, an error where there are several, else a new one."""
    kinds = [kind.name for kind in plan.kinds]
    given = {name: value for name, value in values.items() if name != "id"}
    if len(known) > 1:
        tally.fail(row, *_several(plan, wanted, len(known)))
        return None
    if known:
        return _change(crm, plan, starter, row, given, known[0], linked, tally)
    if plan.mode == "update" or "id" in values:
        what = "There is no" if wanted else "The row has nothing by which to find a"
        words = f"{what} {plan.type.label.lower()}{' with this' if wanted else ':'} {' or '.join(kinds)}"
        tally.fail(row, FieldError(_field(plan, kinds[0]), "not_found", words))
        return None
    lacking = rows.missing(plan, values)
    if lacking:
        tally.fail(row, *lacking)
        return None
    return _new(crm, plan, starter, row, given, linked, tally, wanted)


def _new(crm: Crm, plan: Plan, starter: Actor, row: Row, values: Record, linked: Links, tally: Tally,
         wanted: Sequence[Wanted] = ()) -> Draft | None:
    work, id = _work(crm, plan, row, linked), record_id(crm, plan, row.number, wanted)
    try:
        given = rows.completed(plan, values)
        _require_placed(crm, plan, starter, given, values)
        work.create(plan.type.name, given, id=id)
        for each in wanted:
            if not each.kind.strict:
                work.add(*claiming.put(crm, each, id))
    except Invalid as invalid:
        tally.fail(row, *invalid.errors)
        return None
    return _bounded(Draft(row, work, id, journal.entry(row.number, work.records[id], None, ())), tally)


def _change(crm: Crm, plan: Plan, starter: Actor, row: Row, values: Record, current: Record, linked: Links,
            tally: Tally) -> Draft | None:
    work = _work(crm, plan, row, linked)
    try:
        _require_reached(plan, starter, current)  # before anything is compared with what stands there
        changes = merging.changes(plan.type, current, values, replace=plan.replace)
        _require_change(crm, plan, starter, current, changes)
        if not changes:
            tally.skipped += 1
            return None
        after = work.change(current, changes)
    except Invalid as invalid:
        tally.fail(row, *invalid.errors)
        return None
    return _bounded(Draft(row, work, current["id"], journal.entry(row.number, after, current, changes)), tally)


def _work(crm: Crm, plan: Plan, row: Row, linked: Links) -> Work:
    work = Work(crm, system("import", f"{plan.id}#{row.number}"))
    work.neighbours |= linked.records  # read already
    return work


def _require_reached(plan: Plan, starter: Actor, current: Record) -> None:
    """A file changes no record that the person who started it may not: it takes both rights, as a change by hand."""
    if not all(permissions.may(starter, plan.type, action, current) for action in ("read", "update")):
        raise _forbidden(plan, "change", "row")


def _require_change(crm: Crm, plan: Plan, starter: Actor, current: Record, changes: Mapping[str, Any]) -> None:
    """A file changes no more of what stands than the person who started it may."""
    field_rules.require_writable(starter, plan.type, changes)
    moved = {"owner_id", "team_id", plan.type.owner_field} & changes.keys()
    if moved and not permissions.may(starter, plan.type, "assign", current):
        raise _forbidden(plan, "change", "row")
    if moved:
        _require_given(crm, plan, starter, {**current, **changes})


def _require_placed(crm: Crm, plan: Plan, starter: Actor, new: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """A row says nothing that its starter may not write; one that names an owner needs the right to give it to them."""
    field_rules.require_writable(starter, plan.type, said)
    if {"owner_id", "team_id", plan.type.owner_field} & said.keys():
        _require_given(crm, plan, starter, new)


def _require_given(crm: Crm, plan: Plan, starter: Actor, record: Mapping[str, Any]) -> None:
    owner, assign = record.get(plan.type.owner_field), starter.scope(plan.type, "assign")
    team = record.get("team_id")
    if assign == Scope.ALL or (owner == starter.id and team in (None, *starter.team_ids)):
        return
    placed = {"owner_id": owner, "team_id": team or first_team(crm, str(owner))}
    if not permissions.covers(starter, assign, placed):
        raise _forbidden(plan, "give somebody", plan.type.owner_field)


def _forbidden(plan: Plan, what: str, place: str) -> Invalid:
    return Invalid.one(place, "forbidden", f"Your roles do not allow to {what} this {plan.type.label.lower()}")


def _several(plan: Plan, wanted: Sequence[Wanted], count: int) -> list[FieldError]:
    kinds = list(dict.fromkeys(each.kind.name for each in wanted))
    words = f"{count} {plan.type.label_plural.lower()} have this {' or '.join(kinds)}"
    return [FieldError(_field(plan, kind), "ambiguous", words) for kind in kinds]


def _field(plan: Plan, kind: str) -> str:
    """The field whose value names a record by this kind."""
    return next((name for each in plan.kinds if each.name == kind for name in each.fields), kind)


def _bounded(draft: Draft, tally: Tally) -> Draft | None:
    if len(draft.work.writes) <= MOST_WRITES:
        return draft
    tally.fail(draft.row, FieldError("row", "too_many", "The row has too many addresses"))
    return None
