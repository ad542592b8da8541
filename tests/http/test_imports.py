"""Imports over the edge."""

from __future__ import annotations

import pytest

from chalicelib.exchange import source
from chalicelib.privacy import suppression
from tests.edge import Api

CONTENT = b"Last Name,Email\nLovelace,ada@example.com\nTuring,wrong\n"


@pytest.fixture
def made(api: Api) -> str:
    """An import of leads with its file."""
    answer = api("POST", "/v1/imports", {"object": "leads"}, Idempotency_Key="one")
    assert answer.status == 201, answer.body
    assert set(answer.body["upload"]) == {"url", "fields"}
    assert answer.headers["Location"].endswith(f"/v1/imports/{answer.body['id']}")
    api.world.crm.files.put("files", source.key(answer.body["id"]), CONTENT)
    return str(answer.body["id"])


def test_from_the_upload_to_the_failed_rows(api: Api, made: str) -> None:
    preview = api("POST", f"/v1/imports/{made}/preview", {"mapping": {"Last Name": "last_name", "Email": "emails"}})
    assert [len(row["errors"]) for row in preview.body["rows"]] == [0, 1]
    assert api("POST", f"/v1/imports/{made}/start").status == 202
    api.world.settle()
    done = api("GET", f"/v1/imports/{made}").body
    assert (done["state"], done["rows"], done["done"], done["created"], done["failed"]) == ("done", 2, 2, 1, 1)
    assert "failed" in done["errors_url"]
    assert [each["id"] for each in api("GET", "/v1/imports").body["data"]] == [made]
    assert api("GET", "/v1/leads").body["data"][0]["last_name"] == "Lovelace"


def test_who_was_erased_does_not_come_back_with_an_old_list(api: Api) -> None:
    crm = api.world.crm
    hashes = [suppression.hashed(crm, "ada@example.com")]
    suppression.suppress_all(crm, hashes, "era_00000000000000000000000000", crm.clock.now())
    for options, created in (({}, 0), ({"erased_again": True}, 1)):
        answer = api("POST", "/v1/imports", {"object": "leads", "options": options})
        crm.files.put("files", source.key(answer.body["id"]), b"Last Name,Email\nLovelace,ADA@example.com\n")
        api("POST", f"/v1/imports/{answer.body['id']}/start")
        api.world.settle()
        done = api("GET", f"/v1/imports/{answer.body['id']}").body
        assert (done["created"], done["failed"]) == (created, 1 - created), done


def test_the_same_key_is_the_same_import(api: Api, made: str) -> None:
    again = api("POST", "/v1/imports", {"object": "leads"}, Idempotency_Key="one")
    assert (again.status, again.body["id"], again.headers["Idempotent-Replay"]) == (201, made, "true")


@pytest.mark.parametrize(("method", "path", "status"), [
    ("POST", "/cancel", 200), ("POST", "/explode", 404), ("PATCH", "", 405), ("DELETE", "", 405)])
def test_other_calls(api: Api, made: str, method: str, path: str, status: int) -> None:
    assert api(method, f"/v1/imports/{made}{path}", {} if method != "DELETE" else None).status == status


@pytest.mark.parametrize("body", ['{"object": "leads", "mapping": {"A": "\\ud800"}}', "[]", "{", '{"object": 5}', "null"])
def test_a_wrong_body(api: Api, body: str) -> None:
    assert 400 <= api("POST", "/v1/imports", body).status < 500


def test_a_rep_may_not_import(api: Api) -> None:
    rep = api.person("rep", "rep@example.com")
    assert api("POST", "/v1/imports", {"object": "leads"}, user=rep).status == 403
    assert api("GET", "/v1/imports/imp_00000000000000000000000000", user=rep).status == 404


def test_there_and_back(api: Api, made: str) -> None:
    assert api("POST", f"/v1/imports/{made}/revert").status == 409
    api("POST", f"/v1/imports/{made}/start", {"mapping": {"Last Name": "last_name", "Email": "emails"}})
    api.world.settle()
    assert api("GET", "/v1/leads").body["meta"]["total"] == 1
    answer = api("POST", f"/v1/imports/{made}/revert", {})
    assert (answer.status, answer.body["state"]) == (202, "reverting")
    api.world.settle()
    done = api("GET", f"/v1/imports/{made}").body
    assert (done["state"], done["reverted"], done["kept"], done["report_url"]) == ("reverted", 1, 0, None)
    assert api("GET", "/v1/leads").body["meta"]["total"] == 0
    assert api("GET", "/v1/notifications").body["data"][0]["body"] == "1 reverted, 0 kept"
    assert api.world.differences() == []


def test_a_field_that_the_role_locks_is_no_column(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Locked", "grants": {"contacts": {"*": "all"}, "imports": {"*": "own"}},
                                     "fields": {"contacts": {"birthday": "read"}}})
    assert role.status == 201, role.body
    user = api("POST", "/v1/users", {"email": "l@kith.example", "role_ids": [role.body["id"]]}).body["id"]
    answer = api("POST", "/v1/imports", {"object": "contacts", "mapping": {"B": "birthday"}}, user=user)
    assert [error["code"] for error in answer.body["errors"]] == ["field_forbidden"]
    made = api("POST", "/v1/imports", {"object": "contacts"}, user=user).body["id"]
    api.world.crm.files.put("files", source.key(made), b"Last Name,Birthday\nA,1990-01-01\n")
    assert api("POST", f"/v1/imports/{made}/preview", {}, user=user).body["mapping"] == {"Last Name": "last_name"}
