"""Mails that Kith sends to customers, as records: what was said to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chalicelib import rooms
from chalicelib.records.fields import Field
from chalicelib.records.objects import Event, ObjectType, Reaction

if TYPE_CHECKING:
    from chalicelib.mail import outbox
else:
    outbox = rooms.Later("mail.outbox")

Record = dict[str, Any]


def _events(email: Record) -> Iterable[Event]:
    said = {"sent": "Mail sent", "skipped": "Mail not sent", "refused": "Mail refused"}.get(
        email.get("state", ""), "Mail queued"
    )
    yield Event(email["created_at"], "mail", f"{said}: {email.get('subject', '')}", tuple(email.get("related") or ()),
                summary=email.get("reason") or email.get("text", ""), actor=email["created_by"])


EMAIL = ObjectType(
    name="email", plural="emails", prefix="eml", label="Email", label_plural="Emails", permission="leads",
    made_of="leads", title=lambda email: email.get("subject") or "Email",
    subtitle=lambda email: email.get("to") or "", group="state", sorts=("created_at",),
    creatable=False, editable=False, searchable=False, events=_events, belongs=("related",),
    erased=("to", "subject", "text", "reason"),
    help="A mail to a customer. It is sent once; an unclear outcome is not repeated.",
    fields=(
        Field("kind", "text", read_only=True), Field("to", "email", read_only=True, personal=True),
        Field("subject", "text", read_only=True), Field("text", "long_text", read_only=True),
        Field("language", "language", read_only=True), Field("state", "text", read_only=True),
        Field("reason", "text", read_only=True), Field("sent_at", "instant", read_only=True),
        Field("provider_id", "text", read_only=True), Field("related", "references", read_only=True),
    ),
    reactions=(Reaction("send", lambda before, after: before is None and bool(after and after.get("state") == "queued"),
                        lambda crm, email: outbox.send(crm, email)),))

TYPES = (EMAIL,)
