"""The job after an unmerge: what the merge moved is put back, unless it was changed since: that stays and is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem, Unavailable
from chalicelib.records.edges import edges_of, link_rows
from chalicelib.records.jobs import Step
from chalicelib.records.merging.moving import LINKS, moves
from chalicelib.records.merging.pointers import put_back
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Check, Condition, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Kept = list[dict[str, str]]
MOST_KEPT = 500


def step(crm: Crm, job: Record, place: Mapping[str, Any]) -> Step:
    """One page: first the moved records, then the links that the restored record owns."""
    journal = crm.table.get(keys.record(job["arguments"]["merge"]), consistent=True)
    if journal is None or journal.get("state") != "undoing":  # an erased one has none
        return Step()
    if "links" in place:
        return _links(crm, journal, str(place["links"]))
    rows, last = moves(crm, journal["id"], str(place.get("after", "")))
    kept: Kept = []
    done = sum(_put_back(crm, journal, row, kept) for row in rows)
    result = {"kept": [*((job.get("result") or {}).get("kept") or []), *kept][:MOST_KEPT]}
    return Step({"after": last} if last else {"links": ""}, done, len(kept), result=result)


def _put_back(crm: Crm, journal: Record, row: Record, kept: Kept) -> int:
    try:
        stays = retried(lambda: _back(crm, row))
    except Unavailable:
        raise  # the part is done again
    except (Problem, Collision):
        stays = list(row["changes"])
    kept += [{"id": row["id"], "field": field} for field in stays]
    return int(len(stays) < len(row["changes"]))


def _back(crm: Crm, row: Record) -> list[str]:
    """Put one record's fields back; those that stay. A repeat does nothing: the journal's line is marked with it."""
    if row.get("undone"):
        return []
    record = crm.table.get(keys.record(row["id"]), consistent=True)
    if record is None or (record.get("deleted_at") and not record.get("merged_into")):
        return list(row["changes"])
    changes, stays = put_back(record, row["changes"])
    if changes:
        work = Work(crm, system("unmerge"))
        work.change(record, changes, strict=False)
        once = Condition("attribute_exists(pk) AND attribute_not_exists(undone)")
        work.add("line", Update((row["pk"], row["sk"]), "SET undone = :yes", values={":yes": True}, condition=once))
        try:
            work.commit()
        except Collision as collision:
            if "line" in collision.labels:
                return stays
            raise
    return stays


def _links(crm: Crm, journal: Record, after: str) -> Step:
    """The link rows of the restored record's own links, which the merge took away."""
    loser = crm.table.get(keys.record(journal["loser_id"]), consistent=True)
    others = sorted(edges_of(crm.registry.named(loser["type"]), loser)) if loser else []
    waiting = [other for other in others if other > after][:LINKS]
    if loser and waiting:
        retried(lambda: _shown_again(crm, journal["loser_id"], waiting))
        return Step({"links": waiting[-1]}, len(waiting))
    retried(lambda: _finished(crm, journal["id"]))
    return Step()


def _shown_again(crm: Crm, id: str, others: list[str]) -> None:
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None:
        return
    type, work = crm.registry.named(record["type"]), Work(crm, system("unmerge"))
    labels = edges_of(type, record)
    known = crm.table.get_many([keys.record(other) for other in others])
    for other in (each for each in others if each in labels):
        for row in link_rows(crm.registry, type, record, other, labels[other], known.get(keys.record(other)), work.now):
            work.add(f"link:{row.key}", row)
    work.add("unchanged", Check(keys.record(id), Condition("revision = :r", values={":r": record["revision"]})))
    work.commit()


def _finished(crm: Crm, id: str) -> None:
    journal = crm.table.get(keys.record(id), consistent=True)
    if journal and journal.get("state") == "undoing":
        work = Work(crm, system("unmerge"))
        work.change(journal, {"state": "undone"})
        work.commit()
