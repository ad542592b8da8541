"""The declaration of cleaning rules."""

from __future__ import annotations

from chalicelib.quality import cleaning
from chalicelib.quality.cleaning_kinds import KINDS
from chalicelib.records.fields import Field
from chalicelib.records.objects import Action, ObjectType

RUN = Field("job_id", "text", help="Which run; the last one unless said.")

CLEANING_RULE = ObjectType(
    name="cleaning_rule", plural="cleaning_rules", prefix="clr", label="Cleaning rule", label_plural="Cleaning rules",
    configuration=True, timeline=False, title=lambda rule: rule.get("name") or "Rule", prepare=cleaning.prepare,
    due=cleaning.due, timers={"clean": cleaning.on_time}, erased=("name", "condition", "tag"),
    help="Tidies records of an object, by hand or every night, with the rights of who changed it last.",
    fields=(
        Field("name", "text", required=True, max_length=100),
        Field("object", "text", required=True, help="The plural name of what is cleaned, such as contacts."),
        Field("kind", "choice", options=tuple(KINDS), required=True,
              help="; ".join(f"{name}: {kind.label}" for name, kind in KINDS.items())),
        Field("condition", "condition", help="Which records; all unless said."),
        Field("tag", "text", max_length=100, help="For tag and tag_stale."),
        Field("days", "integer", minimum=cleaning.FEWEST_DAYS, maximum=3650,
              help="For stale records: so long without a change or anything on their timeline."),
        Field("schedule", "choice", options=cleaning.SCHEDULES, default="off",
              help="Nightly, or in the night to Monday."),
        Field("active", "boolean", default=True),
        Field("object_type", "text", read_only=True), Field("next_run_at", "instant", read_only=True),
        Field("last_run_at", "instant", read_only=True), Field("last_job_id", "text", read_only=True),
    ),
    actions=(
        Action("preview", cleaning.preview, permission="read", help="What it would do to the first records."),
        Action("run", cleaning.run, help="Run it now, as a job."),
        Action("undo", cleaning.undo, fields=(RUN,), help="Take a run back, as a job, for 30 days."),
        Action("report", cleaning.report, permission="read",
               fields=(RUN, Field("after", "integer", minimum=0, help="Where the last answer said `next`.")),
               help="What a run did to which records."),
    ))
