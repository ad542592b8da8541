"""Line 6: quick create from anywhere, wrong fields told all at once, duplicates told before they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.hands import middle
from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def sheet(visitor: Visitor, kind: str) -> Locator:
    """The sheet that makes a record of a kind, from the button that is always there."""
    visitor.page.get_by_role("button", name="New", exact=True).click()
    visitor.page.get_by_role("menuitem", name=kind).click()
    return visitor.page.get_by_role("dialog")


def test_a_contact_is_made_from_anywhere(visit: Visit, admin: Person) -> None:
    visitor = visit("companies", "admin").settled()
    dialog = sheet(visitor, "Contact")
    dialog.get_by_label("First name").fill("Quick")
    dialog.get_by_label("Last name").fill(f"Created {HERE}")
    dialog.get_by_role("button", name="Create contact").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Quick Created {HERE}")
    made = admin.get(f"/v1/contacts/{visitor.page.url.rpartition('/')[2]}")
    assert (made["first_name"], made["last_name"]) == ("Quick", f"Created {HERE}")


def test_what_was_typed_outlasts_a_closed_sheet_but_no_cancelled_one(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    name = sheet(visitor, "Contact").get_by_label("Last name")
    name.fill("Half")
    visitor.page.keyboard.press("Escape")
    expect(name).to_have_count(0)
    expect(sheet(visitor, "Contact").get_by_label("Last name")).to_have_value("Half")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(name).to_have_count(0)
    expect(sheet(visitor, "Contact").get_by_label("Last name")).to_have_value("")


def test_what_is_wrong_is_told_at_its_fields(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    dialog = sheet(visitor, "Company")
    dialog.get_by_label("Domain").fill("no domain at all")
    with visitor.expecting(422):
        dialog.get_by_role("button", name="Create company").click()
        expect(dialog.locator("[aria-invalid=true]")).to_have_count(2)
    expect(dialog.get_by_label("Domain")).to_have_value("no domain at all")


def test_what_is_wrong_above_the_fold_is_brought_into_view(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    dialog = sheet(visitor, "Lead")
    dialog.get_by_label("Phones").first.fill("not a number")
    dialog.get_by_label("Last name").fill(f"Folded {HERE}")
    dialog.get_by_role("button", name="All fields").click()
    visitor.rested()
    with visitor.expecting(422):
        dialog.get_by_role("button", name="Create lead").click()
        wrong = dialog.locator("[aria-invalid=true]")
        expect(wrong).to_be_focused()
    expect(wrong).to_be_in_viewport()


def test_a_duplicate_above_the_fold_is_brought_into_view(visit: Visit, admin: Person) -> None:
    email = f"folded.{HERE}@example.com"
    admin.post("/v1/contacts", {"last_name": f"Known {HERE}", "emails": [{"value": email}]})
    visitor = visit("", "admin").settled()
    dialog = sheet(visitor, "Contact")
    dialog.get_by_label("Emails").first.fill(email)
    dialog.get_by_label("Last name").fill(f"Again {HERE}")
    dialog.get_by_role("button", name="All fields").click()
    visitor.rested()
    with visitor.expecting(409):
        dialog.get_by_role("button", name="Create contact").click()
        told = dialog.get_by_role("alert").filter(has_text=f"Known {HERE}")
        expect(told).to_be_focused()
    expect(told).to_be_in_viewport()


def test_a_duplicate_is_told_and_made_only_knowingly(visit: Visit, admin: Person) -> None:
    email = f"twice.{HERE}@example.com"
    first = admin.post("/v1/contacts", {"last_name": f"First {HERE}", "emails": [{"value": email}]})
    visitor = visit("", "admin").settled()
    dialog = sheet(visitor, "Contact")
    dialog.get_by_label("Last name").fill(f"Second {HERE}")
    dialog.get_by_label("Emails").first.fill(email)
    dialog.get_by_label("Last name").focus()
    with visitor.expecting(409):
        dialog.get_by_role("button", name="Create contact").click()
        expect(dialog.get_by_role("alert")).to_contain_text(f"First {HERE}")
    dialog.get_by_role("button", name="anyway").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Second {HERE}")
    assert not visitor.page.url.endswith(first["id"])


def test_what_was_typed_survives_a_lost_connection(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    dialog = sheet(visitor, "Contact")
    dialog.get_by_label("Last name").fill(f"Offline {HERE}")
    visitor.context.set_offline(True)
    dialog.get_by_role("button", name="Create contact").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    visitor.context.set_offline(False)
    dialog.get_by_role("button", name="Create contact").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Offline {HERE}")
    visitor.wrong[:] = [each for each in visitor.wrong if "ERR_INTERNET_DISCONNECTED" not in each]


def test_pressing_twice_writes_once(visit: Visit, admin: Person, eventually: Any) -> None:
    name = f"Twice {HERE}"
    visitor = visit("companies", "admin").settled()
    page, dialog = visitor.page, sheet(visitor, "Contact")
    dialog.get_by_label("Last name").fill(name)
    dialog.get_by_role("button", name="Create contact").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    made = page.url.rpartition("/")[2]
    page.get_by_label("Write a note").fill(f"Once and for all {HERE}")
    page.get_by_role("button", name="Save note").dblclick()
    page.get_by_role("tab", name="Tasks").click()
    page.get_by_label("New task").fill(f"Only one {HERE}")
    page.get_by_role("button", name="Add the task").dblclick()
    expect(page.get_by_role("link", name=f"Only one {HERE}")).to_have_count(1)
    sent = [each for each in visitor.calls if each.startswith("POST") and each.partition("?")[0].endswith(("/v1/contacts", "/v1/notes", "/v1/tasks"))]
    assert len(sent) == 3, sent
    eventually(lambda: [each["id"] for each in admin.every("/v1/contacts") if each["last_name"] == name] == [made])
    assert [each["kind"] for each in admin.get(f"/v1/contacts/{made}/timeline")["data"]].count("note") <= 1


def test_a_lead_that_is_qualified_by_a_double_click_is_qualified_once(visit: Visit, admin: Person) -> None:
    lead = admin.post("/v1/leads", {"last_name": f"Qualify twice {HERE}", "status": "working", "owner_id": admin.get("/v1/me")["id"]})["id"]
    visitor = visit(f"leads/{lead}", "admin").settled()
    mouse, place = visitor.page.mouse, middle(visitor.page.get_by_role("button", name="Qualify", exact=True))
    mouse.click(*place)
    expect(visitor.page.locator("main").get_by_text("Qualified").first).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Qualify", exact=True)).to_have_count(0)
    mouse.down(click_count=2)  # another button stands there by now
    mouse.up(click_count=2)
    visitor.go("companies").settled()
    assert [each for each in visitor.calls if each.startswith("POST")] == [f"POST /v1/leads/{lead}/qualify"]
