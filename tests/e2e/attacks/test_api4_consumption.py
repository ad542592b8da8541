"""API4:2023 Unrestricted resource consumption: requests that are small to send and dear to answer.

| attack | what holds |
|---|---|
| filters too deep, too wide, with endless lists; pages of thousands; batches of ten thousand | 422 that says the limit |
| bodies of megabytes, deep JSON, floods of keys, compressed bodies, huge headers and addresses | 400, 413, 414, 422 or 431 |
| texts on which patterns run away, in every kind of field, filter, search | answered within the function's time |
| searches with hundreds of words | bounded reads (the log's own figures) |
| workbooks and tables that unpack to gigabytes | told on preview, nothing imported |
| many requests at once from one person | all answered or 429 with Retry-After |
"""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from tests.e2e.attacks.scene import refused, sound
from tests.e2e.people import HERE, Person, acting, public
from tests.e2e.test_imports import upload

pytestmark = pytest.mark.e2e
LEAF = {"field": "last_name", "op": "eq", "value": "x"}
# On these, patterns with nested repetition take time that doubles with every letter.
RUNAWAY = ["a" * 30_000 + "!", "a@" + "a." * 15_000, "1" * 30_000, "+" + "1-" * 15_000, "http://" + "a." * 10_000 + "@", "((" * 10_000, "\n" * 30_000, " " * 30_000 + "x",
           "=" * 30_000, "<a " * 10_000, "0." + "0" * 30_000, "é" * 20_000, "\u0301" * 20_000, "{{" * 15_000, "." * 30_000 + "@x"]


@pytest.fixture(scope="module")
def rep(stack: Any) -> Person:
    return acting(stack, "rep")


def nested(word: str, depth: int) -> Any:
    """A condition so deep."""
    found: Any = LEAF
    for _level in range(depth):
        found = {"not": found} if word == "not" else {word: [found]}
    return found


@pytest.mark.parametrize("condition", [
    nested("all", 6), nested("any", 20), nested("not", 200), {"all": [LEAF] * 31}, {"any": [LEAF] * 400},
    {"field": "last_name", "op": "in", "value": ["x"] * 101}, {"field": "last_name", "op": "eq", "value": "x" * 20_000},
    {"field": "a." * 500, "op": "eq", "value": 1}, {"field": "created_at", "op": "within", "value": {"minutes": 1e308}}], ids=str)
def test_a_condition_beyond_the_limits_is_refused(rep: Person, condition: Any) -> None:
    text = quote(json.dumps(condition))
    if len(text) < 20_000:
        refused(rep.ask("GET", f"/v1/contacts?filter={text}"), 422)
    refused(rep.ask("POST", "/v1/contacts/bulk?preview=true", {"filter": condition, "set": {"job_title": "x"}}), 403, 422)
    refused(acting(rep.stack, "manager").ask("POST", "/v1/views", {"name": "x", "object": "contacts", "filter": condition}), 422)


@pytest.mark.parametrize("query", ["limit=101", "limit=1000000000", "limit=0", "limit=-1", "limit=1e3", "limit=25;limit=9999", "limit=\u0663", "limit=NaN"])
def test_no_page_is_larger_than_a_hundred(rep: Person, query: str) -> None:
    for path in ("/v1/contacts", "/v1/search?q=a&types=contact", "/v1/audit", "/v1/notifications"):
        answer = rep.ask("GET", f"{path}{'&' if '?' in path else '?'}{quote(query, safe='=;')}")
        assert sound(answer).status in (403, 422), (path, answer.status)


@pytest.mark.parametrize("call", ["create", "update", "upsert", "delete"])
def test_a_batch_has_a_hundred_at_most(rep: Person, call: str) -> None:
    items = {"create": {"last_name": "x"}, "update": {"id": "con_" + 26 * "0"}, "upsert": {"last_name": "x"}, "delete": "con_" + 26 * "0"}
    for count in (101, 10_000):
        refused(rep.ask("POST", "/v1/contacts/batch", {call: [items[call]] * count}), 422)
    refused(rep.ask("POST", "/v1/contacts/batch", {name: [item] * 40 for name, item in items.items()}), 422)
    refused(rep.ask("POST", "/v1/contacts/bulk", {"ids": ["con_" + 26 * "0"] * 20_000, "set": {"job_title": "x"}}), 403, 413, 422)


