"""Rebuild derived rows after the definitions or the derivations changed: a new generation, and what it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Refused
from chalicelib.records import changes, compiled, jobs, permissions, roll_ups
from chalicelib.records.compiled import GENERATIONS, Definitions
from chalicelib.records.derivations import DERIVE_VERSION
from chalicelib.records.jobs import Step
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys
from chalicelib.store.table import Condition, Put, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
# A worker may derive by the old definitions for as long as it remembers them, and until its batch ends; what it derives
# after the rebuild has passed would stay so.
GRACE_SECONDS = 70  # the stream function's timeout of 60 s, beside the life of the configuration cache
LOCAL_AGES = 3  # on one machine batches are small: as long again twice
LATER = 900  # seconds until a rebuild that was not whole is tried once more; the longest that SQS waits
PAGE = 100
ENGINE = (keys.CONFIGURATION, "engine")


def run(crm: Crm, message: Mapping[str, Any]) -> None:
    """Publish a new generation where the code or the company's set-up asks for other rows, and start its job.

    The engine's row says what is `touched` until the job stands, so a worker that dies between the two loses nothing.
    """
    publish(crm)
    row = crm.table.get(ENGINE, consistent=True) or {}
    if not row.get("touched"):
        return
    _begin(crm, row)
    with suppress(Refused):  # a newer generation has taken these types over
        crm.table.write(Update(ENGINE, "REMOVE touched", condition=_is(row["generation"])))


def _begin(crm: Crm, row: Record) -> None:
    """The job of a generation, one however often it is asked for."""
    types, generation = row["touched"], row["generation"]
    id = _job_id(crm, row)
    age = int(crm.settings.configuration_age)
    pause = LOCAL_AGES * age if crm.settings.local else GRACE_SECONDS + age
    work = Work(crm, system("rebuild"))
    work.create("job", {"what": "rebuild", "state": "queued", "done": 0, "failed": 0, "part": 0,
                        "rows": _how_many(crm, types),
                        "arguments": {"generation": generation, "types": types, "building": row["building"],
                                      "again": row.get("again", False)}}, id=id)
    try:
        work.commit()
    except Collision as collision:
        if not collision.repeated:
            raise
    jobs.send(crm, id, 0, pause)


def refresh(crm: Crm, _record: Record) -> None:
    """A reaction to what may change the definitions: ask for a rebuild where it did."""
    engine = crm.configuration.engine(reload=True)
    if _changed(engine.definitions, compiled.defined(crm)) or _stuck(crm):
        crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild"})


def progress(crm: Crm, actor: Actor, id: str) -> Record | None:
    """How far the job is that builds the rows of a view or report: `{job_id, rows, done}`, the id for who may read the
    job."""
    for state in ("running", "queued"):
        page = crm.table.query(keys.grouped("job", state), index="i4", descending=True, limit=50)
        for job in page.items:
            if job["what"] == "rebuild" and id in (job.get("arguments") or {}).get("building", ()):
                readable = permissions.may(actor, crm.registry.named("job"), "read", job)
                return {"job_id": job["id"] if readable else None, "rows": job.get("rows"), "done": job.get("done", 0)}
    return None


def publish(crm: Crm) -> tuple[int, list[str], list[str]] | None:
    """The new generation, the types whose records it touches, and what is being built; None where nothing changed."""
    engine = crm.configuration.engine(reload=True)
    wanted = compiled.defined(crm)
    if engine.derive_version > DERIVE_VERSION:
        raise RuntimeError("newer code derives this company's data: a deploy is under way")
    everything = engine.derive_version != DERIVE_VERSION
    stuck = _stuck(crm)
    if not everything and not stuck and not _changed(engine.definitions, wanted):
        return None
    generation = engine.generation + 1
    types = sorted(type.name for type in crm.registry) if everything else _touched(engine.definitions, wanted)
    definitions = _dated(engine.definitions, wanted, generation)
    kept = [each for kind in GENERATIONS for each in definitions.get(kind) or ()]
    fresh = {each["id"] for each in kept if each["generation"] == generation}
    hiding = _guarded(wanted) - _guarded(engine.definitions)
    summed = {roll_ups.pending(each["cell"]): each for each in wanted.get("roll_ups") or ()}
    anew = {name for name, each in summed.items() if each not in (engine.definitions.get("roll_ups") or ())}
    standing = {each["id"] for each in kept} | _guarded(wanted) | summed.keys()
    building = sorted(fresh | hiding | anew | (set(engine.building) & standing))
    row = {"pk": keys.CONFIGURATION, "sk": "engine", "generation": generation, "derive_version": DERIVE_VERSION,
           "definitions": definitions, "building": building, "published_at": crm.clock.now(), "again": stuck}
    unfinished = [each["type"] for each in kept if each["id"] in building]
    unfinished += [name.partition(".")[0] for name in _guarded(wanted) & set(building)]
    unfinished += [each["type"] for name, each in summed.items() if name in building]
    touched = sorted({*types, *unfinished, *engine.touched})
    crm.table.write(Put({**row, "touched": touched}, _is(engine.generation)))
    crm.configuration.reload()
    return generation, touched, building


def _stuck(crm: Crm) -> bool:
    """Whether something is still to be built although its job has ended: by a failure, or not whole."""
    row = crm.table.get(ENGINE, consistent=True) or {}
    if not row.get("building") or row.get("touched"):
        return False
    job = crm.table.get(keys.record(_job_id(crm, row)), consistent=True)
    return job is None or job["state"] not in jobs.ACTIVE


def _job_id(crm: Crm, row: Mapping[str, Any]) -> str:
    """The job of a generation, one however often it is asked for."""
    return crm.ids.derived("job", f"rebuild#{row['generation']}", row["published_at"])


def step(crm: Crm, job: Record, place: Record) -> Step:
    """Settle one page of records of one type, the deleted ones too; at the end, what was built is said to be ready."""
    arguments = job["arguments"]
    if crm.configuration.engine(reload=True).generation < arguments["generation"]:
        raise RuntimeError("the new generation is not visible yet")
    partitions = [part for name in arguments["types"] for part in (keys.newest(name), keys.deleted(name))]
    number, after = int(place.get("partition", 0)), str(place.get("after", ""))
    if number >= len(partitions):
        return _finished(crm, arguments, whole=not job.get("failed"))
    page = crm.table.query(partitions[number], index="i1", after=after, limit=PAGE)
    failed = [item["id"] for item in page.items if not _settled(crm, item["id"])]
    following = {"partition": number, "after": page.last} if page.more else {"partition": number + 1}
    return Step(following, done=len(page.items) - len(failed), failed=len(failed))


def _settled(crm: Crm, id: str) -> bool:
    try:
        changes.engine(crm).settle(id)
    except Exception:  # one poison record must not end a rebuild of all
        crm.queues.send(crm.settings.settle_queue, {"id": id})
        return False
    return True


def _finished(crm: Crm, arguments: Mapping[str, Any], *, whole: bool) -> Step:
    """Views and reports of this generation are whole, unless a newer one has taken them over.

    Where a record could not be settled, its rows may still tell what a role hides: then search stays careful, and
    another rebuild is asked for when the settle queue has had its tries.
    """
    left = [] if whole else sorted(_guarded(crm.configuration.engine().definitions) & {*arguments["building"]})
    try:
        crm.table.write(Update(ENGINE, "SET building = :left", values={":left": left},
                               condition=_is(arguments["generation"])))
    except Refused:
        return Step(message="A newer definition has taken over")
    crm.configuration.reload()
    if left and not arguments.get("again"):
        crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild"}, delay=LATER)
    return Step()


def _guarded(definitions: Mapping[str, Any]) -> set[str]:
    """The fields that some role may not read, as `type.field`; in `building` while rows may still tell them."""
    return {f"{type}.{name}" for type, names in (definitions.get("guarded") or {}).items() for name in names}


def _is(generation: int) -> Condition:
    return Condition("generation = :expected", values={":expected": generation})


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return _plain(old) != _plain(new)


def _plain(definitions: Mapping[str, Any]) -> Record:
    """The definitions without the generations of their parts, which only the engine's row has."""
    return {name: [_undated(each) for each in part] if name in GENERATIONS else part
            for name, part in definitions.items() if part}


