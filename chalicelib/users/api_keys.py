"""API keys: programs sign in with a secret that only they know; we keep its hash.

A key may what its role may, acts for the person who owns it, and ends when that person is deactivated.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib import instants
from chalicelib.errors import FieldError, Forbidden, Invalid, Problem, Unauthenticated
from chalicelib.records import reach
from chalicelib.records.actors import usable_key
from chalicelib.records.permissions import system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys
from chalicelib.users import access

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
SHAPE = re.compile(r"kith_([0-9a-hjkmnp-tv-z]{26})_([A-Za-z0-9_-]{43})")
USED_AGAIN_MINUTES = 60


def prepare(crm: Crm, actor: Actor, before: Record | None, key: Record) -> None:
    """A new key gets its secret, told once as `_key`; nobody makes a key that may more than they."""
    if key.get("deleted_at"):
        return
    role = crm.configuration.find("role", str(key.get("role_id")))
    errors = [] if role else [FieldError("role_id", "not_found", "There is no such role")]
    if key.get("expires_at") and key["expires_at"] != (before or {}).get("expires_at") and (
            key["expires_at"] <= crm.clock.now()):
        errors.append(FieldError("expires_at", "in_the_past", "This is over already; leave it out for no end"))
    if errors or role is None:
        raise Invalid(errors)
    names = ("role_id", "owner_id", "active", "expires_at", "deleted_at")
    decisive = any(key.get(name) != (before or {}).get(name) for name in names)
    if decisive and reach.beyond_roles(crm, actor, [role]):
        raise Forbidden("A key may not more than you may yourself")
    if decisive and key.get("owner_id") != (before or {}).get("owner_id", actor.id) and not reach.exempt(actor):
        raise Forbidden("Only an administrator hands a key over, or makes one for somebody else")
    others = before is not None and before.get("owner_id") != actor.id
    if decisive and others and key.get("active", True) and not reach.exempt(actor):  # to end it takes less
        raise Forbidden("Only its owner or an administrator changes what a key may")
    if before is None:
        renew(key)


def rotate(crm: Crm, actor: Actor, key: Record, _values: Mapping[str, Any], work: Work) -> Record:
    """Another secret; the old one ends within 90 seconds. Forbidden for a key that may more than the actor."""
    role = crm.configuration.find("role", key["role_id"])
    if reach.beyond_roles(crm, actor, [role] if role else []):
        raise Forbidden("This key may more than you may yourself")
    if key.get("owner_id") != actor.id and not reach.exempt(actor):  # who has the secret acts as its owner
        raise Forbidden("Only its owner or an administrator gets another secret")
    fresh = dict(key)
    secret = renew(fresh)
    work.change(key, {"hash": fresh["hash"], "hint": fresh["hint"]})
    return {"id": key["id"], "key": secret}


def renew(key: Record) -> str:
    """Draw a secret for a key record: 256 random bits, so a plain hash is as good as a slow one."""
    secret = secrets.token_urlsafe(32)
    whole = f"kith_{key['id'][4:]}_{secret}"
    key |= {"hash": hashed(secret), "hint": secret[-4:], "_key": whole}
    return whole


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def verified(crm: Crm, token: str) -> str:
    """The id of the key that this token is; Unauthenticated for a wrong, ended or revoked one."""
    match = SHAPE.fullmatch(token)
    if not match:
        raise Unauthenticated("This is no API key of ours")
    key = usable_key(crm, f"key_{match[1]}")
    if not _opened(key, match[2]):
        crm.configuration.reload()  # rotated a moment ago; the gateway would remember our no for half a minute
        key = usable_key(crm, key["id"])
    if not _opened(key, match[2]):
        raise Unauthenticated("The API key is not valid")
    return str(key["id"])


def _opened(key: Record, secret: str) -> bool:
    return hmac.compare_digest(str(key.get("hash")), hashed(secret))


def note_use(crm: Crm, id: str, address: str, agent: str) -> None:
    """Keep when a key was used last, to the hour, and each day of use; never in the way of the call itself."""
    now = crm.clock.now()
    key = crm.configuration.find("api_key", id) or {}
    if str(key.get("last_used_at") or "") > instants.plus(now, minutes=-USED_AGAIN_MINUTES):
        return

    def step() -> None:
        record = crm.table.get(keys.record(id), consistent=True)
        if record and str(record.get("last_used_at") or "") <= instants.plus(now, minutes=-USED_AGAIN_MINUTES):
            work = Work(crm, system("access"))
            work.change(record, {"last_used_at": now}, quiet=True)
            work.commit()
    with suppress(Problem, Collision):
        retried(step)
        access.key_used(crm, key, now, address, agent)
