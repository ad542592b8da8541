"""The job: cut the file into parts, write one part per message, then close. Each step bears repetition.

The import record says which part comes next. Whoever finishes that part first moves it on by a conditional write and
sends the next message; a repeated message finds the part done and at most sends that message again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.activities.service import notify
from chalicelib.errors import Conflict, Invalid, NotFound, Unauthenticated, Unavailable
from chalicelib.exchange import again, choices, failures, joined, reverting, source, writing
from chalicelib.exchange.objects import COUNTS, RARE, REVERTS
from chalicelib.exchange.rows import plan_of
from chalicelib.exchange.source import Row
from chalicelib.exchange.tally import Failure
from chalicelib.records import pausing
from chalicelib.records.actors import actor_of
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PATIENCE = 12           # tries of one step while a service is down: about two hours


def run(crm: Crm, message: Mapping[str, Any]) -> None:
    """One step of an import, as its message says."""
    record = crm.table.get(keys.record(str(message["import"])), consistent=True)
    if record is not None and record["state"] == "reverting":
        return _back(crm, record, message)
    if record is None or record["state"] not in ("queued", "running", "cancelled"):
        return None
    try:
        _step(crm, record, message.get("part"), int(message.get("pauses") or 0))
    except Invalid as invalid:
        _stop(crm, record["id"], "failed", invalid.errors[0].message if invalid.errors else invalid.detail)
    except (NotFound, Conflict):  # at the beginning, or between two parts
        _stop(crm, record["id"], "failed", "The uploaded file is no longer there. Upload it in a new import.")
    except Unauthenticated:
        _stop(crm, record["id"], "failed", "Who started this import is no longer active. Start it anew.")
    except (Unavailable, Collision):
        _later(crm, record["id"], message)


def send(crm: Crm, id: str, part: int | None = None, *, tries: int = 0, pauses: int = 0, delay: int = 0) -> None:
    """Queue a step; without `part` the first one."""
    message = {"do": "import", "import": id, "part": part, "tries": tries, "pauses": pauses}
    crm.queues.send(crm.settings.jobs_queue, message, delay=delay)


def send_revert(crm: Crm, record: Mapping[str, Any], *, tries: int = 0, delay: int = 0) -> None:
    """Queue the next step of a revert."""
    part = record.get("revert_part") or 0
    message = {"do": "import", "import": record["id"], "revert": part, "tries": tries}
    crm.queues.send(crm.settings.jobs_queue, message, delay=delay)


def _step(crm: Crm, record: Record, part: int | None, pauses: int) -> None:
    following = record.get("part")
    if record["state"] == "cancelled":
        _stop(crm, record["id"], "cancelled", "")
    elif following is None:
        _cut(crm, record)
    elif following == record["parts"]:
        _stop(crm, record["id"], "done", "")
    elif part == following and (seconds := _pause(crm, record, following, pauses)):
        send(crm, record["id"], part, pauses=pauses + 1, delay=seconds)
    elif part == following:
        _part(crm, record, following)
    elif part is None or part == following - 1:
        send(crm, record["id"], following)  # done, but perhaps nobody could say so


def _pause(crm: Crm, record: Record, part: int, pauses: int) -> int:
    wait = again.pause if again.is_behind(record, part) else pausing.pause
    return wait(crm, record, pauses)


def _cut(crm: Crm, record: Record) -> None:
    """Read the file once: its columns, how many rows, and the rows in parts."""
    type = crm.registry.plural(record["object"])
    head = source.head(crm, record["id"])
    samples = [row.cells for row in head.rows[:100]]
    starter = _starter(crm, record)
    mapping = choices.choose(crm, starter, type, record, record.get("mapping"), head.columns, samples)
    found = source.cut(crm, record["id"], head)
    choices.remember(crm, type, head.columns, mapping)
    begun = {"state": "running", "mapping": mapping, "rows": found.rows, "parts": found.parts, "part": 0,
             "notes": list(found.notes) or None}
    if _changed(crm, record["id"], lambda now: begun if now["state"] == "queued" and now.get("part") is None else None):
        send(crm, record["id"], 0)


def _starter(crm: Crm, record: Record) -> Actor:
    """Who started it, the API key where one did: the rows may no more than they may at this moment."""
    return actor_of(crm, str(record.get("started_as") or record["started_by"]), "")


def _part(crm: Crm, record: Record, part: int) -> None:
    plan = plan_of(crm, record)
    starter = _starter(crm, record)
    columns, rows = source.part(crm, record["id"], part)
    tally, waiting = writing.Tally(), list[Failure]()
    for step, latest in enumerate(writing.write(crm, plan, starter, rows)):
        tally = latest
        waiting += again.put_off(plan, tally)
        if step % 2:
            _ahead(crm, record["id"], part, tally.counts())
    more = _more(crm, record, columns, again.still(record, part, tally, waiting))
    told = {name: failures.keep(crm, plan, part, columns, name, found)
            for name, found in ((failures.FAILED, tally.failures), (failures.WARNED, tally.warnings))}
    mark = writing.last_written(crm, plan, rows)

    def after(now: Record) -> Record | None:
        if now.get("part") != part:
            return None
        totals = {name: (now.get(name) or 0) + count for name, count in tally.counts().items()}
        parts = {f"{name}_parts": [*(now.get(f"{name}_parts") or []), *([part] if any else [])]
                 for name, any in told.items()}
        return {**totals, **parts, **more, "part": part + 1, "ahead": None,
                "marks": pausing.marked(now, mark)}
    if _changed(crm, record["id"], after):
        send(crm, record["id"], part + 1)


def _more(crm: Crm, record: Record, columns: list[str], waiting: list[Row]) -> Record:
    """One more part behind all others for the rows that were put off, and how many the file itself has."""
    if not waiting:
        return {}
    source.put_part(crm, record["id"], record["parts"], columns, waiting)
    return {"parts": record["parts"] + 1, "file_parts": record.get("file_parts") or record["parts"]}


def _ahead(crm: Crm, id: str, part: int, counts: Mapping[str, int]) -> None:
    """Progress within a part, shown on top of the parts that are done."""
    _changed(crm, id, lambda now: {"ahead": dict(counts)} if now.get("part") == part else None)


def _stop(crm: Crm, id: str, state: str, message: str) -> None:
    """The last word: the state, the file of failed rows, and a notification to who started it."""
    record = crm.table.get(keys.record(id), consistent=True) or {}
    if record.get("finished_at"):
        return
    files = {key: joined.join(crm, id, name, record.get(f"{name}_parts") or ()) or None
             for key, name in (("errors_key", failures.FAILED), ("warnings_key", failures.WARNED))}
    last = {"state": state, "message": message[:500] or None, **files, "ahead": None}
    at = crm.clock.now()
    _changed(crm, id, lambda now: None if now.get("finished_at") else {**last, "finished_at": at}, tell=True)


def _back(crm: Crm, record: Record, message: Mapping[str, Any]) -> None:
    """One step of a revert; a repeated message finds it done and at most sends the next one again."""
    part = record.get("revert_part") or 0
    try:
        if message.get("revert") == part:
            _take_back(crm, record, part, int(message.get("tries") or 0))
        elif message.get("revert") == part - 1:
            send_revert(crm, record)
    except Unauthenticated:
        _reverted(crm, record, part, "", "Who reverted this import is no longer active")
    except (Unavailable, Collision):
        tries = int(message.get("tries") or 0) + 1
        send_revert(crm, record, tries=tries, delay=min(900, 10 * 2 ** min(tries, 7)))


def _take_back(crm: Crm, record: Record, part: int, tries: int) -> None:
    done = reverting.step(crm, record, part, patient=tries < PATIENCE)

    def after(now: Record) -> Record | None:
        if now.get("revert_part") != part:
            return None
        kept = [*(now.get("kept_parts") or []), *([part] if done.listed else [])]
        counts = {name: (now.get(name) or 0) + getattr(done, name) for name in REVERTS}
        return {"revert_part": part + 1, "revert_place": done.place, "kept_parts": kept, **counts}
    if not _changed(crm, record["id"], after):
        return
    fresh = crm.table.get(keys.record(record["id"]), consistent=True) or record
    if done.place:
        send_revert(crm, fresh)
    else:
        _reverted(crm, fresh, part, reverting.report(crm, fresh), "")


def _reverted(crm: Crm, record: Record, part: int, report: str, message: str) -> None:
    last = {"state": "reverted", "report_key": report or None, "message": message or None}
    _changed(crm, record["id"], lambda now: last if now["state"] == "reverting" else None, tell=True)


def _changed(crm: Crm, id: str, change: Callable[[Record], Record | None], *, tell: bool = False) -> bool:
    """Change the import unless `change` says None of it as it is now. Progress makes no history, the end does."""
    def step() -> bool:
        now = crm.table.get(keys.record(id), consistent=True)
        changes = change(now) if now else None
        if now is None or changes is None:
            return False
        work = Work(crm, system("import", id))
        after = work.change(now, changes, quiet=not tell)
        if tell:
            _tell(crm, work, after)
        work.commit()
        return True
    return retried(step)


def _tell(crm: Crm, work: Work, record: Record) -> None:
    """One notification for all rows; none to somebody who just cancelled it."""
    if record["state"] == "cancelled":
        return
    names = REVERTS if record["state"] == "reverted" else COUNTS
    counts = ", ".join(f"{record.get(name) or 0} {name.replace('_', ' ')}" for name in names
                       if name not in RARE or record.get(name))
    about = f"{record['id']}#reverted" if record["state"] == "reverted" else record["id"]
    title = f"Import of {record['object']}: {record['state']}"
    notify(crm, work, record["created_by"], "import_finished", record, about,
           lambda _seen: (title, record.get("message") or counts), mail=False)


def _later(crm: Crm, id: str, message: Mapping[str, Any]) -> None:
    """A service is down or much asked: go on after a while."""
    tries = int(message.get("tries") or 0) + 1
    if tries > PATIENCE:
        return _stop(crm, id, "failed", "A service did not answer for too long. Import the file again: "
                                        "rows that stand already are told as duplicates.")
    return send(crm, id, message.get("part"), tries=tries, delay=min(900, 10 * 2 ** tries))
