"""Telling mail that machines send from mail that a person wrote. The header of a kind decides before any wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chalicelib.mail.automatic_words import AWAY_SUBJECTS, BOUNCE_SUBJECTS, BOUNCE_TEXTS
from chalicelib.mail.inbound import Inbound

# A mail between people takes three to ten hops; mail servers themselves give up at 25 to 50.
MOST_HOPS = 30

_DAEMON = re.compile(r"(?i)\bmailer-?daemon\b|\bmail delivery (?:sub)?system\b|\bmaildaemon\b")
_POSTMASTER = re.compile(r"(?i)\bpostmaster\b|\bno-?_?reply\b|\bdo-?not-?reply\b|\bmail-?admin")
_AWAY = re.compile(r"\b(?:is|am|i'm) (?:currently )?out of (?:the )?office\b|\bist (?:derzeit )?nicht im büro\b")


@dataclass(frozen=True)
class Automatic:
    """Why a mail is no person's: a code for programs and a sentence for people."""

    code: str
    reason: str


def why_automatic(message: Inbound, our_addresses: Iterable[str] = ()) -> Automatic | None:
    """None for a person's mail. Codes: complaint, bounce, auto_reply, calendar, loop, mailing_list, no_sender."""
    ours = frozenset(_bare(address) for address in our_addresses)
    for rule in _RULES:
        found = rule(message)
        if found:
            return found
    if message.from_address and _bare(message.from_address) in ours:
        return Automatic("loop", f"it comes from our own address {message.from_address}")
    if not message.from_address and not message.reply_to:
        return Automatic("no_sender", "it names no sender who could be answered")
    return None


def _bare(address: str) -> str:
    """The mailbox without its tag: `Sales+abc@Example.com` is `sales@example.com`."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


def _complaint(message: Inbound) -> Automatic | None:
    reported = "message/feedback-report" in message.kinds or message.kinds[:1] == ("multipart/report; feedback-report",)
    return Automatic("complaint", "it reports a mail of ours as spam (ARF, RFC 5965)") if reported else None


def _report(message: Inbound) -> Automatic | None:
    if any("disposition-notification" in kind for kind in message.kinds):
        return Automatic("auto_reply", "it is a receipt that a mail was read (RFC 8098)")
    if any("delivery-status" in kind or kind.startswith("multipart/report") for kind in message.kinds):
        return Automatic("bounce", "it is a delivery report (RFC 3464)")
    if message.headers.has("x-failed-recipients"):
        return Automatic("bounce", "its X-Failed-Recipients header lists addresses that were not reached")
    return None


def _daemon(message: Inbound) -> Automatic | None:
    sender = message.headers.text("from")[:500]
    if _DAEMON.search(sender):
        return Automatic("bounce", f"a mail system sent it ({sender[:100]})")
    if _POSTMASTER.search(sender) and _says_bounce(message):
        return Automatic("bounce", f"{sender[:100]} says that a mail was not delivered")
    return None


def _says_bounce(message: Inbound) -> bool:
    # Many shops and forms write from no-reply addresses for real people: the sender alone proves nothing.
    opening = f"{message.text[:4000]} {message.quoted[:4000]}".lower().replace(" : ", ":").replace("\": \"", "\":\"")
    return _near_start(message.subject, BOUNCE_SUBJECTS) or any(words in opening for words in BOUNCE_TEXTS)


def _near_start(subject: str, phrases: tuple[str, ...]) -> bool:
    plain = _plain_subject(subject)
    return any(phrase in plain[:60] for phrase in phrases)


def _plain_subject(subject: str) -> str:
    """The subject in lower case without a list's tag; "" where a person answers or forwards ("Re: Automatic reply")."""
    plain = re.sub(r"^\s*\[[^\]]{1,40}\]\s*", "", subject[:300].lower())
    answered = re.match(r"(?:re|aw|sv|vs|fw|fwd|wg|tr|rv|antw|odp|res|enc|回复|答复)\s?(?:\[\d+\])?[:\uff1a]", plain)
    return "" if answered else plain


def _loop(message: Inbound) -> Automatic | None:
    if any(name == "x-kith" or name.startswith("x-kith-") for name, _ in message.headers.lines):
        return Automatic("loop", "it carries our own mark: we sent it ourselves")
    if len(message.headers.every("received")) > MOST_HOPS:
        return Automatic("loop", f"it went through more than {MOST_HOPS} mail servers")
    if message.headers.has("x-mlserver") or message.subject.lower().startswith("loop alert"):
        return Automatic("loop", "a mailing list's program warns about a loop")
    return None


def _answered_by_machine(message: Inbound) -> Automatic | None:
    null_sender = any(value.strip() in ("<>", '"<>"') for value in message.headers.every("return-path"))
    stated = message.headers.first("auto-submitted").split(";")[0].strip().lower()
    if null_sender and _says_bounce(message) and stated != "auto-replied":
        return Automatic("bounce", "it came without a return path and speaks of a mail that was not delivered")
    if stated not in ("", "no"):
        return Automatic("auto_reply", f"its Auto-Submitted header says {stated[:40]} (RFC 3834)")
    header = _reply_header(message)
    if header:
        return Automatic("auto_reply", f"its {header} header marks an automatic answer")
    return Automatic("auto_reply", "it came without a return path, as automatic mail does") if null_sender else None


def _reply_header(message: Inbound) -> str:
    """The header by which a program, before or beside RFC 3834, says that it answers by itself; "" for none."""
    headers = message.headers
    for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Auto-Response", "X-Vacation"):
        if headers.first(name.lower()).strip().lower() not in ("", "no", "false"):
            return name
    # Exchange asks others not to answer: machines set it, a person's mail at most says None.
    if headers.first("x-auto-response-suppress").strip().lower() not in ("", "none"):
        return "X-Auto-Response-Suppress"
    if headers.first("x-apple-action").strip().lower() == "vacation":
        return "X-Apple-Action"
    return "Precedence" if _precedence(message) == "auto_reply" else ""


def _precedence(message: Inbound) -> str:
    return message.headers.first("precedence").strip().lower().replace("-", "_")


def _calendar(message: Inbound) -> Automatic | None:
    answers = ("text/calendar; reply", "text/calendar; counter", "text/calendar; refresh")
    found = any(kind in answers for kind in message.kinds)
    return Automatic("calendar", "a calendar answers an invitation (iTIP, RFC 5546)") if found else None


def _mailing_list(message: Inbound) -> Automatic | None:
    precedence = _precedence(message)
    if precedence in ("bulk", "junk", "list"):
        return Automatic("mailing_list", f"its Precedence header says {precedence}")
    managed = any(message.headers.has(name) for name in ("list-unsubscribe", "list-post", "list-help"))
    # A List-Id alone is set by some group mailboxes on mail from people.
    if message.headers.has("list-id") and managed:
        return Automatic("mailing_list", "a mailing list sent it (List-Id, RFC 2919)")
    return None


def _worded(message: Inbound) -> Automatic | None:
    subject = _plain_subject(message.subject)
    if subject.startswith(AWAY_SUBJECTS) or _AWAY.search(subject):
        return Automatic("auto_reply", "its subject is that of an automatic answer")
    if not message.from_address and _says_bounce(message):
        return Automatic("bounce", "it has no sender and speaks of a mail that was not delivered")
    return None


_RULES: tuple[Callable[[Inbound], Automatic | None], ...] = (
    _complaint, _report, _daemon, _loop, _answered_by_machine, _calendar, _mailing_list, _worded,
)
