"""Whether a lead was answered in time, and what follows when it was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from chalicelib import instants

if TYPE_CHECKING:
    from chalicelib.leads.rules import RoutingRule

TOUCHES = frozenset({"note", "task_done", "mail", "status"})
WAITING = frozenset({"new", "assigned"})


def due(assigned_at: str, rule: RoutingRule | None) -> str | None:
    """By when the owner must have touched the lead; None where the rule sets no response time."""
    minutes = rule.response_minutes if rule else None
    return instants.plus(assigned_at, minutes=minutes) if minutes and minutes > 0 else None


def assigned_at(lead: Mapping[str, Any]) -> str:
    """Since when the owner has the lead."""
    return str(lead.get("assigned_at") or (lead.get("routing") or {}).get("at") or lead.get("created_at") or "")


def touched(lead: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether the event `{kind, actor, at}` answers the lead.

    It does when it is the owner's own note, finished task, mail or status change (`note task_done mail status`) after
    the assignment; what the system or a colleague did does not count.
    """
    if event.get("kind") not in TOUCHES:
        return False
    owner = lead.get("owner_id")
    return bool(owner) and event.get("actor") == owner and str(event.get("at") or "") > assigned_at(lead)


def minutes(before: Mapping[str, Any] | None, lead: Mapping[str, Any]) -> int | None:
    """Whole minutes from the lead's creation to its first answer; None while it waits for one.

    Lead response time counts from the inquiry to the first attempt to reach the person, whoever makes it and however
    often the lead was passed on meanwhile (Oldroyd, McElheran, Elkington: The Short Life of Online Sales Leads,
    Harvard Business Review, March 2011). So it stays once it is known; `before` is the lead as it stood, since an
    assignment takes the mark of an answer off it.
    """
    known: int | None = lead.get("response_minutes")
    answered = (before or {}).get("first_touched_at") or lead.get("first_touched_at")
    if known is not None or not answered:
        return known
    return max(0, instants.minutes_between(str(lead["created_at"]), str(answered)))


def waiting(lead: Mapping[str, Any]) -> bool:
    """Whether somebody still has to answer this lead."""
    return not lead.get("deleted_at") and not lead.get("first_touched_at") and lead.get("status") in WAITING


def next_step(lead: Mapping[str, Any], max_attempts: int = 3) -> Literal["next", "catch_all", "none"]:
    """What happens when the response time ran out.

    The lead goes to the next of the pool `max_attempts` times, then once to the catch-all, where it stays.
    """
    if not waiting(lead):
        return "none"
    attempt = int((lead.get("routing") or {}).get("attempt") or 1)
    if attempt <= max_attempts:
        return "next"
    return "catch_all" if attempt == max_attempts + 1 else "none"
