"""The record of a decision: who got a lead, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.leads import discretion
from chalicelib.records.fields import Field
from chalicelib.records.objects import Event, ObjectType

Record = dict[str, Any]


def _events(decision: Record) -> Iterable[Event]:
    about = tuple(id for id in (decision["id"], decision.get("lead_id"), decision.get("contact_id")) if id)
    titles = {"routing": "Assigned", "escalation": "Not answered in time, passed on", "manual": "Given by hand"}
    kind, name = decision.get("kind") or "routing", decision.get("chosen_name") or "nobody"
    yield Event(decision["created_at"], kind, f"{titles[kind]}: {name}", about,
                actor=decision["created_by"], summary=decision.get("explanation") or "")


DECISION = ObjectType(
    name="decision", plural="decisions", prefix="dec", label="Decision", label_plural="Decisions", permission="leads",
    made_of="leads", title=lambda each: each.get("explanation") or "Decision", parent="lead_id", sorts=("created_at",),
    creatable=False, editable=False, searchable=False, events=_events, belongs=("lead_id",),
    erased=("explanation", "told"),
    help="Who got a lead and why: the rule, its pool, who was skipped.",
    fields=(
        Field("lead_id", "reference", to="lead", read_only=True), Field("kind", "text", read_only=True),
        Field("contact_id", "reference", to="contact", read_only=True), Field("rule_id", "text", read_only=True),
        Field("rule_name", "text", read_only=True), Field("pool_size", "integer", read_only=True),
        Field("skipped", "json", read_only=True, repeats_of=("users",), general=discretion.skipped),
        Field("chosen", "user", read_only=True),
        Field("chosen_name", "text", read_only=True), Field("strategy", "text", read_only=True),
        Field("attempt", "integer", read_only=True),
        Field("explanation", "long_text", read_only=True, repeats_of=("users",), general=discretion.sentence),
        Field("tried", "json", read_only=True, repeats_of=("users",), general=discretion.sentences),
        Field("told", "json", read_only=True, repeats_of=("users",), general=discretion.parts,
              help="The explanation in parts: [{say, rule, why, ...}]."),
    ))
