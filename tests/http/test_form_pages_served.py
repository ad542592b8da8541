"""The form as browsers get and post it: policy and nonce agree, and a post without JavaScript is answered by a page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.crm import Crm
from chalicelib.errors import NotFound
from chalicelib.http import forms_api
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from tests import installation

FORM: dict[str, Any] = {
    "id": "frm_01m7w6a8n0tw622e4phnnyekkz", "type": "form", "revision": 1, "name": "Contact", "active": True,
    "allowed_origins": ["https://site.example"], "fields": [
        {"name": "email", "type": "email", "required": True, "maps_to": "emails"}, {"name": "seats", "type": "number"},
        {"name": "consent", "type": "boolean", "required": True}]}
BROWSER = {"accept": "text/html,*/*;q=0.8", "content-type": "application/x-www-form-urlencoded",
           "origin": "https://crm.example", "accept-language": "de-DE,de;q=0.9"}
GOOD = {"email": "ann@x.example", "seats": "20", "consent": "true"}


@pytest.fixture
def crm(aws: Crm) -> Crm:
    installation.empty(aws.settings.table)
    aws.configuration.forget()
    aws.configuration.remember(dict(FORM))
    return aws


def asked(crm: Crm, method: str, values: dict[str, str] | None = None, suffix: str = "", **headers: str) -> Reply:
    return forms_api.answer(crm, Call(
        method=method, resource="/public/{area}/{token}", path={"area": "forms", "token": FORM["id"] + suffix}, query={},
        headers={**BROWSER, **headers}, body=urlencode(values or {}).encode(), request_id="r", address="192.0.2.1",
        stage_url="https://crm.example/api"))


def nonce_of(reply: Reply) -> str:
    (nonce,) = set(re.findall(r' nonce="([^"]+)"', reply.body))
    return nonce


def test_the_policy_allows_the_pages_own_style_and_script_alone(crm):
    first, second = asked(crm, "GET"), asked(crm, "GET")
    for reply in (first, second, asked(crm, "POST", {}), asked(crm, "POST", GOOD)):
        assert f"'nonce-{nonce_of(reply)}'" in reply.headers["Content-Security-Policy"]
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
    assert nonce_of(first) != nonce_of(second)
    assert "Absenden" in first.body


def test_a_post_without_javascript_is_answered_by_pages(crm):
    wrong, good = asked(crm, "POST", {"email": "ann@", "consent": "true"}), asked(crm, "POST", GOOD)
    assert (wrong.status, "Bitte eine E-Mail-Adresse" in wrong.body, 'value="ann@"' in wrong.body) == (422, True, True)
    assert (good.status, "Vielen Dank" in good.body) == (202, True)


def test_the_pages_own_script_is_answered_with_json(crm):
    assert list(asked(crm, "POST", GOOD, accept="application/json").body) == ["submission_id"]


def test_our_own_page_may_post_whatever_sites_are_listed(crm):
    assert asked(crm, "POST", GOOD, origin="https://site.example").status == 202
    with pytest.raises(NotFound):
        asked(crm, "POST", GOOD, origin="https://other.example")


def test_the_snippet_is_a_script_for_other_sites(crm):
    reply = asked(crm, "GET", suffix=".js", origin="https://site.example")
    assert reply.content_type.startswith("text/javascript")
    assert f"https://crm.example/api/public/forms/{FORM['id']}" in reply.body
