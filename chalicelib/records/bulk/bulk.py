"""Change, assign, tag or delete many records: a job that acts as the person who asked, and can be undone.

The ids are collected first, in files of a hundred that each name the one before: changing the field that is filtered by
skips no record, and a part that is done twice writes a file that nobody reads. What was there before stands in each
record's history, under the job's id as the request's; `bulk_undo` puts it back from there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.errors import Invalid, Malformed, Problem, Stale
from chalicelib.records import actors, field_rules, jobs, pausing, permissions, service
from chalicelib.records.bulk import asked as bulk_asked
from chalicelib.records.bulk.asked import Asked
from chalicelib.records.jobs import Step
from chalicelib.records.lists import lists
from chalicelib.records.objects import ObjectType, everybody
from chalicelib.records.permissions import Actor, Scope
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
Given = TypeVar("Given")
Made = TypeVar("Made")
PAGE, PAGES = 100, 5    # ids in a file, files in one collecting part
TOLD, SAMPLE = 100, 5   # failures that a job tells of one by one; titles in a preview
TRIES, THREADS = 5, 4


def preview(crm: Crm, actor: Actor, type: ObjectType, payload: object) -> Record:
    """`{count, exact, changeable: {count, exact}, sample: [{id, title}]}`: how many the call is about, and how many of
    them the actor may change as asked; without `exact` there are at least that many."""
    asked = bulk_asked.read(crm, actor, type, payload)
    if asked.ids:
        found = _readable(crm, actor, type, asked.ids)
        return {"count": len(found), "exact": True, "sample": [_titled(actor, type, each) for each in found[:SAMPLE]],
                "changeable": {"count": _changeable(actor, type, asked, found), "exact": True}}
    first = lists.listed(crm, actor, _query(type, asked))
    every = _reaches_all(actor, type, asked)
    count, mine, cursor = len(first.records), _changeable(actor, type, asked, first.records), first.next_cursor
    for _page in range(PAGES - 1):
        if cursor and not (every and first.total is not None):
            page = lists.listed(crm, actor, _query(type, asked, cursor))
            count, mine, cursor = count + len(page.records), mine + _changeable(
                actor, type, asked, page.records), page.next_cursor
    told = {"count": count, "exact": cursor is None} if first.total is None else {"count": first.total, "exact": True}
    sample = _readable(crm, actor, type, [each["id"] for each in first.records[:SAMPLE]])
    return {**told, "changeable": told if every else {"count": mine, "exact": cursor is None},
            "sample": [_titled(actor, type, each) for each in sample]}


def _actions(type: ObjectType, asked: Asked) -> list[str]:
    """What must be allowed on each record."""
    moved = {"owner_id", "team_id", type.owner_field} & asked.patch.keys()
    return ["delete"] if asked.delete else ["update", *(["assign"] if moved else [])]


def _reaches_all(actor: Actor, type: ObjectType, asked: Asked) -> bool:
    scopes = [actor.scope(type, action) for action in _actions(type, asked)]
    return min(scopes) == Scope.ALL and type.visible is everybody


def _changeable(actor: Actor, type: ObjectType, asked: Asked, found: list[Record]) -> int:
    actions = _actions(type, asked)
    return sum(all(permissions.may(actor, type, action, each) for action in actions) for each in found)


def start(crm: Crm, actor: Actor, type: ObjectType, payload: object, key: str = "") -> tuple[Record, bool]:
    """`{job_id}` of the job that does it, and whether this Idempotency-Key had started it before."""
    asked = bulk_asked.read(crm, actor, type, payload)
    body = hashlib.sha256(json.dumps([type.name, "bulk", payload], sort_keys=True).encode()).hexdigest()[:32]
    work = Work(crm, actor)
    id = crm.ids.new("job", work.now)
    arguments = {name: value for name, value in asdict(asked).items() if value}
    arguments |= {"type": type.name, "by": actor.author}
    if asked.ids:
        arguments["ids"] = len(asked.ids)
        arguments["list"] = _kept_ids(crm, id, asked.ids)
    jobs.begin(work, "bulk", arguments, id=id, rows=len(asked.ids) or None)
    if key:
        work.once(key, body, id, {"job_id": id})
    try:
        work.commit()
    except Collision as collision:
        if "request" not in collision.labels:
            raise
        return _replayed(crm, actor, key, body), True
    return {"job_id": id}, False


def _replayed(crm: Crm, actor: Actor, key: str, body: str) -> Record:
    request = crm.table.get(keys.request(actor.author, key), consistent=True) or {}
    if request.get("body") != body:
        raise Invalid.one("Idempotency-Key", "idempotency_key_reused", "This key was used for another request")
    answer: Record = request["answer"]
    return answer


def step(crm: Crm, job: Record, place: Record) -> Step:
    """Collect some pages of ids, or change the records of one file of them."""
    asked, by = job["arguments"], actors.actor_of(crm, job["arguments"]["by"], job["id"])
    type = crm.registry.named(asked["type"])
    if "list" not in place and "list" in asked:
        return Step({"list": asked["list"]}, result={"list": asked["list"]})
    if "list" not in place:
        return _collected(crm, by, type, job, place)
    ids, before = listed_ids(crm, job["id"], place["list"])
    failures = [each for each in together(lambda id: _failure(crm, by, type, id, job), ids) if each]
    told = [*((job.get("result") or {}).get("errors") or []), *failures][:TOLD]
    following = {"list": before} if before else None
    return Step(following, done=len(ids) - len(failures), failed=len(failures), mark=pausing.mark_of(crm, ids[-1]),
                result={"errors": told} if told else {})


def _collected(crm: Crm, by: Actor, type: ObjectType, job: Record, place: Record) -> Step:
    cursor, newest, rows = str(place.get("cursor", "")), str(place.get("newest", "")), int(place.get("rows", 0))
    for _page in range(PAGES):
        try:
            page = lists.listed(crm, by, _query(type, _asked(job), cursor))
        except Malformed:  # the view was built anew meanwhile
            return Step({"newest": "", "rows": 0})
        ids = [each["id"] for each in page.records]
        newest = keep_ids(crm, job["id"], ids, newest) if ids else newest
        rows, cursor = rows + len(ids), page.next_cursor or ""
        if not cursor:
            return Step({"list": newest} if newest else None, rows=rows, result={"list": newest} if newest else {})
    return Step({"cursor": cursor, "newest": newest, "rows": rows})


def _asked(job: Record) -> Asked:
    asked = job["arguments"]
    return Asked(asked.get("filter"), asked.get("view") or "")


def _query(type: ObjectType, asked: Asked, cursor: str = "") -> lists.Query:
    return lists.Query(type, asked.filter, limit=PAGE, cursor=cursor, view=asked.view)


def _failure(crm: Crm, by: Actor, type: ObjectType, id: str, job: Record) -> Record | None:
    """What became of one record: None where it is as asked, also when it was so before."""
    try:
        _change(crm, by, type, id, job["arguments"])
    except Problem as problem:
        if problem.status >= 500:
            raise
        return {"id": id, "code": problem.code, "message": problem.detail[:300]}
    except Collision:
        return {"id": id, "code": "busy", "message": "Changed too often meanwhile"}
    return None


def _change(crm: Crm, by: Actor, type: ObjectType, id: str, asked: Mapping[str, Any]) -> None:
    patch = asked.get("patch") or {}
    if asked.get("delete"):
        stored = crm.table.get(keys.record(id), consistent=True)
        if not (stored and stored.get("deleted_at") and stored.get("request_id") == by.request_id):  # else done before
            service.delete(crm, by, type, id)
    elif not asked.get("add") and not asked.get("remove"):
        service.update(crm, by, type, id, patch)
    else:
        _retag(crm, by, type, id, asked)


def _retag(crm: Crm, by: Actor, type: ObjectType, id: str, asked: Mapping[str, Any]) -> None:
    """The tags as they are then, and the rest of the patch; once more where somebody wrote in between."""
    for attempt in range(TRIES):
        record = service.get(crm, by, type, id, consistent=True)
        tags = {**(asked.get("patch") or {}), "tags": tagged(record, asked.get("add") or (), asked.get("remove") or ())}
        try:
            service.update(crm, by, type, id, tags, if_match=record["version"])
        except Stale:
            if attempt == TRIES - 1:
                raise
        else:
            return


def tagged(record: Mapping[str, Any], add: Any, remove: Any) -> list[str]:
    """A record's tags with some more and some less; VIP and vip are one."""
    gone = {each.casefold() for each in remove}
    kept = {each.casefold(): each for each in record.get("tags") or () if each.casefold() not in gone}
    return list({**{each.casefold(): each for each in add}, **kept}.values()) if add else list(kept.values())


