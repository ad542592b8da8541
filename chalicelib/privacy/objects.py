"""Consents, and the receipts of erasures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.privacy import consents, receipts
from chalicelib.records.fields import Field
from chalicelib.records.objects import Event, ObjectType

Record = dict[str, Any]


def _consent_events(consent: Record) -> Iterable[Event]:
    about = tuple(id for id in (consent["id"], consent.get("contact_id"), consent.get("lead_id")) if id)
    said = " · ".join(part for part in (consent.get("source"), consent.get("proof")) if part)
    at = consent.get("at") or consent["created_at"]
    yield Event(at, "consent", _consent_title(consent), about, actor=consent["created_by"], summary=said)


def _consent_title(consent: Record) -> str:
    purpose = str(consent.get("purpose") or "Consent").replace("_", " ").capitalize()
    return f"{purpose}: {consent.get('status') or 'unknown'}"


CONSENT = ObjectType(
    name="consent", plural="consents", prefix="cns", label="Consent", label_plural="Consents", permission="contacts",
    title=_consent_title, group="purpose", parent="subject_id", editable=False, searchable=False,
    prepare=consents.prepare, events=_consent_events, belongs=("subject_id",), erased=("proof",),
    help="Somebody's word on one purpose, with its proof. Never changed: the newest one counts.",
    fields=(
        Field("contact_id", "reference", label="Contact", to="contact"),
        Field("lead_id", "reference", label="Lead", to="lead"),
        Field("purpose", "text", required=True, max_length=60, help=f"{', '.join(consents.PURPOSES)} or another word."),
        Field("status", "choice", options=consents.STATUSES, required=True),
        Field("source", "text", max_length=60, default="manual", help="Such as form, import, phone, email, api."),
        Field("proof", "long_text", max_length=5000, help="What was shown or said, where, and how it was answered."),
        Field("at", "instant", help="When it was given; now, if empty."), Field("expires_at", "instant"),
        Field("subject_id", "reference", read_only=True, help="Whose it is: the contact, else the lead."),
    ))

ERASURE = ObjectType(
    name="erasure", plural="erasures", prefix="era", label="Erasure", label_plural="Erasures", permission="privacy",
    title=lambda erasure: f"Erasure of {erasure.get('subject_id') or 'somebody'}", group="state", creatable=False,
    editable=False, searchable=False, timeline=False, prepare=receipts.prepare,
    help="The receipt of an erasure: who had whom erased, when and why, and how much went. It holds no personal data.",
    fields=(
        Field("subject_id", "text", read_only=True), Field("subject_ids", "json", read_only=True,
              help="All records of the person that were erased as such."),
        Field("reason", "text", read_only=True), Field("state", "choice", options=receipts.STATES, read_only=True),
        Field("job_id", "text", read_only=True), Field("counts", "json", read_only=True, help="What went, by kind."),
        Field("left", "json", read_only=True, help="Ids of records that could not be cleaned."),
        Field("hashes", "json", read_only=True, help="Keyed hashes of the person's addresses, to know them again."),
        Field("elsewhere", "json", read_only=True,
              help="What no erasure reaches and when it has ended by itself: [{what, until}]."),
        Field("finished_at", "instant", read_only=True),
    ))

TYPES = (CONSENT, ERASURE)
