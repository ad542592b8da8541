"""Every key pattern of the table on one page, each with the question it answers (docs: storage)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

Key = tuple[str, str]
Record = dict[str, Any]

INDEXES = ("i1", "i2", "i3", "i4", "i5")
DUE_SHARDS = 8
AUDIT_SHARDS = 8
CONFIGURATION = "config"


# -- truth ---------------------------------------------------------------------------------------------------------

def record(id: str) -> Key:
    """What is this record?"""
    return id, "record"


def link(id: str, type: str, other: str, *, incoming: bool = False) -> Key:
    """Which few records stand beside this one? `incoming`: the other one owns the edge."""
    return id, f"link#{type}#{other}{'#in' if incoming else ''}"


def claim(type: str, kind: str, value: str) -> Key:
    """Who holds this email, phone or external id? Strongly consistent."""
    return f"claim#{type}#{kind}#{value}", "claim"


def request(actor: str, key: str) -> Key:
    """Was this Idempotency-Key seen, and what did it make?"""
    return f"request#{actor}#{key}", "request"


def cursor(rule: str) -> Key:
    """Whose turn is it in this routing rule?"""
    return f"cursor#{rule}", "cursor"


def rights() -> Key:
    """Which writes that decide rights may the configuration not show yet?"""
    return "rights", "rights"


def sent(key: str) -> Key:
    """Did this mail go out?"""
    return f"sent#{key}", "sent"


def moved(merge: str, id: str, revision: int) -> Key:
    """What did this merge turn from the one record to the other?"""
    return merge, f"moved#{id}#{revision:012d}"


def strangers(day: str) -> Key:
    """How often was a sign-in tried with an address that nobody has?"""
    return f"strangers#{day}", "strangers"


def favourite(user: str, id: str) -> Key:
    """What has this person put on their list?"""
    return f"mine#{user}", f"favourite#{id}"


def recent(user: str, slot: int) -> Key:
    """What has this person looked at last? The newest of 64 slots."""
    return f"mine#{user}", f"recent#{slot:02d}"


def suppressed(hash: str) -> Key:
    """Was somebody with this address erased? The hash is keyed: the address cannot be read off it."""
    return f"suppressed#{hash}", "suppressed"


def dropped(file: str) -> Key:
    """Was this mail's file dropped, its sender having been erased? Kept while a queue may bring it again."""
    return f"dropped#{file}", "dropped"


def erasing(erasure: str, place: str) -> Key:
    """What does an erasure that is under way look for (`needles`), and what did it erase (`id#...`, `text#...`)?"""
    return f"erasing#{erasure}", place


def mapping(type: str, columns: str) -> Key:
    """How was a file with these columns mapped the last time?"""
    return f"mapping#{type}#{columns}", "mapping"


def imported(id: str, place: str) -> Key:
    """What did this import do, row by row?"""
    return f"imported#{id}", place


def made(type: str, kind: str, value: str) -> Key:
    """Which record did an import make for this name or domain a moment ago, which look-ups may not show yet?"""
    return f"made#{type}#{kind}#{value}", "made"


# -- derived -------------------------------------------------------------------------------------------------------

def guard(id: str) -> Key:
    """Which derived rows of this record stand in the table?"""
    return f"applied#{id}", "applied"


def block(type: str, rule: str, id: str) -> Key:
    """Which records may mean the same as this one? `rule` is `<rule>#<value>`."""
    return block_partition(type, rule), id


def block_partition(type: str, rule: str) -> str:
    """One block of look-alikes."""
    return f"block#{type}:{rule}"


def audit(id: str, revision: int) -> Key:
    """What did this write change?"""
    return id, f"audit#{revision:012d}"


def audit_indexes(actor: str, at: str, id: str, revision: int) -> Record:
    """What was done on this day (in shards by record), and what did this actor do then? Attributes of a history row."""
    order, day = f"{at}#{id}#{revision:012d}", at[:10]
    return {"i1": audit_day(day, zlib.crc32(id.encode()) % AUDIT_SHARDS), "i1s": order,
            "i2": audit_actor(actor, day), "i2s": order}


def audit_day(day: str, shard: int) -> str:
    """A share of everything that was done on a day."""
    return f"audit#{day}#{shard}"


def audit_actor(actor: str, day: str) -> str:
    """Everything that an actor did on a day."""
    return f"audit#{day}#by:{actor}"


def event(about: str, at: str, id: str) -> Key:
    """What happened around this record, newest first?"""
    return about, f"event#{at}#{id}"


def cells(id: str) -> Key:
    """How much hangs on this record (open leads of a user)?"""
    return id, "cells"


