"""Consents: appended, never changed; the newest of a purpose is what counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import FieldError, Forbidden, Invalid
from chalicelib.records.words import folded
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor
    from chalicelib.records.work import Work

Record = dict[str, Any]
PURPOSES = ("newsletter", "product_news", "phone", "sms", "profiling")
STATUSES = ("granted", "withdrawn", "pending")
MOST, LEADS = 200, 20
AHEAD_MINUTES = 5  # by which another's clock may be wrong


def prepare(crm: Crm, actor: Actor, before: Record | None, consent: Record) -> None:
    """A new one is whole; one that stands is changed by nobody, and not deleted either."""
    if before is not None and not actor.all_powerful:
        raise Forbidden("A consent is kept as it was given; record another one that withdraws it")
    if before is None:
        consent["purpose"] = word(str(consent.get("purpose") or ""))
        consent["source"] = word(str(consent.get("source") or "manual"))
        consent["at"] = consent.get("at") or consent["created_at"]
        _check(consent)
        if not consent.get("contact_id"):
            lead = crm.table.get(keys.record(consent["lead_id"])) or {}
            consent["contact_id"] = lead.get("contact_id")
    consent["subject_id"] = consent.get("contact_id") or consent.get("lead_id")


def word(text: str) -> str:
    """A purpose or source in its one spelling: "Product News" is `product_news`."""
    return re.sub(r"[^\w]+", "_", folded(text)).strip("_")[:60]


def record(work: Work, subject: Mapping[str, str], purpose: str, status: str, *, source: str, proof: str = "",
           at: str = "", id: str = "") -> Record:
    """A consent in this work, for what comes by form, import or link; `subject` is {contact_id or lead_id: id}."""
    return work.create("consent", {**subject, "purpose": purpose, "status": status, "source": source,
                                   "proof": proof[:5000] or None, "at": at or None}, id=id)


def given(crm: Crm, id: str) -> list[Record]:
    """The latest consents of a person, newest first: of a contact its leads' too, of a lead its contact's."""
    type = crm.registry.of(id)
    contact = (crm.table.get(keys.record(id)) or {}).get("contact_id") if type and type.name == "lead" else None
    with ThreadPoolExecutor(LEADS) as threads:
        own = threads.submit(_below, crm, id)
        others = [contact] if contact else []
        if contact or (type and type.name == "contact"):
            page = crm.table.query(keys.children("lead", contact or id), index="i5", descending=True, limit=LEADS)
            others += [lead["id"] for lead in page.items if lead["id"] != id]
        found = [*own.result(), *(each for part in threads.map(lambda other: _below(crm, other), others)
                                  for each in part)]
    return sorted(found, key=lambda each: (each["at"], each["id"]), reverse=True)


def said_by(record: Mapping[str, Any], consents: Iterable[Record]) -> list[Record]:
    """Those that were recorded with this record itself."""
    return [each for each in consents if record["id"] in (each.get("lead_id"), each.get("contact_id"))]


def states(consents: Iterable[Record], now: str) -> list[Record]:
    """What counts per purpose: `{purpose, status, at, source, expires_at, consent_id}`; one that ran out is expired."""
    latest: dict[str, Record] = {}
    for each in sorted(consents, key=lambda each: (each["at"], each["id"])):
        latest[each["purpose"]] = each
    return [{"purpose": purpose, "status": _status(each, now), "at": each["at"], "source": each.get("source"),
             "expires_at": each.get("expires_at"), "consent_id": each["id"]}
            for purpose, each in sorted(latest.items())]


def allowed(crm: Crm, id: str, purpose: str) -> bool:
    """Whether a contact or lead wants to be contacted (or profiled) for this purpose now."""
    told = states(given(crm, id), crm.clock.now())
    return any(each["purpose"] == word(purpose) and each["status"] == "granted" for each in told)


def _below(crm: Crm, id: str) -> list[Record]:
    page = crm.table.query(keys.children("consent", id), index="i5", descending=True, limit=MOST)
    return [each for each in page.items if not each.get("deleted_at")]


def _status(consent: Mapping[str, Any], now: str) -> str:
    ended = consent.get("expires_at") and consent["expires_at"] <= now
    return "expired" if ended and consent["status"] == "granted" else str(consent["status"])


def _check(consent: Record) -> None:
    errors = []
    if not consent.get("contact_id") and not consent.get("lead_id"):
        errors.append(FieldError("contact_id", "required", "Whose consent it is: a contact or a lead"))
    if not consent["purpose"]:
        errors.append(FieldError("purpose", "invalid_purpose", "A purpose has letters or digits, such as newsletter"))
    if consent["at"] > instants.plus(consent["created_at"], minutes=AHEAD_MINUTES):
        errors.append(FieldError("at", "in_the_future", "It cannot be given later than now"))
    if consent.get("expires_at") and consent["expires_at"] <= consent["at"]:
        errors.append(FieldError("expires_at", "out_of_range", "It ends after it was given"))
    if errors:
        raise Invalid(errors)
