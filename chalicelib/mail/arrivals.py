"""Mail in: what SES stored becomes part of a lead, or a submission that says why it does not.

Only what a retry can mend is raised (no answer from a service, an object that is not there): a mail itself, however
broken, always ends as a submission, and its original stays in the mail bucket as it came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from chalicelib import instants
from chalicelib.errors import Invalid, NotFound
from chalicelib.leads import capture
from chalicelib.mail import colleagues, inbound, senders
from chalicelib.mail.automatic import why_automatic
from chalicelib.mail.headers import addresses
from chalicelib.mail.inbound import Inbound
from chalicelib.privacy import latecomers
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
# SES proves with this object that it may write; it is no mail.
SETUP_NOTICE = "AMAZON_SES_SETUP_NOTIFICATION"
SHOWN = ("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to", "x-ses-spam-verdict",
         "x-ses-virus-verdict", "authentication-results")
LONGEST_HEADER, LONGEST_EXCERPT, LONGEST_MESSAGE = 1000, 4000, 50_000
MOST_NOTES = 20
_DELIVERED_FOR = re.compile(r"\bfor <?([^\s<>;@]{1,64}@[^\s<>;@]{1,255}?)>?(?:;|\s|$)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z]{2})?")


@dataclass(frozen=True)
class Arrival:
    """An object that SES stored: its key, bytes, and the instant of the storing."""

    key: str
    size: int
    at: str


def take(crm: Crm, message: Mapping[str, Any]) -> None:
    """One S3 notification; a repeated one changes nothing. Test events and deletions are passed over."""
    for key, at in _stored(message):
        try:
            raw = crm.files.get(crm.settings.mail_bucket, key)
        except NotFound:
            if latecomers.was_dropped(crm, key):
                continue
            raise
        _arrive(crm, Arrival(key, len(raw), at), inbound.read(raw))


def _stored(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for record in message.get("Records") or ():
        key = unquote_plus(str(record["s3"]["object"]["key"]))
        if str(record.get("eventName", "ObjectCreated")).startswith("ObjectCreated") and not key.endswith(SETUP_NOTICE):
            yield key, instants.text(instants.moment(str(record["eventTime"])))


def _arrive(crm: Crm, arrival: Arrival, mail: Inbound) -> None:
    id = submission_id(crm, arrival, mail)
    standing = crm.table.get(keys.record(id), consistent=True)
    if not standing:
        _settle(crm, id, arrival, mail)
    elif standing.get("reason") == latecomers.REASON:  # a worker died before the mail was gone
        _erase(crm, id, arrival)


def _settle(crm: Crm, id: str, arrival: Arrival, mail: Inbound) -> None:
    ours = our_addresses(crm, mail)
    sender = senders.sender_of(mail, ours)
    message = _submission(id, arrival, mail, sender)
    if latecomers.is_late(crm, arrival.at) and latecomers.erased_since(
            crm, [sender.address], arrival.at):
        _kept(crm, {**message, "raw": None, "files": None, "notes": None, "values": {}}, "rejected", latecomers.REASON)
        _erase(crm, id, arrival)
        return
    state, reason = verdict(mail, ours, sender.address)
    if state:
        _kept(crm, message, state, reason)
        return
    message["files"] += _store(crm, id, mail)
    if colleagues.answered(crm, mail, message):
        return
    try:
        capture.take(crm, message)
    except Invalid as invalid:  # no retry would read it otherwise
        _kept(crm, message, "failed", f"It cannot be made a lead: {invalid.detail}"[:500])


def submission_id(crm: Crm, arrival: Arrival, mail: Inbound) -> str:
    """The same for a redelivery and for a copy of the mail that came through another mailbox.

    A message id alone is not enough: some programs send the same one with every mail.
    """
    day = arrival.at[:10] + "T00:00:00.000Z"
    if not mail.message_id:
        return crm.ids.derived("sub", arrival.key, arrival.at)
    stated = mail.date if "1970" < mail.date <= instants.plus(arrival.at, days=1) else day
    files = [hashlib.sha256(each.content).hexdigest() for each in mail.attachments]
    parts = (mail.message_id, mail.from_address, mail.date, mail.subject, mail.text, *files)
    return crm.ids.derived("sub", "\0".join(parts), stated)


def our_addresses(crm: Crm, mail: Inbound) -> set[str]:
    """Our sender, and those recipients that are of the domain which SES received this mail for."""
    ours = {address for _, address in addresses((crm.settings.mail_from,))}
    found = _DELIVERED_FOR.search(mail.headers.first("received")[:2000])
    if found:
        domain = found[1].lower().rpartition("@")[2]
        ours |= {found[1], *(address for address in mail.to if address.lower().rpartition("@")[2] == domain)}
    return {address.lower() for address in ours}


def verdict(mail: Inbound, ours: set[str], answerable: str) -> tuple[str, str]:
    """(state, reason) of a mail that makes no lead; two "" for a person's. SES writes its verdicts on top of a mail."""
    if _says(mail, "x-ses-virus-verdict"):
        return "spam", "It carries a virus; its files were not taken over"
    if _says(mail, "x-ses-spam-verdict"):
        return "spam", "The mail service takes it for spam"
    automatic = why_automatic(mail, ours)
    if automatic and automatic.code != "no_sender":
        return "rejected", f"No person wrote this mail: {automatic.reason}"
    return ("", "") if answerable else ("failed", "It names no sender who could be answered")


