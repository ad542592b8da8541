"""A name or domain claimed for a day by the import that made a record for it: look-ups by these are derived and may be
a moment behind, and two imports at once would both make the company. The claim is in the transaction that makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib import instants
from chalicelib.errors import Refused
from chalicelib.exchange import identities
from chalicelib.records.words import folded
from chalicelib.store import keys
from chalicelib.store.table import Condition, Delete, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.exchange.finding import Wanted

LABEL = "made:"
SECONDS = 86_400
LONGEST = 300  # letters


def put(crm: Crm, wanted: Wanted, id: str) -> tuple[str, Put]:
    """The claim and its label; refused where another record has it, which `standing` then tells."""
    pk, sk = key = _key(wanted)
    ttl = instants.epoch(crm.clock.now()) + SECONDS
    free = Condition("attribute_not_exists(pk) OR made = :id", values={":id": id})
    return f"{LABEL}{key[0]}", Put({"pk": pk, "sk": sk, "made": id, "ttl": ttl}, free)


def standing(crm: Crm, wanted: Iterable[Wanted]) -> dict[Wanted, str]:
    """The record that each was claimed for, where it still is called so; a claim for what is not any more goes."""
    asked = {each: _key(each) for each in wanted}
    claims = crm.table.get_many(asked.values(), consistent=True) if asked else {}
    ids = {claim["made"] for claim in claims.values()}
    records = crm.table.get_many([keys.record(id) for id in ids], consistent=True) if ids else {}
    found: dict[Wanted, str] = {}
    for each, key in asked.items():
        id = str(claims[key]["made"]) if key in claims else ""
        if id and _is(crm, each, records.get(keys.record(id))):
            found[each] = id
        elif id:
            with suppress(Refused):
                crm.table.write(Delete(key, Condition("made = :id", values={":id": id})))
    return found


def _is(crm: Crm, wanted: Wanted, record: Mapping[str, object] | None) -> bool:
    """Whether the record stands and has what was claimed for it."""
    if record is None or record.get("deleted_at") or record.get("merged_into"):
        return False
    values = identities.values(crm.registry.named(wanted.type), (wanted.kind,), record)
    return any(_bare(value) == _bare(wanted.value) for _kind, value in values)


def _key(wanted: Wanted) -> keys.Key:
    return keys.made(wanted.type, wanted.kind.name, _bare(wanted.value))


def _bare(text: str) -> str:
    return " ".join(folded(text).split())[:LONGEST]
