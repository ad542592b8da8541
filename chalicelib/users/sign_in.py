"""Sign-in by email and password; the same answer for a wrong password and an unknown email."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Invalid, Problem, TooMany, Unauthenticated
from chalicelib.users.service import by_email

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Body = Mapping[str, Any]
LONGEST = 8000
NOBODY = "usr_" + 26 * "0"  # asked for where an address is unknown, so that the answer takes as long
SHORTEST_PASSWORD = 12


def login(crm: Crm, body: Body) -> Any:
    """`{id_token, refresh_token, expires_in}`, or `{challenge, session}`."""
    email, password = _texts(body, "email", "password")
    return crm.accounts.sign_in(somebody(crm, email), password)


def challenge(crm: Crm, body: Body) -> Any:
    """Answer `new_password` (with `new_password`) or `totp` (with `code`)."""
    kind, session, email = _texts(body, "challenge", "session", "email", more=("new_password", "code"))
    if kind not in ("new_password", "totp"):
        raise Invalid.one("challenge", "invalid_choice", "new_password or totp")
    (secret,) = _texts(body, "new_password" if kind == "new_password" else "code",
                       more=("challenge", "session", "email", "new_password", "code"))
    return crm.accounts.answer(kind, session, somebody(crm, email), secret)


def refresh(crm: Crm, body: Body) -> Any:
    """A new id token. Unauthenticated for a revoked or foreign one."""
    return crm.accounts.refresh(*_texts(body, "refresh_token"))


def forgot(crm: Crm, body: Body) -> Any:
    """Mail a code; the same answer whether or not we know the address."""
    (email,) = _texts(body, "email")
    with suppress(Unauthenticated, Invalid, TooMany):
        crm.accounts.forgot(somebody(crm, email))
    return {"sent": True}


def reset(crm: Crm, body: Body) -> Any:
    """A new password with the mailed code."""
    email, code, password = _texts(body, "email", "code", "password")
    if not _strong(password):  # told before anybody is looked up, as it would tell whom we know
        raise Invalid.one("password", "weak_password", f"At least {SHORTEST_PASSWORD} characters with lower and upper "
                                                       "case letters and digits")
    try:
        crm.accounts.reset(somebody(crm, email), code, password)
    except Unauthenticated as error:
        raise Invalid.one("code", "wrong_code", "The code is wrong or has expired; ask for a new one") from error
    return {"reset": True}


def logout(crm: Crm, body: Body) -> Any:
    """Revoke the refresh token; an unknown one is signed out already."""
    (token,) = _texts(body, "refresh_token")
    try:
        crm.accounts.sign_out(token)
    except Problem as problem:
        if problem.status >= 500:
            raise
    return {"signed_out": True}


def somebody(crm: Crm, email: str) -> str:
    """The id of the active user with this address, or nobody's: the sign-in service refuses both alike."""
    try:
        return by_email(crm, email)
    except Unauthenticated:
        return NOBODY


def _strong(password: str) -> bool:
    """The user pool's own policy (`infra/people.yaml`)."""
    asked = (str.islower, str.isupper, str.isdigit)
    return len(password) >= SHORTEST_PASSWORD and all(any(map(kind, password)) for kind in asked)


def _texts(body: Body, *names: str, more: tuple[str, ...] = ()) -> list[str]:
    """These fields as texts; Invalid with all that is missing, wrong or unknown."""
    errors = [FieldError(name, "required", f"{name} is required") for name in names if body.get(name) in (None, "")]
    errors += [FieldError(name, "invalid_text", f"{name} is a text of at most {LONGEST} characters") for name in names
               if body.get(name) not in (None, "") and not (isinstance(body[name], str) and len(body[name]) <= LONGEST)]
    errors += [FieldError(str(name)[:60], "unknown_field", "There is no such field") for name in body
               if name not in names and name not in more]
    if errors:
        raise Invalid(errors)
    return [body[name] for name in names]
