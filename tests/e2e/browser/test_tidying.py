"""Line 8, the rest: look-alikes are merged or kept apart, and what was deleted comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, newcomer

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture
def alike(admin: Person, eventually: Any, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Two contacts of this test that are surely one person, as an open pair: the older has a city, the younger a job."""
    name = f"{re.sub('[^a-z]', '', request.node.name)[4:16].title()}{HERE}"
    same = {"first_name": "Friederike", "last_name": name, "phones": [{"value": "+4930901820" + str(sum(name.encode()) % 100).zfill(2)}]}
    old = admin.post("/v1/contacts", {**same, "job_title": "Skipper", "emails": [{"value": f"a.{name}@example.com"}]})
    new = admin.post("/v1/contacts", {**same, "job_title": "Captain", "emails": [{"value": f"b.{name}@example.com"}]})
    both = {old["id"], new["id"]}
    pair = eventually(lambda: next((each for each in admin.every("/v1/duplicates?state=open") if {each["a_id"], each["b_id"]} == both), None))
    return {"name": name, "old": old["id"], "new": new["id"], "pair": pair["id"]}


def chosen(visitor: Visitor, pair: dict[str, Any]) -> Locator:
    """The pair, chosen among those that wait."""
    visitor.page.get_by_role("navigation", name="Pairs").get_by_role("button").filter(has_text=pair["name"]).click()
    return visitor.page.get_by_role("region", name=re.compile(pair["name"]))


def test_two_become_one_with_the_values_that_one_chooses_and_two_again(visit: Visit, admin: Person, alike: dict[str, Any], eventually: Any) -> None:
    visitor = visit("duplicates", "admin").settled()
    pair = chosen(visitor, alike)
    job = pair.get_by_role("group", name="Job title")
    expect(job.get_by_role("radio").nth(0 if admin.get(f"/v1/duplicates/{alike['pair']}")["a_id"] == alike["old"] else 1)).to_be_checked()
    job.get_by_text("Captain").click()
    expect(pair.get_by_role("group", name="Emails").get_by_text("Both")).to_be_visible()
    pair.get_by_role("button", name=re.compile("^Merge")).click()
    expect(visitor.page.get_by_text(f"Merged into Friederike {alike['name']}")).to_be_visible()
    expect(visitor.page.get_by_role("navigation", name="Pairs").get_by_text(alike["name"])).to_have_count(0)
    merged = admin.get(f"/v1/contacts/{alike['old']}")
    assert merged["job_title"] == "Captain"
    assert {each["value"][0] for each in merged["emails"]} == {"a", "b"}
    with visitor.expecting(409):  # while notes and links still move, it is asked again
        visitor.page.get_by_role("button", name="Undo").click()
        expect(visitor.page.get_by_text("Taken back")).to_be_visible()
    eventually(lambda: admin.ask("GET", f"/v1/contacts/{alike['new']}").status == 200)
    assert admin.get(f"/v1/contacts/{alike['old']}")["job_title"] == "Skipper"


def test_a_merge_that_one_may_not_do_is_told_at_the_pick(stack: Any, visit: Visit, admin: Person, eventually: Any) -> None:
    name, (_user, rep) = f"Wall{HERE}", newcomer(stack, eventually, "wall", "rep", locale="en")
    stack.__dict__["acting"]["wall"] = rep
    mine = rep.post("/v1/contacts", {"first_name": "Mine", "last_name": name})["id"]
    admin.post("/v1/contacts", {"first_name": "Theirs", "last_name": name, "owner_id": admin.get("/v1/me")["id"]})
    eventually(lambda: len(rep.found(name)) == 2)
    visitor = visit(f"contacts/{mine}", "wall").settled()
    visitor.page.get_by_role("button", name="More actions").click()
    visitor.page.get_by_role("menuitem", name="Merge with").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="The other one").fill(name)
    expect(visitor.page.get_by_role("option")).to_have_text([f"Theirs {name}"])
    visitor.page.get_by_role("option").click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"You may not change “Theirs {name}”")
    expect(dialog.get_by_role("alert")).to_contain_text("Ada Okafor")
    expect(dialog.get_by_role("button", name="Merge", exact=True)).to_be_disabled()


def test_a_merge_is_taken_back_on_its_record_when_the_notice_has_long_gone(visit: Visit, admin: Person, alike: dict[str, Any], eventually: Any) -> None:
    admin.post(f"/v1/contacts/{alike['old']}/merge", {"other_id": alike["new"]})
    eventually(lambda: admin.get(f"/v1/contacts/{alike['new']}")["id"] == alike["old"])
    visitor = visit(f"contacts/{alike['old']}", "admin").settled()
    with visitor.expecting(409):  # while notes and links still move
        eventually(lambda: taken_back(visitor), seconds=30, every=1)
    eventually(lambda: admin.get(f"/v1/contacts/{alike['new']}")["id"] == alike["new"])
    assert admin.get(f"/v1/contacts/{alike['old']}")["job_title"] == "Skipper"