def _says(mail: Inbound, header: str, word: str = "FAIL") -> bool:
    return mail.headers.first(header).strip().upper() == word


def _submission(id: str, arrival: Arrival, mail: Inbound, sender: senders.Sender) -> Record:
    """The intake message: what was sent (its beginning; the whole is the original), and what a lead makes of it."""
    headers = {name: mail.headers.text(name)[:LONGEST_HEADER] for name in SHOWN if mail.headers.has(name)}
    text, cut = _cut(mail.text or mail.quoted)
    notes = [*mail.notes, *filter(None, (sender.note, cut, _doubt(mail)))][:MOST_NOTES]
    original = {"name": "original.eml", "bucket": "mail", "key": arrival.key, "size": arrival.size,
                "content_type": "message/rfc822"}
    return {
        "submission_id": id, "channel": "email", "at": arrival.at, "notes": [note[:300] for note in notes],
        "raw": {"key": arrival.key, "headers": headers, "text": text[:LONGEST_EXCERPT]},
        # a link to a virus is not offered; who must see it finds it in the bucket
        "files": [] if _says(mail, "x-ses-virus-verdict") else [original],
        "values": {name: value for name, value in _values(mail, sender, text).items() if value}}


def _values(mail: Inbound, sender: senders.Sender, text: str) -> Record:
    language = mail.headers.first("content-language").partition(",")[0].strip()
    return {"first_name": sender.first_name, "last_name": sender.last_name, "source": "email",
            "emails": [sender.address] if sender.address else [],
            "message": "\n\n".join(filter(None, (mail.subject, text))),
            "language": language if _LANGUAGE.fullmatch(language) else ""}


def _cut(text: str) -> tuple[str, str]:
    raw = text.encode("utf-8", "replace")
    if len(raw) <= LONGEST_MESSAGE:
        return text, ""
    return raw[:LONGEST_MESSAGE].decode(errors="ignore"), "The text was cut at 50 kB; the whole is in original.eml."


def _doubt(mail: Inbound) -> str:
    """A sender's domain that disowns the mail: its name may be borrowed, and the reader should know."""
    found = re.search(r"\bdmarc=fail\b", mail.headers.first("authentication-results")[:2000])
    return "The sender's domain does not confirm this mail (DMARC): the sender may be forged." if found else ""


def _store(crm: Crm, id: str, mail: Inbound) -> list[Record]:
    """Files that came with it; the stored name is plain ASCII, the shown one is the sender's."""
    files = []
    for number, each in enumerate(mail.attachments, start=1):
        plain = re.sub(r"[^A-Za-z0-9._-]+", "_", each.name)[-80:]
        key = f"submissions/{id}/{number}-{plain}"
        # never with the type that a stranger states: nothing here is to be shown by a browser
        crm.files.put(crm.settings.files_bucket, key, each.content)
        files.append({"name": each.name, "key": key, "size": each.size, "content_type": each.content_type})
    return files


def _erase(crm: Crm, id: str, arrival: Arrival) -> None:
    """The mail of somebody who was erased while it waited goes, with what an earlier try took out of it."""
    latecomers.note_dropped(crm, arrival.key)
    crm.files.erase(crm.settings.files_bucket, f"submissions/{id}/")
    crm.files.erase(crm.settings.mail_bucket, arrival.key)


def _kept(crm: Crm, message: Record, state: str, reason: str) -> None:
    """A submission without a lead and without an answer."""
    work = Work(crm, system("capture"))
    values = {name: message[name] for name in ("channel", "raw", "files", "notes") if message[name]}
    outcome = {"state": state, "reason": reason, "summary": str(message["values"].get("message", ""))[:300]}
    work.create("submission", {**values, **outcome}, id=message["submission_id"])
    try:
        work.commit()
    except Collision as collision:  # another delivery of it was quicker
        if not collision.repeated:
            raise
