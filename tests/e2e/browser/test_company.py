"""Lines 2, 10 and 11: the five settings of the first day, of what one is told, and response time as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person, acting

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
SETTINGS = "/v1/company_settings/cos_00000000000000000000000000"
FIVE = ("name", "time_zone", "currency", "reply_to", "modules_off")
KNOWN = 75_000  # milliseconds until every function has read the configuration anew, and the page has asked again


@pytest.fixture
def company(admin: Person) -> Iterator[Person]:
    """The administrator of a company that has set up nothing, before and after."""
    nothing = dict.fromkeys(FIVE)
    admin.patch(SETTINGS, nothing)
    yield admin
    admin.patch(SETTINGS, nothing)


def test_the_first_steps_ask_for_five_settings_and_know_when_they_are_made(company: Person, visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    page, steps = visitor.page, visitor.page.get_by_role("region", name="First steps").or_(visitor.page.locator("section", has_text="First steps"))
    expect(steps.get_by_text("1 of 5 done")).to_be_visible()  # the sample has people
    page.get_by_role("link", name="Set", exact=True).first.click()
    page.get_by_label("Name", exact=True).fill(f"Berg {HERE}")
    for field, typed, option in (("Time zone", "Berl", "Europe/Berlin"), ("Currency", "swiss", "CHF")):
        page.get_by_role("combobox", name=field).fill(typed)
        page.get_by_role("option", name=option).first.click()
    page.get_by_label("Mail address").fill("nobody")
    with visitor.expecting(422):
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Must be an email address")).to_be_visible()
    page.get_by_label("Mail address").fill("sales@berg.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Everybody sees it within a minute.")).to_be_visible()
    stored = company.get(SETTINGS)
    assert [stored[name] for name in FIVE] == [f"Berg {HERE}", "Europe/Berlin", "CHF", "sales@berg.example", None]
    expect(page.get_by_role("link", name=f"Berg {HERE}")).to_be_visible(timeout=KNOWN)
    expect(page).to_have_title(f"Berg {HERE} · Kith")
    visitor.go("").settled()
    expect(page.get_by_text("First steps")).to_have_count(0)
    visitor.go("companies").settled()
    page.get_by_role("button", name="New Company").first.click()
    expect(page.get_by_label("Currency").first).to_have_value("CHF")


def test_each_first_step_is_told_by_what_is_there_and_all_can_be_hidden(company: Person, visit: Visit) -> None:
    company.patch(SETTINGS, {"currency": "CHF"})
    visitor = visit("", "admin").settled()
    page = visitor.page
    steps = page.locator("section").filter(has=page.get_by_role("heading", name="First steps"))
    expect(steps.get_by_text("2 of 5 done")).to_be_visible()  # the sample has people
    done = steps.get_by_role("img", name="done").locator("xpath=..")
    for step in ("Its currency", "Invite colleagues", "Bring your contacts", "A form for your website"):
        expect(done.filter(has_text=step)).to_have_count(1)
    for step in ("Your company’s name", "Its time zone", "Its mail address"):
        expect(steps.get_by_text(step)).to_be_visible()
        expect(done.filter(has_text=step)).to_have_count(0)
    page.get_by_role("button", name="Hide the first steps").click()
    expect(steps).to_have_count(0)
    visitor.open("").settled()
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(steps).to_have_count(0)


def test_what_is_switched_off_leaves_the_sidebar(company: Person, visit: Visit) -> None:
    visitor = visit("settings/company", "admin").settled()
    page, sidebar = visitor.page, visitor.page.get_by_role("navigation", name="Records")
    expect(sidebar.get_by_role("link", name="Notes")).to_be_visible()
    page.get_by_role("switch", name="Notes").click()
    with visitor.expecting(403):  # a screen that is open asks once more
        page.get_by_role("button", name="Save").click()
        expect(sidebar.get_by_role("link", name="Notes")).to_have_count(0, timeout=KNOWN)
    expect(page.get_by_role("switch", name="Notes")).not_to_be_checked()


def test_a_rep_chooses_of_what_to_be_mailed(visit: Visit, stack: Any, eventually: Any) -> None:
    rep = acting(stack, "rep")  # who speaks German
    visitor = visit("settings/profile", "rep", viewport=NARROW).settled()
    row = visitor.page.get_by_role("row", name="Ein Lead gehört jetzt mir")
    expect(row.get_by_text("immer")).to_be_visible()
    switch = visitor.page.get_by_role("switch", name="Jemand hat mich erwähnt: E-Mail")
    visitor.page.get_by_role("row", name="Jemand hat mich erwähnt").locator(".mantine-Switch-track").last.click()
    expect(switch).not_to_be_checked()
    eventually(lambda: rep.get("/v1/me")["mail_off"] == ["mention"])
    switch.press("Space")
    expect(switch).to_be_checked()
    eventually(lambda: not rep.get("/v1/me")["mail_off"])


def test_nobody_is_offered_to_make_what_only_the_system_makes(visit: Visit) -> None:
    visitor = visit("submissions", "admin").settled()
    expect(visitor.page.get_by_role("button", name="New Submission")).to_have_count(0)


def test_response_time_is_a_picture_of_averages(admin: Person, visit: Visit) -> None:
    name = f"Answers {HERE}"
    lead = admin.post("/v1/leads?allow_duplicate=true", {"last_name": name, "owner_id": admin.get("/v1/me")["id"]})["id"]
    assert admin.patch(f"/v1/leads/{lead}", {"status": "working"})["response_minutes"] == 0
    admin.post("/v1/reports", {"name": name, "object": "leads", "group_by": ["owner_id"], "averages": ["response_minutes"],
                               "visibility": "private"})
    visitor = visit("reports", "admin").settled()
    tile = visitor.page.get_by_role("region", name=name).or_(visitor.page.locator(f"section[aria-label='{name}']")).first
    expect(tile.get_by_text("on average")).to_be_visible(timeout=KNOWN)
    tile.get_by_role("button", name=f"{name} as a table").click()
    expect(tile.get_by_role("columnheader", name="On average")).to_be_visible()
