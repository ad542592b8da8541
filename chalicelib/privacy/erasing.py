"""Erase somebody everywhere: `POST /v1/privacy/erasures`, a receipt and a job. Each step bears repetition.

First the records that are the person, then what names them, then texts anywhere that do, journals and files; after a
pause, history that was still on its way; at last the receipt. What is looked for is written down before anything goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import Problem
from chalicelib.privacy import ledger, needles, people, shells, suppression, sweeping
from chalicelib.privacy.errand import Errand
from chalicelib.privacy.needles import Needles
from chalicelib.records import traces
from chalicelib.records.jobs import Step
from chalicelib.records.objects import Identity, ObjectType
from chalicelib.records.permissions import Actor, system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
PAGE = 100
LATE = 90  # seconds in which every stream batch that was under way has ended
MOST_LEFT = 100
# What no job reaches, and after how many days it has ended by itself.
ELSEWHERE = {"dead letters of the intake queue": 14, "point-in-time recovery of the table": 35}


def step(crm: Crm, job: Record, place: Mapping[str, Any]) -> Step:
    """One page of one stage."""
    erasure = crm.table.get(keys.record(job["arguments"]["erasure"]), consistent=True) or {}
    if erasure.get("state") != "running":  # or a worker died after the receipt, before it forgot
        Errand(crm, str(job["arguments"]["erasure"]), system("erasure")).forget()
        return Step()
    actor = Actor(erasure["created_by"], all_powerful=True, request_id=erasure.get("request_id") or "")
    errand = Errand(crm, erasure["id"], actor)
    number = int(place.get("stage", 0))
    following = STAGES[number](errand, dict(place))
    if following is not None:
        return Step({**following, "stage": number})
    if number + 1 == len(STAGES):
        return Step()
    return Step({"stage": number + 1}, pause=LATE if STAGES[number + 1] is _again and not crm.settings.local else 0)


def _people(errand: Errand, place: Record) -> Record | None:
    """The records that are the person, one after the other."""
    if not errand.notes:
        _look(errand)
        return {"person": 0}
    number = int(place.get("person", 0))
    if number >= len(errand.people):
        return None
    id = errand.people[number]
    _join(errand, id)
    _safely(errand, id, lambda: shells.empty(errand.crm, errand.actor, id))
    return {"person": number + 1}


def _look(errand: Errand) -> None:
    """Write down who is the person, and by what they are told."""
    crm = errand.crm
    receipt = crm.table.get(keys.record(errand.id), consistent=True) or {}
    asked = crm.table.get_many([keys.record(id) for id in receipt["subject_ids"]], consistent=True).values()
    same = people.same(crm, [each for each in asked if each["type"] in ("contact", "lead")])
    found = {each["id"]: each for each in (*asked, *same)}
    merges = sorted({each["merge_id"] for each in found.values() if each.get("merge_id")})
    errand.note(Needles(), sorted(found), merges)
    ledger.keep(crm, {**receipt, "subject_ids": sorted({*receipt["subject_ids"], *found})})


def _join(errand: Errand, id: str) -> None:
    """What this record says of the person, now and in its history, is looked for; its addresses are remembered."""
    record = errand.crm.table.get(keys.record(id), consistent=True) or {}
    if not record or record.get("erased_at"):
        return
    fresh = needles.of(traces.images(record, traces.history(errand.crm, id)))
    errand.note(errand.needles.joined(fresh), errand.people, list(errand.notes["also"]))
    hashes = {suppression.hashed(errand.crm, each) for each in fresh.addresses}
    suppression.suppress_all(errand.crm, sorted(hashes), errand.id, errand.crm.clock.now())


def _theirs(errand: Errand, place: Record) -> Record | None:
    """What names one of these records: emptied where it is nothing without the person, else cleaned of them."""
    number, part = int(place.get("person", 0)), int(place.get("part", 0))
    if number >= len(errand.people):
        for id in errand.notes["also"]:
            _one(errand, id)
        return None
    record = {"id": errand.people[number]}
    type = errand.crm.registry.of(record["id"])
    parts = traces.parts(errand.crm, type) if type else []
    if part >= len(parts):
        return {"person": number + 1}
    found, after = traces.naming(errand.crm, record, parts[part], str(place.get("after", "")))
    for id in found:
        _one(errand, id)
    return {"person": number, "part": part if after else part + 1, "after": after}


def _texts(errand: Errand, place: Record) -> Record | None:
    """Every record of the types in which people may be named, those that were deleted too."""
    crm, number, bin = errand.crm, int(place.get("type", 0)), bool(place.get("bin"))
    types = [type for type in crm.registry if type.erased]
    if number >= len(types):
        return None
    type = types[number]
    partition = keys.deleted(type.name) if bin else keys.newest(type.name)
    page = crm.table.query(partition, index="i1", after=str(place.get("after", "")), limit=PAGE)
    for record in page.items:
        if traces.belongs(type, record, errand.gone) or shells.speaks(type, record, errand.needles.surely):
            _one(errand, record["id"], sure=True)
    if page.more:
        return {"type": number, "bin": bin, "after": page.last}
    return {"type": number, "bin": True} if not bin else {"type": number + 1}


def _again(errand: Errand, place: Record) -> Record | None:
    """History and images that were on their way when their record was emptied or cleaned."""
    what = str(place.get("what", "id"))
    rows, after = errand.page(what, str(place.get("after", "")))
    for row in rows:
        if what == "id":
            shells.strip(errand.crm, row["id"])
        else:
            told = errand.needles
            shells.clean_history(errand.crm, row["id"], told.perhaps if what == "near" else told.surely)
    if after:
        return {"what": what, "after": after}
    following = {"id": "near", "near": "text"}.get(what)
    return {"what": following} if following else None


def _end(errand: Errand, place: Record) -> Record | None:
    """Keys that held an address, the receipt, and the errand's own notes last."""
    crm, found = errand.crm, errand.needles
    identities = [*(Identity("email", each.lower()) for each in found.emails),
                  *(Identity("phone", each) for each in found.phones)]
    for name in ("contact", "lead"):
        traces.drop_empty_claims(crm, crm.registry.named(name), identities)
    crm.table.delete_many([keys.sent(f"reply-to#{each.lower()}") for each in found.emails])
    receipt = crm.table.get(keys.record(errand.id), consistent=True) or {}
    hashes = sorted({*(receipt.get("hashes") or ()), *(suppression.hashed(crm, each) for each in found.addresses)})
    now = crm.clock.now()
    elsewhere = [{"what": what, "until": instants.plus(now, days=days)} for what, days in ELSEWHERE.items()]
    left = sorted(row["id"] for row in errand.all("left"))[:MOST_LEFT]
    told = {"state": "done", "counts": errand.counts(), "left": left or None, "hashes": hashes or None,
            "subject_ids": sorted({*(receipt.get("subject_ids") or ()), *errand.people}), "elsewhere": elsewhere}
    ledger.keep(crm, {**receipt, **told})
    retried(lambda: _receipt(errand, told))
    errand.forget()
    return None


