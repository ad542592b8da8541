"""Up to a hundred creates, updates, upserts and deletes in one call, each with its own outcome.

Items run in lanes, some lanes at a time: items of one record, or with one identity, stand in one lane and take effect
in their order, so that the first of two with the same address wins, whatever the threads do. Where a type's writes are
judged by each other (roles, teams, people) there is one lane.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid, Malformed, Problem, Refused, Unavailable
from chalicelib.records import payloads, service
from chalicelib.records.bulk import upserts
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
VERBS = ("create", "update", "upsert", "delete")
MOST, THREADS = 100, 8
KEPT_SECONDS = 24 * 3600
VALUES = ("title", "yours", "theirs")
MOST_LETTERS = 300_000  # of answers that are kept for a repeat; an item has 400 kB at most


@dataclass(frozen=True)
class Item:
    """One part of a batch; `key` is its own Idempotency-Key."""

    verb: str
    body: Any
    key: str


@dataclass(frozen=True)
class Done:
    """The results in the order of the items: all of create, then update, upsert, delete."""

    results: list[Record]
    replayed: bool = False


def run(crm: Crm, actor: Actor, type: ObjectType, payload: object, *, key: str = "",
        allow_duplicate: bool = False) -> Done:
    """`{create: [fields], update: [{id, if_match?, ...patch}], upsert: [{key?: "email", ...fields}], delete: [id]}`.

    Each result is `{status, id, version}` or `{status, problem}`. With a key the answer is kept for a day; where a call
    was cut short, what it created is not created again. Invalid for more than 100 items.
    """
    items = _items(payload, key)
    body = hashlib.sha256(json.dumps([type.name, "batch", payload], sort_keys=True).encode()).hexdigest()[:32]
    if key and (known := _known(crm, actor, key, body)):
        return Done(known, replayed=True)
    results: list[Record] = [{}] * len(items)

    def lane(places: list[int]) -> None:
        for place in places:
            results[place] = _result(crm, actor, type, items[place], allow_duplicate)
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lane, lanes(crm, actor, type, items)))
    if key:
        _keep(crm, actor, key, body, results)
    return Done(results)


def _items(payload: object, key: str) -> list[Item]:
    if not isinstance(payload, Mapping):
        raise Malformed("The body must be a JSON object")
    errors = [FieldError(str(name)[:60], "unknown_field", f"Known are {', '.join(VERBS)}")
              for name in payload if name not in VERBS]
    errors += [FieldError(verb, "invalid_list", "Must be a list") for verb in VERBS
               if not isinstance(payload.get(verb) or [], list)]
    if errors:
        raise Invalid(errors)
    found = [(verb, body) for verb in VERBS for body in payload.get(verb) or []]
    if not 1 <= len(found) <= MOST:
        raise Invalid.one("create", "too_many" if found else "required", f"A batch has 1 to {MOST} items in all")
    return [Item(verb, body, f"{key}#{place}" if key else "") for place, (verb, body) in enumerate(found)]


def lanes(crm: Crm, actor: Actor, type: ObjectType, items: list[Item]) -> list[list[int]]:
    """The places of the items, those together that speak of one record or one identity."""
    if type.in_order:
        return [list(range(len(items)))]
    found: list[tuple[set[str], list[int]]] = []
    for place, item in enumerate(items):
        marks, places = _marks(crm, actor, type, item), list[int]()
        for lane in [lane for lane in found if lane[0] & marks]:
            found.remove(lane)
            marks, places = marks | lane[0], [*places, *lane[1]]
        found.append((marks, [*sorted(places), place]))
    return [places for _marks, places in found]


def _marks(crm: Crm, actor: Actor, type: ObjectType, item: Item) -> set[str]:
    body = item.body if isinstance(item.body, Mapping) else {}
    if item.verb == "delete":
        return {str(body.get("id") or item.body)[:100]}
    fields = {name: value for name, value in body.items() if name not in ("id", "if_match", "key")}
    claimed = {f"{each.kind}#{each.value}" for each in upserts.identities(crm, actor, type, fields)}
    return claimed | ({str(body.get("id"))[:100]} if item.verb == "update" else set())


def _result(crm: Crm, actor: Actor, type: ObjectType, item: Item, allow_duplicate: bool) -> Record:
    try:
        status, record = _done(crm, actor, type, item, allow_duplicate)
    except Problem as problem:
        return {"status": problem.status, "problem": problem.body(actor.request_id)}
    except Collision:
        busy = Unavailable("Too many changes at once; try again")
        return {"status": busy.status, "problem": busy.body(actor.request_id)}
    return {"status": status, **{name: record[name] for name in ("id", "version") if name in record}}


def _done(crm: Crm, actor: Actor, type: ObjectType, item: Item, allow_duplicate: bool) -> tuple[int, Record]:
    if item.verb == "delete":
        id = item.body.get("id") if isinstance(item.body, Mapping) else item.body
        service.delete(crm, actor, type, str(id))
        return 204, {"id": id}
    if not isinstance(item.body, Mapping):
        raise Malformed("Each item must be a JSON object")
    if item.verb == "create":
        created = service.create(crm, actor, type, dict(item.body), key=item.key, allow_duplicate=allow_duplicate)
        return 201, created.record
    if item.verb == "upsert":
        return upserts.upsert(crm, actor, type, item.body, item.key)
    patch = {name: value for name, value in item.body.items() if name not in ("id", "if_match")}
    if wrong := list(_unfit(item.body)):
        raise Invalid([*wrong, *payloads.tried(crm, type, patch, {}, actor=actor)[1]])
    return 200, service.update(crm, actor, type, str(item.body["id"]), patch, if_match=_version(item.body))


def _unfit(body: Mapping[str, Any]) -> Iterator[FieldError]:
    """What is wrong with which record an update is of, and with the version that was seen of it."""
    if not body.get("id"):
        yield FieldError("id", "required", "Which record to change")
    given, text = body.get("if_match"), _digits(body)
    if given is not None and (isinstance(given, (bool, float)) or not text.isascii() or not text.isdigit()
                              or len(text) > 9):
        yield FieldError("if_match", "invalid_version", "The version that you saw, such as 3")


def _version(body: Mapping[str, Any]) -> int | None:
    """The version as a number, or as the text of an ETag."""
    return None if body.get("if_match") is None else int(_digits(body))


def _digits(body: Mapping[str, Any]) -> str:
    return str(body.get("if_match")).strip().removeprefix("W/").strip('"')


def _known(crm: Crm, actor: Actor, key: str, body: str) -> list[Record] | None:
    """What a call with this key answered before. Invalid where it was another call."""
    request = crm.table.get(keys.request(actor.author, key), consistent=True)
    if request is None:
        return None
    if request.get("body") != body:
        raise Invalid.one("Idempotency-Key", "idempotency_key_reused", "This key was used for another request")
    results: list[Record] = json.loads(request["answer"])
    return results


def _keep(crm: Crm, actor: Actor, key: str, body: str, results: list[Record]) -> None:
    """Keep the answer, without what it told of records, unless trying again may end better."""
    answer = json.dumps([_without_values(each) for each in results])
    if len(answer) > MOST_LETTERS or any(each["status"] >= 500 or each["status"] == 429 for each in results):
        return
    pk, sk = keys.request(actor.author, key)
    ttl = int(time.time()) + KEPT_SECONDS
    try:
        crm.table.write(Put({"pk": pk, "sk": sk, "body": body, "record": "", "answer": answer, "ttl": ttl}, ABSENT))
    except Refused:  # the same call, at the same moment, was first
        return


def _without_values(result: Record) -> Record:
    """A result without titles and values, which a repeat has no right to a day later."""
    problem = result.get("problem") or {}
    told = {name: [{key: value for key, value in each.items() if key not in VALUES} for each in problem[name]]
            for name in ("candidates", "conflicts") if name in problem}
    return {**result, "problem": {**problem, **told}} if told else result