@pytest.mark.parametrize("body,statuses", [
    (b'{"last_name":"' + b"x" * 2_000_000 + b'"}', (413,)), (b"[" * 500_000, (400,)), (b'{"a":' * 150_000, (400,)), (b'{"last_name":' + b"[" * 900 + b"]" * 900 + b"}", (400, 422)),
    (b'{"last_name":1' + b"0" * 5000 + b"}", (400, 422)), (b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}", (422,)), (b'{"last_name":1e999}', (400, 422)),
    (b'{"tags":[' + b",".join(b'"t%d"' % n for n in range(50_000)) + b"]}", (422,)), (gzip.compress(b"0" * 50_000_000), (400,)), (b"\xff\xfe" * 1000, (400,)),
    (b'{"last_name":"\\ud800"}', (201, 400, 422)), (b'{"last_name":"x","last_name":"y"}', (201, 400)), (b"\x00" * 10, (400,))],
    ids=["2 MB", "deep list", "deep object", "deep value", "long number", "60,000 keys", "infinite", "50,000 tags", "gzip", "no UTF-8", "half a pair", "twice", "nulls"])
def test_a_body_beyond_reason_is_refused(rep: Person, body: bytes, statuses: tuple[int, ...]) -> None:
    for method, path in (("POST", "/v1/contacts"), ("POST", "/v1/contacts/batch")):
        answer = sound(rep.ask(method, path, body, Content_Encoding="gzip" if body[:2] == b"\x1f\x8b" else "identity"))
        assert answer.status in (*statuses, 422), (answer.status, answer.content[:300])
    assert sound(public(rep.stack, "/public/auth/login", body.decode("latin-1"))).status in (400, 413, 422)


def test_more_than_the_gateway_takes_is_told(rep: Person) -> None:
    answer = rep.ask("POST", "/v1/contacts", b" " * (10 * 1024 * 1024 + 1))
    assert (answer.status, answer.json["code"]) == (413, "too_large")


def test_long_addresses_and_headers_are_no_fault(rep: Person) -> None:
    for path in (f"/v1/contacts?{'&'.join(f'f{n}=1' for n in range(1500))}", f"/v1/contacts/{'x' * 6000}", f"/v1/search?q={'ab%20' * 1500}", f"/v1/contacts?cursor={'A' * 7000}",
                 f"/v1/contacts?fields={','.join(['id'] * 1500)}", f"/v1/search?q=a&types={','.join(['contact'] * 800)}"):
        sound(rep.ask("GET", path))
    for headers in ({"If_Match": "9" * 4000}, {"Accept_Language": "en," * 1500}, {"Idempotency_Key": "x" * 256}, {"User_Agent": "x" * 6000}, {"Origin": "https://" + "a" * 4000}):
        sound(rep.ask("POST", "/v1/contacts", {"last_name": f"Long {HERE}"}, **headers))


def test_no_pattern_runs_away(rep: Person) -> None:
    fields = ("last_name", "first_name", "job_title", "emails", "phones", "birthday", "time_zone", "language", "company_id", "tags", "address", "salutation")
    for text in RUNAWAY:
        for cut in (text[:9000], text[:199]):
            refused(rep.ask("POST", "/v1/contacts", {name: [cut] if name in ("emails", "phones", "tags") else cut for name in fields}), 422)
            sound(rep.ask("POST", "/v1/companies", {"name": "x", "website": cut, "domain": cut, "annual_revenue": cut, "employees": cut}))
        sound(rep.ask("GET", f"/v1/search?q={quote(text[:1500])}"))
        sound(rep.ask("GET", f"/v1/contacts?emails={quote(text[:1500])}"))


