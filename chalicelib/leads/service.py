"""Leads at work: scored with every write, routed, qualified or not, touched by their owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.leads import response
from chalicelib.records import field_rules
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.leads import assignment, scoring
    from chalicelib.records import conditions
    from chalicelib.records.objects import Due
    from chalicelib.records.permissions import Actor
else:
    assignment = rooms.Later("leads.assignment")
    scoring = rooms.Later("leads.scoring")
    conditions = rooms.Later("records.conditions")

Record = dict[str, Any]
BY_HAND = {"new", "assigned", "working"}
MOST_STEPS = 50


def prepare(crm: Crm, actor: Actor, before: Record | None, lead: Record) -> None:
    """Keep score, owner, status and first answer consistent with each other, in the write itself."""
    _status(actor, before, lead)
    if lead.get("owner_id") and lead.get("owner_id") != (before or {}).get("owner_id"):
        lead["assigned_at"] = lead["updated_at"]
        if lead["status"] == "new":
            lead["status"] = "assigned"
        if actor.id != "system:routing":
            lead["response_due_at"] = lead["first_touched_at"] = None
    _steps(actor, before, lead)
    lead["response_minutes"] = response.minutes(before, lead)
    lead.update(_score(crm, lead))


def qualify(crm: Crm, actor: Actor, lead: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Worth a deal. Conflict for a lead that is closed already."""
    if lead["status"] == "qualified":
        return
    _open(lead)
    work.change(lead, {"status": "qualified", "through_action": True})


def disqualify(crm: Crm, actor: Actor, lead: Record, values: Mapping[str, Any], work: Work) -> None:
    """Not worth following up, for a reason."""
    if lead["status"] == "disqualified":
        return
    if lead["status"] == "converted":
        raise Conflict("A converted lead cannot be disqualified", code="wrong_status")
    work.change(lead, {"status": "disqualified", "disqualified_reason": values["reason"], "through_action": True})


def reopen(crm: Crm, actor: Actor, lead: Record, _values: Mapping[str, Any], work: Work) -> None:
    """Back to work with its owner. Conflict where the person has another open lead meanwhile."""
    if lead["status"] in BY_HAND:
        return
    if lead["status"] == "converted":
        raise Conflict("A converted lead cannot be reopened", code="wrong_status")
    status = "working" if lead.get("owner_id") else "new"
    work.change(lead, {"status": status, "disqualified_reason": None, "through_action": True})


def route(crm: Crm, actor: Actor, lead: Record, values: Mapping[str, Any], work: Work) -> Record | None:
    """Choose the owner by the rules, or with `dry_run` only explain. Conflict for a closed lead."""
    if lead["status"] not in BY_HAND:
        raise Conflict("Only open leads are routed; reopen it first", code="wrong_status")
    if values.get("dry_run") and not actor.sees_whole("leads"):
        raise Forbidden("A trial tells why, by all fields of the lead; some of them are hidden from you")
    if values.get("dry_run"):
        crm.configuration.reload()  # who tries a rule has often just changed it, perhaps in another process
    decided = assignment.decide(crm, work, lead)
    if values.get("dry_run"):
        told = field_rules.visible(actor, crm.registry.named("lead"), {"routing": decided.routing})
        return {**told["routing"], "decision_id": None, "dry_run": True}
    work.actor = system("routing", actor.request_id)
    assignment.apply(crm, work, lead, decided)
    return None


def needs_routing(before: Record | None, after: Record | None) -> bool:
    """A new lead without an owner, made by a person or program through the API or an import."""
    return before is None and bool(after and not after.get("owner_id") and after.get("status") == "new"
                                   and not after.get("routing"))


def route_new(crm: Crm, lead: Record) -> None:
    """A reaction: find the owner of a lead that came without one."""
    def step() -> None:
        current = crm.table.get(keys.record(lead["id"]), consistent=True)
        if current is None or current.get("owner_id") or current.get("status") != "new" or current.get("routing"):
            return
        work = Work(crm, system("routing"))
        assignment.apply(crm, work, current, assignment.decide(crm, work, current))
        work.commit()
    retried(step)


