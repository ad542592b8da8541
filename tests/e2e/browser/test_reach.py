"""What a person's rights do not reach is not offered to them: others' records are looked at, one's own are changed.
The sample's rep reads German."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, acting

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture
def two(stack: Any, admin: Person, rep: Person, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A lead of the manager and one of the rep, both turned down; the names tell whose, and which test."""
    owners = {"theirs": acting(stack, "manager").get("/v1/me")["id"], "mine": rep.get("/v1/me")["id"]}
    made = {whose: admin.post("/v1/leads", {"last_name": f"{whose} {HERE}{len(request.node.name)}", "city": "Ulm", "owner_id": owner}) for whose, owner in owners.items()}
    for lead in made.values():
        admin.post(f"/v1/leads/{lead['id']}/disqualify", {"reason": "not now"})
    return made


def test_a_colleagues_lead_is_looked_at_only(visit: Visit, two: dict[str, Any]) -> None:
    visitor = visit(f"leads/{two['theirs']['id']}", "rep").settled()
    page = visitor.page
    expect(page.get_by_text("Ulm")).to_be_visible()
    expect(page.get_by_role("button", name="Wieder öffnen")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("ändern$"))).to_have_count(0)
    visitor.go(f"leads/{two['mine']['id']}").settled()
    expect(page.get_by_role("button", name="Wieder öffnen")).to_be_visible()
    expect(page.get_by_role("button", name="Ort ändern")).to_have_count(1)
    expect(page.get_by_role("button", name="Zuständig ändern")).to_have_count(0)  # a rep gives nothing away


def test_a_cell_of_a_colleagues_lead_does_not_open(visit: Visit, two: dict[str, Any]) -> None:
    visitor = visit("leads?sort=-created_at", "rep").settled()
    for whose, inputs in (("theirs", 0), ("mine", 1)):
        row = visitor.page.get_by_role("row").filter(has=visitor.page.locator(f"a[href$='{two[whose]['id']}']"))
        cell = row.locator("[data-cell$=':1']")
        assert (cell.get_attribute("data-locked") is None) is bool(inputs)
        cell.dblclick()
        expect(visitor.page.get_by_role("dialog").get_by_role("textbox")).to_have_count(inputs)


def test_the_bin_gives_back_ones_own(visit: Visit, admin: Person, two: dict[str, Any]) -> None:
    for lead in two.values():
        admin.delete(f"/v1/leads/{lead['id']}")
    visitor = visit("bin?of=leads", "rep").settled()
    rows = {whose: visitor.page.get_by_role("row").filter(has_text=lead["last_name"]) for whose, lead in two.items()}
    expect(rows["mine"].get_by_role("button")).to_be_visible()
    expect(rows["theirs"].get_by_role("checkbox")).to_be_disabled()
    expect(rows["theirs"].get_by_role("button")).to_have_count(0)
