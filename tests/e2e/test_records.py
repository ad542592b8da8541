"""Records over HTTP on the deployed stack: the same few calls for every type, safe under repeats and bad input."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.e2e.people import HERE, Person, acting, problem

pytestmark = pytest.mark.e2e
NAUGHTY = Path(__file__).resolve().parents[3] / "shared/data/hostile/naughty_strings.json"


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def contact(admin: Person, name: str, **more: Any) -> Any:
    return admin.post("/v1/contacts", {"first_name": name, "last_name": f"Records{HERE}", **more})


def test_a_task_asks_to_be_reminded(reminded: dict[str, Any]) -> None:
    assert reminded["status"] == "open"  # whether it was is looked at last


def test_a_record_lives_and_dies_and_lives(admin: Person) -> None:
    made = contact(admin, "Ada", emails=[f"ada.{HERE}@example.com"])
    path = f"/v1/contacts/{made['id']}"
    assert admin.patch(path, {"job_title": "Countess"})["job_title"] == "Countess"
    admin.delete(path)
    assert problem(admin.ask("GET", path)) == (404, "not_found")
    assert made["id"] in [each["id"] for each in admin.every("/v1/contacts?deleted=true")]
    admin.post(f"{path}/restore")
    assert admin.get(path)["job_title"] == "Countess"


def test_a_new_record_is_where_its_location_says(admin: Person, stack: Any) -> None:
    answer = admin.ask("POST", "/v1/companies", {"name": f"Placed {HERE}"})
    assert answer.headers["location"] == f"{stack.url}/v1/companies/{answer.json['id']}"
    assert answer.headers["etag"] == '"1"'
    assert admin.get(answer.headers["location"].removeprefix(stack.url))["id"] == answer.json["id"]


def test_a_stale_version_is_told_with_both_values(admin: Person) -> None:
    made = contact(admin, "Stale")
    path = f"/v1/contacts/{made['id']}"
    tag = admin.ask("GET", path).headers["etag"]
    admin.patch(path, {"job_title": "First"}, If_Match=tag)
    answer = admin.ask("PATCH", path, {"job_title": "Second"}, If_Match=tag)
    assert problem(answer) == (412, "version_conflict")
    assert answer.json["conflicts"] == [{"field": "job_title", "yours": "Second", "theirs": "First"}]


def test_ten_parallel_posts_with_one_key_make_one_record(admin: Person) -> None:
    body, key = {"first_name": "Only", "last_name": f"Once{HERE}"}, f"once-{HERE}"
    with ThreadPoolExecutor(10) as callers:
        answers = list(callers.map(lambda _n: admin.ask("POST", "/v1/contacts", body, Idempotency_Key=key), range(10)))
    assert [answer.status for answer in answers] == [201] * 10
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum(answer.headers.get("idempotent-replay") == "true" for answer in answers) == 9
    other = admin.ask("POST", "/v1/contacts", {**body, "first_name": "Other"}, Idempotency_Key=key)
    assert problem(other)[0] == 422


def test_a_duplicate_is_told_with_its_candidates(admin: Person) -> None:
    made = contact(admin, "Twin", emails=[f"twin.{HERE}@example.com"])
    again = {"last_name": "Twin", "emails": [f"TWIN.{HERE}@example.com"]}
    answer = admin.ask("POST", "/v1/contacts", again)
    assert problem(answer) == (409, "duplicate")
    assert answer.json["candidates"] == [{"id": made["id"], "title": f"Twin Records{HERE}", "matched": ["email"]}]
    assert admin.post("/v1/contacts?allow_duplicate=true", again)["id"] != made["id"]


def test_search_finds_it_within_seconds_and_forgets_it(admin: Person, eventually: Any) -> None:
    made = contact(admin, f"Zyx{HERE}", phones=["+49 30 901820" + str(int(HERE, 16))[-3:]])
    eventually(lambda: [hit["id"] for hit in admin.found(f"zyx{HERE}")] == [made["id"]], seconds=15)
    number = made["phones"][0]["value"]
    assert made["id"] in [hit["id"] for hit in admin.found(number)]
    admin.delete(f"/v1/contacts/{made['id']}")
    eventually(lambda: not admin.found(f"zyx{HERE}"), seconds=15)


def test_a_note_shows_on_what_it_is_about(admin: Person, eventually: Any) -> None:
    made = contact(admin, "Noted")
    note = admin.post("/v1/notes", {"body": "Likes tea", "related": [made["id"]]})
    path = f"/v1/contacts/{made['id']}"
    eventually(lambda: any(event["kind"] == "note" for event in admin.get(f"{path}/timeline")["data"]), seconds=15)
    whole = admin.get(f"{path}?include=links,timeline")
    assert [link["id"] for link in whole["links"]["data"]] == [note["id"]]
    assert whole["timeline"][0]["record"] == {"type": "note", "id": note["id"]}
    assert {event["kind"] for event in admin.get(f"{path}/timeline?kinds=note")["data"]} == {"note"}


def test_history_tells_who_changed_what(admin: Person, eventually: Any) -> None:
    made = contact(admin, "Past")
    path = f"/v1/contacts/{made['id']}"
    admin.patch(path, {"job_title": "Historian"})
    rows = eventually(lambda: (rows := admin.get(f"{path}/history")["data"]) and len(rows) == 2 and rows, seconds=15)
    assert rows[0]["changes"]["job_title"] == [None, "Historian"]
    assert rows[0]["actor"] == admin.get("/v1/me")["id"]


def test_a_deep_cursor_loses_and_doubles_nothing(admin: Person) -> None:
    def make(number: int) -> str:
        return str(contact(admin, f"Deep {number}", tags=[f"deep{HERE}"])["id"])

    with ThreadPoolExecutor(4) as callers:
        made = set(callers.map(make, range(30)))
    wanted = quote(json.dumps({"field": "tags", "op": "has", "value": f"deep{HERE}"}))
    path, seen, cursor = f"/v1/contacts?limit=4&filter={wanted}", list[str](), ""
    while cursor is not None:
        page = admin.get(path + (f"&cursor={cursor}" if cursor else ""))
        seen += [each["id"] for each in page["data"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(made)


def test_a_forged_or_foreign_cursor_is_refused(admin: Person) -> None:
    cursor = admin.get("/v1/contacts?limit=1")["next_cursor"]
    for path in ("/v1/contacts?limit=1&cursor=forged", f"/v1/leads?limit=1&cursor={cursor}"):
        assert problem(admin.ask("GET", path)) == (400, "invalid_cursor")


@pytest.mark.parametrize("body,kind,expected", [
    (b'{"last_name": ', "application/json", (400, "malformed")),
    (b'{"last_name": NaN}', "application/json", (400, "malformed")),
    (b"[" * 100_000, "application/json", (400, "malformed")),
    (b"\xff\xfe", "application/json", (400, "malformed")),
    (b'"text"', "application/json", None),
    (b"<xml/>", "application/xml", (415, "unsupported_media_type")),
    (b"last_name=X", "application/x-www-form-urlencoded", (415, "unsupported_media_type")),
    (b'{"last_name": "' + b"x" * 3_000_000 + b'"}', "application/json", (413, "too_large")),
    (b'{"last_name": "X", "nonsense": 1, "job_title": 7}', "application/json", (422, "invalid")),
], ids=["cut", "nan", "deep", "bytes", "text", "xml", "form", "3MB", "fields"])
def test_bad_bodies_get_a_clear_refusal(admin: Person, body: bytes, kind: str, expected: Any) -> None:
    told = problem(admin.ask("POST", "/v1/contacts", body, Content_Type=kind))
    assert told == expected or (expected is None and told[0] in (400, 422))


def test_all_field_errors_come_at_once(admin: Person) -> None:
    answer = admin.ask("POST", "/v1/contacts", {"nonsense": 1, "emails": ["a@b.example", "no"], "birthday": "soon"})
    assert problem(answer)[0] == 422
    assert {error["field"] for error in answer.json["errors"]} >= {"nonsense", "emails[1].value", "birthday"}


@pytest.mark.parametrize("path", ["/v1/contacts/lea_01m80cdwk6ye257zenep4kwatz", "/v1/contacts/nonsense",
                                  "/v1/contacts/%00", "/v1/nothing", "/v1/contacts/con_01m80cdwk6ye257zenep4kwatz"])
def test_ids_that_are_none_of_ours_are_not_found(admin: Person, path: str) -> None:
    assert problem(admin.ask("GET", path))[0] == 404


def test_naughty_strings_are_kept_or_refused_but_never_break_anything(admin: Person) -> None:
    if not NAUGHTY.exists():
        pytest.skip("needs ../shared/data/hostile")
    strings = json.loads(NAUGHTY.read_text(encoding="utf-8"))[::10]

    def post(text: str) -> None:
        answer = admin.ask("POST", "/v1/companies", {"name": text or "x", "industry": text})
        assert answer.status in (201, 422), (text, answer.status, answer.content[:300])
        if answer.status == 201:
            assert admin.get(f"/v1/companies/{answer.json['id']}")["name"] == answer.json["name"]

    with ThreadPoolExecutor(4) as callers:
        list(callers.map(post, strings))


def test_a_lead_routes_itself_and_a_person_is_told_of_a_duplicate(admin: Person, eventually: Any) -> None:
    body = {"last_name": f"Direct{HERE}", "emails": [f"direct.{HERE}@example.com"], "country": "DE"}
    lead = admin.post("/v1/leads", body)
    eventually(lambda: admin.get(f"/v1/leads/{lead['id']}")["owner_id"], seconds=20)
    assert problem(admin.ask("POST", "/v1/leads", body)) == (409, "duplicate")


def test_the_schema_and_the_description_agree(admin: Person, stack: Any) -> None:
    plurals = {each["plural"] for each in admin.get("/v1/schema")["data"]}
    paths = stack.call("GET", "/openapi.json").json["paths"]
    assert {f"/v1/{plural}" for plural in plurals} <= paths.keys()
