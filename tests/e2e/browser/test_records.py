"""Line 4: a record's page: changed in place, conflicts told field by field, notes, history, the decision in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, acting
from tests.e2e.test_imports import upload

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture
def company(admin: Person) -> str:
    """A company of this test."""
    return str(admin.post("/v1/companies", {"name": f"Paper {HERE}", "industry": "Trade"})["id"])


def change(visitor: Visitor, label: str, value: str) -> None:
    """Change one field in place."""
    visitor.page.get_by_role("button", name=f"Edit {label}").click()
    visitor.page.locator("main").get_by_role("textbox", name=label, exact=True).fill(value)


def test_a_field_is_changed_in_place(visit: Visit, company: str, admin: Person, eventually: Any) -> None:
    visitor = visit(f"companies/{company}", "admin").settled()
    change(visitor, "Industry", "Printing")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main").get_by_text("Printing").first).to_be_visible()
    eventually(lambda: admin.get(f"/v1/companies/{company}")["industry"] == "Printing")


def test_a_conflict_is_told_at_the_field_with_both_values(visit: Visit, company: str, admin: Person) -> None:
    visitor = visit(f"companies/{company}", "admin").settled()
    change(visitor, "Industry", "Mine")
    admin.patch(f"/v1/companies/{company}", {"industry": "Theirs"})
    with visitor.expecting(412):
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator("main").get_by_text("Theirs").first).to_be_visible()
    assert admin.get(f"/v1/companies/{company}")["industry"] == "Theirs"


def test_what_others_change_appears_and_what_is_typed_stays(visit: Visit, company: str, admin: Person) -> None:
    visitor = visit("notifications", "admin")
    visitor.page.clock.install()
    visitor.open(f"companies/{company}").settled()
    change(visitor, "Name", "half-typed")
    admin.patch(f"/v1/companies/{company}", {"industry": "By a colleague"})
    visitor.page.clock.fast_forward(30_500)
    expect(visitor.page.locator("main").get_by_text("By a colleague").first).to_be_visible()
    expect(visitor.page.locator("main").get_by_role("textbox", name="Name", exact=True)).to_have_value("half-typed")


def test_a_note_is_kept_until_it_is_saved_and_shown_afterwards(visit: Visit, company: str) -> None:
    visitor = visit(f"companies/{company}", "admin").settled()
    note = visitor.page.get_by_label("Write a note", exact=True)
    note.fill(f"They want **paper** {HERE}")
    visitor.page.reload()
    expect(note).to_have_value(f"They want **paper** {HERE}")
    note.press("Control+Enter")
    expect(note).to_have_value("")
    expect(visitor.page.get_by_role("tabpanel").get_by_text(HERE).first).to_be_visible()


def test_whom_one_mentions_is_seen_by_name_while_writing_and_told(stack: Any, visit: Visit, company: str, admin: Person, eventually: Any) -> None:
    lena = acting(stack, "rep").get("/v1/me")
    name = f"{lena['first_name']} {lena['last_name']}"
    visitor = visit(f"companies/{company}", "admin").settled()
    note, page = visitor.page.get_by_label("Write a note", exact=True), visitor.page
    note.press_sequentially(f"Ask @{lena['first_name']}")
    page.get_by_role("option", name=name).click()
    expect(note).to_have_value(f"Ask @{name} ")
    note.press_sequentially("today")
    expect(note).to_have_value(f"Ask @{name} today")
    note.press("Control+Enter")
    expect(note).to_have_value("")
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_text(f"@{name}")).to_be_visible()
    panel.get_by_role("button", name="Edit").first.click()
    again = panel.get_by_label("Write a note", exact=True).last
    expect(again).to_have_value(f"Ask @{name} today")
    again.press("Control+End")
    again.press_sequentially(", please")
    panel.get_by_role("button", name="Save", exact=True).click()
    stored = {"body": f"Ask @[{name}]({lena['id']}) today, please", "mentions": [lena["id"]]}
    eventually(lambda: [note for note in admin.every("/v1/notes") if stored.items() <= note.items()])


def test_every_change_is_in_the_history(visit: Visit, company: str, admin: Person) -> None:
    admin.patch(f"/v1/companies/{company}", {"industry": "History of paper"})
    visitor = visit(f"companies/{company}", "admin").settled()
    visitor.page.get_by_role("tab", name="History").click()
    expect(visitor.page.get_by_role("tabpanel").get_by_text("History of paper").first).to_be_visible()


def test_a_history_names_people_and_who_imported(visit: Visit, admin: Person, eventually: Any) -> None:
    me = admin.get("/v1/me")
    name = f"{me['first_name']} {me['last_name']}"
    run = admin.post("/v1/imports", {"object": "contacts", "mode": "create"})
    upload(run["upload"], f"First name,Last name\nImported,History {HERE}\n".encode())
    admin.post(f"/v1/imports/{run['id']}/start")
    eventually(lambda: admin.get(f"/v1/imports/{run['id']}")["state"] == "done")
    contact = eventually(lambda: next(iter(admin.found(f"History {HERE}")), None))["id"]
    visitor = visit(f"contacts/{contact}", "admin").settled()
    expect(visitor.page.get_by_role("tabpanel").get_by_text("Import", exact=True).first).to_be_visible()
    visitor.page.get_by_role("tab", name="History").click()
    panel = visitor.page.get_by_role("tabpanel")
    expect(panel.get_by_role("link", name=f"Import by {name}")).to_have_attribute("href", f"#/imports/{run['id']}")
    expect(panel.get_by_text(re.compile("usr_|system:"))).to_have_count(0)


def test_a_lead_says_who_has_it_and_why(visit: Visit, admin: Person) -> None:
    leads = admin.every("/v1/leads")
    lead = next(each for each in leads if each["routing"] and each["score_reasons"] and each["owner_id"])
    visitor = visit(f"leads/{lead['id']}", "admin").settled()
    expect(visitor.page.locator("main")).to_contain_text(lead["score_reasons"][0]["label"])
    expect(visitor.page.locator("main")).to_contain_text(lead["routing"]["rule_name"])


def test_what_is_deleted_comes_back_by_undo(visit: Visit, company: str, admin: Person, eventually: Any) -> None:
    visitor = visit(f"companies/{company}", "admin").settled()
    visitor.page.get_by_role("button", name="More actions").click()
    visitor.page.get_by_role("menuitem", name="Delete").click()
    expect(visitor.page.get_by_role("button", name="Undo")).to_be_visible()
    assert admin.ask("GET", f"/v1/companies/{company}").status == 404
    visitor.page.get_by_role("button", name="Undo").click()
    eventually(lambda: admin.ask("GET", f"/v1/companies/{company}").status == 200)
