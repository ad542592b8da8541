"""Sign-in tells nobody whom we know, and takes any text."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.aws.people import Accounts
from chalicelib.errors import Invalid, TooMany, Unauthenticated
from chalicelib.store import keys
from chalicelib.store.table import Table
from chalicelib.users.sign_in import NOBODY
from tests.edge import Answer, Api

KNOWN, UNKNOWN = "admin@kith.example", "nobody@kith.example"
STRONG = "Strong-pass-2026"


def told(api: Api, call: str, **body: str) -> list[tuple[int, Any]]:
    """What a known and an unknown address are told."""
    answers: list[Answer] = [api("POST", f"/public/auth/{call}", {"email": email, **body}, user=None) for email in (KNOWN, UNKNOWN)]
    return [(each.status, {**each.body, "request_id": ""}) for each in answers]


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.http import public_api
    monkeypatch.setattr(public_api.SIGN_INS, "enter", lambda _key: None)


def test_an_unknown_address_takes_the_same_way(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def sign_in(_self: Accounts, user_id: str, _password: str) -> Any:
        asked.append(user_id)
        raise Unauthenticated("The email or password is wrong", code="wrong_credentials")
    monkeypatch.setattr(Accounts, "sign_in", sign_in)
    known, unknown = told(api, "login", password="Wrong-pass-2026")
    assert known == unknown and asked == [api.admin, NOBODY]


@pytest.mark.parametrize("problem", [Unauthenticated(), Invalid.one("email", "x", "x"), TooMany()])
def test_forgot_answers_alike_whatever_becomes_of_it(api: Api, monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def forgot(_self: Accounts, user_id: str) -> None:
        if user_id == api.admin:
            raise problem
    monkeypatch.setattr(Accounts, "forgot", forgot)
    known, unknown = told(api, "forgot")
    assert known == unknown == (200, {"sent": True, "request_id": ""})


@pytest.mark.parametrize("password", ["x", "aaaaaaaaaaaaaaa", "UPPER-2026-UPPER", STRONG])
def test_reset_tells_of_a_weak_password_before_it_looks_for_anybody(api: Api, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    def reset(_self: Accounts, user_id: str, _code: str, given: str) -> None:
        if user_id == NOBODY:
            raise Unauthenticated()
        raise Invalid.one(*(("code", "wrong_code", "The code is wrong or has expired; ask for a new one") if given == STRONG else ("password", "weak", "")))
    monkeypatch.setattr(Accounts, "reset", reset)
    known, unknown = told(api, "reset", code="000000", password=password)
    assert known == unknown and known[1]["errors"][0]["code"] == ("wrong_code" if password == STRONG else "weak_password")


@pytest.mark.parametrize("email", ["\ud800@x.example", "é" * 5000, "a@" + "b" * 3000, "\x00", "a#b", " "])
def test_any_text_is_an_unknown_address(api: Api, monkeypatch: pytest.MonkeyPatch, email: str) -> None:
    def get(_self: Table, key: tuple[str, str], **_more: Any) -> None:
        assert key == keys.record(NOBODY), f"the table takes no such key: {key[0][:40]!r}"
    monkeypatch.setattr(Table, "get", get)
    assert api("POST", "/public/auth/login", {"email": email, "password": "\ud800"}, user=None).status in (401, 422)
    assert api("POST", "/public/auth/forgot", {"email": email}, user=None).status == 200
