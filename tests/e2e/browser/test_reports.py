"""Line 11: numbers as pictures: equal to the API's, also as a table, and each leads to the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
KINDS = {"customer": 3, "partner": 2}


@pytest.fixture
def counted(admin: Person, eventually: Any) -> Iterator[str]:
    """A report over five companies of this test, ready to be read; its id."""
    industry = f"Counted {HERE}"
    if not admin.get(f"/v1/companies?limit=1&filter=%7B%22field%22%3A%22industry%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22Counted%20{HERE}%22%7D")["data"]:
        for kind, count in KINDS.items():
            for number in range(count):
                admin.post("/v1/companies", {"name": f"{kind} {number} {HERE}", "industry": industry, "company_type": kind})
    report = admin.post("/v1/reports", {"name": f"By kind {HERE}", "object": "companies", "visibility": "private", "group_by": ["company_type"],
                                        "filter": {"field": "industry", "op": "eq", "value": industry}})["id"]
    eventually(lambda: numbers(admin, report) == KINDS)
    yield str(report)
    admin.delete(f"/v1/reports/{report}")


def numbers(admin: Person, report: str) -> dict[str, int]:
    """What the API counts, by kind."""
    return {row["groups"]["company_type"]: row["count"] for row in admin.get(f"/v1/reports/{report}/data")["rows"]}


def tile(visitor: Visitor, name: str) -> Locator:
    """A report's tile."""
    return visitor.page.get_by_role("region", name=name, exact=True)


@pytest.mark.parametrize("size", [{}, {"viewport": NARROW}], ids=["wide", "narrow"])
def test_a_picture_shows_what_the_api_counts_and_so_does_its_table(visit: Visit, counted: str, size: dict[str, Any]) -> None:
    visitor = visit("reports", "admin", **size).settled()
    here = tile(visitor, f"By kind {HERE}")
    for kind, count in KINDS.items():
        expect(here.get_by_role("listitem").filter(has_text=kind.title())).to_contain_text(str(count))
    expect(here).to_contain_text("5 in all")
    widths = [bar.bounding_box()["width"] for bar in here.locator("li svg g rect").all()]
    assert sorted(widths)[0] / sorted(widths)[-1] == pytest.approx(2 / 3, abs=0.02)
    here.get_by_role("button", name=f"By kind {HERE}").first.click()
    for kind, count in KINDS.items():
        expect(here.get_by_role("row").filter(has_text=kind.title()).get_by_role("cell").last).to_have_text(str(count))
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_bar_leads_to_the_records_behind_it(visit: Visit, counted: str) -> None:
    visitor = visit("reports", "admin").settled()
    tile(visitor, f"By kind {HERE}").get_by_role("link").filter(has_text="Customer").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Companies")
    expect(visitor.page.get_by_role("row").filter(has_text=HERE)).to_have_count(KINDS["customer"])
    expect(visitor.page.get_by_role("row").filter(has_text=f"partner 0 {HERE}")).to_have_count(0)


def test_a_report_has_a_page_with_its_picture(visit: Visit, counted: str) -> None:
    visitor = visit("reports", "admin").settled()
    tile(visitor, f"By kind {HERE}").get_by_role("button", name=f"More for By kind {HERE}").click()
    visitor.page.get_by_role("menuitem", name="Open").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"By kind {HERE}")
    assert visitor.page.url.endswith(f"#/reports/{counted}")
    expect(tile(visitor, f"By kind {HERE}").get_by_role("listitem").filter(has_text="Customer")).to_contain_text(str(KINDS["customer"]))
    expect(visitor.page.get_by_role("main").get_by_role("definition").filter(has_text="company_type")).to_be_visible()
    visitor.settled()
    assert grave(visitor) == []


def test_a_report_is_made_and_taken_away(visit: Visit, admin: Person, eventually: Any) -> None:
    visitor = visit("reports", "admin").settled()
    page = visitor.page
    page.get_by_role("button", name="New report").click()
    dialog = page.get_by_role("dialog")
    with visitor.expecting(422):
        dialog.get_by_role("button", name="Create").click()
        expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Name").fill(f"Made {HERE}")
    dialog.get_by_role("combobox", name="What is counted").click()
    page.get_by_role("option", name="Tasks", exact=True).click()
    dialog.get_by_label("By").first.click()
    page.get_by_role("option", name="Status", exact=True).click()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Create").click()
    made = tile(visitor, f"Made {HERE}")
    expect(made.get_by_role("listitem").first).to_be_visible()
    report = next(each for each in admin.every("/v1/reports") if each["name"] == f"Made {HERE}")
    assert (report["object"], report["group_by"]) == ("tasks", ["status"])
    made.get_by_role("button", name="More").or_(made.locator("button[aria-haspopup=menu]")).first.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(made).to_have_count(0)
    eventually(lambda: admin.ask("GET", f"/v1/reports/{report['id']}").status == 404)


def test_nothing_counted_says_so(visit: Visit, admin: Person, eventually: Any) -> None:
    report = admin.post("/v1/reports", {"name": f"Nothing {HERE}", "object": "companies", "visibility": "private", "group_by": ["company_type"],
                                        "filter": {"field": "name", "op": "eq", "value": "Nobody is called so"}})["id"]
    eventually(lambda: admin.get(f"/v1/reports/{report}/data")["state"] == "ready")
    visitor = visit("reports", "admin").settled()
    expect(tile(visitor, f"Nothing {HERE}")).to_contain_text("Nothing")
    expect(tile(visitor, f"Nothing {HERE}").get_by_role("link")).to_have_count(0)
    admin.delete(f"/v1/reports/{report}")
