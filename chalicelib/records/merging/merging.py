"""Merge two records into one, and take a merge back: `POST /v1/{objects}/{id}/merge` and `/unmerge`.

The merge itself is one transaction: the winner with its values, the loser hidden and pointing at the winner, the
claims, and a journal. What points at the loser is moved by a job, each move noted in the journal, so that it
can be put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict, FieldError, Invalid
from chalicelib.ids import is_id
from chalicelib.records import field_rules, jobs, permissions, service
from chalicelib.records.fields import Field
from chalicelib.records.merging import values as merge_values
from chalicelib.records.merging.claims import hand_over
from chalicelib.records.merging.pointers import put_back
from chalicelib.records.objects import Action, ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import INDEX_ATTRIBUTES, Work
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_MERGED = 100
NOT_JOURNALED = frozenset({*INDEX_ATTRIBUTES, "version", "revision", "updated_at", "updated_by", "request_id", "refs",
                           "edges", "fired", "merged_from"})


def merge(crm: Crm, actor: Actor, winner: Record, values: Mapping[str, Any], work: Work) -> None:
    """An action: the other record becomes part of this one. Needs `update` on both and `delete` on the other.

    Fields that the actor may not write or see are merged like the others, but by no choice of theirs.
    """
    type = crm.registry.named(winner["type"])
    if errors := wrong(crm, winner, values):
        raise Invalid(errors)
    loser = other(crm, actor, type, winner, values["other_id"])
    join(crm, actor, type, winner, loser, values.get("choose"), work)


def wrong(crm: Crm, winner: Record, values: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with what a merge is asked to do, as far as its fields can be read."""
    type, id = crm.registry.named(winner["type"]), values.get("other_id")
    return [*(_wrong_other(type, winner, id) if id else ()),
            *merge_values.problems(type, values.get("choose"), (winner["id"], id) if id else None)]


def unmerge(crm: Crm, actor: Actor, winner: Record, values: Mapping[str, Any], work: Work) -> Record:
    """An action: both records as they were; answers the winner and the fields `kept` because they changed since.

    Where the merge gave the winner to somebody else, giving it back takes the right to assign it. What stood in fields
    that the actor may not write or see comes back with the rest: it is what it was, not what they choose.
    """
    type = crm.registry.named(winner["type"])
    loser = crm.table.get(keys.record(values["other_id"]), consistent=True)
    journal = _journal(crm, winner, loser)
    if loser is None or journal is None:
        raise Conflict("This record was not merged into the one named", code="not_merged")
    permissions.require(actor, type, "delete", loser)
    service.require_update(crm, actor, type, winner, _values_back(winner, journal)[0])
    hidden = permissions.hidden_fields(actor, type)
    kept = [name for name in part(type, winner, loser, journal, work) if name not in hidden]
    return {**service.shown(type, work.records[winner["id"]], actor=actor), "kept": kept, "merge_id": journal["id"]}


def other(crm: Crm, actor: Actor, type: ObjectType, winner: Record, id: str) -> Record:
    """The record to be merged into the winner. Invalid for another type or itself, Conflict where it is merged."""
    if errors := list(_wrong_other(type, winner, id)):
        raise Invalid(errors)
    return service.get(crm, actor, type, id, consistent=True)


def _wrong_other(type: ObjectType, winner: Record, id: str) -> Iterator[FieldError]:
    if not is_id(id, type.prefix):
        yield FieldError("other_id", "wrong_type", f"This must be the id of a {type.label.lower()}")
    if id == winner["id"]:
        yield FieldError("other_id", "same_record", "A record cannot be merged with itself")


def join(crm: Crm, actor: Actor, type: ObjectType, winner: Record, loser: Record, choose: object, work: Work) -> Record:
    """Both records, the claims, the journal and the job that moves the rest, in this work; the journal."""
    permissions.require(actor, type, "update", loser)
    permissions.require(actor, type, "delete", loser)
    if len(winner.get("merged_from") or ()) >= MOST_MERGED:
        raise Conflict(f"At most {MOST_MERGED} records are merged into one", code="too_many_merged")
    chosen = merge_values.checked(type, winner, loser, choose)
    if locked := field_rules.forbidden(actor, type, chosen):
        raise Invalid(locked)
    changes = merge_values.merged(type, winner, loser, chosen, permissions.locked_fields(actor, type))
    changes |= _place(actor, type, winner, loser)
    service.require_update(crm, actor, type, winner, changes)
    id = crm.ids.new("mrg", work.now)
    changes["merged_from"] = [*(winner.get("merged_from") or ()), loser["id"]]
    after = work.change(winner, changes, strict=False)
    _hide(work, loser, {"merged_into": winner["id"], "merge_id": id, "merged_by": actor.id, "deleted_at": work.now})
    hand_over(work, type, loser, winner)
    return _written(work, type, id, winner, after, loser)