def route_again(crm: Crm, work: Work, lead: Record, due: Due) -> None:
    """A timer: nobody could take this lead a while ago; somebody may now."""
    work.actor = system("routing")
    assignment.apply(crm, work, lead, assignment.decide(crm, work, lead))


def given_by_hand(before: Record | None, after: Record | None) -> bool:
    """Whether a person gave an existing lead to somebody else."""
    return bool(before and after and after.get("owner_id") and before.get("owner_id") != after.get("owner_id")
                and not str(after.get("updated_by", "")).startswith("system:")
                and after.get("updated_by") != after.get("owner_id"))


def tell_new_owner(crm: Crm, lead: Record) -> None:
    """A reaction: who was given a lead by hand is told, once per assignment."""
    from chalicelib.activities.service import notify
    if not lead.get("owner_id") or not lead.get("assigned_at"):
        return
    work = Work(crm, system("routing"))
    work.now = lead["assigned_at"]
    title = crm.registry.named("lead").title
    notify(crm, work, lead["owner_id"], "lead_assigned", lead, f"{lead['id']}#given#{lead['assigned_at']}",
           lambda seen: (f"You were given a lead: {title(seen)}", assignment.facts(seen)))
    try:
        work.commit()
    except Collision:  # told already
        return


def touch(crm: Crm, id: str, event: Mapping[str, Any]) -> None:
    """The owner's note or finished task is the first answer, which stops the clock."""
    def step() -> None:
        lead = crm.table.get(keys.record(id), consistent=True)
        if lead is None or lead.get("deleted_at") or lead.get("first_touched_at") or not response.touched(lead, event):
            return
        work = Work(crm, system("response"))
        work.change(lead, {"first_touched_at": event["at"]})
        work.commit()
    retried(step)


def file_links(crm: Crm, actor: Actor, submission: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Links to a submission's files, good for 15 minutes; the original of a mail lies where SES put it."""
    files = submission.get("files") or []
    buckets = {"files": crm.settings.files_bucket, "mail": crm.settings.mail_bucket}
    return {"data": [{"name": each["name"], "size": each["size"], "content_type": each["content_type"],
                      "url": crm.files.download_link(buckets[each.get("bucket", "files")], each["key"], each["name"])}
                     for each in files]}


def _status(actor: Actor, before: Record | None, lead: Record) -> None:
    """People set the open statuses; the closed ones come with an action and its rules."""
    through_action = lead.pop("through_action", False)
    changed = lead.get("status") != (before or {}).get("status", "new")
    if not changed or through_action or actor.id.startswith("system:"):
        return
    if lead.get("status") not in BY_HAND or (before and before["status"] not in BY_HAND):
        raise Invalid.one("status", "use_action", "Use the actions qualify, disqualify and reopen")


def _steps(actor: Actor, before: Record | None, lead: Record) -> None:
    """Each change of status is a line of the timeline; the owner's own is an answer."""
    if before is None or lead["status"] == before["status"]:
        return
    step = {"at": lead["updated_at"], "from": before["status"], "to": lead["status"], "by": actor.id,
            "reason": lead.get("disqualified_reason")}
    lead["status_changes"] = [*(lead.get("status_changes") or []), step][-MOST_STEPS:]
    event = {"kind": "status", "actor": actor.id, "at": lead["updated_at"]}
    if not lead.get("first_touched_at") and response.touched(before, event):
        lead["first_touched_at"] = lead["updated_at"]


def _open(lead: Record) -> None:
    if lead["status"] not in BY_HAND:
        raise Conflict(f"The lead is {lead['status']}; reopen it first", code="wrong_status")


def _score(crm: Crm, lead: Record) -> Record:
    fields = crm.registry.named("lead").all_fields
    reader = conditions.Reader("", (), lead["updated_at"])
    rules = [scoring.from_record(rule, lambda raw: conditions.parse(raw, fields, stored=True))
             for rule in crm.configuration.all("scoring_rule")]
    return scoring.score(lead, rules, lambda condition, each: conditions.holds(condition, each, reader)).fields()
