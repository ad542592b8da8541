"""Hand over everything that a person owns: a job in pages, safe to repeat, visible while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Problem, Unavailable
from chalicelib.records import pausing
from chalicelib.records.jobs import Step
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
PAGE = 100


def step(crm: Crm, job: Record, place: Record) -> Step:
    """One page of what the person owns, type by type."""
    types = [type for type in crm.registry if type.editable and not type.configuration]
    number, person = int(place.get("type", 0)), job["arguments"]
    if number >= len(types):
        return Step()
    type, after = types[number], str(place.get("after", ""))
    page = crm.table.query(keys.mine(type.name, person["from"]), index="i2", after=after, limit=PAGE)
    outcomes = [_hand_over(crm, type, item["id"], person, job) for item in page.items]
    following = {"type": number, "after": page.last} if page.more else {"type": number + 1}
    mark = pausing.mark_of(crm, page.items[-1]["id"]) if page.items else None
    return Step(following, done=outcomes.count(True), failed=outcomes.count(False), mark=mark)


def _hand_over(crm: Crm, type: ObjectType, id: str, person: Mapping[str, str], job: Record) -> bool:
    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record and record.get("owner_id") == person["from"] and not record.get("deleted_at"):
            work = Work(crm, system("reassign", job["id"]))
            work.change(record, {type.owner_field: person["to"], "owner_id": person["to"]}, strict=False)
            work.commit()
    try:
        retried(step)
    except Unavailable:
        raise  # the part is done again
    except (Problem, Collision):
        return False
    return True
