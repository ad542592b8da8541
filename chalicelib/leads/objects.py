"""Leads, where they come from (forms, submissions), and the rules and decisions about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.leads import checks, escalation, response, service
from chalicelib.people.objects import first_address, person_name
from chalicelib.records.fields import Field
from chalicelib.records.matching import matching
from chalicelib.records.merging import merging
from chalicelib.records.objects import Action, Due, Event, Identity, ObjectType, Reaction

Record = dict[str, Any]
OPEN = ("new", "assigned", "working")
STATUSES = (*OPEN, "qualified", "converted", "disqualified")


def _identities(lead: Record) -> Iterable[Identity]:
    """An open lead holds its addresses, so that a submission belongs to exactly one; a closed one lets them go."""
    if lead.get("status") in OPEN:
        yield from (Identity("email", entry["value"].lower()) for entry in lead.get("emails") or [])
        yield from (Identity("phone", entry["value"]) for entry in lead.get("phones") or [])


def _around(lead: Record) -> tuple[str, ...]:
    return tuple(id for id in (lead["id"], lead.get("contact_id")) if id)


def _lead_events(lead: Record) -> Iterable[Event]:
    yield Event(lead["created_at"], "lead", f"Lead: {_title(lead)}", _around(lead), actor=lead["created_by"],
                summary=lead.get("message") or "")
    for place, step in enumerate(lead.get("status_changes") or []):
        yield Event(step["at"], "status", f"{step['from']} → {step['to']}", _around(lead), actor=step["by"],
                    summary=step.get("reason") or "", key=f"status{place}")  # hidden with what it tells again


def _title(lead: Record) -> str:
    name = person_name(lead)
    return f"{name}, {lead['company']}" if lead.get("company") else name


def _lead_due(lead: Record) -> Iterable[Due]:
    if lead.get("response_due_at") and lead.get("owner_id") and response.waiting(lead):
        yield Due("response", lead["response_due_at"])
    if lead.get("retry_routing_at") and not lead.get("owner_id") and lead.get("status") == "new":
        yield Due("routing", lead["retry_routing_at"])


def _open_leads(lead: Record) -> dict[str, dict[str, int]]:
    counted = lead.get("owner_id") and lead.get("status") in OPEN
    return {lead["owner_id"]: {"open_leads": 1}} if counted else {}


def _submission_events(submission: Record) -> Iterable[Event]:
    titles = {"spam": "Submission kept as spam", "rejected": "Submission rejected", "failed": "Submission failed"}
    channel = {"form": "Form received", "email": "Mail received", "outgoing": "Mail to the lead"}
    title = titles.get(submission.get("state", "")) or channel.get(submission.get("channel", ""), "Submission received")
    about = tuple(id for id in (submission["id"], submission.get("lead_id"), submission.get("contact_id")) if id)
    yield Event(submission["created_at"], "submission", title, about, actor=submission["created_by"],
                summary=submission.get("reason") or submission.get("summary") or "")


def _decision_events(decision: Record) -> Iterable[Event]:
    about = tuple(id for id in (decision["id"], decision.get("lead_id"), decision.get("contact_id")) if id)
    titles = {"routing": "Assigned", "escalation": "Not answered in time, passed on", "manual": "Given by hand"}
    kind, name = decision.get("kind") or "routing", decision.get("chosen_name") or "nobody"
    yield Event(decision["created_at"], kind, f"{titles[kind]}: {name}", about,
                actor=decision["created_by"], summary=decision.get("explanation") or "")


LEAD = ObjectType(
    name="lead",
    plural="leads",
    prefix="lea",
    label="Lead",
    label_plural="Leads",
    title=_title,
    subtitle=lambda lead: first_address(lead) or lead.get("product_interest") or "",
    group="status",
    parent="contact_id",
    sorts=("created_at", "score", "response_due_at", "last_name"),
    routed=True,
    identities=_identities,
    matching=matching.Matching(matching.person),
    prepare=service.prepare,
    events=_lead_events,
    due=_lead_due,
    roll_ups=_open_leads,
    timers={"response": escalation.response_missed, "routing": service.route_again},
    important=("first_name", "last_name", "company", "emails", "phones", "country", "product_interest", "source"),
    help="Somebody who may become a customer.",
    fields=(
        Field("first_name", "person_name", searchable=True, personal=True),
        Field("last_name", "person_name", searchable=True, personal=True),
        Field("company", "text", searchable=True),
        Field("job_title", "text"),
        Field("emails", "emails", searchable=True, personal=True),
        Field("phones", "phones", searchable=True, personal=True),
        Field("country", "country"),
        Field("region", "text"),
        Field("city", "text"),
        Field("language", "language"),
        Field("source", "text"),
        Field("campaign", "text"),
        Field("product_interest", "text"),
        Field("message", "long_text", personal=True),
        Field("status", "choice", options=STATUSES, by_hand=OPEN, default="new"),
        Field("disqualified_reason", "text", read_only=True),
        Field("score", "integer", read_only=True),
        Field("fit_score", "integer", read_only=True),
        Field("engagement_score", "integer", read_only=True),
        Field("grade", "text", read_only=True),
        Field("score_reasons", "json", read_only=True, repeats=("*",)),
        Field("contact_id", "reference", label="Contact", to="contact", titled=True),
        Field("company_id", "reference", label="Company record", to="company", titled=True),
        Field("assigned_at", "instant", read_only=True),
        Field("response_due_at", "instant", read_only=True),
        Field("first_touched_at", "instant", read_only=True),
        Field("response_minutes", "integer", label="Response time (minutes)", read_only=True,
              help="From the creation to the first answer, kept once it is known; empty while nobody has answered."),
        Field("routing", "json", read_only=True, repeats=("*",), inside=True),
        Field("submission_count", "integer", read_only=True),
        Field("status_changes", "json", read_only=True, repeats=("status", "disqualified_reason")),
        merging.MERGED_FROM,
    ),
    actions=(
        Action("qualify", service.qualify, help="Worth a deal."),
        Action(
            "disqualify",
            service.disqualify,
            fields=(Field("reason", "text", required=True),),
            help="Not worth following up; a reason is required.",
        ),
        Action("reopen", service.reopen, help="Back to work."),
        Action(
            "route",
            service.route,
            permission="assign",
            flags=("dry_run",),
            answer=lambda lead: lead.get("routing"),
            help="Choose the owner by the rules; with ?dry_run=true only explain.",
        ),
        *merging.ACTIONS,
    ),
    reactions=(
        Reaction("route", service.needs_routing, service.route_new),
        Reaction("given", service.given_by_hand, service.tell_new_owner),
    ),
)

FORM = ObjectType(
    name="form", plural="forms", prefix="frm", label="Form", label_plural="Forms", configuration=True, timeline=False,
    title=lambda form: form.get("name") or "Form", sorts=("created_at",), prepare=checks.form,
    help="A web form whose submissions become leads.",
    fields=(
        Field("name", "text", required=True), Field("fields", "json", required=True,
              help="[{name, label, type, required, maps_to}]"),
        Field("redirect_url", "url"), Field("auto_reply_template", "long_text"),
        Field("notify", "users", help="Who is told of each submission beside the owner."),
        Field("source", "text"), Field("campaign", "text"), Field("active", "boolean", default=True),
        Field("allowed_origins", "tags", help="Which sites may post; empty is any."),
        Field("region", "text", max_length=2, help="Where phone numbers without a country code are from."),
    ))

SUBMISSION = ObjectType(
    name="submission", plural="submissions", prefix="sub", label="Submission", label_plural="Submissions",
    permission="leads", made_of="leads", title=lambda each: f"Submission {each['id'][-6:]}", group="state",
    parent="lead_id", sorts=("created_at",), creatable=False, editable=False, searchable=False,
    events=_submission_events, belongs=("lead_id",), erased=("raw", "reason", "summary", "notes"),
    help="What came in, kept as it was sent, and what became of it.",
    fields=(
        Field("form_id", "reference", to="form", read_only=True), Field("channel", "text", read_only=True),
        Field("raw", "json", read_only=True, personal=True), Field("state", "text", read_only=True),
        Field("reason", "text", read_only=True), Field("lead_id", "reference", to="lead", read_only=True),
        Field("contact_id", "reference", to="contact", read_only=True), Field("summary", "text", read_only=True),
        Field("notes", "json", read_only=True), Field("files", "json", read_only=True),
    ),
    actions=(Action("files", service.file_links, permission="read", help="Links to the files that came with it."),))

DECISION = ObjectType(
    name="decision", plural="decisions", prefix="dec", label="Decision", label_plural="Decisions", permission="leads",
    made_of="leads", title=lambda each: each.get("explanation") or "Decision", parent="lead_id", sorts=("created_at",),
    creatable=False, editable=False, searchable=False, events=_decision_events, belongs=("lead_id",),
    erased=("explanation", "told"),
    help="Who got a lead and why: the rule, its pool, who was skipped.",
    fields=(
        Field("lead_id", "reference", to="lead", read_only=True), Field("kind", "text", read_only=True),
        Field("contact_id", "reference", to="contact", read_only=True), Field("rule_id", "text", read_only=True),
        Field("rule_name", "text", read_only=True), Field("pool", "json", read_only=True),
        Field("skipped", "json", read_only=True), Field("chosen", "user", read_only=True),
        Field("chosen_name", "text", read_only=True), Field("strategy", "text", read_only=True),
        Field("attempt", "integer", read_only=True), Field("explanation", "long_text", read_only=True),
        Field("tried", "json", read_only=True),
        Field("told", "json", read_only=True, help="The explanation in parts: [{say, rule, why, ...}]."),
    ))

SCORING_RULE = ObjectType(
    name="scoring_rule",
    plural="scoring_rules",
    prefix="srl",
    label="Scoring rule",
    label_plural="Scoring rules",
    configuration=True,
    timeline=False,
    title=lambda rule: rule.get("name") or "Rule",
    sorts=("created_at",),
    prepare=checks.scoring_rule,
    erased=("name", "condition"),
    help="Points for leads that meet a condition: fit is who they are, engagement what they did.",
    fields=(
        Field("name", "text", required=True),
        Field("condition", "condition"),
        Field("points", "integer", required=True, minimum=-100, maximum=100),
        Field("kind", "choice", options=("fit", "engagement"), default="fit"),
        Field("cap", "integer", minimum=0, maximum=100, help="The most that this rule may add or take away."),
        Field("active", "boolean", default=True),
    ),
)

ROUTING_RULE = ObjectType(
    name="routing_rule",
    plural="routing_rules",
    prefix="rrl",
    label="Routing rule",
    label_plural="Routing rules",
    configuration=True,
    timeline=False,
    title=lambda rule: rule.get("name") or "Rule",
    sorts=("created_at", "position"),
    prepare=checks.routing_rule,
    erased=("name", "condition", "pool", "task"),
    help="Which leads go to whom; asked in order of position, a rule without condition takes all.",
    fields=(
        Field("name", "text", required=True),
        Field("position", "number", default=100),
        Field("condition", "condition"),
        Field("pool", "json", required=True, missing="Name at least one person or team",
              help="{user_ids, team_ids, condition}; the condition is about the users and "
              'may name the lead: {"field": "languages", "op": "has", "value": {"lead": "language"}}'),
        Field("strategy", "choice", options=("round_robin", "weighted", "least_loaded"), default="round_robin"),
        Field("weights", "json", help="{user_id: share} for the weighted strategy"),
        Field("response_minutes", "integer", minimum=1, maximum=43200),
        Field("task", "json", help="{subject, due_minutes}"),
        Field("active", "boolean", default=True),
    ),
)

TYPES = (LEAD, FORM, SUBMISSION, DECISION, SCORING_RULE, ROUTING_RULE)
