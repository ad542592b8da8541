"""Hand over what a person owns: a job in pages, safe to repeat, visible while it runs.

Each record is asked for anew, as if whoever began the job assigned it by hand: what they neither see nor may assign
stays where it is and is counted as failed, and in the result's `not_allowed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden, NotFound, Problem, Unavailable
from chalicelib.records import actors, pausing, permissions
from chalicelib.records.jobs import Step
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
PAGE = 100
MOVED, REFUSED, FAILED = "moved", "refused", "failed"


def step(crm: Crm, job: Record, place: Record) -> Step:
    """One page of what the person owns, type by type."""
    types = [type for type in crm.registry if type.editable and not type.configuration]
    number, person = int(place.get("type", 0)), job["arguments"]
    if number >= len(types):
        return Step()
    type, after = types[number], str(place.get("after", ""))
    page = crm.table.query(keys.mine(type.name, person["from"]), index="i2", after=after, limit=PAGE)
    by = actors.actor_of(crm, str(job["created_by"]), job["id"])
    outcomes = [_hand_over(crm, by, type, item["id"], person) for item in page.items]
    following = {"type": number, "after": page.last} if page.more else {"type": number + 1}
    mark = pausing.mark_of(crm, page.items[-1]["id"]) if page.items else None
    refused = outcomes.count(REFUSED) + ((job.get("result") or {}).get("not_allowed") or 0)
    return Step(following, done=outcomes.count(MOVED), failed=len(outcomes) - outcomes.count(MOVED), mark=mark,
                result={"not_allowed": refused} if refused else {})


def _hand_over(crm: Crm, by: Actor, type: ObjectType, id: str, person: Mapping[str, str]) -> str:
    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record and record.get("owner_id") == person["from"] and not record.get("deleted_at"):
            permissions.require(by, type, "assign", record)
            work = Work(crm, system("reassign", by.request_id))
            team = {"team_id": person["team"]} if person.get("team") else {}
            work.change(record, {type.owner_field: person["to"], "owner_id": person["to"], **team}, strict=False)
            work.commit()
    try:
        retried(step)
    except Unavailable:
        raise  # the part is done again
    except (Forbidden, NotFound):
        return REFUSED
    except (Problem, Collision):
        return FAILED
    return MOVED