STAGES: tuple[Callable[[Errand, Record], Record | None], ...] = (
    _people, _theirs, _texts, sweeping.journals, sweeping.files, _again, _end)


def _one(errand: Errand, id: str, *, sure: bool = False) -> None:
    """Empty or clean one record. `sure`: it was found by a whole name or address, not by a reference."""
    crm = errand.crm
    record = crm.table.get(keys.record(id), consistent=True)
    if record is None or record.get("erased_at") or id in errand.gone or not crm.registry.known(record["type"]):
        return
    type = crm.registry.named(record["type"])
    if traces.belongs(type, record, errand.gone) or (sure and type.belongs and not type.creatable):
        _safely(errand, id, lambda: shells.empty(crm, errand.actor, id))
        return
    near = errand.gone.intersection(id for ids in traces.named(record, _references(type)) for id in ids)
    pattern = errand.needles.perhaps if near else errand.needles.surely
    try:
        if shells.clean(crm, errand.actor, id, errand.gone, pattern):
            errand.done("near" if near else "text", id, type.name)
    except (Problem, Collision) as problem:
        _left(errand, id, type.name, problem)


def _references(type: ObjectType) -> list[str]:
    return [*(field.name for field in type.fields if field.kind in traces.REFERENCES), *traces.UNDECLARED]


def _safely(errand: Errand, id: str, erase: Callable[[], None]) -> None:
    type = errand.crm.registry.of(id)
    try:
        erase()
        errand.done("id", id, type.name if type else "")
    except (Problem, Collision) as problem:
        _left(errand, id, type.name if type else "", problem)


def _left(errand: Errand, id: str, kind: str, problem: Exception) -> None:
    """A record that cannot be erased stands on the receipt; a service that is down is tried again."""
    if isinstance(problem, Problem) and problem.status >= 500:
        raise problem
    errand.done("left", id, kind)


def _receipt(errand: Errand, told: Mapping[str, Any]) -> None:
    receipt = errand.crm.table.get(keys.record(errand.id), consistent=True)
    if receipt and receipt["state"] == "running":
        work = Work(errand.crm, errand.actor)
        work.change(receipt, {**told, "finished_at": work.now})
        work.commit()
