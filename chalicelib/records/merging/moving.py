"""The job after a merge: what points at the loser points at the winner, each move noted in the journal.

Parts, in order: records whose links show on the loser's page, children, records found by derived pointers, losers of
earlier merges, the loser's own links. Then all once more, for what was being written at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem, Unavailable
from chalicelib.records import jobs
from chalicelib.records.edges import MOST
from chalicelib.records.jobs import Step
from chalicelib.records.merging.pointers import redirected
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, link_keys, retried
from chalicelib.store import keys
from chalicelib.store.table import Check, Condition, Delete, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE, LINKS = 50, 20
LATE = 60  # seconds in which every write and index that was under way has ended

STANDS = Condition("#state IN (:moving, :done)", {"#state": "state"}, {":moving": "moving", ":done": "done"})


def step(crm: Crm, job: Record, place: Mapping[str, Any]) -> Step:
    """One page of one part."""
    journal = crm.table.get(keys.record(job["arguments"]["merge"]), consistent=True)
    if journal is None or journal.get("state") not in ("moving", "done"):  # an erased one has none
        return Step()
    parts = _parts(crm, journal)
    number, after = int(place.get("part", 0)), str(place.get("after", ""))
    found, last = _page(crm, journal, parts[number], after)
    outcomes = [_moved(crm, journal, parts[number], id) for id in found]
    done, failed = outcomes.count(True), outcomes.count(False)
    if last:
        return Step({**place, "part": number, "after": last}, done, failed)
    if number + 1 < len(parts):
        return Step({**place, "part": number + 1, "after": ""}, done, failed)
    _finished(crm, journal)
    if place.get("again"):
        return Step(None, done, failed)
    return Step({"part": 0, "again": True}, done, failed, pause=0 if crm.settings.local else LATE)


def resume(crm: Crm, journal: Record) -> None:
    """A reaction: the worker that merged may have died before it queued the job."""
    jobs.send(crm, journal["job_id"], 0)


def begun(before: Record | None, after: Record | None) -> bool:
    """Whether a merge, or its undoing, has just been written."""
    state = (after or {}).get("state")
    return state in ("moving", "undoing") and state != (before or {}).get("state")


def _parts(crm: Crm, journal: Record) -> list[str]:
    type = crm.registry.plural(journal["object"])
    children = [each.name for each in crm.registry
                if each.parent and (each.all_fields[each.parent].to or type.name) == type.name]
    return ["links", *(f"children:{name}" for name in children), "pointers", "merged", "own"]


def _page(crm: Crm, journal: Record, part: str, after: str) -> tuple[list[str], str]:
    """Ids of one page, and where the next begins."""
    loser = journal["loser_id"]
    if part == "merged":
        record = crm.table.get(keys.record(loser), consistent=True) or {}
        return list(record.get("merged_from") or ()), ""
    if part == "own":
        return _own_page(crm, loser, after)
    if part == "links":
        page = crm.table.query(loser, begins="link#", after=after, limit=PAGE, consistent=True)
        return [item["id"] for item in page.items if item["sk"].endswith("#in")], page.last
    if part == "pointers":
        page = crm.table.query(keys.lookup("pointer", loser, "", "")[0], after=after, limit=PAGE)
    else:
        page = crm.table.query(keys.children(part.partition(":")[2], loser), index="i5", after=after, limit=PAGE)
    return [item["id"] for item in page.items], page.last


def _own_page(crm: Crm, loser: str, after: str) -> tuple[list[str], str]:
    record = crm.table.get(keys.record(loser), consistent=True) or {}
    others = sorted({edge["to"] for edge in record.get("edges") or ()})
    waiting = [other for other in others if other > after]
    return waiting[:LINKS], waiting[LINKS - 1] if len(waiting) > LINKS else ""


def _moved(crm: Crm, journal: Record, part: str, id: str) -> bool | None:
    """Whether one record was turned to the winner; False where its own rules refuse, None where nothing was to do."""
    move = _turn_link if part == "own" else _turn
    try:
        return retried(lambda: move(crm, journal, id))
    except Unavailable:
        raise  # the part is done again
    except (Problem, Collision):
        return False


def _turn(crm: Crm, journal: Record, id: str) -> bool | None:
    loser, winner = journal["loser_id"], journal["winner_id"]
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or record["id"] == loser or (record.get("deleted_at") and record.get("merged_into") != loser):
        return None
    changes = redirected(crm.registry.named(record["type"]), record, loser, winner)
    return _commit(crm, journal, record, changes) if changes else None


def _turn_link(crm: Crm, journal: Record, other: str) -> bool | None:
    """One of the loser's own links: the winner has it now, the loser's rows go."""
    winner = crm.table.get(keys.record(journal["winner_id"]), consistent=True)
    loser = crm.table.get(keys.record(journal["loser_id"]), consistent=True)
    if winner is None or loser is None or winner.get("deleted_at"):
        return None
    edges = winner.get("edges") or []
    labels = [edge["label"] for edge in loser.get("edges") or () if edge["to"] == other]
    added = [edge for edge in ({"to": other, "label": label} for label in labels)
             if other != winner["id"] and edge not in edges]
    fits = len(edges) + len(added) <= MOST
    rows = [Delete(key) for key in link_keys(crm, crm.registry.named(loser["type"]), loser["id"], other)]
    _commit(crm, journal, winner, {"edges": [*edges, *added]} if added and fits else {}, rows)
    return fits if added else None


def _commit(crm: Crm, journal: Record, record: Record, changes: Record, rows: list[Delete] | None = None) -> bool:
    """The change, its line in the journal, and only while the merge stands."""
    work = Work(crm, system("merge", journal["id"]))
    if changes:
        after = work.change(record, changes, strict=False)
        pk, sk = keys.moved(journal["id"], record["id"], after["revision"])
        told = {field: [record.get(field), after.get(field)] for field in changes}
        work.add("moved", Put({"pk": pk, "sk": sk, "id": record["id"], "changes": told}))
    for row in rows or ():
        work.add(f"row:{row.key}", row)
    work.add("merge stands", Check(keys.record(journal["id"]), STANDS))
    work.commit()
    return True


def _finished(crm: Crm, journal: Record) -> None:
    def write() -> None:
        current = crm.table.get(keys.record(journal["id"]), consistent=True)
        if current and current.get("state") == "moving":
            work = Work(crm, system("merge", journal["id"]))
            work.change(current, {"state": "done"})
            work.commit()
    retried(write)


def moves(crm: Crm, journal_id: str, after: str = "", limit: int = PAGE) -> tuple[Iterator[Record], str]:
    """What a merge moved, latest move of a record first; and where the next page begins."""
    page = crm.table.query(journal_id, begins="moved#", before=after, descending=True, limit=limit, consistent=True)
    return iter(page.items), page.last
