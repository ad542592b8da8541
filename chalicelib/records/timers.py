"""Time: once a minute what is due is queued; a worker claims it on its record together with what it does.

The claim (`fired`) stands in the record's own transaction, so a timer is acted on once however often it is delivered,
and a crash between queueing and acting loses nothing (docs/adr/0004-due-rows.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Refused
from chalicelib.records import changes, purging
from chalicelib.records.permissions import system
from chalicelib.records.work import Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Condition, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Row = dict[str, Any]
AT_ONCE = 500
LEASE_MINUTES = 60


def tick(crm: Crm, time: str) -> int:
    """Queue everything due by the schedule event's own time; how many were queued."""
    until = instants.plus(time, seconds=crm.clock.shift())
    with ThreadPoolExecutor(keys.DUE_SHARDS) as threads:
        shards = threads.map(lambda shard: _due(crm, shard, until), range(keys.DUE_SHARDS))
        rows = [row for shard in shards for row in shard]
    rows.sort(key=lambda row: str(row["at"]))
    for start in range(0, len(rows), 10):
        part = rows[start:start + 10]
        crm.queues.send_many(crm.settings.jobs_queue, [_message(row) for row in part])
        for row in part:
            _mark(crm, row, until)
    return len(rows)


def fire(crm: Crm, message: Mapping[str, Any]) -> None:
    """Act on one due row, unless the record no longer wants it or has acted."""
    id, kind, at = str(message["id"]), str(message["kind"]), str(message["at"])
    if kind == "rederive":
        return changes.engine(crm).settle(id)
    if kind == "purge":
        return purging.fire(crm, message)

    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record is None or not _wanted(crm, record, kind, at):
            changes.engine(crm).settle(id)
            return
        work = Work(crm, system("clock"))
        type = crm.registry.named(record["type"])
        due = next(each for each in type.due(record) if each.kind == kind)
        type.timers[kind.partition(":")[0]](crm, work, record, due)
        fired = {**(record.get("fired") or {}), kind: at}
        work.change(record, {"fired": fired}, quiet=True)
        work.commit()
    return retried(step)


def _due(crm: Crm, shard: int, until: str) -> list[Row]:
    waiting = Condition("attribute_not_exists(queued) OR queued < :lease",
                        values={":lease": instants.plus(until, minutes=-LEASE_MINUTES)})
    return crm.table.query(keys.due_partition(shard), before=f"{until}~", limit=AT_ONCE, filter=waiting).items


def _message(row: Row) -> Row:
    return {"do": "due", "id": row["id"], "kind": row["kind"], "at": row["at"]}


def _mark(crm: Crm, row: Row, now: str) -> None:
    """Queued rows rest for an hour: by then the work is done, or its message is in the dead-letter queue."""
    try:
        crm.table.write(Update((row["pk"], row["sk"]), "SET queued = :now", values={":now": now},
                               condition=Condition("attribute_exists(pk)")))
    except Refused:
        return


def _wanted(crm: Crm, record: Row, kind: str, at: str) -> bool:
    if record.get("deleted_at") or (record.get("fired") or {}).get(kind) == at:
        return False
    type = crm.registry.named(record["type"])
    return any(due.kind == kind and due.at == at for due in type.due(record))
