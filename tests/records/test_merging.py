"""Merging two records and taking it back, over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Answer, Api
from tests.installation import World


def made(api: Api, objects: str, **values: Any) -> str:
    answer = api("POST", f"/v1/{objects}?allow_duplicate=true", values)
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def merge(api: Api, winner: str, loser: str, objects: str = "contacts", **more: Any) -> Answer:
    return api("POST", f"/v1/{objects}/{winner}/merge", {"other_id": loser, **more})


def unmerge(api: Api, winner: str, loser: str, objects: str = "contacts") -> Answer:
    return api("POST", f"/v1/{objects}/{winner}/unmerge", {"other_id": loser})


def get(api: Api, objects: str, id: str) -> dict[str, Any]:
    answer = api("GET", f"/v1/{objects}/{id}")
    assert answer.status == 200, answer.body
    return dict(answer.body)


@pytest.fixture
def two(api: Api) -> tuple[str, str]:
    """Ana, who stays, and the other Ana, who knows more."""
    ana = made(api, "contacts", first_name="Ana", last_name="Ruiz", emails=["ana@x.example"], tags=["vip"])
    other = made(api, "contacts", first_name="Anna", last_name="Ruiz", emails=["anna@y.example"], tags=["vip", "fair"],
                 job_title="CTO", do_not_call=True)
    api.world.settle()
    return ana, other


def test_gaps_are_filled_lists_united_and_the_rest_stays(api: Api, two: tuple[str, str]) -> None:
    answer = merge(api, *two)
    assert answer.status == 200, answer.body
    body = answer.body
    assert (body["first_name"], body["job_title"], body["tags"]) == ("Ana", "CTO", ["vip", "fair"])
    assert [(each["value"], each["primary"]) for each in body["emails"]] == [("ana@x.example", True), ("anna@y.example", False)]
    assert body["do_not_call"] is True and body["merged_from"] == [two[1]]
    api.world.settle()
    assert api.world.differences() == []


def test_fields_are_chosen_one_by_one(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    body = merge(api, ana, other, choose={"first_name": other, "emails": other, "job_title": ana, "do_not_call": ana}).body
    assert (body["first_name"], body["job_title"], body["do_not_call"]) == ("Anna", None, False)
    assert [each["value"] for each in body["emails"]] == ["anna@y.example"]
    assert api("POST", "/v1/contacts", {"last_name": "New", "emails": ["ana@x.example"]}).status == 201


def test_wrong_choices_are_told_all_at_once(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    answer = merge(api, ana, other, choose={"shoe": ana, "score": ana, "last_name": "con_x"})
    assert answer.status == 422
    assert {each["field"] for each in answer.body["errors"]} == {"choose.shoe", "choose.score", "choose.last_name"}
    assert merge(api, ana, other, choose=["x"]).status == 422


def test_what_cannot_be_merged_is_refused(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    company = made(api, "companies", name="Acme")
    codes = [merge(api, ana, id).body.get("errors", [{}])[0].get("code") for id in (ana, company, "x")]
    assert codes == ["same_record", "wrong_type", "invalid_reference"]
    assert merge(api, ana, "con_00000000000000000000000000").status == 404
    merge(api, ana, other)
    third = made(api, "contacts", last_name="Berg")
    for winner, loser in ((ana, other), (third, other), (other, third)):
        answer = merge(api, winner, loser)
        assert (answer.status, answer.body["code"], answer.body["merged_into"]) == (409, "merged", ana)
    api("DELETE", f"/v1/contacts/{third}")
    assert merge(api, ana, third).status == 404 and merge(api, third, ana).status == 404


def test_the_losers_id_answers_with_the_winner(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    merge(api, ana, other)
    api.world.settle()
    answer = api("GET", f"/v1/contacts/{other}")
    assert (answer.body["id"], answer.headers["Content-Location"].rpartition("/")[2]) == (ana, ana)
    assert api("GET", f"/v1/contacts/{other}?include=links,timeline").body["id"] == ana
    kinds = [each["kind"] for each in api("GET", f"/v1/contacts/{other}/timeline").body["data"]]
    assert sorted(kinds) == ["created", "created", "merged"]
    assert "Content-Location" not in api("GET", f"/v1/contacts/{ana}").headers
    history = api("GET", f"/v1/contacts/{other}/history").body["data"]
    assert history[-1]["changes"]["first_name"] == [None, "Anna"]


def test_a_merged_record_is_changed_by_nobody(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    merge(api, ana, other)
    calls = [("PATCH", f"/v1/contacts/{other}", {"last_name": "X"}), ("DELETE", f"/v1/contacts/{other}", None),
             ("POST", f"/v1/contacts/{other}/restore", None), ("PUT", f"/v1/contacts/{other}/links/{ana}?label=x", None)]
    assert [api(*call).body["code"] for call in calls] == ["merged"] * 4
    assert [each["id"] for each in api("GET", "/v1/contacts").body["data"]] == [ana]
    assert api("GET", "/v1/contacts?deleted=true").body["data"] == []
    assert made(api, "tasks", subject="Call", related=[ana])
    assert api("POST", "/v1/tasks", {"subject": "Call", "related": [other]}).status == 422


def test_the_winner_holds_the_losers_addresses(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    merge(api, ana, other)
    taken = api("POST", "/v1/contacts", {"last_name": "New", "emails": ["anna@y.example"]})
    assert taken.status == 409 and [each["id"] for each in taken.body["candidates"]] == [ana]
    api.world.settle()
    unmerge(api, ana, other)
    taken = api("POST", "/v1/contacts", {"last_name": "New", "emails": ["anna@y.example"]})
    assert taken.status == 409 and [each["id"] for each in taken.body["candidates"]] == [other]


def test_everything_that_pointed_at_the_loser_moves_and_comes_back(api: Api, world: World, two: tuple[str, str]) -> None:
    ana, other = two
    task, note = made(api, "tasks", subject="Call", related=[other]), made(api, "notes", body="Met", related=[ana, other])
    lead = made(api, "leads", last_name="Ruiz", contact_id=other)
    friend = made(api, "contacts", last_name="Berg")
    api("PUT", f"/v1/contacts/{other}/links/{friend}?label=friend")
    api("PUT", f"/v1/contacts/{friend}/links/{other}?label=knows")
    world.settle()
    before = {id: page(api, id) for id in two}
    assert merge(api, ana, other).status == 200
    world.settle()
    assert get(api, "tasks", task)["related"] == [ana] and get(api, "notes", note)["related"] == [ana]
    assert get(api, "leads", lead)["contact_id"] == ana
    rows = api("GET", f"/v1/contacts/{ana}/links").body["data"]
    links = {(row["id"], label) for row in rows for label in row["labels"]}
    assert links == {(task, "related"), (note, "related"), (friend, "friend"), (friend, "knows")}
    kinds = {each["kind"] for each in api("GET", f"/v1/contacts/{ana}/timeline").body["data"]}
    assert {"task", "note", "lead", "merged"} <= kinds
    assert world.differences() == []
    assert unmerge(api, ana, other).body["kept"] == []
    world.settle()
    assert get(api, "tasks", task)["related"] == [other] and get(api, "notes", note)["related"] == [ana, other]
    assert {id: page(api, id) for id in two} == before
    assert world.differences() == []


def page(api: Api, id: str) -> dict[str, Any]:
    """What a person sees, without what any write raises."""
    found = api("GET", f"/v1/contacts/{id}?include=links,timeline").body
    links = sorted((row["id"], row["title"], tuple(row["labels"])) for row in found["links"]["data"])
    return {**{name: value for name, value in found.items() if name not in ("version", "updated_at", "updated_by")},
            "links": links}


def test_a_company_is_merged_with_its_contacts_and_leads(api: Api, world: World) -> None:
    acme, other = made(api, "companies", name="Acme"), made(api, "companies", name="Acme Inc", domain="acme.example")
    ana, lead = made(api, "contacts", last_name="Ruiz", company_id=other), made(api, "leads", last_name="X", company_id=other)
    child = made(api, "companies", name="Acme Sub", parent_id=other)
    api("PATCH", f"/v1/companies/{acme}", {"parent_id": other})
    world.settle()
    assert merge(api, acme, other, "companies").body["domain"] == "acme.example"
    world.settle()
    assert get(api, "contacts", ana)["company_id"] == acme and get(api, "leads", lead)["company_id"] == acme
    assert get(api, "companies", child)["parent_id"] == acme and get(api, "companies", acme)["parent_id"] is None
    assert [each["id"] for each in api("GET", f"/v1/contacts?company_id={acme}").body["data"]] == [ana]
    assert world.differences() == []
    unmerge(api, acme, other, "companies")
    world.settle()
    assert get(api, "contacts", ana)["company_id"] == other and get(api, "leads", lead)["company_id"] == other
    assert get(api, "companies", acme)["parent_id"] == other
    assert world.differences() == []


def test_an_unmerge_keeps_what_was_changed_since(api: Api, world: World, two: tuple[str, str]) -> None:
    ana, other = two
    task = made(api, "tasks", subject="Call", related=[other])
    third = made(api, "contacts", last_name="Berg")
    world.settle()
    merge(api, ana, other)
    world.settle()
    api("PATCH", f"/v1/contacts/{ana}", {"job_title": "CEO", "emails": [*get(api, "contacts", ana)["emails"], "new@x.example"]})
    api("PATCH", f"/v1/tasks/{task}", {"related": [third]})
    world.settle()
    answer = unmerge(api, ana, other)
    assert answer.body["kept"] == ["job_title"] and answer.body["job_title"] == "CEO"
    assert [each["value"] for each in answer.body["emails"]] == ["ana@x.example", "new@x.example"]
    world.settle()
    assert get(api, "tasks", task)["related"] == [third]
    journal = get(api, "merges", answer.body["merge_id"])
    job = next(each for each in api("GET", "/v1/jobs").body["data"] if each["id"] == journal["job_id"])
    assert (journal["state"], job["result"]["kept"]) == ("undone", [{"id": task, "field": "related"}])
    assert world.differences() == []


def test_of_several_merges_the_newest_is_undone_first(api: Api, world: World, two: tuple[str, str]) -> None:
    ana, other = two
    third = made(api, "contacts", last_name="Ruiz", first_name="A")
    top = made(api, "contacts", last_name="Ruiz-Sanz")
    world.settle()
    for winner, loser in ((ana, other), (ana, third), (top, ana)):
        assert merge(api, winner, loser).status == 200
        world.settle()
    assert api("GET", f"/v1/contacts/{other}").body["id"] == top
    kinds = [each["kind"] for each in api("GET", f"/v1/contacts/{top}/timeline").body["data"]]
    assert kinds.count("merged") == 3 and kinds.count("created") == 4
    assert [unmerge(api, top, id).body["code"] for id in (other, third)] == ["newer_merge"] * 2
    assert unmerge(api, ana, other).body["code"] == "merged"
    assert unmerge(api, top, ana).status == 200
    world.settle()
    assert (unmerge(api, ana, other).body["code"], unmerge(api, ana, third).status) == ("newer_merge", 200)
    world.settle()
    assert unmerge(api, ana, other).status == 200
    world.settle()
    assert unmerge(api, ana, other).body["code"] == "not_merged"
    assert [get(api, "contacts", id)["id"] for id in (ana, other, third, top)] == [ana, other, third, top]
    assert world.differences() == []


def test_while_records_are_moving_a_merge_cannot_be_undone(api: Api, two: tuple[str, str]) -> None:
    merge(api, *two)
    assert unmerge(api, *two).body["code"] == "still_moving"


def test_a_repeat_under_a_key_is_the_same_merge(api: Api, two: tuple[str, str]) -> None:
    ana, other = two
    first, again = (api("POST", f"/v1/contacts/{ana}/merge", {"other_id": other}, idempotency_key="k1") for _ in range(2))
    assert (first.status, again.status, again.headers["Idempotent-Replay"]) == (200, 200, "true")
    assert again.body["version"] == first.body["version"]


def test_a_field_that_a_role_locks_is_not_chosen(api: Api) -> None:
    role = api("POST", "/v1/roles", {"name": "Part", "grants": {"contacts": {"*": "all"}},
                                     "fields": {"contacts": {"birthday": "read", "job_title": "none"}}})
    assert role.status == 201, role.body
    some = api("POST", "/v1/users", {"email": "s@x.example", "first_name": "S", "last_name": "O", "role_ids": [role.body["id"]]})
    one, two = made(api, "contacts", last_name="Ruiz"), made(api, "contacts", last_name="Ruiz", birthday="1990-05-01", job_title="CTO")
    api.world.settle()
    api.user = some.body["id"]
    assert merge(api, one, two, choose={"birthday": two}).status in (403, 422)
    merged = merge(api, one, two)
    assert merged.status == 200 and "job_title" not in merged.body
    api.world.settle()
    assert "job_title" not in unmerge(api, one, two).body


def test_merging_needs_rights_on_both(api: Api) -> None:
    rep = api.person("rep", "rep@x.example")
    api.world.settle()
    mine, theirs = made(api, "contacts", last_name="Ruiz", owner_id=rep), made(api, "contacts", last_name="Ruiz")
    also = made(api, "contacts", last_name="Ruiz", owner_id=rep)
    api.user = rep
    assert merge(api, mine, theirs).status == 403 and merge(api, theirs, mine).status == 403
    assert merge(api, mine, also).status == 200
    api.world.settle()
    assert unmerge(api, mine, also).status == 200
