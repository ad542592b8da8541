"""What a person agreed to, and what there is about them: written down, handed over and erased in the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def test_a_consent_is_given_and_withdrawn(visit: Visit, eventually: Any, admin: Person) -> None:
    contact = admin.post("/v1/contacts", {"last_name": f"Consenting {HERE}"})["id"]
    visitor = visit(f"contacts/{contact}", "admin", viewport=NARROW).settled()
    page = visitor.page
    page.get_by_role("tab", name="Consents").click()
    expect(page.get_by_text("No consents yet")).to_be_visible()
    assert grave(visitor) == []

    page.get_by_role("button", name="Record a consent").click()
    form = page.get_by_role("form", name="Record a consent")
    with visitor.expecting(422):
        form.get_by_role("textbox", name="Proof").fill("Said so on the phone")
        form.get_by_role("button", name="Record it").click()
        expect(form.get_by_role("combobox", name="Purpose")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("textbox", name="Proof")).to_have_value("Said so on the phone")  # nothing is lost
    visitor.rested()
    assert grave(visitor) == []
    form.get_by_role("combobox", name="Purpose").fill("Product news")
    form.get_by_role("combobox", name="Source").fill("Phone")
    form.get_by_role("button", name="Record it").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("heading", level=3, name="Product news")).to_be_visible()
    expect(page.get_by_text("Said so on the phone")).to_have_count(2)  # what counts, and the history
    given = admin.get(f"/v1/contacts/{contact}/consents")["data"]
    assert [(each["purpose"], each["status"], each["source"]) for each in given] == [("product_news", "granted", "phone")]

    page.get_by_role("button", name="Record a consent").click()
    form.get_by_text("Withdrawn").click()
    form.get_by_role("combobox", name="Purpose").fill("product NEWS")
    form.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
    expect(page.get_by_role("tabpanel").get_by_role("listitem")).to_have_count(2)
    eventually(lambda: admin.get(f"/v1/contacts/{contact}/consents")["data"][0]["status"] == "withdrawn")
    visitor.rested()
    assert grave(visitor) == []


def test_a_person_is_handed_over_and_erased(visit: Visit, eventually: Any, admin: Person) -> None:
    name = f"Forgotten {HERE}"
    contact = admin.post("/v1/contacts", {"last_name": name, "emails": [f"forgotten.{HERE}@example.com"]})["id"]
    lead = admin.post("/v1/leads", {"last_name": name, "contact_id": contact})["id"]
    eventually(lambda: len(admin.get(f"/v1/privacy/find?q={contact}")["people"]) == 2)
    visitor = visit(f"contacts/{contact}", "admin", viewport=NARROW).settled()
    page = visitor.page
    page.get_by_role("main").get_by_role("button", name="More actions", exact=True).click()
    page.get_by_role("menuitem", name="Personal data").click()
    dialog = page.get_by_role("dialog", name=f"Personal data of {name}")
    expect(dialog.get_by_role("link", name=name)).to_have_count(2)
    dialog.get_by_role("button", name="Export everything").click()
    with page.expect_download(timeout=90_000) as download:
        dialog.get_by_role("link", name="Download").click(timeout=90_000)
    assert download.value.suggested_filename == "person.zip"
    visitor.rested()
    assert grave(visitor) == []

    dialog.get_by_role("button", name="Erase this person").click()
    with visitor.expecting(422):
        dialog.get_by_role("button", name="See what would go").click()
        expect(dialog.get_by_role("textbox", name="Why they are erased")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_role("textbox", name="Why they are erased").fill("Asked for it")
    dialog.get_by_role("button", name="See what would go").click()
    expect(dialog.get_by_text("An erasure cannot be undone")).to_be_visible()
    sure = dialog.get_by_role("button", name="Erase for good")
    expect(sure).to_be_disabled()
    dialog.get_by_role("textbox", name=f"Type {name} to confirm").fill(name.lower())
    visitor.rested()
    assert grave(visitor) == []
    with visitor.expecting(404):  # the page behind is nobody's any more
        sure.click()
        expect(dialog.get_by_role("heading", name="The person is erased")).to_be_focused(timeout=180_000)
        receipt = dialog.get_by_role("link", name="era_").inner_text()
        assert admin.get(f"/v1/privacy/erasures/{receipt}")["reason"] == "Asked for it"
        visitor.rested()
        assert grave(visitor) == []
        dialog.get_by_role("button", name="Close").last.click()
        expect(page.get_by_role("heading", level=1, name="Contacts")).to_be_visible()
    assert admin.ask("GET", f"/v1/leads/{lead}").status == 404
    visitor.open(f"erasures/{receipt}").settled()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt of an erasure")
    expect(page.get_by_role("main")).to_contain_text("Reason: Asked for it")
    expect(page.get_by_role("main")).to_contain_text("Went for good")
    assert grave(visitor) == []


def test_who_lacks_the_right_is_not_led_there(visit: Visit, rep: Person) -> None:
    contact = rep.post("/v1/contacts", {"last_name": f"Unshown {HERE}"})["id"]
    visitor = visit(f"contacts/{contact}", "rep").settled()
    visitor.page.get_by_role("main").get_by_role("button", name="Mehr", exact=True).click()
    expect(visitor.page.get_by_role("menuitem").first).to_be_visible()
    expect(visitor.page.get_by_role("menuitem", name="Personenbezogene Daten")).to_have_count(0)
