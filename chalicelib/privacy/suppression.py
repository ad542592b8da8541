"""Addresses of erased people, known again by a keyed hash alone: not written to, and not imported again unasked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib.errors import Refused
from chalicelib.store import keys
from chalicelib.store.table import Condition, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def hashed(crm: Crm, address: str) -> str:
    """HMAC-SHA256 of an email or E.164 phone number under the company's own secret."""
    plain = "suppressed:" + address.strip().lower()
    return hmac.new(crm.configuration.secret(), plain.encode(), hashlib.sha256).hexdigest()


def suppress_all(crm: Crm, hashes: Iterable[str], erasure: str, at: str) -> None:
    """Remember these hashes for good, with the instant of the latest erasure."""
    earlier = Condition("attribute_not_exists(pk) OR #at < :at", {"#at": "at"}, {":at": at})
    for hash in hashes:
        pk, sk = keys.suppressed(hash)
        with suppress(Refused):
            crm.table.write(Put({"pk": pk, "sk": sk, "at": at, "erasure": erasure}, earlier))


def suppressed(crm: Crm, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses (emails, phone numbers) whose owner was erased: one read for a hundred of them."""
    by_key = {keys.suppressed(hashed(crm, address)): address for address in addresses}
    return {by_key[key] for key in crm.table.get_many(by_key)} if by_key else set()
