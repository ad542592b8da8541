"""The sample's first day and its sign-ins: one fixed password for everybody, good on this machine only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from local import sample_rows as data
from local.progress import in_parallel
from local.web import Refused, Web

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
ADMIN = "admin@kith.example"
PASSWORD = "Local-trial-2026"
SEEN_SECONDS, INVITED_SECONDS = 120.0, 180.0  # of a slow machine; a second or two elsewhere


def founded(crm: Crm) -> tuple[Record, dict[str, str]]:
    """The administrator, able to sign in, and the ids of the default roles by key."""
    from chalicelib.errors import Conflict
    from chalicelib.store import keys
    from chalicelib.users import founding

    roles = founding.found(crm)
    row = next(row for row in data.rows("users") if row["email"] == ADMIN)
    try:
        admin = founding.first_admin(crm, ADMIN, row["first_name"], row["last_name"])
    except Conflict:  # founded by a start that did not come to its end
        (id,) = crm.table.get(keys.claim("user", "email", ADMIN), consistent=True)["holders"]  # type: ignore[index]
        admin = crm.table.get(keys.record(id), consistent=True) or {}
    _invited(crm, admin["id"])
    return admin, roles


def signed_in(url: str, email: str) -> Web:
    """Somebody's web, as soon as the stream has made the new user known."""
    deadline = time.monotonic() + SEEN_SECONDS
    while True:
        try:
            token = Web(url).post("/public/auth/login", {"email": email, "password": PASSWORD})["id_token"]
            return Web(url, token)
        except Refused as refused:
            if refused.answer.status != 401 or time.monotonic() > deadline:
                raise
        time.sleep(0.3)


def settled(crm: Crm, users: Mapping[str, str]) -> dict[str, str]:
    """Everybody's token by id, once every invitation is out."""
    return dict(zip(users.values(), in_parallel("sign-ins", lambda id: _token(crm, id), users.values()), strict=True))


def facts() -> Record:
    """Who can sign in: the administrator, and the first of each role."""
    first: dict[str, Record] = {}
    for row in data.rows("users"):
        first.setdefault(row["role"], {"email": row["email"], "password": PASSWORD})
    return {"admin": first["admin"], "users": first}


def _token(crm: Crm, id: str) -> str:
    _invited(crm, id)
    return str(crm.accounts.sign_in(id, PASSWORD)["id_token"])


def _invited(crm: Crm, id: str) -> None:
    """Give somebody the sample's password once their invitation is out: sooner, its temporary one would replace it."""
    from chalicelib.mail import outbox

    deadline = time.monotonic() + INVITED_SECONDS
    while not outbox.was_sent(crm, f"invitation#{id}"):
        if time.monotonic() > deadline:
            raise SystemExit("The sample users were not invited: make logs FUNCTION=jobs tells more.")
        time.sleep(0.2)
    crm.accounts.set_password(id, PASSWORD)
