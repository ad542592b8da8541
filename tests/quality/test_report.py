"""The account of data quality: per record, in numbers, and as lists of what is wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from chalicelib.records import changes, derivations, quality_rows
from chalicelib.records.quality_rules import quality
from chalicelib.records.reports import shared
from chalicelib.store.derived import Derived
from tests.edge import Api


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows and counts beside all others, whether or not `derive` yields them itself."""
    plain = changes.derive

    def derive(compiled: Any, record: Any, now: str) -> Derived:
        found = plain(compiled, record, now)
        if record.get("deleted_at") or record.get("merged_into") or not compiled.registry.known(record["type"]):
            return found
        type = compiled.registry.named(record["type"])
        names = derivations.audience_names(type, record, compiled.audiences)
        rows = quality_rows.rows(type, record, compiled.seen_by_all(type, record), names)
        return Derived({**found.rows, **dict(rows)}, {**found.counts, **dict(quality_rows.counts(type, record, names))})
    monkeypatch.setattr(changes, "derive", derive)


def contact(api: Api, **fields: Any) -> str:
    made = api("POST", "/v1/contacts?allow_duplicate=true", fields)
    assert made.status == 201, made.body
    return str(made.body["id"])


def problems(answer: Any) -> dict[str, int]:
    assert answer.status == 200, answer.body
    return {each["problem"]: each["records"] for each in answer.body["problems"] if each["records"]}


@pytest.mark.parametrize("record, found", [
    ({"emails": [{"value": "ann@acme.de"}], "last_name": "Berg"}, []),
    ({"emails": [{"value": "ann@example.com"}]}, ["placeholder_email"]), ({"emails": [{"value": "a@x.test"}]}, ["placeholder_email"]),
    ({"emails": [{"value": "info@acme.de"}]}, ["role_address"]), ({"emails": [{"value": "no at"}]}, ["invalid_email"]),
    ({"emails": [{"value": "info@acme.de"}, {"value": "ann@acme.de"}]}, []), ({"phones": [{"value": "+493012345678"}]}, []),
    ({"phones": [{"value": "+49999"}]}, ["doubtful_phone"]), ({"phones": [{"value": "call me"}]}, ["doubtful_phone"]),
    ({"last_name": "BERG"}, ["unusual_name"]), ({"last_name": "berg"}, ["unusual_name"]), ({"last_name": "Li"}, []),
    ({"last_name": "山田太郎"}, []), ({"last_name": "McKay", "first_name": "J"}, []), ({"emails": "x", "phones": [None], "last_name": 5}, []),
])
def test_what_is_wrong_with_a_record(api: Api, record: dict[str, Any], found: list[str]) -> None:
    assert list(quality(api.world.crm.registry.named("contact"), record).problems) == found


def test_a_record_knows_how_complete_it_is(api: Api) -> None:
    id = contact(api, first_name="Ann", last_name="Berg", emails=["ann@acme.de"], job_title="Cook")
    told = api("GET", f"/v1/quality/contacts/{id}").body
    assert told["completeness"] == 50 and told["missing"] == ["phones", "company_id", "address", "language"]
    assert told["problems"] == [] and told["stale"] is False


def test_the_account_adds_up_and_links(api: Api) -> None:
    contact(api, first_name="Ann", last_name="Berg", emails=["ann@acme.de"], job_title="Cook")
    bad = contact(api, last_name="TAL", emails=["info@example.com"], phones=["+49999999"])
    api.world.settle()
    answer = api("GET", "/v1/quality/contacts")
    assert (answer.body["records"], answer.body["completeness"], answer.body["state"]) == (2, 44, "ready")
    found = problems(answer)
    assert found["missing_first_name"] == 1 and found["missing_address"] == 2 and "missing_emails" not in found
    assert found["role_address"] == found["placeholder_email"] == found["unusual_name"] == 1
    for each in answer.body["problems"]:
        if each["problem"].startswith("missing_") or each["problem"] == "stale" or each["records"]:
            assert len(api("GET", unquote(each["link"])).body["data"]) == each["records"], each
    assert api("GET", "/v1/quality/contacts?problem=role_address").body["data"] == [{"id": bad, "title": "TAL"}]
    api("PATCH", f"/v1/contacts/{bad}", {"last_name": "Tal", "emails": ["tom@acme.de"]})
    api.world.settle()
    assert "role_address" not in problems(api("GET", "/v1/quality/contacts"))
    assert api("GET", "/v1/quality/contacts?problem=role_address").body["data"] == []
    assert api.world.differences() == []


