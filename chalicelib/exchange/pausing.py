"""Imports yield to live traffic: search, lists and reminders stay fresh while many rows are written.

The signal is one that the import can see for itself: the guard of a record that it wrote two parts ago. The derivation
engine writes a record's guard together with everything that follows from the record; where it has not come to that one
while a whole part of 500 rows was written since, it is behind, and so is what people see of their own changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST = 30           # pauses before one part: about nine minutes, then it goes on
SHORTEST, LONGEST = 5, 20  # seconds
LOOKED_BACK = 2     # parts


def pause(crm: Crm, record: Mapping[str, Any], pauses: int) -> int:
    """How many seconds the next part should wait; 0 is not at all."""
    marks = record.get("marks") or []
    if pauses >= MOST or len(marks) < LOOKED_BACK or not marks[0]:
        return 0
    return min(LONGEST, SHORTEST + pauses) if behind(crm, marks[0]) else 0


def behind(crm: Crm, mark: Mapping[str, Any]) -> bool:
    """Whether the engine has not come to this revision of a record yet."""
    guard = crm.table.get(keys.guard(str(mark["id"])), consistent=True) or {}
    return int(guard.get("revision", -1)) < int(mark["revision"])


def marked(record: Mapping[str, Any], mark: Mapping[str, Any] | None) -> list[Any]:
    """The marks with that of the part just done; a part that wrote nothing leaves none."""
    return [*(record.get("marks") or []), dict(mark) if mark else None][-LOOKED_BACK:]
