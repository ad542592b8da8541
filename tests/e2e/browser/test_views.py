"""Line 3, shared: a filtered list kept as a view of a team is in the sidebar of its people and of nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.test_lists import only
from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, acting

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def test_a_view_of_a_team_is_seen_by_its_people(stack: Any, visit: Visit, eventually: Any) -> None:
    manager, rep, outside = (acting(stack, role) for role in ("manager", "rep", "support"))
    mine, theirs, others = ({team["id"] for team in person.get("/v1/me")["teams"]} for person in (manager, rep, outside))
    assert mine & theirs, "the sample's manager and rep share a team"
    assert not mine & others
    visitor = visit(f"companies?{only('A')}", "manager").settled()
    page = visitor.page  # the sample's manager speaks German
    page.get_by_role("button", name="Ansicht", exact=True).click()
    page.get_by_role("menuitem", name="Als neue Ansicht speichern").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").first.fill(f"Ours {HERE}")
    dialog.get_by_text("Mein Team", exact=True).click()
    with visitor.expecting(404):  # a process that read the configuration within the last second does not know it yet, and is asked again
        dialog.get_by_role("button", name="Speichern", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Ours {HERE}")
    made = eventually(lambda: next((each for each in rep.get("/v1/views?limit=100")["data"] if each["name"] == f"Ours {HERE}"), None))
    assert made["visibility"] == "team"
    colleague = visit("companies", "rep").settled()
    expect(colleague.page.get_by_role("navigation").get_by_role("link", name=f"Ours {HERE}")).to_be_visible()
    colleague.page.get_by_role("navigation").get_by_role("link", name=f"Ours {HERE}").click()
    expect(colleague.page.get_by_role("heading", level=1)).to_have_text(f"Ours {HERE}")
    stranger = visit("companies", "support").settled()
    expect(stranger.page.get_by_role("navigation").get_by_role("link", name=f"Ours {HERE}")).to_have_count(0)
