"""Line 8: a file comes in: uploaded, mapped, looked at row by row, run, returned to, and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
CARD = Path(__file__).resolve().parents[4] / "shared/data/contacts/vcard/John_Doe_GMAIL.vcf"


def table(*rows: Sequence[str]) -> bytes:
    """Rows as a spreadsheet program saves them."""
    return ("\ufeff" + "\r\n".join(",".join(row) for row in rows)).encode()


def choose(visitor: Visitor, label: str, option: str) -> None:
    """Choose one of a list of options."""
    visitor.page.get_by_role("combobox", name=label).click()
    visitor.page.get_by_role("option", name=option, exact=True).click()


def upload(visitor: Visitor, content: bytes, name: str, object: str, mode: str = "Create", key: str = "") -> None:
    """The first step: the file, what its rows are and what they do."""
    visitor.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    choose(visitor, "What the rows are", object)
    visitor.page.get_by_text(mode, exact=True).click()
    if key:
        choose(visitor, "How to find existing records", key)
    visitor.page.get_by_role("button", name="Continue").click()


def becomes(visitor: Visitor, column: str) -> Locator:
    """What a column of the file becomes."""
    return visitor.page.get_by_role("combobox", name=f"{column} becomes", exact=True)


def preview(visitor: Visitor) -> Locator:
    """The rows as they would be."""
    return visitor.page.get_by_role("region", name="Preview").get_by_role("table")


def figure(visitor: Visitor, label: str) -> Locator:
    """The number over a word of the result."""
    return visitor.page.locator("main").get_by_text(label, exact=True).locator("xpath=preceding-sibling::*[1]")


def test_leads_from_a_csv_with_a_wrong_row_and_all_taken_back(visit: Visit, admin: Person, eventually: Any) -> None:
    name, visitor = f"Csv{HERE}", visit("imports/new", "admin").settled()
    upload(visitor, table(("First Name", "Surname", "E-Mail", "Shoe size"), ("Ada", name, f"ada.{name}@example.com", "38"),
                          ("Bad", name, "no address", "41"), ("<b>Eve</b>", name, f"eve.{name}@example.com", "40")), "leads.csv", "Leads")
    for column, field in (("First Name", "First name"), ("Surname", "Last name"), ("E-Mail", "Emails"), ("Shoe size", "")):
        expect(becomes(visitor, column)).to_have_value(field)
    expect(visitor.page.get_by_text("1 of the first 3 rows would fail")).to_be_visible()
    wrong = preview(visitor).get_by_role("row").nth(2).get_by_role("cell").filter(has_text="no address")
    expect(wrong).to_have_attribute("data-wrong", "true")
    expect(preview(visitor)).to_contain_text("<b>Eve</b>")
    becomes(visitor, "Shoe size").click()
    visitor.page.get_by_role("option", name="Product interest").click()
    expect(preview(visitor).get_by_role("columnheader", name="Product interest")).to_be_visible()
    visitor.page.get_by_role("button", name="Import 3 rows").click()
    expect(figure(visitor, "Created")).to_have_text("2")
    expect(figure(visitor, "Failed")).to_have_text("1")
    address = visitor.page.url
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Failed rows").click()
    failed = download.value.path().read_text("utf-8-sig")
    assert "no address" in failed
    assert "ada." not in failed
    visitor.go("imports").settled()
    expect(visitor.page.get_by_role("row").nth(1)).to_contain_text("leads.csv")
    visitor.page.get_by_role("row").nth(1).get_by_role("link", name="Leads").click()
    expect(figure(visitor, "Created")).to_have_text("2")
    assert visitor.page.url == address
    made = eventually(lambda: [each for each in admin.found(name) if each["type"] == "lead"])
    assert admin.get(f"/v1/leads/{made[0]['id']}")["product_interest"] in ("38", "40")
    visitor.page.get_by_role("button", name="Take back").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(figure(visitor, "Taken back")).to_have_text("2")
    assert admin.ask("GET", f"/v1/leads/{made[0]['id']}").status == 404


def test_what_was_changed_since_is_kept_and_listed(visit: Visit, admin: Person, eventually: Any) -> None:
    name, visitor = f"Kept{HERE}", visit("imports/new", "admin").settled()
    upload(visitor, table(("Company", "Domain"), (f"{name} one", f"one{HERE}.example"), (f"{name} two", f"two{HERE}.example")), "companies.csv", "Companies")
    visitor.page.get_by_role("button", name="Import 2 rows").click()
    expect(figure(visitor, "Created")).to_have_text("2")
    made = eventually(lambda: next((each for each in admin.found(f"{name} one") if each["title"] == f"{name} one"), None))["id"]
    admin.patch(f"/v1/companies/{made}", {"industry": "Changed since"})
    visitor.page.get_by_role("button", name="Take back").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(figure(visitor, "Kept: changed since")).to_have_text("1")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="What was kept").click()
    assert f"{name} one" in download.value.path().read_text("utf-8-sig")
    assert admin.get(f"/v1/companies/{made}")["industry"] == "Changed since"


def test_a_workbook_changes_what_is_known_and_adds_what_is_not(visit: Visit, admin: Person) -> None:
    from openpyxl import Workbook
    known = admin.post("/v1/contacts", {"last_name": f"Xlsx{HERE}", "emails": [{"value": f"sheet.known.{HERE}@example.com"}]})["id"]
    book, content = Workbook(), io.BytesIO()
    for row in (["Email", "Last name", "Job title"], [f"sheet.known.{HERE}@example.com", f"Xlsx{HERE}", "Captain"], [f"sheet.new.{HERE}@example.com", f"Fresh{HERE}", "Mate"]):
        book.active.append(row)
    book.save(content)
    visitor = visit("imports/new", "admin").settled()
    upload(visitor, content.getvalue(), "crew.xlsx", "Contacts", "Both", "Email")
    expect(preview(visitor)).to_contain_text("Captain")
    visitor.page.get_by_role("button", name="Import 2 rows").click()
    expect(figure(visitor, "Created")).to_have_text("1")
    expect(figure(visitor, "Changed")).to_have_text("1")
    assert admin.get(f"/v1/contacts/{known}")["job_title"] == "Captain"


def test_an_update_makes_nothing_new(visit: Visit, admin: Person) -> None:
    known = admin.post("/v1/companies", {"name": f"Update{HERE}", "domain": f"update{HERE}.example"})["id"]
    visitor = visit("imports/new", "admin").settled()
    upload(visitor, table(("Domain", "Industry"), (f"update{HERE}.example", "Ropes"), (f"nobody{HERE}.example", "Sails")), "c.csv", "Companies", "Update", "Domain")
    visitor.page.get_by_role("button", name="Import 2 rows").click()
    expect(figure(visitor, "Changed")).to_have_text("1")
    expect(figure(visitor, "Failed")).to_have_text("1")
    assert admin.get(f"/v1/companies/{known}")["industry"] == "Ropes"


@pytest.mark.parametrize("size", [{}, {"viewport": NARROW}], ids=["wide", "narrow"])
def test_a_card_from_a_telephone(visit: Visit, size: dict[str, Any]) -> None:
    if not CARD.exists():
        pytest.skip("needs ../shared/data/contacts")
    visitor = visit("imports/new", "admin", **size).settled()
    upload(visitor, CARD.read_bytes(), "john.vcf", "Contacts")
    expect(preview(visitor)).to_contain_text("Money Counter")
    expect(becomes(visitor, "Job Title")).to_have_value("Job title")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_columns_that_nobody_knows_are_mapped_by_hand(visit: Visit) -> None:
    visitor = visit("imports/new", "admin").settled()
    upload(visitor, table((f"Qq{HERE}", f"Zz{HERE}"), ("Uno", "x"), ("Due", "y")), "strange.csv", "Companies")
    expect(visitor.page.get_by_role("alert")).to_contain_text("None of the columns was recognised")
    expect(visitor.page.get_by_role("button", name="Import 2 rows")).to_be_disabled()
    becomes(visitor, f"Qq{HERE}").click()
    visitor.page.get_by_role("option", name="Name", exact=True).click()
    expect(preview(visitor)).to_contain_text("Uno")
    expect(visitor.page.get_by_role("button", name="Import 2 rows")).to_be_enabled()


def test_a_file_that_is_no_table_says_so_and_offers_another(visit: Visit) -> None:
    visitor = visit("imports/new", "admin").settled()
    with visitor.expecting(422):
        upload(visitor, b"%PDF-1.7 and more", "letter.csv", "Contacts")
        expect(visitor.page.get_by_role("heading", name="This file cannot be read")).to_be_visible()
    visitor.page.get_by_role("link", name="Another file").click()
    visitor.page.get_by_role("button", name="Continue").click()
    expect(visitor.page.get_by_text("Choose a file first.")).to_be_visible()


def test_who_may_not_import_is_told_so(visit: Visit) -> None:
    visitor = visit("imports/new", "read_only")
    expect(visitor.page.get_by_role("heading", name="You may not import")).to_be_visible()
