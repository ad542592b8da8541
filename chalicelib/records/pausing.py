"""Work over many records yields to live traffic: search, lists and reminders stay fresh while much is written.

The signal is one that a job can see for itself: what became of a record that it wrote two parts ago. The derivation
engine writes a record's history, and its guard together with all that follows from it; where it has done neither while
a whole part was written since, it is behind, and so is what people see of their own changes.
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
    """How many seconds the next part of a job or import should wait; 0 is not at all."""
    marks = record.get("marks") or []
    if pauses >= MOST or len(marks) < LOOKED_BACK or not marks[0]:
        return 0
    return min(LONGEST, SHORTEST + pauses) if behind(crm, marks[0]) else 0


def behind(crm: Crm, mark: Mapping[str, Any]) -> bool:
    """Whether the engine has not come to this revision of a record yet. A change from which nothing follows moves no
    guard, a change without history moves one."""
    id, revision = str(mark["id"]), int(mark["revision"])
    found = crm.table.get_many([keys.guard(id), keys.audit(id, revision)], consistent=True)
    return int(found.get(keys.guard(id), {}).get("revision", -1)) < revision and keys.audit(id, revision) not in found


def marked(record: Mapping[str, Any], mark: Mapping[str, Any] | None) -> list[Any]:
    """The marks with that of the part just done; a part that wrote nothing leaves none."""
    return [*(record.get("marks") or []), dict(mark) if mark else None][-LOOKED_BACK:]


def mark_of(crm: Crm, id: str) -> Record | None:
    """A record as it stands now, to be looked for later."""
    record = crm.table.get(keys.record(id), consistent=True)
    return {"id": id, "revision": record["revision"]} if record else None
