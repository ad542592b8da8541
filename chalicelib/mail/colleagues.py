"""A colleague's own mail to a lead, one of our addresses in copy: it answers the lead and shows on its timeline."""

from __future__ import annotations

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
    """The user whose address it is, unless the mail service says that the domain disowns it."""
    if "dmarc=fail" in mail.headers.first("authentication-results")[:2000].lower():
        return None
    claim = crm.table.get(keys.claim("user", "email", mail.from_address.lower())) if mail.from_address else None
    return next(iter(sorted((claim or {}).get("holders") or ())), None)


def _leads(crm: Crm, mail: Inbound) -> list[str]:
    """The open leads among the recipients."""
    wanted = [keys.claim("lead", "email", address.lower()) for address in mail.to[:MOST_RECIPIENTS]]
    claims = crm.table.get_many(wanted) if wanted else {}
    return sorted({id for claim in claims.values() for id in claim.get("holders") or ()})
