"""Public entrances: sign-in, forms, the API's own description. Nobody is trusted here."""

from __future__ import annotations

from typing import Any

from chalicelib import rooms
from chalicelib.crm import Crm
from chalicelib.errors import Malformed, NotAllowed, NotFound, Unauthenticated
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.windows import Window, knocker

SIGN_INS = Window(20, 60)
RENEWALS = Window(600, 60)  # an office has one address and many open pages; nobody guesses a token


def page(crm: Crm, call: Call) -> Reply:
    """The web client and `/openapi.json`."""
    if call.method != "GET":
        raise NotAllowed("Only GET here")
    if call.resource == "/openapi.json":
        from chalicelib.http import openapi
        return Reply(body=openapi.described(crm.registry), headers={"Cache-Control": "public, max-age=300"})
    from chalicelib.http import web
    return web.answer(crm, call)


def answer(crm: Crm, call: Call) -> Reply:
    """`/public/{area}/...`."""
    area = call.path.get("area", "")
    if area == "forms" and "rest" not in call.path:
        from chalicelib.http import forms_api
        return forms_api.answer(crm, call)
    if area == "auth" and "rest" not in call.path:
        return _auth(crm, call)
    raise NotFound()


def _auth(crm: Crm, call: Call) -> Reply:
    if call.path["token"] not in AUTH:
        raise NotFound()
    if call.method != "POST":
        raise NotAllowed("Only POST here")
    who, renewal = knocker(call.address), call.path["token"] in ("refresh", "logout")
    SIGN_INS.require(who)
    (RENEWALS if renewal else SIGN_INS).enter(who)
    body = call.json()
    if not isinstance(body, dict):
        raise Malformed("The body must be a JSON object")
    try:
        return Reply(body=_noted(crm, call, body))
    except Unauthenticated:
        if renewal:  # a token that is refused counts like a wrong password
            SIGN_INS.enter(who)
        raise


def _noted(crm: Crm, call: Call, body: dict[str, Any]) -> Any:
    """Sign-ins, good and bad, are kept for the person to see."""
    what = call.path["token"]
    kind = {"login": "password", "challenge": "challenge"}.get(what)
    try:
        answer = rooms.found(AUTH[what])(crm, body)
    except Unauthenticated:
        _note(crm, call, body, kind, "refused")
        raise
    if "id_token" in answer:
        _note(crm, call, body, kind, "ok")
    return answer


def _note(crm: Crm, call: Call, body: dict[str, Any], kind: str | None, outcome: str) -> None:
    if kind:
        from chalicelib.users import access, sign_in
        user_id = sign_in.somebody(crm, str(body.get("email", "")))
        access.noted(crm, user_id, kind, outcome, call.address, call.headers.get("user-agent", ""))


AUTH = {name: f"users.sign_in:{name}" for name in ("login", "challenge", "refresh", "forgot", "reset", "logout")}
