"""Sending: a mail can never be exactly once, so this says what we do.

`sent#<key>` is put as sending with a lease, the mail goes out with the key as tag, then the row is marked sent. Where a
process died in between, the lease runs out after 15 minutes: a notification to a colleague is then repeated, a message
to a customer is not (docs/adr/0010-outbox.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.aws.mail import NotTaken, Refusal
from chalicelib.errors import Refused, Unavailable
from chalicelib.mail.templates import Mail
from chalicelib.records.permissions import system
from chalicelib.records.work import Work, retried
from chalicelib.store import keys
from chalicelib.store.table import Condition, Delete, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
LEASE_MINUTES = 15
KEPT_DAYS = 60
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "X-Kith": "auto-reply"}
NOTIFYING = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Kith": "notification"}


class Unclear(Exception):
    """The mail may or may not have gone out, and repeating it is not ours to decide."""


def was_sent(crm: Crm, key: str) -> bool:
    """Whether this key is done with."""
    item = crm.table.get(keys.sent(key), consistent=True)
    return bool(item and item["state"] != "sending")


def deliver(
    crm: Crm, key: str, to: str, mail: Mail, *, internal: bool, headers: Mapping[str, str] | None = None
) -> Record:
    """Send once by key; the row that says what became of it. Unavailable where it should be tried again later."""
    row = _leased(crm, key, internal)
    if row["state"] != "sending":
        return row
    try:
        id = crm.mail.send(to, mail.subject, mail.text, mail.html, key=key, headers=headers or NOTIFYING,
                           name=crm.company.name, reply_to="" if internal else crm.company.reply_to or "")
    except Refusal as refusal:
        return _marked(crm, row, "refused", reason=refusal.reason)
    except NotTaken:
        crm.table.write(Delete((row["pk"], row["sk"])))  # nothing went out, so the next try is the first one
        raise
    return _marked(crm, row, "sent", provider_id=id)


def send(crm: Crm, email: Record) -> None:
    """A reaction to a queued customer mail. An auto-reply goes to one address once in 24 hours at most."""
    if email.get("state") != "queued":
        return
    if email.get("kind") == "auto_reply" and not _first_today(crm, email):
        _closed(crm, email, {"state": "skipped", "reason": "This address had an automatic reply within a day"})
        return
    mail = Mail(email["subject"], email["text"], email.get("html") or "")
    try:
        row = deliver(crm, email["id"], email["to"], mail, internal=False, headers=AUTOMATIC)
    except Unclear as unclear:
        _closed(crm, email, {"state": "unclear", "reason": str(unclear)})
        return
    _closed(crm, email, {"state": row["state"], "reason": row.get("reason"), "provider_id": row.get("provider_id"),
                                "sent_at": row.get("at")})


def _leased(crm: Crm, key: str, internal: bool) -> Record:
    now = crm.clock.now()
    pk, sk = keys.sent(key)
    row = {"pk": pk, "sk": sk, "state": "sending", "lease": instants.plus(now, minutes=LEASE_MINUTES),
           "by": crm.ids.token(), "ttl": instants.epoch(now) + KEPT_DAYS * 86400}
    free = "attribute_not_exists(pk)" + (" OR (#state = :sending AND lease < :now)" if internal else "")
    values = {":sending": "sending", ":now": now} if internal else {}
    try:
        crm.table.write(Put(row, Condition(free, {"#state": "state"} if internal else {}, values)))
    except Refused:
        return _standing(crm, key, internal, now)
    return row


def _standing(crm: Crm, key: str, internal: bool, now: str) -> Record:
    """What another try left behind: an outcome, or a lease that may still run."""
    found = crm.table.get(keys.sent(key), consistent=True) or {"state": "sending", "lease": now}
    if found["state"] != "sending":
        return found
    if found["lease"] >= now or internal:
        raise Unavailable("Another worker is sending this mail")
    raise Unclear("The mail service did not confirm this mail; it is not sent again")


def _marked(crm: Crm, row: Record, state: str, **facts: Any) -> Record:
    done = {**row, "state": state, "at": crm.clock.now(), **facts}
    crm.table.write(Put(done))
    return done


def _first_today(crm: Crm, email: Record) -> bool:
    """Take today's one automatic reply to this address for this mail; a repeat of the same mail has it already."""
    now = crm.clock.now()
    pk, sk = keys.sent(f"reply-to#{email['to'].lower()}")
    row = {"pk": pk, "sk": sk, "state": "sent", "at": now, "email": email["id"], "ttl": instants.epoch(now) + 2 * 86400}
    free = Condition("attribute_not_exists(pk) OR #at < :day OR email = :email", {"#at": "at"},
                     {":day": instants.plus(now, days=-1), ":email": email["id"]})
    try:
        crm.table.write(Put(row, free))
    except Refused:
        return False
    return True


def _closed(crm: Crm, email: Record, outcome: Mapping[str, Any]) -> None:
    read = [email]  # as the reaction found it; where it was changed since, it is read again

    def step() -> None:
        current = read.pop() if read else crm.table.get(keys.record(email["id"]), consistent=True)
        if current and current.get("state") == "queued":
            work = Work(crm, system("mail"))
            work.change(current, outcome)
            work.commit()
    retried(step)
