"""Claims that pass from one record to another within one transaction."""

from __future__ import annotations

from typing import Any

from chalicelib.records.objects import ObjectType
from chalicelib.records.work import Work, claims_of
from chalicelib.store import keys
from chalicelib.store.table import Condition, Update

Record = dict[str, Any]


def hand_over(work: Work, type: ObjectType, giver: Record, taker: Record) -> None:
    """Join the giver's release and the taker's claim of the same value to one write: an item is written once only.

    Both are the records before this work changed them. What the giver keeps too (they shared it before) is shared
    again; what somebody else holds is refused.
    """
    released = claims_of(type, giver) - claims_of(type, work.records[giver["id"]])
    taken = claims_of(type, work.records[taker["id"]]) - claims_of(type, taker)
    for kind, value in taken - released:
        claim = keys.claim(type.name, kind, value)
        work.add(f"claim:{type.name}#{kind}#{value}", _shared(claim, giver["id"], taker["id"]))
    both = {keys.claim(type.name, *claim): claim for claim in released & taken}
    held = work.crm.table.get_many(both, consistent=True) if both else {}
    for key, (kind, value) in both.items():
        holders = set((held.get(key) or {}).get("holders") or ())
        del work.writes[f"claim:{type.name}#{kind}#{value}"]
        work.add(f"handed:{key}", _passed(key, holders, giver["id"], taker["id"]))


def _shared(key: keys.Key, giver: str, taker: str) -> Update:
    free = "attribute_not_exists(holders) OR contains(holders, :giver) OR contains(holders, :id)"
    return Update(key, "ADD holders :taker", values={":taker": {taker}},
                  condition=Condition(free, values={":giver": giver, ":id": taker}))


def _passed(key: keys.Key, holders: set[str], giver: str, taker: str) -> Update:
    """DynamoDB takes no ADD and DELETE of one set together: it is written whole, if it is still as it was read."""
    if giver not in holders:  # a claim that was never made
        return Update(key, "ADD holders :taker", values={":taker": {taker}})
    unchanged = Condition("contains(holders, :giver) AND size(holders) = :size",
                          values={":giver": giver, ":size": len(holders)})
    values = {":holders": (holders - {giver}) | {taker}}
    return Update(key, "SET holders = :holders", values=values, condition=unchanged)
