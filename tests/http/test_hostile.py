"""Bad input over the edge: the contract's clear error, never a 500."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.edge import Answer, Api

NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "naughty_strings.json"
ID = "con_00000000000000000000000000"


def naughty() -> list[str]:
    if not NAUGHTY.exists():
        pytest.skip(f"needs {NAUGHTY.name} of the shared data")
    return [*json.loads(NAUGHTY.read_text()), "\ud800", "a\x00b", "\u202e" * 50, "e\u0301" * 200]


def sound(answer: Answer) -> Answer:
    """Never a fault of ours; what is refused is a problem with code and request id."""
    assert answer.status < 500, answer.body
    if answer.status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.body["code"] and answer.body["request_id"] and answer.body["status"] == answer.status
    return answer


@pytest.mark.parametrize("objects,fields", [
    ("contacts", ("first_name", "last_name", "job_title", "source", "salutation")),
    ("leads", ("first_name", "last_name", "company", "message", "city", "product_interest")),
    ("notes", ("body",)), ("forms", ("name", "source", "auto_reply_template"))])
def test_hostile_text_is_stored_or_refused_and_comes_back(api: Api, objects: str, fields: tuple[str, ...]) -> None:
    form = {"name": "F", "fields": [{"name": "email", "type": "email"}]} if objects == "forms" else {}
    for text in naughty():
        made = sound(api("POST", f"/v1/{objects}", {**form, "last_name": "x", **dict.fromkeys(fields, text)}
                         if objects in ("contacts", "leads") else {**form, **dict.fromkeys(fields, text)}))
        if made.status == 201:
            assert sound(api("GET", f"/v1/{objects}/{made.body['id']}")).body == made.body


def test_hostile_text_in_every_other_kind_of_field(api: Api) -> None:
    for text in naughty()[::4]:
        sound(api("POST", "/v1/contacts", {"last_name": "x", "emails": [text], "phones": [text], "company_id": text, "tags": [text],
                                           "birthday": text, "time_zone": text, "language": text, "address": {"city": text}}))
        sound(api("POST", "/v1/companies", {"name": "x", "domain": text, "website": text, "addresses": {text: text}}))
        sound(api("POST", "/v1/contacts", {text: text}))


def test_hostile_text_in_queries(api: Api) -> None:
    from urllib.parse import quote
    for text in naughty()[::3]:
        part = quote(text.encode("utf-8", "replace"), safe="")
        sound(api("GET", f"/v1/search?q={part}"))
        sound(api("GET", f"/v1/contacts?last_name={part}&cursor={part[:50]}"))
        sound(api("GET", f"/v1/contacts?sort={part}&fields={part}&filter={part}&{part}=1"))
        sound(api("GET", f"/v1/contacts/{ID}/timeline?kinds={part}"))


@pytest.mark.parametrize("body", ["{", "nope", '{"a":NaN}', "[1,2", '{"a":1}}', "\x00", '"\\ud800"', "[" * 100_000, '{"a":' * 50_000])
def test_malformed_json(api: Api, body: str) -> None:
    assert sound(api("POST", "/v1/contacts", body)).status == 400


@pytest.mark.parametrize("body", ["[]", "1", "null", '"x"', "true", ""])
def test_a_body_that_is_no_object(api: Api, body: str) -> None:
    assert sound(api("POST", "/v1/contacts", body)).status == 400
    assert sound(api("PATCH", f"/v1/contacts/{ID}", body)).status in (400, 404)


def test_numbers_beyond_reason(api: Api) -> None:
    for number in ("1e400", "-1e400", "9" * 500, "1" + "0" * 5000, "0." + "1" * 400, "1e-400"):
        body = f'{{"name":"x","employees":{number},"annual_revenue":{{"amount":{number},"currency":"EUR"}},"addresses":{{"a":{number}}}}}'
        sound(api("POST", "/v1/companies", body))


def test_deep_values_in_a_json_field(api: Api) -> None:
    for depth in (20, 200, 5000):
        sound(api("POST", "/v1/companies", f'{{"name":"x","addresses":{"[" * depth}{"]" * depth}}}'))


@pytest.mark.parametrize("field", ["last_name", "unheard_of"])
def test_three_megabytes_are_too_much(api: Api, field: str) -> None:
    answer = sound(api("POST", "/v1/contacts", {field: "x" * 3_000_000}))
    assert (answer.status, answer.body["code"]) == (413, "too_large")


def test_a_megabyte_in_one_field_is_a_field_error(api: Api) -> None:
    for objects, field in (("notes", "body"), ("contacts", "last_name")):
        assert sound(api("POST", f"/v1/{objects}", {field: "x" * 900_000})).status == 422
    sound(api("POST", "/v1/companies", {"name": "x", "addresses": ["y" * 500_000]}))


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_other_content_types_are_refused(api: Api, kind: str) -> None:
    assert sound(api("POST", "/v1/contacts", '{"last_name":"x"}', content_type=kind)).status == 415


@pytest.mark.parametrize("method,path,status", [
    ("GET", "/v1/dragons", 404), ("POST", "/v1/dragons", 404), ("GET", f"/v1/dragons/{ID}", 404), ("PUT", "/v1/contacts", 405),
    ("DELETE", "/v1/contacts", 405), ("PUT", f"/v1/contacts/{ID}", 405), ("GET", f"/v1/contacts/{ID}/dragons", 404),
    ("POST", f"/v1/contacts/{ID}/dragons", 404), ("GET", f"/v1/contacts/{ID}/links/{ID}", 405), ("POST", "/v1/search", 405),
    ("GET", "/v1/me/x", 405), ("POST", "/v1/schema", 405), ("GET", "/v1/schema/dragons", 404), ("GET", "/public/dragons/x", 404),
    ("GET", "/public/forms/x", 404), ("GET", "/public/auth/login", 405), ("POST", "/public/auth/dragons", 404),
    ("POST", "/public/forms/frm_00000000000000000000000000", 404), ("GET", "/assets/none.js", 404), ("POST", "/", 405)])
def test_unknown_routes_methods_objects_and_actions(api: Api, method: str, path: str, status: int) -> None:
    assert sound(api(method, path, {} if method != "GET" else None)).status == status


@pytest.mark.parametrize("id", ["x", "lea_00000000000000000000000000", "con_", "con_0000000000000000000000000I", "%00", "con_%F0%9F%92%A9",
                                "record", "config", "claim%23contact", "x" * 3000, "..", "CON_00000000000000000000000000"])
def test_ids_of_other_types_and_no_ids_are_not_found(api: Api, id: str) -> None:
    for method, tail, body in (("GET", "", None), ("PATCH", "", {}), ("DELETE", "", None), ("POST", "/restore", None),
                               ("GET", "/links", None), ("GET", "/history", None), ("GET", "?include=links", None)):
        assert sound(api(method, f"/v1/contacts/{id}{tail}", body)).status == 404, (method, tail)
    assert sound(api("PUT", f"/v1/contacts/{ID}/links/{id}?label=x")).status == 404


def test_a_huge_query_string(api: Api) -> None:
    assert sound(api("GET", "/v1/contacts?last_name=" + "x" * 100_000)).status in (200, 422)
    assert sound(api("GET", "/v1/contacts?" + "&".join(f"f{n}=1" for n in range(2000)))).status == 422
    assert sound(api("GET", "/v1/search?q=" + "ab " * 30_000)).status in (200, 422)


def test_a_stranger_is_turned_away(api: Api) -> None:
    for path in ("/v1/contacts", "/v1/me", f"/v1/contacts/{ID}/links", "/v1/dragons"):
        assert sound(api("GET", path, user=None)).status == 401
    assert sound(api("GET", "/v1/me", user="usr_00000000000000000000000000")).status == 401


def test_sign_in_takes_any_body(api: Api) -> None:
    bodies: list[Any] = ["{", [], {}, {"email": 1, "password": []}, {"email": "x" * 9000, "password": "\ud800"},
                         {"email": "nobody@x.example", "password": "x"}]
    for body in bodies:
        assert sound(api("POST", "/public/auth/login", body, user=None)).status in (400, 401, 422)


def test_fault_texts_of_ours_never_leak(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.records import service

    def broken(*_args: object, **_more: object) -> None:
        raise KeyError("secret detail")
    monkeypatch.setattr(service, "look", broken)
    answer = api("GET", f"/v1/contacts/{ID}")
    assert (answer.status, answer.body["code"], answer.body["request_id"]) == (500, "internal", "req-1")
    assert "secret" not in json.dumps(answer.body)