def test_no_pattern_of_a_form_or_sign_in_runs_away(stack: Any) -> None:
    for text in RUNAWAY:
        names = ("first_name", "last_name", "email", "phone", "company", "country", "product_interest")
        sound(stack.call("POST", f"/public/forms/{stack.form_id}", {**dict.fromkeys(names, text[:4000]), "_website": "a robot"}))
        refused(stack.call("POST", f"/public/forms/{stack.form_id}", dict.fromkeys(names, text[:4000])), 422)
        refused(public(stack, "/public/auth/login", {"email": text[:7000], "password": text[:7000]}), 401, 422)


def test_a_search_of_many_words_reads_no_more(stack: Any, rep: Person) -> None:
    def cost(text: str) -> tuple[int, float]:
        answer = sound(rep.ask("GET", f"/v1/search?q={quote(text)}"))
        line = logged(stack, answer.headers["x-request-id"])
        return int(line["calls"]), float(line["read_units"])
    many = [cost(text) for text in ("a b c d e f g h i j k l m", " ".join(["meier"] * 60), "ab " * 500, "%" * 500, "1 2 3 4 5 6 7 8 9 0")]
    assert max(calls for calls, _units in many) <= 20, many
    assert max(units for _calls, units in many) <= 50, many


def logged(stack: Any, request_id: str) -> dict[str, Any]:
    """The log line of one request."""
    logs = stack.client("logs")
    group = next(each["logGroupName"] for each in logs.describe_log_groups()["logGroups"] if "APIHandler" in each["logGroupName"])
    from tests.e2e.conftest import wait_until

    def found() -> Any:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=int(time.time() - 120) * 1000)
        lines = [json.loads(each["message"]) for page in pages for each in page["events"] if request_id in each["message"]]
        return next((line for line in lines if line.get("request_id") == request_id), None)
    return dict(wait_until(found))


def bomb(name: str, content: bytes, times: int = 1) -> bytes:
    """A workbook with one member that unpacks to very much more."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("[Content_Types].xml", b"<Types/>")
        for number in range(times):
            packed.writestr(f"{number}{name}" if times > 1 else name, content)
    return raw.getvalue()


def lying() -> bytes:
    """A member whose directory entry says that it is small."""
    raw = bytearray(bomb("xl/worksheets/sheet1.xml", bytes(50_000_000)))
    place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"PK\x05\x06"))
    raw[place + 24:place + 28] = (1000).to_bytes(4, "little")
    return bytes(raw)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><workbook>&c;&c;</workbook>'


@pytest.mark.parametrize("name,raw", [
    ("60 MB of nothing", bomb("xl/worksheets/sheet1.xml", bytes(60_000_000))), ("many members", bomb(".xml", b"<a/>", 1500)), ("lies", lying()),
    ("entities", bomb("xl/worksheets/sheet1.xml", ENTITIES)), ("a zip in a zip", bomb("xl/a.zip", bomb("b.xml", bytes(5_000_000)))),
    ("external entity", bomb("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>')),
    ("climbing names", bomb("../../../../tmp/evil.xml", b"<a/>")), ("gzip", gzip.compress(bytes(60_000_000))), ("no table", b"\x00" * 100_000)], ids=lambda each: each if isinstance(each, str) else "")
def test_a_file_that_unpacks_to_very_much_is_told(stack: Any, name: str, raw: bytes) -> None:
    manager = acting(stack, "manager")
    made = manager.post("/v1/imports", {"object": "contacts", "mode": "create"})
    assert upload(made["upload"], raw) in (200, 201, 204)
    answer = sound(manager.ask("POST", f"/v1/imports/{made['id']}/preview", {}))
    assert answer.status == 422 or not answer.json["rows"] or answer.json["rows"][0]["errors"], answer.content[:500]
    assert b"root:" not in answer.content


def test_many_at_once_are_answered_or_told_to_wait(rep: Person) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _n: rep.ask("GET", "/v1/contacts?limit=100"), range(48)))
    for answer in answers:  # the emulated gateway keeps a function's 500 where the template says 503
        assert answer.status == 200 or answer.json["code"] in ("too_many_requests", "unavailable"), answer.content[:300]
