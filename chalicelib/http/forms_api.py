"""`/public/forms/{form_id}`: the form as a page, as a snippet, and what people send by it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from chalicelib.crm import Crm
from chalicelib.errors import Invalid, Malformed, NotAllowed, NotFound, TooLarge, UnsupportedType
from chalicelib.http import call as calls
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.http.windows import Window, knocker
from chalicelib.leads import form_pages, forms

FORM_LIMIT = 200_000
POSTS = Window(600, 60)
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
HTML, SCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"


def answer(crm: Crm, call: Call) -> Reply:
    """GET shows the form (`.js`: the snippet that embeds it), POST takes a submission."""
    id, script = call.path["token"].removesuffix(".js"), call.path["token"].endswith(".js")
    form = forms.find(crm, id)
    origin = _origin(form, call)
    if call.method == "GET":
        shown = _snippet(form, call) if script else _page(crm, form, call)
        return Reply(shown.status, shown.body, {**shown.headers, **origin}, shown.content_type)
    if call.method != "POST" or script:
        raise NotAllowed("GET the form or POST a submission")
    return _submitted(crm, form, call, origin)


def _submitted(crm: Crm, form: dict[str, Any], call: Call, origin: dict[str, str]) -> Reply:
    if len(call.body) > FORM_LIMIT:
        raise TooLarge(f"A submission has {FORM_LIMIT} bytes at most")
    POSTS.enter(f"{knocker(call.address)}#{form['id']}")
    raw = _read(call)
    by_browser = call.content_type != "application/json" and "text/html" in call.headers.get("accept", "")
    try:
        accepted = forms.accept(crm, form, raw, call.address)
    except Invalid as invalid:
        if not by_browser:
            raise
        wrong = invalid.errors  # the name `invalid` ends with this block
        return _html(form, lambda nonce: form_pages.errors_page(form, wrong, raw, _language(call), nonce), 422, origin)
    if not by_browser:
        return Reply(202, {"submission_id": accepted.submission_id}, origin)
    if form.get("redirect_url"):
        return Reply(303, None, {**origin, "Location": form["redirect_url"]})
    return _html(form, lambda nonce: form_pages.thanks(form, _language(call), nonce), 202, origin)


def _read(call: Call) -> dict[str, Any]:
    if call.content_type in ("", "application/json", "text/plain"):
        raw = calls.parsed(call.body)
        if not isinstance(raw, dict):
            raise Malformed("A submission is a JSON object")
        return raw
    if call.content_type == "application/x-www-form-urlencoded":
        return calls.form_fields(call.body)
    raise UnsupportedType("Send JSON or a form (application/x-www-form-urlencoded)")


def _page(crm: Crm, form: dict[str, Any], call: Call) -> Reply:
    url = f"{call.stage_url}/public/forms/{form['id']}"
    started = forms.started(crm, form["id"])
    return _html(form, lambda nonce: form_pages.page(form, url, started, _language(call), nonce), 200, {})


def _language(call: Call) -> str:
    return call.headers.get("accept-language", "")[:200]


def _snippet(form: dict[str, Any], call: Call) -> Reply:
    url = f"{call.stage_url}/public/forms/{form['id']}"
    return Reply(200, form_pages.snippet(form, url), {"Cache-Control": "public, max-age=300"}, SCRIPT)


def _html(form: dict[str, Any], page: Callable[[str], str], status: int, headers: dict[str, str]) -> Reply:
    """A page that runs only its own script and is embedded where the form may be used: anywhere, unless sites are
    listed."""
    nonce = secrets.token_urlsafe(16)
    policy = (f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
              "connect-src 'self'; form-action 'self' https:; base-uri 'none'; img-src 'self'; "
              f"frame-ancestors {_embedders(form)}")
    return Reply(status, page(nonce), {**headers, "Content-Security-Policy": policy}, HTML)


def _origin(form: dict[str, Any], call: Call) -> dict[str, str]:
    """The form's setting decides which sites may read our answer; none listed means any. Our own page always may."""
    listed, origin = form.get("allowed_origins") or [], call.headers.get("origin", "")
    if not listed:
        return {"Access-Control-Allow-Origin": "*"}
    if origin and origin not in (*listed, _site(call.stage_url)):
        raise NotFound("This form may not be used from there")
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}


def _embedders(form: dict[str, Any]) -> str:
    listed = [each for each in form.get("allowed_origins") or () if ORIGIN.fullmatch(each)]
    return " ".join(["'self'", *listed]) if form.get("allowed_origins") else "*"


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
