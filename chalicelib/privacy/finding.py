"""Find everything about a person: who has this address, which records are them, which records name those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.ids import is_id
from chalicelib.privacy import people
from chalicelib.records import permissions, traces
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.fields.shape import Errors, Field
from chalicelib.records.permissions import Actor
from chalicelib.records.search import search
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
HOLDERS = ("contact", "lead", "user")
BIN, HITS, LOOKED_AT = 500, 25, 25
UNSEARCHED = ("Files of imports and exports, and texts that name the person without a link, are not looked through "
              "here; an erasure does look through them")


@dataclass
class Found:
    """The records that are the person, those that name them, and whether there may be more of either."""

    people: list[Record] = field(default_factory=list)
    related: list[Record] = field(default_factory=list)
    more: bool = False


def find(crm: Crm, actor: Actor, q: str) -> Record:
    """`{people, related, more, note}` for an id, an email, a phone number or a name."""
    q = q.strip()
    if not 3 <= len(q) <= 200:
        raise Invalid.one("q", "out_of_range", "An id, an email, a phone number or a name: 3 to 200 characters")
    who, more = _by_id(crm, q) if is_id(q) else _by_text(crm, actor, q)
    found = about(crm, who)
    return {"people": [told(crm, actor, each) for each in found.people],
            "related": [told(crm, actor, each) for each in found.related], "more": found.more or more,
            "note": UNSEARCHED}


def about(crm: Crm, who: Iterable[Record]) -> Found:
    """All records that are these people, and a bounded part of what names them."""
    who = list(who)
    same = people.same(crm, [each for each in who if each["type"] in ("contact", "lead")])
    persons = list({each["id"]: each for each in (*who, *same)}.values())
    found = Found(persons, more=len(persons) > LOOKED_AT)
    asked = [(person, part) for person in persons[:LOOKED_AT]
             for part in traces.parts(crm, crm.registry.named(person["type"]))]
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda each: traces.naming(crm, each[0], each[1], ""), asked))
    found.more = found.more or any(after for _ids, after in pages)
    known = {each["id"] for each in persons}
    ids = [id for page, _after in pages for id in page if id not in known]
    records = crm.table.get_many([keys.record(id) for id in ids]) if ids else {}
    found.related = sorted((each for each in records.values() if crm.registry.known(each["type"])
                            and not each.get("erased_at")), key=lambda each: str(each["created_at"]), reverse=True)
    return found


def told(crm: Crm, actor: Actor, record: Mapping[str, Any]) -> Record:
    """One line of an answer; the title only for who may read the record."""
    type = crm.registry.named(record["type"])
    hidden = permissions.hidden_fields(actor, type)
    plain = {name: value for name, value in record.items() if name not in hidden}
    title = type.title(plain)[:200] if permissions.may(actor, type, "read", record) else None
    return {"id": record["id"], "type": type.name, "title": title, "created_at": record["created_at"],
            "deleted_at": record.get("deleted_at"), "merged_into": record.get("merged_into")}


def _by_id(crm: Crm, id: str) -> tuple[list[Record], bool]:
    record = crm.table.get(keys.record(id), consistent=True)
    known = record and crm.registry.known(record["type"]) and not record.get("erased_at")
    return ([record] if record and known else []), False


def _by_text(crm: Crm, actor: Actor, q: str) -> tuple[list[Record], bool]:
    """Claims and look-ups for an address, the search for what is closed, the bin for what is deleted."""
    kind, value = _address(crm, q)
    ids, more = (_holders(crm, kind, value) if kind else []), False
    hits = search.search(crm, actor, q, [], HITS, "")
    ids += [hit["id"] for hit in hits.rows]
    records = crm.table.get_many([keys.record(id) for id in ids], consistent=True) if ids else {}
    found = {each["id"]: each for each in records.values() if not kind or _has(each, value)}
    for type in ("contact", "lead") if kind else ():
        page = crm.table.query(keys.deleted(type), index="i1", descending=True, limit=BIN)
        found |= {each["id"]: each for each in page.items if _has(each, value)}
        more = more or page.more
    return list(found.values()), more or bool(hits.more)


def _holders(crm: Crm, kind: str, value: str) -> list[str]:
    claims = crm.table.get_many([keys.claim(type, kind, value) for type in HOLDERS], consistent=True)
    looked_up = crm.table.query(f"lookup#{kind}#{value}", limit=100).items
    return [*(id for claim in claims.values() for id in claim.get("holders") or ()), *(row["id"] for row in looked_up)]


def _address(crm: Crm, q: str) -> tuple[str, str]:
    """("email" or "phone", the value as it is stored), or two "" for a name."""
    if "@" in q:
        return "email", q.lower()
    wrong = Errors()
    number = FIELD_TYPES["phone"].parse(Field("q", "phone"), q, "q", wrong, crm.company.country)
    text = number.get("value") if isinstance(number, Mapping) else number
    return ("phone", str(text)) if text and not wrong and sum(map(str.isdigit, q)) >= 5 else ("", "")


def _has(record: Mapping[str, Any], value: str) -> bool:
    entries = [*(record.get("emails") or ()), *(record.get("phones") or ()), {"value": record.get("email")}]
    return any(str(each.get("value", "")).lower() == value for each in entries)
