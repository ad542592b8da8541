"""What an erased person had sent before, and what comes only now: out of a queue's retries or its dead letters."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from chalicelib import instants
from chalicelib.privacy import suppression
from chalicelib.store import keys
from chalicelib.store.table import Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

REASON = "Its sender was erased after it was sent"
KEPT_SECONDS = 30 * 24 * 3600  # dead letters wait for 14 days
AT_ONCE = 20  # seconds: nobody is erased so soon after they wrote, and the usual message costs no read


def note_dropped(crm: Crm, file: str) -> None:
    """Remember, before it goes, that this mail's file is dropped: a queue may bring its message again."""
    pk, sk = keys.dropped(file)
    crm.table.write(Put({"pk": pk, "sk": sk, "ttl": int(time.time()) + KEPT_SECONDS}))


def was_dropped(crm: Crm, file: str) -> bool:
    """Whether this mail's file was dropped; asked where there is none."""
    return crm.table.get(keys.dropped(file), consistent=True) is not None


def is_late(crm: Crm, at: str) -> bool:
    """Whether something that was sent at this instant took longer than usual."""
    return bool(at) and instants.plus(at, seconds=AT_ONCE) < crm.clock.now()


def erased_since(crm: Crm, addresses: Iterable[str], at: str) -> bool:
    """Whether somebody with one of these emails or phone numbers was erased after this instant: one read."""
    wanted = [keys.suppressed(suppression.hashed(crm, address)) for address in addresses if address]
    found = crm.table.get_many(wanted, consistent=True) if wanted else {}
    return any(str(row["at"]) > at for row in found.values())
