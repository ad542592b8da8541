"""Which records are one person: a contact, what was merged into it, its leads; a lead and its contact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.ids import is_id
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST = 200


def subject(crm: Crm, id: object, field: str = "subject_id") -> Record:
    """A contact or lead, deleted ones too. Invalid for another id, NotFound, Conflict where it is erased already."""
    if not is_id(id, "con") and not is_id(id, "lea"):
        raise Invalid.one(field, "wrong_type", "This must be the id of a contact or a lead")
    record = crm.table.get(keys.record(str(id)), consistent=True)
    if record is None:
        raise NotFound("There is no such record")
    if record.get("erased_at"):
        raise Conflict("This record is erased already", code="already_erased")
    return record


def same(crm: Crm, records: Iterable[Record]) -> list[Record]:
    """These records and all others that are the same person by their links, `MOST` at most."""
    found: dict[str, Record] = {}
    waiting = list(records)
    while waiting:
        record = waiting.pop()
        if record["id"] in found:
            continue
        if len(found) >= MOST:
            raise Invalid.one("subject_id", "too_many", f"More than {MOST} records hang together as one person")
        found[record["id"]] = record
        wanted = [keys.record(id) for id in _next(crm, record) if id not in found]
        waiting += [each for each in crm.table.get_many(wanted, consistent=True).values()
                    if not each.get("erased_at")] if wanted else []
    return sorted(found.values(), key=lambda each: str(each["id"]))


def _next(crm: Crm, record: Record) -> list[str]:
    near = [*(record.get("merged_from") or ()), record.get("merged_into"), record.get("contact_id")]
    if record["type"] == "contact":
        page = crm.table.query(keys.children("lead", record["id"]), index="i5", limit=MOST + 1)
        near += [item["id"] for item in page.items]
    return [id for id in near if id]