def lookup(kind: str, value: str, type: str, id: str) -> Key:
    """Which records share this phone number or domain?"""
    return f"lookup#{kind}#{value}", f"{type}#{id}"


def search(audience: str, word: str, type: str, id: str) -> Key:
    """Which records have a word that starts like this?"""
    return search_partition(audience, word), f"{word}#{type}#{id}"


def search_partition(audience: str, word: str) -> str:
    """Search rows spread over audiences and the first two letters, three for words that nobody types (`~SMT`)."""
    return f"search#{audience}#{word[:2 if word[:1].isalnum() else 3]}"


def sorted_view(type: str, field: str, audience: str, value: str, id: str) -> Key:
    """Which records come next in this order?"""
    return view_partition(type, field, audience), f"{value}#{id}"


def view_partition(type: str, field: str, audience: str) -> str:
    """A declared sort key is a built-in view."""
    return f"view#{type}:{field}#{audience}"


def kept_view(view: str, audience: str, value: str, id: str) -> Key:
    """Which records does this saved view hold, in its order? `view` is `<id>.<generation>`."""
    return kept_view_partition(view, audience), f"{value}#{id}"


def kept_view_partition(view: str, audience: str) -> str:
    """The rows of a saved view for one audience."""
    return f"view#{view}#{audience}"


def view_count(view: str, audience: str) -> Key:
    """How many records does this saved view hold for this audience?"""
    return f"count#view:{view}#{audience}", "all"


def report_cell(report: str, audience: str, name: str) -> Key:
    """How many, and how much, in this time and these groups? `report` is `<id>.<generation>`."""
    return report_partition(report, audience), name


def report_partition(report: str, audience: str) -> str:
    """The cells of a report for one audience, by time."""
    return f"report#{report}#{audience}"


def count(type: str, audience: str, group: str = "") -> Key:
    """How many records of this type (in this group) may this audience see?"""
    return f"count#{type}#{audience}", f"group#{group}" if group else "all"


def quality_row(type: str, problem: str, audience: str, at: str, id: str) -> Key:
    """Which records have this problem?"""
    return view_partition(type, f"quality.{problem}", audience), f"{at}#{id}"


def quality_count(type: str, audience: str) -> Key:
    """How complete are the records of this type, and what is wrong with them?"""
    return f"count#quality:{type}#{audience}", "all"


def due(at: str, kind: str, id: str) -> Key:
    """What has to happen next?"""
    return due_partition(zlib.crc32(id.encode()) % DUE_SHARDS), f"{at}#{kind}#{id}"


def due_partition(shard: int) -> str:
    """Due rows spread over hash shards."""
    return f"due#{shard}"


def configuration(type: str, id: str) -> Key:
    """How is this company set up? One partition, one query."""
    return CONFIGURATION, f"{type}#{id}"


# -- indexes of records --------------------------------------------------------------------------------------------

def index_values(item: Mapping[str, Any], group: str, parent: str, sort: str) -> dict[str, str]:
    """The index attributes of a record: newest, mine, my team's, by group, children; deleted ones the first three."""
    type, order = item["type"], f"{item.get(sort) or item['created_at']}#{item['id']}"
    if item.get("erased_at"):
        return {}  # only its history is left
    if item.get("merged_into"):
        return {}  # found by its id alone, and then answered with the record that it became part of
    owner, team = item.get("owner_id"), item.get("team_id")
    if item.get("deleted_at"):
        order, bin = f"{item['deleted_at']}#{item['id']}", deleted(type)
        values = {"i1": bin, "i2": mine(bin, owner), "i3": teams(bin, team)}
    else:
        values = {"i1": newest(type), "i2": mine(type, owner), "i3": teams(type, team),
                  "i4": grouped(type, item.get(group)), "i5": children(type, item.get(parent))}
    return {
        part: text for name, value in values.items() if value for part, text in ((name, value), (f"{name}s", order))
    }


def newest(type: str) -> str:
    """All records of a type by age; one shard until load asks for more."""
    return f"{type}#0"


def deleted(type: str) -> str:
    """Deleted records of a type, latest first; with `mine` and `teams` of it, those of an owner and of a team."""
    return f"deleted#{type}"


def mine(type: str, owner: Any) -> str:
    """Records of a type by owner."""
    return f"{type}#u:{owner}" if owner else ""


def teams(type: str, team: Any) -> str:
    """Records of a type by team."""
    return f"{type}#t:{team}" if team else ""


def grouped(type: str, group: Any) -> str:
    """Records of a type by their group (status)."""
    return f"{type}#{group}" if group not in (None, "") else ""


def children(type: str, parent: Any) -> str:
    """Records of a type below a parent."""
    return f"{type}#{parent}" if parent else ""
