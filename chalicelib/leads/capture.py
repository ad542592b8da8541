"""A submission becomes part of exactly one lead: cleaned, matched, scored, routed and answered in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.activities.service import notify
from chalicelib.errors import Invalid, NotFound
from chalicelib.leads import addresses, assignment, forms, matching
from chalicelib.mail import templates
from chalicelib.mail.wording import language_of
from chalicelib.privacy import latecomers
from chalicelib.records.fields import parse_payload
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
OPEN = ("new", "assigned", "working")


@dataclass(frozen=True)
class Known:
    """Who this submission may come from, an open lead or a contact; and what routing looks at, if it is still fresh."""

    lead: Record | None
    contact: Record | None
    state: Mapping[keys.Key, Record] | None


def take(crm: Crm, message: Mapping[str, Any]) -> None:
    """One intake message; a repeated one changes nothing."""
    try:
        first, message = [True], _whole(crm, message)
    except NotFound:
        if _was_dropped(crm, message):
            return
        raise
    erased = _erased_since(crm, message)
    try:
        retried(lambda: _dropped(crm, message) if erased else _taken(crm, message, bool(first and first.pop())))
    except Collision as collision:
        if not collision.repeated:
            raise
    if erased and message.get("raw_key"):
        crm.files.erase(crm.settings.files_bucket, str(message["raw_key"]))


def _taken(crm: Crm, message: Mapping[str, Any], first: bool) -> None:
    work = Work(crm, system("capture"))
    if message.get("spam"):
        _submission(work, message, {"state": "spam", "reason": str(message["spam"])})
        return work.commit()
    form, values, notes = _read(crm, message)
    known = _known(crm, values, first)
    values, beside = addresses.own((known.lead, known.contact), values)
    notes += [f"Sent with an address that is known: {email} was left out" for email in beside]
    known = _known(crm, values, False) if beside else known
    if not values.get("emails") and not values.get("phones") and not values.get("last_name"):
        _submission(
            work, message, {"state": "rejected", "reason": "Nobody to answer: no name, email or phone", "notes": notes}
        )
        return work.commit()
    apart = addresses.apart(known.lead, values)
    notes += [f"Known by phone alone: {email} was not added to the lead" for email in apart]
    submission = _submission(work, message, {"state": "queued", "notes": notes})
    added = {**values, "emails": []} if apart else values
    lead = _joined(crm, work, known, added) if known.lead else _new(crm, work, known, values, form)
    work.change(
        submission,
        {
            "state": "routed" if lead.get("owner_id") else "queued",
            "lead_id": lead["id"],
            "contact_id": lead.get("contact_id"),
            "summary": (values.get("message") or "")[:300] or None,
        },
    )
    _tell(crm, work, form, lead, message)
    _answer(crm, work, form, lead, values)
    return work.commit()


def _was_dropped(crm: Crm, message: Mapping[str, Any]) -> bool:
    standing = crm.table.get(keys.record(str(message["submission_id"])), consistent=True) or {}
    return standing.get("reason") == latecomers.REASON


def _erased_since(crm: Crm, message: Mapping[str, Any]) -> bool:
    """Whether its sender was erased while the message waited: known by email, else by phone, which many may share."""
    at = str(message.get("at") or "")
    if not latecomers.is_late(crm, at):
        return False
    _form, values, _notes = _read(crm, message)
    named = values.get("emails") or values.get("phones") or ()
    return latecomers.erased_since(crm, [entry["value"] for entry in named], at)


def _dropped(crm: Crm, message: Mapping[str, Any]) -> None:
    """What is kept of the message of somebody erased: that there was one."""
    work = Work(crm, system("capture"))
    known = {name: message.get(name) for name in ("submission_id", "form_id", "channel")}
    _submission(work, known, {"state": "rejected", "reason": latecomers.REASON})
    work.commit()


def _read(crm: Crm, message: Mapping[str, Any]) -> tuple[Record, Record, list[str]]:
    """The form, the lead's fields that the message fills, and notes on what could not be read."""
    form, raw = crm.configuration.find("form", str(message.get("form_id", ""))) or {}, message.get("raw") or {}
    values, notes = read(crm, form, message.get("values") or forms.mapped(form, raw))
    if not message.get("values"):
        notes += [f"A field takes one address: {each} was left out" for each in forms.beyond(form, raw)]
    return form, values, notes


