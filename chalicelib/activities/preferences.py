"""Of what somebody wants to be told by the bell, and of what by mail; pure.

Everything is told by both until its reader says otherwise. What waits for its reader alone always rings: a lead that is
theirs, one that nobody answered in time, a reminder of their own. Of a file that is done nobody is mailed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAILED = ("lead_assigned", "lead_arrived", "response_missed", "reminder", "mention")
KINDS = (*MAILED, "import_finished", "export_finished")
ALWAYS_RINGS = frozenset({"lead_assigned", "response_missed", "reminder"})
SILENCEABLE = tuple(kind for kind in KINDS if kind not in ALWAYS_RINGS)


def rings(user: Mapping[str, Any], kind: str) -> bool:
    """Whether the bell counts it as unread; else it stands among the read ones from the start."""
    return kind in ALWAYS_RINGS or kind not in (user.get("bell_off") or ())


def mailed(user: Mapping[str, Any], kind: str) -> bool:
    """Whether it may be mailed too."""
    return kind not in (user.get("mail_off") or ())


def told(user: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each kind as its reader gets it: `{kind, bell, mail, fixed}`; `fixed` names what they cannot change."""
    return [{"kind": kind, "bell": rings(user, kind), "mail": kind in MAILED and mailed(user, kind),
             "fixed": [*(["bell"] if kind in ALWAYS_RINGS else []), *([] if kind in MAILED else ["mail"])]}
            for kind in KINDS]
