"""What stands around every answer and before every entrance: policies, the address we believe to have, who knocks how often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.http import answers, public_api
from chalicelib.http.windows import Window, knocker
from infra.refusals import gateway_responses
from tests.edge import Api

FIELDS = [{"name": "email", "type": "email"}]


def form(api: Api, **more: Any) -> str:
    """A new form's id."""
    return str(api("POST", "/v1/forms", {"name": "F", "fields": FIELDS, **more}).body["id"])


def policy(answer: Any) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_every_answer_may_do_nothing_in_a_browser_and_be_framed_by_nobody(api: Api) -> None:
    for method, path in (("GET", "/v1/me"), ("GET", "/v1/nothing"), ("GET", "/openapi.json"), ("GET", "/"), ("OPTIONS", "/v1/me")):
        found = policy(api(method, path))
        assert (found["default-src"], found["frame-ancestors"]) == ("'none'", "'none'"), path


def test_the_gateways_refusals_are_as_safe_as_our_answers() -> None:
    for kind, refusal in gateway_responses().items():
        values = refusal["responseParameters"]
        assert all(value[0] == value[-1] == "'" and "'" not in value[1:-1] for value in values.values()), "a gateway takes no quotes inside"
        said = {name.removeprefix("gatewayresponse.header."): value[1:-1] for name, value in values.items()}
        assert {name: said.get(name) for name in answers.SAFE} == {**answers.SAFE, "Content-Security-Policy": "sandbox"}, kind
        assert said["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("listed,ancestors", [
    ([], "*"), (["https://shop.example"], "'self' https://shop.example"), (["http://shop.example:8080", "*"], "'self' http://shop.example:8080"),
    (["https://a.example; script-src *"], "'self'"), (["https://a.example https://b.example"], "'self'"), (["https://a.example'unsafe-inline'"], "'self'")])
def test_a_form_is_framed_by_the_sites_that_may_use_it(api: Api, listed: list[str], ancestors: str) -> None:
    found = policy(api("GET", f"/public/forms/{form(api, allowed_origins=listed)}", user=None))
    assert found["frame-ancestors"] == ancestors
    assert "*" not in found["script-src"] and "unsafe" not in str(found)


def test_a_forged_host_is_not_believed(api: Api) -> None:
    id = form(api)
    for path in (f"/public/forms/{id}", f"/public/forms/{id}.js", "/"):
        for forged in ({"host": "evil.example"}, {"x_forwarded_host": "evil.example"}, {"forwarded": "host=evil.example"}):
            assert "evil.example" not in str(api("GET", path, user=None, **forged).body), path
    made = api("POST", "/v1/contacts", {"last_name": "x"}, host="evil.example")
    assert made.headers["Location"].startswith("https://crm.example/")


@pytest.mark.parametrize("one,other,same", [
    ("192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False), ("2001:db8::1", "2001:db8::ffff:1:2:3", True),
    ("2001:db8:0:1::1", "2001:db8:0:2::1", False), ("::ffff:192.0.2.1", "192.0.2.1", True), ("fe80::1%eth0", "fe80::2", True),
    ("", "", True), ("nonsense", "other", False)])
def test_a_network_of_ipv6_is_one_who_knocks(one: str, other: str, same: bool) -> None:
    assert (knocker(one) == knocker(other)) is same


def test_guessing_from_all_over_a_network_is_slowed_down(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.http import call
    monkeypatch.setattr(public_api, "SIGN_INS", Window(3, 60))
    read, place = call.read, iter(range(10))
    monkeypatch.setattr(call, "read", lambda *known: replace(read(*known), address=f"2001:db8::{next(place):x}"))
    guess = {"email": "admin@kith.example", "password": "not-the-password-1"}
    statuses = [api("POST", "/public/auth/login", guess, user=None).status for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
