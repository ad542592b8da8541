"""What an import did, row by row, written in the very transactions that did it: so a repeat knows what is done, and a
revert what stood before. Kept for as long as deleted records can be restored, and a little longer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.store import keys
from chalicelib.store.table import ABSENT, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
KEPT_DAYS = 40
CREATED, UPDATED = "created", "updated"
_ROWS, _ALSO = "row#", "also#"


def receipt(crm: Crm, id: str, entries: Sequence[Record]) -> Put:
    """The rows that one transaction writes, under the number of the first of them."""
    return _put(crm, id, f"{_ROWS}{entries[0]['row']:09d}", entries)


def also(crm: Crm, id: str, made: str) -> Put:
    """A record that was made because rows name it."""
    return _put(crm, id, f"{_ALSO}{made}", [{"row": 0, "id": made, "did": CREATED, "version": 1,
                                        "revision": 1}])


def entry(row: int, record: Mapping[str, Any], before: Mapping[str, Any] | None, names: Iterable[str]) -> Record:
    """One row: the record it made, or what it changed of one, with a print of what each field became."""
    told = {"row": row, "id": record["id"], "did": CREATED, "version": record["version"],
            "revision": record["revision"]}
    if before is None:
        return told
    names = list(names)
    return {**told, "did": UPDATED, "before": {name: before.get(name) for name in names},
            "after": {name: print_of(record.get(name)) for name in names}}


def done(crm: Crm, id: str, first: int, last: int) -> dict[int, Record]:
    """What stands written already of the rows from `first` to `last`, by their numbers; as it is this moment."""
    found: dict[int, Record] = {}
    pk, after = keys.imported(id, "")[0], f"{_ROWS}{first - 1:09d}"
    while True:
        page = crm.table.query(pk, after=after, before=f"{_ROWS}{last + 1:09d}", limit=200, consistent=True)
        found |= {int(each["row"]): each for item in page.items for each in item["entries"]}
        if not page.more:
            return found
        after = page.last


def backwards(crm: Crm, id: str, place: str, limit: int) -> tuple[list[Record], str]:
    """Up to about `limit` entries before `place` ("" is the end), latest first, and where it goes on; "" at the end.

    Rows come first, then what was made because of them.
    """
    entries: list[Record] = []
    for item in _items(crm, id, place):
        entries += reversed(item["entries"])
        place = item["sk"]
        if len(entries) >= limit:
            return entries, place
    return entries, ""


def print_of(value: Any) -> str:
    """16 hex digits that tell two values of a field apart."""
    text = json.dumps(value, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _items(crm: Crm, id: str, place: str) -> Iterator[Record]:
    for kind in (_ROWS, _ALSO):
        if place and not place.startswith(kind) and kind == _ROWS:
            continue
        before = place if place.startswith(kind) else ""
        while True:
            page = crm.table.query(keys.imported(id, "")[0], begins=kind, before=before, descending=True, limit=50,
                                   consistent=True)
            yield from page.items
            if not page.more:
                break
            before = page.last


def _put(crm: Crm, id: str, place: str, entries: Sequence[Record]) -> Put:
    pk, sk = keys.imported(id, place)
    ttl = instants.epoch(crm.clock.now()) + KEPT_DAYS * 86400
    return Put({"pk": pk, "sk": sk, "entries": list(entries), "ttl": ttl}, ABSENT)
