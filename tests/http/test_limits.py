"""Public entrances may be knocked at only so often from one address."""

from __future__ import annotations

import pytest

from chalicelib.errors import Unauthenticated
from chalicelib.http import forms_api, public_api
from chalicelib.http.windows import Window
from chalicelib.users import sign_in
from tests.edge import Api


def test_sign_ins_from_one_address_are_limited(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_api, "SIGN_INS", Window(3, 60))
    tries = [api("POST", "/public/auth/login", {"email": "a@kith.example", "password": "guess"}, user=None)
             for _ in range(5)]
    assert [each.status for each in tries] == [401] * 3 + [429] * 2
    assert tries[-1].headers["Retry-After"]


def test_renewals_have_room_and_refused_ones_count_like_wrong_passwords(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_api, "SIGN_INS", Window(3, 60))
    monkeypatch.setattr(sign_in, "refresh", lambda _crm, body: _renewed(str(body["refresh_token"])))

    def renew(token: str) -> int:
        return api("POST", "/public/auth/refresh", {"refresh_token": token}, user=None).status
    assert [renew("good") for _ in range(6)] == [200] * 6
    assert [renew("bad") for _ in range(5)] == [401] * 3 + [429] * 2


def _renewed(token: str) -> dict[str, str]:
    if token != "good":
        raise Unauthenticated("Sign in again")
    return {"id_token": "x"}


def test_submissions_of_one_form_from_one_address_are_limited(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms_api, "POSTS", Window(2, 60))
    forms = [api("POST", "/v1/forms", {"name": name, "fields": [{"name": "email", "type": "email"}]}).body["id"]
             for name in ("One", "Two")]
    statuses = [api("POST", f"/public/forms/{forms[0]}", {"email": "a@example.com"}, user=None).status for _ in range(3)]
    assert statuses == [202, 202, 429]
    assert api("POST", f"/public/forms/{forms[1]}", {"email": "a@example.com"}, user=None).status == 202