def test_what_was_not_changed_for_a_year_is_stale(api: Api) -> None:
    id = contact(api, last_name="Berg")
    api.world.settle()
    assert "stale" not in problems(api("GET", "/v1/quality/contacts"))
    api.world.later(days=400)
    answer = api("GET", "/v1/quality/contacts")
    stale = next(each for each in answer.body["problems"] if each["problem"] == "stale")
    assert stale["records"] == 1 and [each["id"] for each in api("GET", unquote(stale["link"])).body["data"]] == [id]
    assert api("GET", f"/v1/quality/contacts/{id}").body["stale"] is True
    api("PATCH", f"/v1/contacts/{id}", {"job_title": "Cook"})
    api.world.settle()
    assert "stale" not in problems(api("GET", "/v1/quality/contacts"))
    assert api.world.differences() == []


def test_pages_of_a_problem_hold_each_record_once(api: Api) -> None:
    ids = [contact(api, last_name="Berg", emails=[f"a{number}@x.test"]) for number in range(5)]
    api.world.settle()
    found, cursor = [], ""
    while cursor is not None:
        page = api("GET", f"/v1/quality/contacts?problem=placeholder_email&limit=2&cursor={cursor}").body
        found, cursor = [*found, *(row["id"] for row in page["data"])], page["next_cursor"]
    assert sorted(found) == sorted(ids) and len(found) == 5
    assert api("GET", "/v1/quality/contacts?problem=placeholder_email&cursor=x").status == 400


def test_each_reader_has_an_account_of_their_own(api: Api) -> None:
    team = api("POST", "/v1/teams", {"name": "Red"}).body["id"]
    role = api("POST", "/v1/roles", {"name": "Team", "grants": {"contacts": {"*": "team"}}}).body["id"]
    person = api.person("rep", "rep@kith.example", role_ids=[role], team_ids=[team])
    api.world.settle()
    mine = contact(api, last_name="MINE", owner_id=person)
    contact(api, last_name="OTHER")
    api.world.settle()
    told = api("GET", "/v1/quality/contacts", user=person)
    assert told.body["records"] == 1 and problems(told)["unusual_name"] == 1
    listed = api("GET", "/v1/quality/contacts?problem=unusual_name", user=person).body
    assert [row["id"] for row in listed["data"]] == [mine]
    assert [each["object"] for each in api("GET", "/v1/quality", user=person).body["data"]] == ["contacts"]
    assert api("GET", "/v1/quality/leads", user=person).status == 403
    assert len(api("GET", "/v1/quality").body["data"]) == 3
    assert api.world.differences() == []


@pytest.mark.parametrize("reach", ["shared", "own", "team"])
def test_what_is_shared_singly_counts_as_its_list_does(api: Api, reach: str) -> None:
    team = api("POST", "/v1/teams", {"name": "Red"}).body["id"]
    role = api("POST", "/v1/roles", {"name": "Part", "grants": {"contacts": {"*": reach, "read": reach}}}).body["id"]
    person = api.person("rep", "rep@kith.example", role_ids=[role], team_ids=[team])
    api.world.settle()
    contact(api, last_name="MINE", owner_id=person, emails=["info@mine.example"])
    shown = [contact(api, last_name="SHARED", emails=[f"info@s{number}.example"]) for number in range(2)]
    contact(api, last_name="OTHER", emails=["info@other.example"])
    for id, to in ((shown[0], person), (shown[1], team), (shown[1], person)):
        assert api("PUT", f"/v1/contacts/{id}/shares/{to}?access=read").status == 200
    api.world.settle()
    told = api("GET", "/v1/quality/contacts", user=person)
    many = 2 if reach == "shared" else 3
    assert (told.body["records"], told.body["truncated"], problems(told)["unusual_name"]) == (many, False, many)
    for each in told.body["problems"]:
        assert len(api("GET", unquote(each["link"]), user=person).body["data"]) == each["records"], each
    assert [each["records"] for each in api("GET", "/v1/quality", user=person).body["data"]] == [many]


def test_where_more_is_shared_than_is_counted_the_account_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    role = api("POST", "/v1/roles", {"name": "Part", "grants": {"contacts": {"read": "own"}}}).body["id"]
    person = api.person("rep", "rep@kith.example", role_ids=[role])
    api.world.settle()
    for number in range(3):
        id = contact(api, last_name=f"Shared {number}")
        api("PUT", f"/v1/contacts/{id}/shares/{person}?access=read")
    api.world.settle()
    monkeypatch.setattr(shared, "SHARED_COUNTED", 2)
    told = api("GET", "/v1/quality/contacts", user=person)
    assert (told.body["records"], told.body["truncated"], problems(told)["missing_emails"]) == (None, True, 2)


def test_what_there_is_no_account_of(api: Api) -> None:
    assert api("GET", "/v1/quality/tasks").status == 404 and api("GET", "/v1/quality/nothing").status == 404
    assert api("GET", "/v1/quality/contacts?problem=magic").status == 422 and api("POST", "/v1/quality/contacts", {}).status == 405
    assert api("GET", "/v1/quality/contacts/con_00000000000000000000000000").status == 404