def taken_back(visitor: Visitor) -> bool:
    """Ask for it by the record's menu; whether it was done."""
    if not visitor.page.get_by_role("menuitem", name="Undo the latest merge").is_visible():
        visitor.page.get_by_role("button", name="More actions").click()
    visitor.page.get_by_role("menuitem", name="Undo the latest merge").click()
    told = visitor.page.get_by_role("alert").last
    expect(told).to_be_visible()
    return "Both are as they were" in visitor.page.locator("body").inner_text()


def test_the_other_record_may_be_the_one_that_stays(visit: Visit, admin: Person, alike: dict[str, Any]) -> None:
    visitor = visit("duplicates", "admin").settled()
    pair = chosen(visitor, alike)
    keep = pair.get_by_role("radio", name="Keep this record")
    keep.nth(1 if keep.nth(0).is_checked() else 0).check()
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("m")
    expect(visitor.page.get_by_text(f"Merged into Friederike {alike['name']}")).to_be_visible()
    assert admin.get(f"/v1/contacts/{alike['new']}")["job_title"] == "Captain"
    assert admin.get(f"/v1/duplicates/{alike['pair']}")["state"] == "merged"


def test_who_are_not_the_same_are_kept_apart_until_somebody_looks_again(visit: Visit, admin: Person, alike: dict[str, Any]) -> None:
    visitor = visit("duplicates", "admin").settled()
    pair = chosen(visitor, alike)
    pair.get_by_role("button", name=re.compile("^Not the same")).click()
    expect(visitor.page.get_by_text("stay apart")).to_be_visible()
    assert admin.get(f"/v1/duplicates/{alike['pair']}")["state"] == "dismissed"
    visitor.page.get_by_text("Kept apart", exact=True).click()
    chosen(visitor, alike).get_by_role("button", name="Look at it again").click()
    expect(visitor.page.get_by_role("navigation", name="Pairs").get_by_text(alike["name"])).to_have_count(0)
    assert admin.get(f"/v1/duplicates/{alike['pair']}")["state"] == "open"


def test_nothing_to_decide_says_when_there_will_be(visit: Visit) -> None:
    visitor = visit("duplicates", "read_only").settled()
    expect(visitor.page.locator("main").get_by_role("button", name=re.compile("^Merge"))).to_have_count(0)


def deleted(admin: Person, name: str, **more: Any) -> str:
    """A company in the bin."""
    id = str(admin.post("/v1/companies", {"name": name, **more})["id"])
    admin.delete(f"/v1/companies/{id}")
    return id


def row(visitor: Visitor, name: str) -> Locator:
    """A row of the bin."""
    return visitor.page.get_by_role("row").filter(has_text=name)


def test_what_was_deleted_comes_back(visit: Visit, admin: Person, eventually: Any) -> None:
    one, two = (deleted(admin, f"Bin {number} {HERE}") for number in (1, 2))
    eventually(lambda: {one, two} <= {each["id"] for each in admin.every("/v1/companies?deleted=true")})
    visitor = visit("bin?of=companies", "admin").settled()
    expect(row(visitor, f"Bin 1 {HERE}")).to_contain_text("in 30 days")
    row(visitor, f"Bin 1 {HERE}").get_by_role("button", name="Restore").click()
    expect(visitor.page.get_by_text(f"Bin 1 {HERE} is back")).to_be_visible()
    expect(row(visitor, f"Bin 1 {HERE}")).to_have_count(0)
    assert admin.get(f"/v1/companies/{one}")["name"] == f"Bin 1 {HERE}"
    assert admin.ask("GET", f"/v1/companies/{two}").status == 404
    row(visitor, f"Bin 2 {HERE}").get_by_role("checkbox").check()
    visitor.page.get_by_role("button", name="Restore", exact=True).first.click()
    expect(row(visitor, f"Bin 2 {HERE}")).to_have_count(0)
    assert admin.ask("GET", f"/v1/companies/{two}").status == 200


def test_what_was_taken_meanwhile_says_why_it_cannot_come_back(visit: Visit, admin: Person, eventually: Any) -> None:
    claimed = {"emails": [{"value": f"claimed.{HERE}@example.com"}]}
    gone = admin.post("/v1/contacts", {"last_name": f"Gone{HERE}", **claimed})["id"]
    admin.delete(f"/v1/contacts/{gone}")
    admin.post("/v1/contacts", {"last_name": f"Newcomer{HERE}", **claimed})
    eventually(lambda: gone in {each["id"] for each in admin.every("/v1/contacts?deleted=true")})
    visitor = visit("bin?of=contacts", "admin").settled()
    with visitor.expecting(409):
        row(visitor, f"Gone{HERE}").get_by_role("button", name="Restore").click()
        expect(row(visitor, f"Gone{HERE}").get_by_role("alert")).not_to_be_empty()
    assert admin.ask("GET", f"/v1/contacts/{gone}").status == 404


def test_who_may_not_delete_has_no_bin(visit: Visit) -> None:
    visitor = visit("bin", "read_only").settled()
    expect(visitor.page.get_by_role("button", name="Restore")).to_have_count(0)
