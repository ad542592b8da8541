"""When a task reminds its assignee, and by which channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.instants import plus

CHANNELS = ("app", "mail")


def instants(task: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """`(instant, channel, key)` of each reminder of an open task, earliest first.

    The key names the instant and the channel, so a task that moves reminds anew and a repeated read does not.
    """
    if task.get("status", "open") != "open" or task.get("deleted_at"):
        return []
    wishes = {wish for entry in task.get("reminders") or () if (wish := _wish(entry, task.get("due_at")))}
    return [(at, channel, f"{channel}@{at}") for at, channel in sorted(wishes)]


def _wish(entry: Any, due_at: str | None) -> tuple[str, str] | None:
    """One reminder's instant and channel; None where it has no instant, such as minutes before no due time."""
    if not isinstance(entry, Mapping):
        return None
    channel = entry.get("channel") if entry.get("channel") in CHANNELS else CHANNELS[0]
    at = _at(entry, due_at)
    return (at, str(channel)) if at else None


def _at(entry: Mapping[str, Any], due_at: str | None) -> str | None:
    try:
        if entry.get("at"):
            return plus(str(entry["at"]))
        if due_at and entry.get("before_minutes") is not None:
            return plus(due_at, minutes=-float(entry["before_minutes"]))
    except (ValueError, TypeError, OverflowError):
        return None
    return None
