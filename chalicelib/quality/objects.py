"""Pairs of possible duplicates, and the journals of merges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.quality import decisions
from chalicelib.quality.cleaning_objects import CLEANING_RULE
from chalicelib.records.fields import Field
from chalicelib.records.merging import moving as merge_moving
from chalicelib.records.objects import Action, Identity, ObjectType, Reaction

Record = dict[str, Any]
PAIR_STATES = ("open", "merged", "dismissed", "stale")
MERGE_STATES = ("moving", "done", "undoing", "undone")


def _both(pair: Record) -> Iterable[Identity]:
    """So that a record's pairs are found from it."""
    return (Identity("pair", pair[name], strict=False) for name in ("a_id", "b_id") if pair.get(name))


DUPLICATE = ObjectType(
    name="duplicate", plural="duplicates", prefix="dup", label="Possible duplicate", label_plural="Possible duplicates",
    title=lambda pair: f"{pair.get('a_title') or '?'} and {pair.get('b_title') or '?'}", group="state",
    sorts=("created_at", "score"), permission="contacts", visible=decisions.visible, creatable=False, editable=False,
    searchable=False, timeline=False, identities=_both, belongs=("a_id", "b_id"), erased=("a_title", "b_title"),
    help="Two records that may mean the same; who may read both sees the pair.",
    fields=(
        Field("object", "text", read_only=True, help="What the two are: contacts, companies or leads."),
        Field("a_id", "text", read_only=True), Field("b_id", "text", read_only=True),
        Field("a_title", "text", read_only=True, personal=True),
        Field("b_title", "text", read_only=True, personal=True),
        Field("score", "integer", read_only=True, help="0 to 100: how likely it is that both are the same."),
        Field("reasons", "json", read_only=True,
              help="[{field, label, similarity, weight}], weight in bits of evidence."),
        Field("state", "choice", options=PAIR_STATES, read_only=True),
        Field("a_revision", "integer", read_only=True), Field("b_revision", "integer", read_only=True),
        Field("decided_by", "user", read_only=True), Field("decided_at", "instant", read_only=True),
    ),
    actions=(
        Action("dismiss", decisions.dismiss, help="Not a duplicate: the pair is not proposed again."),
        Action("reopen", decisions.reopen, help="Look at the pair again."),
        Action("merge", decisions.merge, permission="read", wrong=decisions.wrong,
               fields=(Field("winner_id", "text", required=True), Field("choose", "json")),
               help="Merge the two; choose: {field: id of the record to take it from}."),
    ),
    reactions=(Reaction("judge", lambda before, after: before is None and after is not None, decisions.judge_again),))

MERGE = ObjectType(
    name="merge", plural="merges", prefix="mrg", label="Merge", label_plural="Merges", group="state",
    title=lambda merge: f"Merge of two {merge.get('object') or 'records'}", sorts=("created_at",), creatable=False,
    editable=False, searchable=False, timeline=False, belongs=("winner_id", "loser_id"),
    visible=decisions.journal_visible,
    help="The journal of a merge: what the winner had before, and what was moved, so that it can be taken back.",
    fields=(
        Field("object", "text", read_only=True), Field("winner_id", "text", read_only=True),
        Field("loser_id", "text", read_only=True), Field("state", "choice", options=MERGE_STATES, read_only=True),
        Field("job_id", "text", read_only=True, help="The job that moves, or puts back, what pointed at the loser."),
        Field("before", "json", read_only=True, personal=True), Field("given", "json", read_only=True, personal=True),
        Field("kept_fields", "json", read_only=True, help="What an unmerge left, as it was changed after the merge."),
    ),
    reactions=(Reaction("resume", merge_moving.begun, merge_moving.resume),))

TYPES = (DUPLICATE, MERGE, CLEANING_RULE)
