"""What people decide about a pair: no duplicate, look again, or merge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import Conflict, FieldError, Invalid
from chalicelib.records import service
from chalicelib.records.merging import merging
from chalicelib.records.merging import values as merge_values
from chalicelib.records.permissions import Actor, Scope, covers, granted
from chalicelib.records.work import Work

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.matching import pairs
else:
    pairs = rooms.Later("records.matching.pairs")

Record = dict[str, Any]


def visible(actor: Actor, pair: Mapping[str, Any]) -> bool:
    """Only who may read both records sees the pair."""
    scope = max((granted(grants, str(pair.get("object", "")), "read") for grants in actor.grants), default=None)
    both: list[Record] = pair.get("placed") or [{}, {}]
    readable = scope is not None and all(covers(actor, scope, placed) for placed in both)
    return readable and actor.sees_whole(str(pair.get("object", "")))  # titles and reasons are made of all fields


def journal_visible(actor: Actor, merge: Mapping[str, Any]) -> bool:
    """Only who may read all fields of all such records sees what a merge found and gave."""
    objects = str(merge.get("object", ""))
    scope = max((granted(grants, objects, "read") for grants in actor.grants), default=Scope.NONE)
    return actor.all_powerful or (scope == Scope.ALL and actor.sees_whole(objects))


def dismiss(crm: Crm, actor: Actor, pair: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Not a duplicate: never proposed again unless reopened. Conflict for a pair that was merged."""
    if pair["state"] == "dismissed":
        return
    if pair["state"] == "merged":
        raise Conflict("These records were merged; undo the merge first", code="wrong_state")
    work.change(pair, {"state": "dismissed", "decided_by": actor.id, "decided_at": work.now})


def reopen(crm: Crm, actor: Actor, pair: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Back into the queue. Conflict for a pair that was merged."""
    if pair["state"] == "open":
        return
    if pair["state"] == "merged":
        raise Conflict("These records were merged; undo the merge first", code="wrong_state")
    work.change(pair, {"state": "open", "decided_by": None, "decided_at": None})


def merge(crm: Crm, actor: Actor, pair: Record, values: Mapping[str, Any], work: Work) -> None:
    """Merge the two: `winner_id` stays. Needs `update` on both records and `delete` on the other."""
    ids = (pair["a_id"], pair["b_id"])
    if errors := wrong(crm, pair, values):
        raise Invalid(errors)
    if pair["state"] == "merged":
        raise Conflict("These records were merged already", code="wrong_state")
    type = crm.registry.plural(pair["object"])
    winner = service.get(crm, actor, type, values["winner_id"], consistent=True)
    loser = merging.other(crm, actor, type, winner, next(id for id in ids if id != winner["id"]))
    merging.join(crm, actor, type, winner, loser, values.get("choose"), work)
    work.change(pair, {"state": "merged", "decided_by": actor.id, "decided_at": work.now})


def wrong(crm: Crm, pair: Record, values: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with what a merge of the two is asked to do."""
    ids, id = (pair["a_id"], pair["b_id"]), values.get("winner_id")
    errors = [FieldError("winner_id", "invalid_choice", "This must be the id of one of the two records")]
    return [*(errors if id and id not in ids else ()),
            *merge_values.problems(crm.registry.plural(pair["object"]), values.get("choose"), ids)]


def judge_again(crm: Crm, pair: Record) -> None:
    """A reaction: a record may have changed while its first pair was being written."""
    pairs.judge(crm, crm.registry.plural(pair["object"]), pair["a_id"], [pair["b_id"]])