def _whole(crm: Crm, message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message with its raw submission, which travels by S3 where it is large."""
    if not message.get("raw_key"):
        return message
    return {**message, "raw": json.loads(crm.files.get(crm.settings.files_bucket, str(message["raw_key"])))}


def read(crm: Crm, form: Mapping[str, Any], raw: Mapping[str, Any]) -> tuple[Record, list[str]]:
    """Lead fields from raw values, cleaned; what cannot be read is left out and noted (`raw` keeps it)."""
    region = forms.region_of(form, raw, crm.company.country)
    fields = forms.fillable(crm.registry.named("lead").own_fields)
    wanted = matching.clean({name: value for name, value in raw.items() if name in fields})
    notes: list[str] = []
    while True:
        try:
            return parse_payload(fields, {**_origin(form), **wanted}, partial=True, region=region), notes
        except Invalid as invalid:
            bad = {error.field.partition("[")[0].partition(".")[0] for error in invalid.errors}
            if not bad & wanted.keys():
                raise
            notes += [f"{error.field}: {error.message}" for error in invalid.errors]
            wanted = {name: value for name, value in wanted.items() if name not in bad}


def _origin(form: Mapping[str, Any]) -> Record:
    return {name: form[name] for name in forms.ORIGIN if form.get(name)}


def _submission(work: Work, message: Mapping[str, Any], outcome: Mapping[str, Any]) -> Record:
    kept = {name: message.get(name) for name in ("form_id", "channel", "raw", "files") if message.get(name) is not None}
    notes = [*(message.get("notes") or []), *(outcome.get("notes") or [])]
    return work.create("submission", {**kept, **outcome, "notes": notes or None}, id=str(message["submission_id"]))


def _known(crm: Crm, values: Mapping[str, Any], first: bool) -> Known:
    """The open lead and the contact with one of these addresses: claims in one call, their holders in another.

    Most submissions are new leads, so the first call brings along what their routing needs. Where another worker was
    faster, the next try reads that as late as it can.
    """
    emails = [entry["value"].lower() for entry in values.get("emails") or []]
    phones = [entry["value"] for entry in values.get("phones") or []]
    wanted = [*(keys.claim("lead", "email", value) for value in emails),
              *(keys.claim("lead", "phone", value) for value in phones),
              *(keys.claim("contact", "email", value) for value in emails)]
    claims = crm.table.get_many([*wanted, *(assignment.state_keys(crm) if first else ())], consistent=True)
    ids = [id for key in wanted for id in sorted(claims.get(key, {}).get("holders") or ())]
    if not any(id.startswith("con_") for id in ids):
        ids += [row["id"] for value in phones
                for row in crm.table.query(f"lookup#phone#{value}", begins="contact#", limit=2).items]
    found = crm.table.get_many([keys.record(id) for id in ids], consistent=True) if ids else {}
    records = [
        record for id in dict.fromkeys(ids) if (record := found.get(keys.record(id))) and not record.get("deleted_at")
    ]
    leads = [each for each in records if each["type"] == "lead" and each["status"] in OPEN]
    contacts = [each for each in records if each["type"] == "contact"]
    return Known(next(iter(leads), None), next(iter(contacts), None), claims if first and not ids else None)


def _new(crm: Crm, work: Work, known: Known, values: Record, form: Mapping[str, Any]) -> Record:
    """A new lead with its owner; a known contact is linked and its owner asked first."""
    contact = known.contact or {}
    linked = {"contact_id": contact.get("id"), "company_id": contact.get("company_id")}
    lead = work.create("lead", {"status": "new", "submission_count": 1, **linked, **_filled(values)})
    decided = assignment.decide(crm, work, lead, first=contact.get("owner_id"), state=known.state)
    work.actor = system("routing")
    return assignment.apply(crm, work, lead, decided)


def _joined(crm: Crm, work: Work, known: Known, values: Record) -> Record:
    """Another submission of an open lead: it adds what is new, counts as engagement, and its owner is told."""
    lead = known.lead
    assert lead is not None
    changes = matching.merge_submission(lead, {**values, **_free(crm, lead, values)})
    if known.contact and not lead.get("contact_id"):
        changes["contact_id"] = known.contact["id"]
    after = work.change(lead, {**changes, "submission_count": (lead.get("submission_count") or 1) + 1})
    owner = crm.configuration.find("user", lead.get("owner_id") or "")
    if owner and owner.get("active", True):
        notify(crm, work, owner["id"], "lead_assigned", after, f"{lead['id']}#{after['submission_count']}",
               lambda seen: (f"{crm.registry.named('lead').title(seen)} wrote again", assignment.facts(seen)))
        return after
    work.actor = system("routing")
    return assignment.apply(crm, work, lead, assignment.decide(crm, work, after))


def _free(crm: Crm, lead: Record, values: Mapping[str, Any]) -> Record:
    """Only addresses that no other open lead holds are added: a submission belongs to exactly one."""
    free: Record = {}
    for field, kind in (("emails", "email"), ("phones", "phone")):
        entries = values.get(field) or []
        wanted = [keys.claim("lead", kind, entry["value"].lower()) for entry in entries]
        claims = crm.table.get_many(wanted) if wanted else {}
        free[field] = [entry for entry, key in zip(entries, wanted, strict=True)
                       if {*(claims.get(key, {}).get("holders") or ())} <= {lead["id"]}]
    return free


def _filled(values: Mapping[str, Any]) -> Record:
    return {name: value for name, value in values.items() if value is not None}


def _tell(crm: Crm, work: Work, form: Mapping[str, Any], lead: Record, message: Mapping[str, Any]) -> None:
    """The people named on the form, beside the owner."""
    name, title = form.get("name", "Form"), crm.registry.named("lead").title
    for user_id in form.get("notify") or []:
        if user_id != lead.get("owner_id"):
            notify(crm, work, user_id, "lead_arrived", lead, f"{message['submission_id']}#arrived",
                   lambda seen: (f"{name}: {title(seen)}", ""), details={"form_id": form["id"]})


def _answer(crm: Crm, work: Work, form: Mapping[str, Any], lead: Record, values: Mapping[str, Any]) -> None:
    """The form's automatic reply to the address that was given, as a record that is then sent.

    It tells nothing but what this submission said: whoever knows a customer's number could ask for the rest.
    """
    emails = values.get("emails") or []
    template = form.get("auto_reply_template")
    if not emails or not template:
        return
    said = {"language": crm.company.language, **_filled(values)}
    mail = templates.auto_reply(template, said, form, crm.company.name)
    related = [id for id in (lead["id"], lead.get("contact_id")) if id]
    work.create("email", {"kind": "auto_reply", "to": emails[0]["value"], "subject": mail.subject, "text": mail.text,
                          "language": language_of(said["language"]), "state": "queued", "related": related})