def _undated(row: Mapping[str, Any]) -> Record:
    return {name: value for name, value in row.items() if name != "generation"}


def _dated(old: Mapping[str, Any], new: Definitions, generation: int) -> Definitions:
    """The new definitions, of which those that did not change keep their generation."""
    dated = dict(new)
    for kind in GENERATIONS:
        known = {each["id"]: each for each in old.get(kind) or ()}
        rows = [_same(known.get(each["id"]), each) or {**each, "generation": generation}
                for each in new.get(kind) or ()]
        if rows:
            dated[kind] = rows
    return dated


def _same(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Record | None:
    return dict(old) if old and _undated(old) == dict(new) else None


def _touched(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The types whose records derive other rows by the new definitions."""
    found: set[str] = set()
    before, after = _plain(old), _plain(new)
    for kind in ("audiences", "guarded", "general", "fields"):
        one, other = before.get(kind) or {}, after.get(kind) or {}
        found |= {name for name in {*one, *other} if one.get(name) != other.get(name)}
    for kind in (*GENERATIONS, "roll_ups"):
        found |= _differing(before.get(kind) or (), after.get(kind) or ())
    return sorted(found)


def _differing(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> set[str]:
    one, other = list(one), list(other)
    return {str(each["type"]) for each in [*one, *other] if each not in one or each not in other}


def _how_many(crm: Crm, types: Iterable[str]) -> int:
    cells = crm.table.get_many([keys.count(name, "all") for name in types])
    return sum(int(cell.get("n", 0)) for cell in cells.values())
