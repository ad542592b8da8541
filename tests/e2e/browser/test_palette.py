"""Line 7: everything is found and done by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def palette(visitor: Visitor, keys: str = "Control+k") -> Locator:
    """The open palette."""
    visitor.page.keyboard.press(keys)
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.locator("input")).to_be_focused()
    return dialog


def test_a_record_is_found_and_opened_without_the_mouse(visit: Visit, admin: Person, eventually: Any) -> None:
    made = admin.post("/v1/companies", {"name": f"Zebra{HERE} Trading"})
    eventually(lambda: admin.found(f"zebra{HERE}"))
    visitor = visit("", "admin").settled()
    dialog = palette(visitor)
    visitor.page.keyboard.type(f"zebra{HERE}")
    expect(dialog.get_by_text(f"Zebra{HERE} Trading")).to_be_visible()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Zebra{HERE} Trading")
    assert visitor.page.url.endswith(made["id"])


def test_a_slash_opens_it_but_not_while_somebody_types(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    dialog = palette(visitor, "/")
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    palette(visitor)
    visitor.page.keyboard.type("a/b")
    expect(visitor.page.get_by_role("dialog").locator("input")).to_have_value("a/b")


def test_it_goes_to_lists_and_begins_records(visit: Visit) -> None:
    visitor = visit("", "admin").settled()
    palette(visitor)
    visitor.page.keyboard.type("compan")
    visitor.page.get_by_role("dialog").get_by_text("Companies", exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Companies")
    palette(visitor)
    visitor.page.keyboard.type("task")
    visitor.page.get_by_role("dialog").get_by_text("New task").or_(visitor.page.get_by_role("dialog").get_by_text("Create task")).first.click()
    expect(visitor.page.get_by_role("dialog").get_by_role("button", name="Create task")).to_be_visible()
