"""What we sign, changed by others: cursors, presigned forms and links, start times of forms.

| attack | what holds |
|---|---|
| a cursor changed by a bit, cut, made up, of another list, another sort, another person | 400 `invalid_cursor`, or that person's own rows |
| a presigned form for another key, another bucket, more bytes, later | its policy names one key, a size and an hour |
| a presigned link for another file, as a page, later | signed with its key; saved and never shown; minutes |
| links of others' imports and exports | told to nobody else (API1) |
| a version or an idempotency key of somebody else | means nothing |
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from chalicelib import instants
from tests.e2e.attacks.scene import MARK, Attackers, refused, silent, sound
from tests.e2e.people import HERE, Person, acting, problem

pytestmark = pytest.mark.e2e


def forged(cursor: str) -> list[str]:
    """A good cursor, changed here and there."""
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    bits = [raw[:place] + bytes([raw[place] ^ 1 << place % 8]) + raw[place + 1:] for place in range(0, len(raw), 3)]
    made = [*bits, raw[:-1], raw + b"x", raw[:12], raw[12:], b"", bytes(40), b'{"pk":{"S":"config"}}', json.dumps({"pk": "config", "sk": "secret"}).encode()]
    return [base64.urlsafe_b64encode(each).decode().rstrip("=") or "A" for each in made] + ["%", "null", "undefined", "../..", "é", "A" * 5000, cursor.swapcase()]


@pytest.mark.parametrize("path", ["/v1/contacts?limit=2", "/v1/contacts?limit=2&sort=-created_at", "/v1/leads?limit=2", "/v1/search?q=an&limit=1", "/v1/audit?limit=2"])
def test_a_forged_cursor_goes_nowhere(admin: Person, path: str) -> None:
    cursor = admin.get(path).get("next_cursor")
    if not cursor:
        pytest.skip("there is no second page")
    assert sound(admin.ask("GET", f"{path}&cursor={quote(cursor)}")).status == 200
    for each in forged(cursor):
        if each != cursor:
            assert problem(refused(admin.ask("GET", f"{path}&cursor={quote(each)}"), 400)) == (400, "invalid_cursor"), each


def test_a_cursor_belongs_to_its_query(admin: Person) -> None:
    cursor = quote(admin.get("/v1/contacts?limit=2")["next_cursor"])
    for path in ("/v1/leads?limit=2", "/v1/companies?limit=2", "/v1/contacts?limit=2&sort=-created_at&status=x", "/v1/contacts?limit=2&deleted=true", "/v1/contacts?limit=2&sort=last_name",
                 "/v1/contacts?limit=2&last_name=x", "/v1/search?q=an", "/v1/audit?limit=2", "/v1/users?limit=2", "/v1/notifications?limit=2"):
        refused(admin.ask("GET", f"{path}&cursor={cursor}"), 400, 422)


def test_a_cursor_of_somebody_else_shows_nothing_of_theirs(admin: Person, victims: dict[str, str], attackers: Attackers) -> None:
    for objects in ("contacts", "leads", "notifications", "roles"):
        cursor = admin.get(f"/v1/{objects}?limit=1").get("next_cursor")
        if cursor:
            for _name, person in attackers:
                answer = silent(person.ask("GET", f"/v1/{objects}?limit=1&cursor={quote(cursor)}"))
                assert answer.status in (400, 403) or all(row.get("owner_id") in (attackers.own_id, None) for row in answer.json["data"]), (objects, answer.content[:300])


def test_a_cursor_tells_nothing(admin: Person) -> None:
    cursor = admin.get("/v1/contacts?limit=2&sort=last_name")["next_cursor"]
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"con_" not in raw and b"contact" not in raw and b"{" not in raw[:1]


def test_an_upload_form_takes_one_object_for_an_hour(stack: Any) -> None:
    manager = acting(stack, "manager")
    made = manager.post("/v1/imports", {"object": "contacts", "mode": "create"})
    fields = made["upload"]["fields"]
    policy = json.loads(base64.b64decode(fields["policy"]))
    conditions = policy["conditions"]
    assert {"bucket": stack.outputs["FilesBucket"]} in conditions
    assert {"key": f"imports/{made['id']}/source"} in conditions and fields["key"] == f"imports/{made['id']}/source"
    assert not [each for each in conditions if isinstance(each, list) and each[0] == "starts-with"]
    (size,) = [each for each in conditions if isinstance(each, list)]
    assert size[0] == "content-length-range" and size[2] <= 100_000_000
    assert policy["expiration"] <= instants.plus(made["created_at"], minutes=62)
    assert manager.get(f"/v1/imports/{made['id']}").get("upload") is None, "told once"


def test_a_download_link_is_for_one_file_and_saves_it(stack: Any, eventually: Any) -> None:
    manager = acting(stack, "manager")
    path = f"/v1/exports/{manager.post('/v1/exports', {'object': 'companies'})['id']}"
    done = eventually(lambda: (found := manager.get(path))["state"] in ("done", "failed") and found)
    link = urlsplit(done["download_url"])
    asked = {name.lower(): value[0] for name, value in parse_qs(link.query).items()}
    assert path.rpartition("/")[2] in link.path and stack.outputs["FilesBucket"] in link.path + link.netloc
    assert asked["response-content-disposition"].startswith("attachment; filename=")
    assert asked["response-content-type"] == "application/octet-stream"
    expires = int(asked.get("x-amz-expires") or 0) or int(asked["expires"]) - int(instants.moment(done["created_at"]).timestamp())
    assert 0 < expires <= 3700
    assert {"x-amz-signature", "signature"} & asked.keys()
    for other in ("rep", "read_only", "support"):
        answer = acting(stack, other).ask("GET", path)
        assert answer.status in (403, 404), other


def test_names_in_links_are_plain(admin: Person, stack: Any, eventually: Any) -> None:
    made = admin.post("/v1/views", {"name": f'x"; filename="../../evil.html\r\n {HERE}', "object": "companies", "visibility": "private"})
    export = admin.ask("POST", "/v1/exports", {"object": "companies", "view": made["id"]})
    if export.status == 201:
        path = f"/v1/exports/{export.json['id']}"
        done = eventually(lambda: (found := admin.get(path))["state"] in ("done", "failed") and found)
        name = parse_qs(urlsplit(done["download_url"]).query)["response-content-disposition"][0]
        assert name.count('"') == 2 and "/" not in name and "\r" not in name


def test_an_idempotency_key_of_somebody_else_means_nothing(admin: Person, attackers: Attackers) -> None:
    key = f"shared-{HERE}"
    admin.post("/v1/contacts", {"last_name": MARK}, Idempotency_Key=key)
    answer = silent(attackers.own.ask("POST", "/v1/contacts", {"last_name": "Mine"}, Idempotency_Key=key))
    assert answer.status == 201 and answer.json["last_name"] == "Mine" and "idempotent-replay" not in answer.headers


def test_a_version_of_another_record_means_nothing(admin: Person, victims: dict[str, str], attackers: Attackers) -> None:
    for version in ('"1"', "*", 'W/"1"', '"999999999"'):
        refused(attackers.own.ask("PATCH", f"/v1/contacts/{victims['contacts']}", {"last_name": "x"}, If_Match=version))
    for version in ("x", '"-1"', '"1", "2"', "9" * 40, '"1e3"'):
        refused(admin.ask("PATCH", f"/v1/contacts/{victims['contacts']}", {"job_title": "x"}, If_Match=version), 400, 412)
