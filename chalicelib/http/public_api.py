"""Public entrances: sign-in, forms, the API's own description. Nobody is trusted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.crm import Crm
from chalicelib.errors import Malformed, NotAllowed, NotFound
from chalicelib.http import forms_api, openapi, welcome
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.windows import Window
from chalicelib.users import sign_in

SIGN_INS = Window(20, 60)


def page(crm: Crm, call: Call) -> Reply:
    """`/openapi.json`, and `/`, which says what is here until there is a web client."""
    if call.method != "GET":
        raise NotAllowed("Only GET here")
    if call.resource == "/openapi.json":
        return Reply(body=openapi.described(crm.registry), headers={"Cache-Control": "public, max-age=300"})
    if call.resource == "/":
        return welcome.page(crm, call.stage_url)
    raise NotFound()


def answer(crm: Crm, call: Call) -> Reply:
    """`/public/{area}/...`."""
    area = call.path.get("area", "")
    if area == "forms" and "rest" not in call.path:
        return forms_api.answer(crm, call)
    if area == "auth" and "rest" not in call.path:
        return _auth(crm, call)
    raise NotFound()


def _auth(crm: Crm, call: Call) -> Reply:
    if call.path["token"] not in AUTH:
        raise NotFound()
    if call.method != "POST":
        raise NotAllowed("Only POST here")
    SIGN_INS.enter(call.address)
    body = call.json()
    if not isinstance(body, dict):
        raise Malformed("The body must be a JSON object")
    return Reply(body=AUTH[call.path["token"]](crm, body))


AUTH: dict[str, Callable[[Crm, dict[str, Any]], Any]] = {
    "login": sign_in.login, "challenge": sign_in.challenge, "refresh": sign_in.refresh, "forgot": sign_in.forgot,
    "reset": sign_in.reset, "logout": sign_in.logout}
