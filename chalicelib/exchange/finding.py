"""Which records stand under an identity: many asked at once, claims strongly, the rest by derived rows."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.exchange import claiming, identities
from chalicelib.exchange.identities import Kind
from chalicelib.ids import is_id
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST = 25           # rows read for one value: more records than that share nothing by chance
THREADS = 8


@dataclass(frozen=True)
class Wanted:
    """Records of a type that have a value as an identity."""

    type: str
    kind: Kind
    value: str

    @property
    def claim(self) -> keys.Key:
        """Where a strict identity is held."""
        return keys.claim(self.type, self.kind.name, self.value)


def find(crm: Crm, wanted: Iterable[Wanted]) -> dict[Wanted, tuple[str, ...]]:
    """Ids by what was wanted: one batch for all claims, one bounded query for each other value, in parallel, and what
    another import made for it a moment ago."""
    asked = list(dict.fromkeys(wanted))
    found: dict[Wanted, tuple[str, ...]] = {
        each: (each.value,) if is_id(each.value) else () for each in asked if each.kind.name == identities.ID}
    strict = [each for each in asked if each not in found and each.kind.strict]
    claims = crm.table.get_many([each.claim for each in strict], consistent=True) if strict else {}
    found |= {each: tuple(sorted(claims.get(each.claim, {}).get("holders") or ())) for each in strict}
    rest = [each for each in asked if each not in found]
    if not rest:
        return found
    with ThreadPoolExecutor(min(THREADS, len(rest))) as threads:
        shared = dict(zip(rest, threads.map(lambda each: _shared(crm, each), rest), strict=True))
    just_made = claiming.standing(crm, rest)
    return found | {each: _with(ids, just_made.get(each)) for each, ids in shared.items()}


def _with(ids: tuple[str, ...], id: str | None) -> tuple[str, ...]:
    return (*ids, id) if id and id not in ids else ids


def read(crm: Crm, ids: Iterable[str]) -> dict[str, Record]:
    """Those records that stand, neither deleted nor merged into another."""
    found = crm.table.get_many([keys.record(id) for id in ids], consistent=True)
    return {key[0]: record for key, record in found.items()
            if not record.get("deleted_at") and not record.get("merged_into")}


def _shared(crm: Crm, wanted: Wanted) -> tuple[str, ...]:
    """What shares a phone number or domain stands in look-up rows, what has a name in the view sorted by it."""
    if wanted.kind.name != identities.NAME or wanted.kind.fields != (identities.NAME,):
        pk, sk = keys.lookup(wanted.kind.name, wanted.value, wanted.type, "")
        return tuple(row["id"] for row in crm.table.query(pk, begins=sk, limit=MOST).items)
    field = crm.registry.named(wanted.type).own_fields[identities.NAME]
    value = identities.sort_value(field, wanted.value)
    pk, sk = keys.sorted_view(wanted.type, identities.NAME, "all", value, "")
    rows = crm.table.query(pk, begins=sk, limit=MOST).items
    return tuple(row["id"] for row in rows if identities.same_name(row.get(identities.NAME), wanted.value))
