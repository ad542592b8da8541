"""Erasures written down outside the table, so that a table restored to an earlier moment learns of them again.

An entry holds what the receipt holds: ids, dates, keyed hashes. It stands in the files bucket, which no restore of the
table changes, and nothing there ends it by age.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.privacy import service, suppression
from chalicelib.records import jobs
from chalicelib.records.jobs import Step
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PREFIX = "erasures/"
PAGE = 25
KEPT = ("id", "subject_id", "subject_ids", "reason", "hashes", "created_at", "created_by")


def keep(crm: Crm, receipt: Mapping[str, Any]) -> None:
    """Write an erasure down; once more with what is known at its end."""
    entry = {name: receipt[name] for name in KEPT if receipt.get(name)}
    crm.files.put(crm.settings.files_bucket, f"{PREFIX}{receipt['id']}.json", json.dumps(entry).encode(),
                  "application/json")


def again(crm: Crm, actor: Actor) -> Record:
    """A job that carries out every erasure which this table does not know of; for use after a restore."""
    service.require(crm, actor, "create")
    return jobs.start(crm, actor, "erase_again", {})


def step(crm: Crm, _job: Record, place: Record) -> Step:
    """One page of the ledger, oldest first."""
    bucket = crm.settings.files_bucket
    found = crm.files.names(bucket, PREFIX, str(place.get("after", "")), PAGE)
    begun = sum(_caught_up(crm, json.loads(crm.files.get(bucket, key))) for key in found)
    return Step({"after": found[-1]} if len(found) == PAGE else None, done=begun)


def _caught_up(crm: Crm, entry: Record) -> bool:
    """Whether this erasure had to begin anew or go on. Its addresses are known again in any case."""
    suppression.suppress_all(crm, entry.get("hashes") or (), entry["id"], entry["created_at"])
    standing = crm.table.get(keys.record(entry["id"]), consistent=True)
    if standing is None:
        return retried(lambda: _begun(crm, entry))
    if standing["state"] != "running":
        return False
    resumed = service.resumed(crm, entry["id"])
    job = crm.table.get(keys.record(resumed["job_id"]), consistent=True) or {}
    jobs.send(crm, resumed["job_id"], int(job.get("part") or 0))  # its message was not restored with it
    return True


def _begun(crm: Crm, entry: Record) -> bool:
    work = Work(crm, Actor(entry["created_by"], all_powerful=True))
    job = jobs.begin(work, "erase_person", {"erasure": entry["id"]})
    work.create("erasure", {**entry, "state": "running", "job_id": job["id"]}, id=entry["id"])
    try:
        work.commit()
    except Collision as collision:
        if not any(label.startswith("new") for label in collision.labels):
            raise
    return True
