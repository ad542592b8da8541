"""Cleaning rules in the client: made, looked at before and after, run, taken back, refused where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
LOUD = "TIDYMAN" + HERE.translate(str.maketrans("0123456789", "ghijklmnop")).upper()  # a digit would part the word


def pick(page: Page, within: Locator, label: str, option: str) -> None:
    """One of a choice, by its words."""
    within.get_by_role("combobox", name=label).or_(within.get_by_role("textbox", name=label)).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_rule_is_made_tried_run_and_taken_back(visit: Visit, admin: Person, eventually: Any) -> None:
    contact = admin.post("/v1/contacts", {"first_name": "ANN", "last_name": LOUD})["id"]
    visitor = visit("quality", "admin").settled()
    page = visitor.page
    page.get_by_role("main").get_by_role("link", name="Cleaning rules").click()
    page.get_by_role("button", name="New rule").first.click()
    sheet = page.get_by_role("dialog")
    with visitor.expecting(422):
        sheet.get_by_role("button", name="Save and preview").click()
        expect(sheet.get_by_role("textbox", name="Name").first).to_have_attribute("aria-invalid", "true")
    sheet.get_by_role("textbox", name="Name").first.fill(f"Calm names {HERE}")
    pick(page, sheet, "What is done", "Write names as usual")
    pick(page, sheet, "Field", "Last name")
    sheet.get_by_role("textbox").last.fill(LOUD)
    expect(sheet.get_by_role("link", name=re.compile(LOUD))).to_be_visible()
    assert grave(visitor) == []
    sheet.get_by_role("button", name="Save and preview").click()
    expect(sheet.get_by_text("1 record would be changed.")).to_be_visible()
    expect(sheet.get_by_role("listitem")).to_contain_text(f"ANN→AnnLast name{LOUD}→{LOUD.capitalize()}")
    visitor.rested()
    assert grave(visitor) == []
    sheet.get_by_role("button", name="Run now").click()
    expect(sheet.get_by_text("1 record done, 0 failed")).to_be_visible()
    assert admin.get(f"/v1/contacts/{contact}")["last_name"] == LOUD.capitalize()
    sheet.get_by_role("button", name="Take it back").click()
    expect(sheet.get_by_text("1 record done, 0 failed")).to_have_count(2)
    eventually(lambda: admin.get(f"/v1/contacts/{contact}")["last_name"] == LOUD)
    page.keyboard.press("Escape")
    expect(page.get_by_role("main")).to_contain_text(f"Last name is “{LOUD}”")
    page.reload()
    page.get_by_role("button", name=f"Preview and run: Calm names {HERE}").click()
    expect(sheet.get_by_text("Taken back")).to_be_visible()
    expect(sheet.get_by_text("1 record done, 0 failed")).to_have_count(2)
    expect(sheet.get_by_role("button", name="Take it back")).to_have_count(0)


def test_what_a_way_of_cleaning_needs_is_asked_for_and_refused_at_its_place(visit: Visit, admin: Person, eventually: Any) -> None:
    visitor = visit("settings/cleaning?open=new", "admin", viewport=NARROW, color_scheme="dark").settled()
    page, sheet = visitor.page, visitor.page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="Name").first.fill(f"Old notes {HERE}")
    pick(page, sheet, "What is cleaned", "Notes")
    pick(page, sheet, "What is done", "Delete what nothing happens with")
    days = sheet.get_by_role("textbox", name="Days without anything")
    days.fill("3")
    with visitor.expecting(422):
        sheet.get_by_role("button", name="Save and preview").click()
        expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(visitor) == []
    days.fill("90")
    sheet.get_by_text("Every night").click()
    sheet.get_by_role("button", name="Save and preview").click()
    expect(sheet.get_by_text("would be changed").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("switch", name=f"Old notes {HERE} is active")).to_be_checked()
    rule = eventually(lambda: next(each for each in admin.every("/v1/cleaning_rules") if each["name"] == f"Old notes {HERE}"))
    assert (rule["object"], rule["kind"], rule["days"], rule["schedule"]) == ("notes", "delete_stale", 90, "daily")
    visitor.open(f"settings/cleaning?open={rule['id']}")
    sheet.get_by_role("button", name="Delete", exact=True).click()
    sure = sheet.get_by_role("alert").get_by_role("button", name="Delete")
    expect(sure).to_be_visible()
    assert grave(visitor) == []
    sure.click()
    expect(sheet).to_have_count(0)
    eventually(lambda: rule["id"] not in [each["id"] for each in admin.every("/v1/cleaning_rules")])


def test_who_may_not_read_the_rules_is_not_led_to_them(visit: Visit) -> None:
    visitor = visit("quality", "read_only").settled()
    expect(visitor.page.get_by_role("main").get_by_role("link", name="Cleaning rules")).to_have_count(0)
