"""One record is shared in the client with a partner from outside, who sees that one and no colleague, until it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person, acting, good, newcomer

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
ROLE = {"kind": "external", "grants": {"leads": {"read": "shared", "update": "shared"}, "contacts": {"read": "shared"}}}


def sharing(visitor: Visitor) -> Locator:
    """The dialog that tells with whom the record is shared."""
    visitor.page.get_by_role("main").get_by_role("button", name="More actions", exact=True).click()
    visitor.page.get_by_role("menuitem", name="Share").click()
    return visitor.page.get_by_role("dialog")


def test_a_partner_sees_what_is_shared_with_them_and_nothing_else(visit: Visit, stack: Any, eventually: Any, admin: Person) -> None:
    role = admin.post("/v1/roles", {"name": f"Partner {HERE}", **ROLE})["id"]
    _user, partner = newcomer(stack, eventually, "partner", role, locale="en")
    name = f"Shared {HERE}"
    lead = admin.post("/v1/leads", {"last_name": name, "emails": [f"shared.{HERE}@example.com"]})["id"]
    routing = eventually(lambda: admin.get(f"/v1/leads/{lead}")["routing"])
    outside = visit("leads", viewport=NARROW)
    outside.sign_in(partner.email, "My-own-secret-1").settled()
    expect(outside.page.get_by_text("What colleagues share with you appears here.")).to_be_visible()
    expect(outside.page.get_by_role("button", name="Notifications")).to_have_count(0)  # their role leaves them out

    inside = visit(f"leads/{lead}", "admin").settled()
    dialog = sharing(inside)
    expect(dialog.get_by_text("Shared with nobody yet.")).to_be_visible()
    dialog.get_by_role("combobox", name="Person or team").or_(dialog.get_by_role("textbox", name="Person or team")).fill(f"Partner {HERE}")
    inside.page.get_by_role("option", name=f"Partner {HERE}").click()
    dialog.get_by_role("button", name="Share it").click()
    expect(dialog.get_by_role("button", name=f"Stop sharing with Partner {HERE}")).to_be_visible()
    inside.rested()
    assert grave(inside) == []
    expect(inside.page.get_by_text(f"Shared with Partner {HERE}")).to_have_count(1)  # beside its title

    eventually(lambda: [row["id"] for row in partner.get("/v1/leads")["data"]] == [lead])
    outside.open("leads").settled()
    outside.open(f"leads/{lead}").settled()
    expect(outside.page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(outside.page.get_by_role("tab")).to_have_count(2)  # timeline and what belongs to it: no history, no tasks
    expect(outside.page.get_by_role("main").get_by_role("button", name="More actions", exact=True)).to_have_count(0)  # nor is it theirs to share
    assert routing["explanation"] not in outside.page.get_by_role("main").inner_text()
    assert grave(outside) == []

    dialog.get_by_role("button", name=f"Stop sharing with Partner {HERE}").click()
    expect(dialog.get_by_text("Shared with nobody yet.")).to_be_visible()
    eventually(lambda: partner.get("/v1/leads")["data"] == [])


def test_who_writes_no_tasks_is_not_invited_to(visit: Visit, admin: Person) -> None:
    company = admin.post("/v1/companies", {"name": f"Untasked {HERE}"})["id"]  # a lead that is routed has a task
    visitor = visit(f"companies/{company}", "read_only").settled()
    visitor.page.get_by_role("tab", name="Tasks").click()
    expect(visitor.page.get_by_text("Tasks about this record appear here.")).to_be_visible()
    expect(visitor.page.get_by_role("textbox", name="New task")).to_have_count(0)


def test_a_double_click_ends_one_share(visit: Visit, stack: Any, admin: Person) -> None:
    lead = admin.post("/v1/leads", {"last_name": f"Twice {HERE}"})["id"]
    for who in ("rep", "manager", "support"):
        good(admin.ask("PUT", f"/v1/leads/{lead}/shares/{acting(stack, who).get('/v1/me')['id']}?access=read"))
    visitor = visit(f"leads/{lead}", "admin").settled()
    dialog = sharing(visitor)
    expect(dialog.get_by_role("button", name="Stop sharing with")).to_have_count(3)
    visitor.rested()
    dialog.get_by_role("button", name="Stop sharing with").first.dblclick(delay=150)
    expect(dialog.get_by_role("button", name="Stop sharing with")).to_have_count(2)
    visitor.rested()
    assert len(admin.get(f"/v1/leads/{lead}/shares")["data"]) == 2
