"""Names with HTML, right-to-left text and endless notes are shown as what they are: text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
HTML = f"<img src=x onerror=document.title='gone'><script>document.title='gone'</script> {HERE}"
RIGHT_TO_LEFT = f"‮ שלום {HERE} ‏مرحبا"
MARKDOWN = ("# Head\n[click](javascript:document.title='gone') ![p](https://evil.example/p.png) <svg onload=document.title='gone'>\n"
            "[data](data:text/html,<script>document.title='gone'</script>) `<b>` **bold** " + "endless" * 1_400)


@pytest.fixture(scope="module")
def hostile(stack: Any) -> dict[str, str]:
    """A contact, a company and a lead by whom nobody was ever meant to be called, with a note of 10,000 characters."""
    from tests.e2e.people import acting
    admin = acting(stack, "admin")
    contact = admin.post("/v1/contacts", {"first_name": RIGHT_TO_LEFT, "last_name": HTML, "job_title": "W" * 200, "tags": ["<i>tag</i>"]})["id"]
    company = admin.post("/v1/companies", {"name": f"\"'><b>{HTML}", "industry": "</textarea><script>1</script>"})["id"]
    lead = admin.post("/v1/leads", {"last_name": HTML, "company": "A" * 200, "message": MARKDOWN[:5000]})["id"]
    note = admin.post("/v1/notes", {"body": MARKDOWN[:10_000], "related": [contact, lead]})["id"]
    return {"contacts": contact, "companies": company, "leads": lead, "notes": note}


def harmless(visitor: Visitor) -> None:
    """Nothing of it ran, nothing of it is an element, nothing of it was fetched, and nothing runs off the screen."""
    page = visitor.page
    assert "gone" not in page.title()
    assert page.locator("img[src=x], main script, svg[onload], a[href^='javascript'], a[href^='data'], img[src*=evil]").count() == 0
    assert not [each for each in visitor.asked if "evil" in each]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"


@pytest.mark.parametrize("plural", ["contacts", "companies", "leads"])
@pytest.mark.parametrize("size", [{}, {"viewport": NARROW}], ids=["wide", "narrow"])
def test_records_and_lists_show_it_as_text(visit: Visit, hostile: dict[str, str], plural: str, size: dict[str, Any]) -> None:
    visitor = visit(f"{plural}/{hostile[plural]}", "admin", **size).settled()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror")
    harmless(visitor)
    visitor.go(f"{plural}?sort=-created_at").settled()
    expect(visitor.page.locator("main").get_by_text("<img src=x onerror").first).to_be_visible()
    harmless(visitor)


def test_a_note_of_ten_thousand_characters_is_there_whole(visit: Visit, hostile: dict[str, str]) -> None:
    visitor = visit(f"contacts/{hostile['contacts']}", "admin").settled()
    expect(visitor.page.get_by_text("endlessendless").first).to_be_visible()
    harmless(visitor)
    visitor.go(f"notes/{hostile['notes']}").settled()
    expect(visitor.page.locator("main")).to_contain_text("endless" * 1_300)
    harmless(visitor)


def test_the_palette_shows_it_as_text(visit: Visit, hostile: dict[str, str], eventually: Any, admin: Person) -> None:
    eventually(lambda: admin.found(HERE))
    visitor = visit("", "admin").settled()
    visitor.page.keyboard.press("Control+k")
    visitor.page.get_by_role("dialog").get_by_role("textbox").or_(visitor.page.get_by_role("searchbox")).first.fill(f"onerror {HERE}")
    expect(visitor.page.get_by_role("dialog").get_by_text("<img src=x").first).to_be_visible()
    harmless(visitor)


def test_an_address_that_names_nothing_says_so(visit: Visit) -> None:
    visitor = visit("<script>document.title='gone'</script>", "admin")
    expect(visitor.page.locator("main")).to_be_visible()
    with visitor.expecting(404):
        visitor.go("contacts/con_00000000000000000000000000")
        expect(visitor.page.get_by_role("alert")).to_be_visible()
    harmless(visitor)
