"""Pairs of records that may mean the same: judged after each change, kept as records, a queue for people to decide.

A pair that somebody called no duplicate stays so. One that no longer looks alike, or of which a record is gone, is
closed as `stale` and comes back by itself should they look alike again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.records.matching import evidence
from chalicelib.records.matching.block_rows import look_alikes
from chalicelib.records.objects import ObjectType
from chalicelib.records.permissions import system
from chalicelib.records.registry import Registry
from chalicelib.records.work import Work, face, retried
from chalicelib.store import keys
from chalicelib.store.change import Change

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.matching.scores import Judgement

Record = dict[str, Any]
BEGINNING = "2000-01-01T00:00:00.000Z"
DECIDED = ("dismissed",)
MOST_KNOWN = 200
TOLD = 6
TOGETHER = 20  # pairs in one transaction


def followers(registry: Registry, change: Change) -> Iterator[Record]:
    """A message where what is compared or shown of a record has changed."""
    type = registry.named(change.type)
    if type.matching is None:
        return
    if _seen(type, change.before) != _seen(type, change.after):
        yield {"do": "match", "type": type.name, "id": change.id, **({"new": True} if change.before is None else {})}


def match(crm: Crm, message: Mapping[str, Any]) -> None:
    """Judge a record against those in its blocks, and the pairs that it is in already; a repeat changes nothing.

    A new record is in no pair but with those in its blocks; if it was changed meanwhile, that has a message of its own.
    """
    type, id = crm.registry.named(str(message["type"])), str(message["id"])
    record = crm.table.ahead.get([keys.record(id)]).get(keys.record(id))
    known = [] if message.get("new") else _others(crm, id)
    others = list(dict.fromkeys([*_proposed(crm, type, record), *known]))
    for start in range(0, len(others), TOGETHER):
        judge(crm, type, id, others[start:start + TOGETHER])


def judge(crm: Crm, type: ObjectType, one: str, others: Sequence[str]) -> None:
    """Write what a record and some others, as they are now, look like, pair by pair."""
    retried(lambda: _judged(crm, type, one, others))


def pair_id(crm: Crm, one: str, other: str) -> str:
    """Two records make one pair, whichever is named first."""
    return crm.ids.derived("dup", "#".join(sorted((one, other))), BEGINNING)


def judgement(type: ObjectType, one: Record | None, other: Record | None) -> Judgement | None:
    """How like two records are; None where one is gone or they are not alike enough for a person to look."""
    from chalicelib.records.matching.scores import judged
    if type.matching is None or _gone(one) or _gone(other):
        return None
    found = judged(type.matching.profile(one or {}), type.matching.profile(other or {}))
    return found if found.score >= type.matching.worth_a_look else None


def _seen(type: ObjectType, record: Record | None) -> Any:
    if type.matching is None or _gone(record) or record is None:
        return None
    return type.matching.profile(record), face(type, record)


def _gone(record: Record | None) -> bool:
    return record is None or bool(record.get("deleted_at") or record.get("merged_into"))


def _proposed(crm: Crm, type: ObjectType, record: Record | None) -> list[str]:
    """Look-alikes by the profiles in their block rows: nothing else is read of them."""
    from chalicelib.records.matching.scores import judged
    if type.matching is None or record is None or _gone(record):
        return []
    profile = type.matching.profile(record)
    return [id for id, other in look_alikes(crm, type, profile).items()
            if id != record["id"] and judged(profile, other).score >= type.matching.worth_a_look]


def _others(crm: Crm, id: str) -> list[str]:
    """With whom this record has a pair already."""
    page = crm.table.query(keys.lookup("pair", id, "", "")[0], limit=MOST_KNOWN)
    pairs = crm.table.get_many([keys.record(item["id"]) for item in page.items]).values() if page.items else ()
    return [other for pair in pairs for other in (pair["a_id"], pair["b_id"]) if other != id]


def _judged(crm: Crm, type: ObjectType, one: str, others: Sequence[str]) -> None:
    pairs = {pair_id(crm, one, other): sorted((one, other)) for other in others}
    found = {key[0]: item for key, item in crm.table.get_many(map(keys.record, [*pairs, one, *others]),
                                                              consistent=True).items()}
    work = Work(crm, system("matching"))
    for id, (first, second) in pairs.items():
        _judge_pair(work, type, id, found.get(id), (found.get(first), found.get(second)))
    work.commit()


def _judge_pair(work: Work, type: ObjectType, id: str, pair: Record | None,
                two: tuple[Record | None, Record | None]) -> None:
    one, other = two
    judged = judgement(type, one, other)
    if pair is not None:
        if changes := _changes(type, pair, one, other, judged):
            work.change(pair, changes)
    elif judged and one and other:
        work.create("duplicate", {"object": type.plural, "a_id": one["id"], "b_id": other["id"],
                                  **_values(type, one, other, judged)}, id=id)


def _changes(type: ObjectType, pair: Record, one: Record | None, other: Record | None,
             judged: Judgement | None) -> Record:
    """What becomes of a pair that stands: a decision stays a decision, a merge lasts until it is undone."""
    merged = any((record or {}).get("merged_into") in (pair["a_id"], pair["b_id"]) for record in (one, other))
    if judged is None or one is None or other is None:
        state = "merged" if merged else "stale"
        closed = pair["state"] == state or (pair["state"] in DECIDED and not merged)
        return {} if closed else {"state": state}
    values = _values(type, one, other, judged)
    if pair["state"] in DECIDED:
        values.pop("state")
    told = {name: value for name, value in values.items() if not name.endswith("_revision")}
    return values if any(pair.get(name) != value for name, value in told.items()) else {}


def _values(type: ObjectType, one: Record, other: Record, judged: Judgement) -> Record:
    """Titles and placement let the pair be shown, and hidden, without reading both records."""
    return {
        "state": "open", "score": round(judged.score * 100), "reasons": evidence.reasons(type, judged.reasons[:TOLD]),
        "a_title": type.title(one)[:200], "b_title": type.title(other)[:200],
        "a_revision": one["revision"], "b_revision": other["revision"],
        "placed": [placement(one), placement(other)],
        "owner_id": _shared("owner_id", (one, other)), "team_id": _shared("team_id", (one, other))}


def placement(record: Record) -> Record:
    """Whose a record is."""
    return {name: record[name] for name in ("owner_id", "team_id") if record.get(name)}


def _shared(field: str, records: Iterable[Record]) -> Any:
    values = {record.get(field) for record in records}
    return values.pop() if len(values) == 1 else None
