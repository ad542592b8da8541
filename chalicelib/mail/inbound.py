"""Reading a mail that came in: who wrote what, to whom, with which files. Any bytes give an answer, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from chalicelib.mail.attachments import Attachment, attachments
from chalicelib.mail.bodies import html_of, readable
from chalicelib.mail.headers import Headers, addresses, parameter
from chalicelib.mail.mime import LARGEST, Part, Reading, read_parts
from chalicelib.mail.quotes import split

__all__ = ["Attachment", "Inbound", "read"]

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")


@dataclass(frozen=True)
class Inbound:
    """A mail as people see it; `headers` and `kinds` keep what tells automatic mail from a person's."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""                # new text only
    quoted: str = ""              # signature and what is answered
    html: str = ""                # as sent: never show it unsanitised
    date: str = ""                # UTC instant, "" where the mail states none that can be read
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()   # what was broken or cut, in words
    headers: Headers = field(default_factory=Headers)
    kinds: tuple[str, ...] = ()   # media type of each part, in reading order


def read(raw: bytes) -> Inbound:
    """The mail of these bytes (RFC 5322, MIME); what is broken is noted, what is too large is cut."""
    reading = Reading()
    if len(raw) > LARGEST:
        reading.note("The mail was larger than 40 MB and was cut.")
    if b"\n" not in raw[:LARGEST]:
        raw = raw.replace(b"\r", b"\n")
    root = read_parts(raw[:LARGEST], reading)
    headers = root.headers
    if not headers.lines:
        reading.note("The mail has no headers.")
    reply = split(readable(root, reading))
    html, files, date = html_of(root, reading), attachments(root, reading), _date(headers, reading)
    name, address = _sender(headers)
    return Inbound(
        message_id=_first_id(headers, "message-id") or headers.first("message-id").strip()[:998],
        in_reply_to=_first_id(headers, "in-reply-to"), references=_references(headers),
        from_address=address, from_name=name, reply_to=_first_address(headers, "reply-to")[1],
        to=_recipients(headers), subject=headers.text("subject")[:1000], date=date,
        text=reply.new, quoted="\n\n".join(filter(None, (reply.signature, reply.quoted))), html=html,
        attachments=files, notes=tuple(reading.notes), headers=headers, kinds=_kinds(root),
    )


def _sender(headers: Headers) -> tuple[str, str]:
    name, address = _first_address(headers, "from")
    return (name[:200], address) if address else _first_address(headers, "sender")


def _first_address(headers: Headers, name: str) -> tuple[str, str]:
    return next(iter(addresses(headers.every(name))), ("", ""))


def _first_id(headers: Headers, name: str) -> str:
    return next(iter(_ids(headers, name)), "")


def _references(headers: Headers) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ids(headers, "references")))[-100:]


def _ids(headers: Headers, name: str) -> list[str]:
    return _MESSAGE_ID.findall(" ".join(headers.every(name))[:100_000])


def _recipients(headers: Headers) -> tuple[str, ...]:
    found = addresses(headers.every("to")) + addresses(headers.every("cc"))
    return tuple(dict.fromkeys(address for _, address in found))


def _date(headers: Headers, reading: Reading) -> str:
    stated = headers.first("date")[:100]
    try:
        moment = parsedate_to_datetime(stated)
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z").rjust(24, "0")
    except (ValueError, TypeError, OverflowError, IndexError):
        if stated:
            reading.note("The date cannot be read.")
        return ""


def _kinds(root: Part) -> tuple[str, ...]:
    """Media types, a report's kind and a calendar's method with them (`multipart/report; feedback-report`)."""
    found = []
    for part in root.walk():
        stated = part.headers.first("content-type")
        detail = parameter(stated, "report-type") or parameter(stated, "method")
        found.append(f"{part.kind}; {detail.lower()}" if detail else part.kind)
    return tuple(found)
