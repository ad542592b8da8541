"""Sending: a mail can never be exactly once, so this says what we do.

A row is put as sending with a lease of 15 minutes before a mail goes out with its key as tag. Where a process died in
between, the lease runs out: a notification to a colleague is then repeated, a message to a customer is not
(docs/adr/0010-outbox.md). What became of a colleague's mail stands on its row, `sent#<key>`. A customer's is a record,
which tells that itself; its row is that of the address, whose one automatic reply a day it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.aws.mail import NotTaken, Refusal
from chalicelib.errors import Refused, Unavailable
from chalicelib.mail import templates
from chalicelib.mail.templates import Mail
from chalicelib.mail.wording import language_of
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


def was_sent(crm: Crm, key: str) -> bool:
    """Whether this key is done with."""
    item = crm.table.get(keys.sent(key), consistent=True)
    return bool(item and item["state"] != "sending")


def deliver(crm: Crm, key: str, to: str, mail: Mail) -> Record:
    """Mail a colleague, once by key; the row that says what became of it. Unavailable: it should be tried again."""
    row = _leased(crm, key)
    if row["state"] != "sending":
        return row
    try:
        id = crm.mail.send(to, mail.subject, mail.text, mail.html, key=key, headers=NOTIFYING, name=crm.company.name)
    except Refusal as refusal:
        return _marked(crm, row, "refused", reason=refusal.reason)
    except NotTaken:
        crm.table.write(Delete((row["pk"], row["sk"])))  # nothing went out, so the next try is the first one
        raise
    return _marked(crm, row, "sent", provider_id=id)


def send(crm: Crm, email: Record) -> None:
    """A reaction to a queued automatic reply, of which one address gets one in 24 hours at most."""
    if email.get("state") != "queued":
        return
    row = _row(crm, f"reply-to#{email['to'].lower()}") | {"email": email["id"]}
    _closed(crm, email, _hindrance(crm, email, row) or _sent(crm, email, row))


def _row(crm: Crm, key: str) -> Record:
    """A mail about to be sent, with the lease of who sends it."""
    now, (pk, sk) = crm.clock.now(), keys.sent(key)
    return {"pk": pk, "sk": sk, "state": "sending", "at": now, "lease": instants.plus(now, minutes=LEASE_MINUTES),
            "by": crm.ids.token(), "ttl": instants.epoch(now) + KEPT_DAYS * 86400}


def _leased(crm: Crm, key: str) -> Record:
    row = _row(crm, key)
    free = Condition("attribute_not_exists(pk) OR (#state = :sending AND lease < :now)", {"#state": "state"},
                     {":sending": "sending", ":now": row["at"]})
    try:
        crm.table.write(Put(row, free))
    except Refused:
        found = crm.table.get(keys.sent(key), consistent=True)
        if found is None or found["state"] == "sending":
            raise Unavailable("Another worker is sending this mail") from None
        return found
    return row


def _marked(crm: Crm, row: Record, state: str, **facts: Any) -> Record:
    done = {**row, "state": state, "at": crm.clock.now(), **facts}
    crm.table.write(Put(done))
    return done


def _hindrance(crm: Crm, email: Record, row: Record) -> Record | None:
    """None once this address's day is this mail's own, and the lease with it; else what becomes of the mail.

    A later mail may take the day over, an earlier one never: its own try may have been forgotten with the row.
    Unavailable while another worker may be sending it.
    """
    values = {":day": instants.plus(row["at"], days=-1), ":made": email["created_at"], ":email": email["id"],
              ":free": "free"}
    free = Condition("attribute_not_exists(pk) OR (#at < :day AND #at < :made) OR (email = :email AND #state = :free)",
                     {"#at": "at", "#state": "state"}, values)
    try:
        crm.table.write(Put(row, free))
    except Refused:
        return _standing(crm, email, row)
    return None


def _standing(crm: Crm, email: Record, row: Record) -> Record:
    """Why the day cannot be had: another mail's, or a try of this one that never told its end."""
    found = crm.table.get((row["pk"], row["sk"]), consistent=True) or {}
    its_own = found.get("email") == email["id"]
    if not found or (its_own and found.get("lease", "") >= row["at"]):
        raise Unavailable("Another worker is sending this mail")
    if its_own or found["at"] > instants.plus(email["created_at"], days=1):
        return {"state": "unclear", "reason": "The mail service did not confirm this mail; it is not sent again"}
    return {"state": "skipped", "reason": "This address had an automatic reply within a day"}


def _sent(crm: Crm, email: Record, row: Record) -> Record:
    """What became of a mail for which the lease is held."""
    mail = templates.plain(email["subject"], email["text"], language_of(email.get("language")))
    try:
        id = crm.mail.send(email["to"], mail.subject, mail.text, mail.html, key=email["id"], headers=AUTOMATIC,
                           name=crm.company.name, reply_to=crm.company.reply_to or "")
    except Refusal as refusal:
        return {"state": "refused", "reason": refusal.reason}
    except NotTaken:
        crm.table.write(Put({**row, "state": "free"}))  # nothing went out, so the next try is the first one
        raise
    return {"state": "sent", "provider_id": id, "sent_at": crm.clock.now()}


def _closed(crm: Crm, email: Record, outcome: Mapping[str, Any]) -> None:
    read = [email]  # as the reaction found it; where it was changed since, it is read again

    def step() -> None:
        current = read.pop() if read else crm.table.get(keys.record(email["id"]), consistent=True)
        if current and current.get("state") == "queued":
            work = Work(crm, system("mail"))
            work.change(current, outcome)
            work.commit()
    retried(step)
