"""Line 10, one's own settings: language and time zone hold at once, everywhere, and on the next visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person, newcomer

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def mover(stack: Any, eventually: Any) -> Person:
    """Somebody who reads English and lives by the company's clock; the browser stands in Berlin."""
    _user, person = newcomer(stack, eventually, "mover", "admin", locale="en")
    stack.__dict__["acting"]["mover"] = person
    return person


def choose(visitor: Visitor, label: str, typed: str, option: str) -> None:
    """One of many, by typing."""
    visitor.page.get_by_role("combobox", name=label).fill(typed)
    visitor.page.get_by_role("option", name=option, exact=True).click()


def known_everywhere(visitor: Visitor) -> None:
    """Wait until every process has read the configuration anew (KITH_CONFIGURATION_AGE, 2 s here): each answers `/v1/me` by its own."""
    visitor.page.wait_for_timeout(2500)


def test_a_language_is_spoken_at_once_and_on_the_next_visit(visit: Visit, mover: Person, eventually: Any) -> None:
    visitor = visit("settings/profile", "mover").settled()
    page = visitor.page
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="Deutsch").click()
    page.locator("form").filter(has=page.get_by_label("First name")).get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    expect(page.get_by_role("navigation").first).to_contain_text("Kontakte")
    eventually(lambda: mover.get("/v1/me")["locale"] == "de")
    known_everywhere(visitor)
    visitor.open("contacts").settled()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontakte")
    assert page.evaluate("document.documentElement.lang") == "de"


@pytest.mark.parametrize("size", [{}, {"viewport": NARROW}], ids=["wide", "narrow"])
def test_times_are_shown_and_typed_by_ones_own_clock(visit: Visit, mover: Person, size: dict[str, Any], eventually: Any) -> None:
    mover.patch("/v1/me", {"locale": "en", "time_zone": None, "away_from": "2027-01-15T08:00:00.000Z", "away_until": None})
    task = mover.post("/v1/tasks", {"subject": f"By the clock {HERE}", "due_at": "2027-01-15T08:00:00.000Z"})["id"]
    visitor = visit("settings/profile", "mover", **size).settled()
    page = visitor.page
    known_everywhere(visitor)
    visitor.open("settings/profile").settled()
    choose(visitor, "Time zone", "Auckland", "Pacific/Auckland")
    page.locator("form").filter(has=page.get_by_label("First name")).get_by_role("button", name="Save").click()
    expect(page.get_by_label("Away from")).to_have_value("2027-01-15T21:00")  # half a day ahead of Berlin, where the browser is
    known_everywhere(visitor)
    visitor.open(f"tasks/{task}").settled()
    expect(page.locator("main").get_by_title("15 January 2027 at 21:00").first).to_be_visible()
    visitor.go("settings/profile").settled()
    page.get_by_label("Away until").fill("2027-01-16T09:30")
    page.locator("form").filter(has=page.get_by_label("First name")).get_by_role("button", name="Save").click()
    eventually(lambda: mover.get("/v1/me")["away_until"] == "2027-01-15T20:30:00.000Z")
