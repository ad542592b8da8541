"""What an erased person had sent before, and what comes only now: out of a queue's retries or its dead letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib import instants
from chalicelib.privacy import suppression
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

REASON = "Its sender was erased after it was sent"
AT_ONCE = 20  # seconds: nobody is erased so soon after they wrote, and the usual message costs no read


def is_late(crm: Crm, at: str) -> bool:
    """Whether something that was sent at this instant took longer than usual."""
    return bool(at) and instants.plus(at, seconds=AT_ONCE) < crm.clock.now()


def erased_since(crm: Crm, addresses: Iterable[str], at: str) -> bool:
    """Whether somebody with one of these emails or phone numbers was erased after this instant: one read."""
    wanted = [keys.suppressed(suppression.hashed(crm, address)) for address in addresses if address]
    found = crm.table.get_many(wanted, consistent=True) if wanted else {}
    return any(str(row["at"]) > at for row in found.values())