def part(type: ObjectType, winner: Record, loser: Record, journal: Record, work: Work) -> list[str]:
    """Both records as they were before the merge, and the job that puts the rest back; the fields that stay."""
    back, kept = _values_back(winner, journal)
    merged_from = [id for id in winner["merged_from"] if id != loser["id"]] or None
    work.change(winner, {**back, "merged_from": merged_from})
    work.change(winner, back, quiet=True)  # as they were, also what the type's rules would set anew
    _hide(work, loser, {"merged_into": None, "merge_id": None, "merged_by": None, "deleted_at": None})
    hand_over(work, type, winner, loser)
    job = jobs.begin(work, "unmerge", {"merge": journal["id"]})
    work.change(journal, {"state": "undoing", "job_id": job["id"], "kept_fields": kept or None})
    return kept


def _journal(crm: Crm, winner: Record, loser: Record | None) -> Record | None:
    """The journal of the newest merge into the winner. Conflict where others come first or it is still at work."""
    if loser is None or not loser.get("merge_id"):
        return None
    journal = crm.table.get(keys.record(loser["merge_id"]), consistent=True)
    merged_from = winner.get("merged_from") or []
    if journal is None or journal["winner_id"] != winner["id"] or loser["id"] not in merged_from:
        if loser.get("merged_into") == winner["id"]:
            raise Conflict("It came with a record that was merged later; undo that merge first", code="newer_merge")
        return None
    if merged_from[-1] != loser["id"]:
        raise Conflict("Another record was merged later; undo that merge first", code="newer_merge",
                       extra={"newest": merged_from[-1]})
    if journal.get("state") != "done":
        raise Conflict("This merge is still moving records; try again in a moment", code="still_moving")
    return journal


def _hide(work: Work, loser: Record, changes: Record) -> None:
    """Hide the loser or show it again; its own links, which may be many, are left to the job."""
    before = set(work.writes)
    work.change(loser, changes)
    for label in [label for label in work.writes if label.startswith("link:") and label not in before]:
        del work.writes[label]


def _place(actor: Actor, type: ObjectType, winner: Record, loser: Record) -> Record:
    """A record without an owner gets the other's, where the actor may assign it."""
    if winner.get("owner_id") or not loser.get("owner_id") or not permissions.may(actor, type, "assign", winner):
        return {}
    return {type.owner_field: loser["owner_id"], "team_id": loser.get("team_id")}


def _written(work: Work, type: ObjectType, id: str, winner: Record, after: Record, loser: Record) -> Record:
    names = sorted(name for name in winner.keys() | after.keys()
                   if name not in NOT_JOURNALED and winner.get(name) != after.get(name))
    job = jobs.begin(work, "merge", {"merge": id})
    return work.create("merge", {
        "object": type.plural, "winner_id": winner["id"], "loser_id": loser["id"], "owner_id": work.actor.id,
        "state": "moving", "job_id": job["id"], "before": {name: winner.get(name) for name in names},
        "given": {name: after.get(name) for name in names}}, id=id)


def _values_back(winner: Record, journal: Record) -> tuple[Record, list[str]]:
    moved = {name: [journal["before"].get(name), value] for name, value in (journal.get("given") or {}).items()}
    back, kept = put_back(winner, moved)
    for name in [name for name in kept if _addresses(moved[name][1])]:
        back[name] = _without(winner.get(name) or [], moved[name][0] or [], moved[name][1])
        kept.remove(name)
    return {name: _one_primary(value) if _addresses(value) else value for name, value in back.items()}, kept


def _addresses(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) and "primary" in each for each in value)


def _without(now: list[Record], before: list[Record], after: list[Record]) -> list[Record] | None:
    """Addresses are told by their value: what came with the merge goes, however its entry looks by now."""
    old, new, known = ({each["value"] for each in entries} for entries in (before, after, now))
    rest = [each for each in now if each["value"] not in new - old]
    return [*rest, *(each for each in before if each["value"] not in new | known)] or None


def _one_primary(entries: list[Record]) -> list[Record]:
    """Addresses from which the primary one went away have another."""
    return entries if any(each["primary"] for each in entries) else [{**entries[0], "primary": True}, *entries[1:]]


MERGED_FROM = Field("merged_from", "references", read_only=True, help="The records that were merged into this one.")
ACTIONS = (
    Action("merge", merge, fields=(Field("other_id", "reference", required=True), Field("choose", "json")), wrong=wrong,
           help="Make another record part of this one; choose: {field: id of the record to take it from}."),
    Action("unmerge", unmerge, fields=(Field("other_id", "reference", required=True),),
           help="Take the newest merge back; answers with the fields `kept` because they were changed since."),
)
