"""Contacts and companies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from chalicelib.records import trees
from chalicelib.records.fields import Field
from chalicelib.records.matching import matching
from chalicelib.records.merging import merging
from chalicelib.records.objects import Event, Identity, ObjectType

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
SEEN_ELSEWHERE = ("name", "domain", "industry", "employees", "annual_revenue", "company_type", "owner_id", "team_id",
                  "tags")
STAGES = ("subscriber", "lead", "opportunity", "customer", "evangelist", "other")


def person_name(record: Record) -> str:
    """First and last name, or the best that is known."""
    name = " ".join(part for part in (record.get("first_name"), record.get("last_name")) if part)
    return name or first_address(record) or "Nameless"


def first_address(record: Record) -> str:
    """The primary email, else the primary phone number."""
    for field in ("emails", "phones"):
        entries = record.get(field) or []
        for entry in sorted(entries, key=lambda each: not each.get("primary")):
            return str(entry.get("value", ""))
    return ""


def addresses(record: Record) -> Iterable[Identity]:
    """Emails are claimed; phone numbers may be shared by right."""
    for entry in record.get("emails") or []:
        yield Identity("email", entry["value"].lower())
    for entry in record.get("phones") or []:
        yield Identity("phone", entry["value"], strict=False)


def _company_identities(record: Record) -> Iterable[Identity]:
    if record.get("domain"):
        yield Identity("domain", record["domain"].lower(), strict=False)
    for entry in record.get("phones") or []:
        yield Identity("phone", entry["value"], strict=False)


def _added(record: Record) -> Iterable[Event]:
    yield Event(record["created_at"], "created", "Added", (record["id"],), actor=record["created_by"])
    if record.get("company_id"):
        yield Event(record["created_at"], "contact_added", f"{person_name(record)} added", (record["company_id"],),
                    actor=record["created_by"], key="company")


def _company(crm: Crm, actor: Actor, before: Record | None, company: Record) -> None:
    """A company stands below no company that stands below it."""
    trees.require_no_cycle(crm, before, company, "parent_id")


CONTACT = ObjectType(
    name="contact", plural="contacts", prefix="con", label="Contact", label_plural="Contacts",
    title=person_name, subtitle=lambda record: record.get("job_title") or first_address(record),
    group="lifecycle_stage", parent="company_id", sorts=("created_at", "last_name", "updated_at", "score"),
    identities=addresses, events=_added, actions=merging.ACTIONS,
    matching=matching.Matching(matching.person, cautious=("do_not_call",)),
    important=("first_name", "last_name", "emails", "phones", "company_id", "job_title", "address", "language"),
    help="A person. Emails are unique among contacts.",
    fields=(
        Field("salutation", "text", max_length=40), Field("first_name", "person_name", searchable=True, personal=True),
        Field("last_name", "person_name", searchable=True, personal=True), Field("job_title", "text", searchable=True),
        Field("emails", "emails", searchable=True, personal=True),
        Field("phones", "phones", searchable=True, personal=True), Field("address", "address", personal=True),
        Field("company_id", "reference", label="Company", to="company", snapshot=SEEN_ELSEWHERE),
        Field("lifecycle_stage", "choice", options=STAGES, default="lead"), Field("language", "language"),
        Field("time_zone", "time_zone"), Field("birthday", "date", personal=True),
        Field("preferred_channel", "choice", options=("email", "phone", "sms", "mail", "chat")),
        Field("do_not_call", "boolean", default=False), Field("source", "text"),
        Field("score", "integer", read_only=True), Field("grade", "text", read_only=True), merging.MERGED_FROM,
    ))

COMPANY = ObjectType(
    name="company",
    plural="companies",
    prefix="com",
    label="Company",
    label_plural="Companies",
    title=lambda record: record.get("name") or "Nameless",
    subtitle=lambda record: record.get("domain") or "",
    group="company_type",
    parent="parent_id",
    aliases={"type": "company_type"},
    prepare=_company,
    sorts=("created_at", "name", "employees", "updated_at"),
    identities=_company_identities,
    actions=merging.ACTIONS,
    matching=matching.Matching(matching.organisation_profile),
    events=lambda record: (
        Event(record["created_at"], "created", "Added", (record["id"],), actor=record["created_by"]),
    ),
    important=("name", "domain", "industry", "employees", "phones", "address"),
    help="An organisation that we deal with.",
    fields=(
        Field("name", "text", required=True, searchable=True),
        Field("domain", "domain", searchable=True),
        Field("website", "url"),
        Field("industry", "text", searchable=True),
        Field("employees", "integer", minimum=0),
        Field("annual_revenue", "money"),
        Field("phones", "phones", searchable=True),
        Field("address", "address"), Field("addresses", "json", help="Further ones, in a shape of one's own."),
        Field(
            "company_type", "choice", options=("customer", "prospect", "partner", "vendor", "other"), default="prospect"
        ),
        Field("parent_id", "reference", label="Parent company", to="company", snapshot=SEEN_ELSEWHERE),
        merging.MERGED_FROM,
    ),
)

TYPES = (CONTACT, COMPANY)