def _readable(crm: Crm, actor: Actor, type: ObjectType, ids: Any) -> list[Record]:
    found = crm.table.get_many([keys.record(id) for id in ids]) if ids else {}
    records = [found.get(keys.record(id)) for id in ids]
    return [each for each in records if each and not each.get("deleted_at")
            and permissions.may(actor, type, "read", each)]


def _titled(actor: Actor, type: ObjectType, record: Record) -> Record:
    return {"id": record["id"], "title": type.title(field_rules.visible(actor, type, record))[:200]}


def together(work: Callable[[Given], Made], given: list[Given]) -> list[Made]:
    """Some at a time, answers in order."""
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, given))


def _kept_ids(crm: Crm, job: str, ids: tuple[str, ...]) -> str:
    newest = ""
    for place in range(0, len(ids), PAGE):
        newest = keep_ids(crm, job, list(ids[place:place + PAGE]), newest)
    return newest


def keep_ids(crm: Crm, job: str, ids: list[str], before: str) -> str:
    """Write a file of ids; its name, by which the next file and the job's place know it."""
    name = crm.ids.token()
    body = json.dumps({"ids": ids, "before": before}).encode()
    crm.files.put(crm.settings.files_bucket, f"bulk/{job}/{name}.json", body, "application/json")
    return name


def listed_ids(crm: Crm, job: str, name: str) -> tuple[list[str], str]:
    """The ids of a file, and the name of the file before ("" at the end)."""
    read = json.loads(crm.files.get(crm.settings.files_bucket, f"bulk/{job}/{name}.json"))
    return read["ids"], read["before"]
