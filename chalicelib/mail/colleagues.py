"""A colleague's own mail to a lead, one of our addresses in copy: it answers the lead and shows on its timeline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from chalicelib.leads import service as leads
from chalicelib.mail.inbound import Inbound
from chalicelib.records.permissions import Actor
from chalicelib.records.work import Collision, Work
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_RECIPIENTS = 50


def answered(crm: Crm, mail: Inbound, message: Record) -> bool:
    """Whether this was a colleague's mail to open leads, and is now taken as such. A forged sender answers nobody."""
    author = _author(crm, mail)
    found = _leads(crm, mail) if author else []
    if author is None or not found:
        return False
    for id in found:
        leads.touch(crm, id, {"kind": "mail", "actor": author, "at": crm.clock.now()})
    work = Work(crm, Actor(author, all_powerful=True))
    work.create("submission", {
        "channel": "outgoing", "raw": message["raw"], "files": message["files"] or None, "state": "routed",
        "lead_id": found[0], "summary": mail.subject[:300] or None, "notes": message["notes"] or None,
        "reason": f"To {len(found)} leads" if len(found) > 1 else None}, id=message["submission_id"])
    try:
        work.commit()
    except Collision as collision:  # another delivery of it was quicker
        if not collision.repeated:
            raise
    return True


def _author(crm: Crm, mail: Inbound) -> str | None:
    """The user whose address it is, unless the mail service does not find that it comes from their domain."""
    if not _confirmed(mail):
        return None
    claim = crm.table.get(keys.claim("user", "email", mail.from_address.lower())) if mail.from_address else None
    return next(iter(sorted((claim or {}).get("holders") or ())), None)


def _confirmed(mail: Inbound) -> bool:
    """By DMARC; by a signature or envelope of the same domain where that has no DMARC (as RFC 7489, 3.1, aligns them).

    The first such header is the mail service's own: it writes one on every mail, never with quotes. A sender's can have
    them, and behind them what looks like the service's words.
    """
    results = mail.headers.first("authentication-results")[:2000].lower()
    if not results or '"' in results:
        return not results
    verdicts = re.findall(r"(?<![^;\s])dmarc=(pass|fail)\b", results)
    if verdicts:
        return bool(verdicts[-1] == "pass")
    domain = re.escape(mail.from_address.lower().rpartition("@")[2]) + r"(?![^;\s])"
    signed = rf"(?<![^;\s])dkim=pass\b[^;]*?\sheader\.(?:i=[^;\s]*@|d=){domain}"
    sent = rf"(?<![^;\s])spf=pass\b.*?(?<![^;\s])envelope-from=[^;\s]*@{domain}"
    return bool(re.search(signed, results) or re.search(sent, results, re.DOTALL))


def _leads(crm: Crm, mail: Inbound) -> list[str]:
    """The open leads among the recipients."""
    wanted = [keys.claim("lead", "email", address.lower()) for address in mail.to[:MOST_RECIPIENTS]]
    claims = crm.table.get_many(wanted) if wanted else {}
    return sorted({id for claim in claims.values() for id in claim.get("holders") or ()})
