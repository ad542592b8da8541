"""Block rows: each record stands, with its comparable profile, under the keys that its look-alikes would share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from chalicelib.records.matching.blocks import MOST_KEYS, block_keys, share
from chalicelib.records.matching.matching import Profile
from chalicelib.records.objects import ObjectType
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def rows(type: ObjectType, record: Mapping[str, Any]) -> Iterator[tuple[keys.Key, Record]]:
    """The derived rows of one record; none for a type that compares nothing."""
    if type.matching is None:
        return
    profile = type.matching.profile(record)
    for key in block_keys(profile):
        yield keys.block(type.name, key, record["id"]), {"id": record["id"], "profile": profile}


def look_alikes(crm: Crm, type: ObjectType, profile: Profile) -> dict[str, Profile]:
    """Who stands in the same blocks, with their profiles: the newest of each block, 50 rows at most, read at once."""
    wanted = block_keys(profile)
    if not wanted:
        return {}

    def read(key: str) -> list[Record]:
        partition = keys.block_partition(type.name, key)
        return crm.table.query(partition, descending=True, limit=share(len(wanted))).items
    with ThreadPoolExecutor(MOST_KEYS) as threads:
        return {row["id"]: row["profile"] for found in threads.map(read, wanted) for row in found}
