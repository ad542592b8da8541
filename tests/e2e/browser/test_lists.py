"""Line 3: lists that are narrowed, sorted, chosen from and shared by their address, and that show what others do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def only(name: str, field: str = "name") -> str:
    """The filter of records whose name begins like this, as it stands in an address."""
    return "filter=" + quote(json.dumps({"field": field, "op": "starts", "value": name}))


@pytest.fixture
def five(admin: Person, eventually: Any, request: pytest.FixtureRequest) -> str:
    """Five companies of this test; the beginning of their names."""
    name = f"{request.node.name[5:17]}{HERE}"
    for number in range(5):
        admin.post("/v1/companies", {"name": f"{name} {number}", "industry": "Trade"})
    eventually(lambda: len(admin.get(f"/v1/companies?{only(name)}")["data"]) == 5)
    return name


def rows(visitor: Visitor, name: str) -> Any:
    """The rows whose record is named so."""
    return visitor.page.get_by_role("row").filter(has=visitor.page.get_by_role("link", name=name))


def test_a_filter_stands_in_the_address_and_outlives_a_reload(visit: Visit, five: str) -> None:
    visitor = visit(f"companies?{only(five)}", "admin")
    expect(rows(visitor, five)).to_have_count(5)
    visitor.page.reload()
    expect(rows(visitor, five)).to_have_count(5)


def test_tasks_begin_with_what_is_open_and_all_are_one_press_away(visit: Visit, admin: Person, eventually: Any) -> None:
    name = f"Told apart {HERE}"
    tasks = [admin.post("/v1/tasks", {"subject": f"{name} {number}", "due_at": f"202{number}-01-01T00:00:00Z"}) for number in range(2)]
    admin.post(f"/v1/tasks/{tasks[0]['id']}/complete", {})
    eventually(lambda: {each["subject"] for each in admin.get("/v1/tasks?status=open&sort=due_at")["data"]} & {each["subject"] for each in tasks} == {f"{name} 1"})
    visitor = visit("tasks", "admin")
    expect(rows(visitor, name)).to_have_text([re.compile(f"{name} 1")])
    visitor.page.get_by_role("radiogroup", name="Status").get_by_text("All", exact=True).click()
    expect(rows(visitor, name).first).to_have_text(re.compile(f"{name} 1"))
    assert "status=all" in visitor.page.url
    visitor.open(f"tasks?status=all&{only(name, 'subject')}")
    expect(rows(visitor, name)).to_have_text([re.compile(f"{name} 1"), re.compile(f"{name} 0")])


def test_a_head_sorts_both_ways(visit: Visit, five: str) -> None:
    visitor = visit(f"companies?{only(five)}&sort=name", "admin")
    expect(rows(visitor, five).nth(0)).to_contain_text(f"{five} 0")
    visitor.page.get_by_role("columnheader", name="Name").get_by_role("button").first.click()
    expect(rows(visitor, five).nth(0)).to_contain_text(f"{five} 4")


def test_a_cell_is_changed_by_touch(visit: Visit, admin: Person, five: str, eventually: Any) -> None:
    visitor = visit(f"companies?{only(five)}&sort=name&columns=industry", "admin", viewport=NARROW, has_touch=True, is_mobile=True).settled()
    cell = rows(visitor, f"{five} 1").locator("td").filter(has_text="Trade")
    expect(visitor.page.get_by_role("button", name="Edit Industry")).to_have_count(0)
    cell.tap()
    visitor.page.get_by_role("button", name="Edit Industry").tap()
    field = visitor.page.get_by_role("textbox", name="Industry")
    field.fill("Crafts")
    field.press("Enter")
    expect(rows(visitor, f"{five} 1")).to_contain_text("Crafts")
    company = next(each for each in admin.get(f"/v1/companies?{only(five)}")["data"] if each["name"] == f"{five} 1")
    assert admin.get(f"/v1/companies/{company['id']}")["industry"] == "Crafts"


def test_a_row_is_a_link_and_a_peek_stays_on_the_list(visit: Visit, five: str) -> None:
    visitor = visit(f"companies?{only(five)}&sort=name", "admin")
    rows(visitor, f"{five} 2").hover()
    rows(visitor, f"{five} 2").get_by_role("button", name=f"{five} 2").first.click(force=True)
    expect(visitor.page.get_by_role("dialog")).to_contain_text(f"{five} 2")
    visitor.page.keyboard.press("Escape")
    rows(visitor, five).get_by_role("link", name=f"{five} 3").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"{five} 3")
    visitor.page.go_back()
    expect(rows(visitor, five)).to_have_count(5)


def test_what_others_make_appears_within_half_a_minute(visit: Visit, five: str, admin: Person, eventually: Any) -> None:
    visitor = visit("notifications", "admin")
    visitor.page.clock.install()
    visitor.open(f"companies?{only(five)}")
    expect(rows(visitor, five)).to_have_count(5)
    admin.post("/v1/companies", {"name": f"{five} by a colleague"})
    eventually(lambda: len(admin.get(f"/v1/companies?{only(five)}")["data"]) == 6)
    visitor.page.clock.fast_forward(30_500)
    expect(rows(visitor, five)).to_have_count(6)


def test_several_are_deleted_at_once_by_the_job_that_programs_use(visit: Visit, five: str, admin: Person, eventually: Any) -> None:
    visitor = visit(f"companies?{only(five)}", "admin")
    expect(rows(visitor, five)).to_have_count(5)
    for row in rows(visitor, five).all()[:2]:
        row.get_by_role("checkbox").check()
    visitor.page.get_by_role("region", name="Change many").get_by_role("button", name="Delete").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    eventually(lambda: len(admin.get(f"/v1/companies?{only(five)}")["data"]) == 3)


def test_who_may_only_read_is_offered_nothing_else(visit: Visit) -> None:
    visitor = visit("companies", "read_only").settled()
    expect(visitor.page.get_by_role("row").nth(2)).to_be_visible()
    expect(visitor.page.get_by_role("button", name=re.compile("^New"))).to_have_count(0)


def test_an_empty_list_says_what_to_do(visit: Visit) -> None:
    visitor = visit(f"companies?{only('Nobody is called so')}", "admin").settled()
    expect(visitor.page.get_by_role("heading", level=2)).to_be_visible()
    expect(visitor.page.get_by_role("row")).to_have_count(0)


def test_a_list_is_filtered_by_an_added_field(visit: Visit, five: str, admin: Person, eventually: Any) -> None:
    name, label = f"shelves_{HERE}", f"Shelves {HERE}"
    admin.post("/v1/fields", {"object": "companies", "name": name, "type": "integer", "label": label})
    companies = admin.get(f"/v1/companies?{only(five)}&sort=name")["data"]
    for number, each in enumerate(companies):  # processes learn of the field one after another
        eventually(lambda each=each, number=number: admin.ask("PATCH", f"/v1/companies/{each['id']}", {name: number * 10}).status == 200)
    eventually(lambda: all(name in [field["name"] for field in admin.get("/v1/schema/companies")["fields"]] for _ in range(5)))
    visitor = visit(f"companies?{only(five)}", "admin").settled()
    page = visitor.page
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Add a line", exact=True).click()
    lines = page.get_by_role("dialog")
    lines.get_by_role("combobox", name="Field").last.fill(label)
    page.get_by_role("option", name=label).click()
    lines.get_by_role("combobox", name="Comparison").last.click()
    page.get_by_role("option", name="at least").click()
    lines.get_by_label(label).fill("30")
    expect(rows(visitor, five)).to_have_count(2)
    expect(rows(visitor, f"{five} 2")).to_have_count(0)
    assert name in page.url
