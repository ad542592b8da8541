"""Nobody answered in time: owner and team manager are told, and the lead goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib import instants, rooms
from chalicelib.leads import called, response
from chalicelib.records.permissions import system
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.activities import service as activities
    from chalicelib.crm import Crm
    from chalicelib.leads import assignment, routing
    from chalicelib.leads.assignment import Decided
    from chalicelib.records.objects import Due
    from chalicelib.records.work import Work
else:
    assignment = rooms.Later("leads.assignment")
    routing = rooms.Later("leads.routing")
    activities = rooms.Later("activities.service")

Record = dict[str, Any]


def response_missed(crm: Crm, work: Work, lead: Record, due: Due) -> None:
    """A timer: to the next of the pool at most three times, then to the catch-all, where the lead stays."""
    work.actor = system("routing")
    step = response.next_step(lead)
    decided = _next(crm, work, lead, step)
    moved = decided is not None and decided.choice.user_id not in (None, lead["owner_id"])
    _tell(crm, work, lead, due, decided.choice.user_id if decided and moved else None)
    if decided is None:
        return
    passed = [*((lead.get("routing") or {}).get("passed") or []), lead["owner_id"]]
    assignment.apply(crm, work, lead, decided, kind="escalation", passed=passed)
    if moved:
        _cancel_task(crm, work, lead)


def _cancel_task(crm: Crm, work: Work, lead: Record) -> None:
    """Whom the lead has left is not reminded to call: the task that came with it is cancelled."""
    routing = lead.get("routing") or {}
    id = assignment.task_id(crm, routing) if routing.get("decision_id") else ""
    task = crm.table.get(keys.record(id), consistent=True) if id else None
    if not task or task.get("deleted_at"):
        return
    if task.get("status") == "open" and task.get("assignee_id") == lead["owner_id"]:
        work.change(task, {"status": "cancelled"})


def _next(crm: Crm, work: Work, lead: Record, step: str) -> Decided | None:
    routing = lead.get("routing") or {}
    attempt = int(routing.get("attempt") or 1) + 1
    passed = {*(routing.get("passed") or []), lead["owner_id"]}
    if step == "next":
        decided = assignment.decide(crm, work, lead, exclude=passed, attempt=attempt)
        return decided if decided.choice.user_id else _last_resort(crm, work, lead, attempt)
    return _last_resort(crm, work, lead, attempt) if step == "catch_all" else None


def _last_resort(crm: Crm, work: Work, lead: Record, attempt: int) -> Decided | None:
    """The catch-all, to somebody other than the owner where it has somebody."""
    rule = routing.catch_all(assignment.rules_of(crm))
    if rule is None:
        return None
    return assignment.decide(crm, work, lead, exclude={lead["owner_id"]}, attempt=max(attempt, 5), only={rule.id})


def _tell(crm: Crm, work: Work, lead: Record, due: Due, next_id: str | None) -> None:
    """The owner and the managers of the owner's teams."""
    owner = crm.configuration.find("user", lead["owner_id"]) or {}
    following = crm.configuration.find("user", next_id) if next_id else None
    minutes = instants.minutes_between(response.assigned_at(lead), due.at)
    details = {"owner_id": lead["owner_id"], "minutes": minutes,
               "next": called.colleague(crm, following) if following else ""}
    title = crm.registry.named("lead").title
    body = f"Now with {details['next']}." if details["next"] else "Nobody else can take it now; it stays where it is."
    for user_id in dict.fromkeys([lead["owner_id"], *_managers(crm, owner)]):
        activities.notify(crm, work, user_id, "response_missed", lead, f"{lead['id']}#{due.at}",
               lambda seen: (f"Not answered within {minutes} min: {title(seen)}", body), details=details)


def _managers(crm: Crm, owner: Record) -> list[str]:
    teams = [crm.configuration.find("team", id) for id in owner.get("team_ids") or ()]
    return [team["manager_id"] for team in teams if team and team.get("manager_id")]
