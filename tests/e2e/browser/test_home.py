"""Lines 2 and 9: the morning: my tasks, my waiting leads, and the bell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def test_a_task_is_done_in_one_click(visit: Visit, admin: Person, eventually: Any) -> None:
    me = admin.get("/v1/me")["id"]
    task = admin.post("/v1/tasks", {"subject": f"Call them {HERE}", "assignee_id": me, "due_at": "2026-01-01T09:00:00.000Z"})["id"]
    eventually(lambda: task in [each["id"] for each in admin.get("/v1/tasks?assignee_id=" + me + "&status=open&limit=100")["data"]])
    visitor = visit("", "admin").settled()
    expect(visitor.page.get_by_role("link", name=f"Call them {HERE}")).to_be_visible()
    visitor.page.get_by_label(f"Complete: Call them {HERE}").first.click()
    expect(visitor.page.get_by_role("link", name=f"Call them {HERE}")).to_have_count(0)
    eventually(lambda: admin.get(f"/v1/tasks/{task}")["status"] == "done")


@pytest.mark.parametrize("role", ["rep", "manager", "marketing", "support", "read_only"])
def test_everybody_has_a_home(visit: Visit, role: str) -> None:
    visitor = visit("", role).settled()
    expect(visitor.page.locator("main").get_by_role("alert")).to_have_count(0)


def test_who_leads_sees_the_leads_that_wait_for_their_people(stack: Any, visit: Visit, admin: Person, eventually: Any) -> None:
    lead = admin.post("/v1/leads", {"last_name": f"Waits{HERE}", "emails": [f"waits.{HERE}@example.com"], "country": "DE"})["id"]
    eventually(lambda: admin.get(f"/v1/leads/{lead}")["response_due_at"])
    owner = admin.get(f"/v1/leads/{lead}")["owner_id"]
    name = next(each["name"] for each in admin.get("/v1/me")["colleagues"] if each["id"] == owner)
    page = visit("", "admin").settled().page
    panel = page.locator("section").filter(has=page.get_by_role("heading", name="Leads that wait for an answer"))
    expect(panel.get_by_text(name).first).to_be_visible()  # theirs, since the administrator has none
    panel.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("row").filter(has_text=f"Waits{HERE}")).to_have_count(1)


def test_a_mention_rings_the_bell_until_it_is_read(stack: Any, visit: Visit, admin: Person, eventually: Any) -> None:
    from tests.e2e.people import acting
    marketing = acting(stack, "marketing")
    me = marketing.get("/v1/me")
    contact = admin.post("/v1/contacts", {"last_name": f"Bell {HERE}"})["id"]
    handle = f"{me['first_name']}.{me['last_name']}".replace(" ", "").lower()
    admin.post("/v1/notes", {"body": f"Look at this {HERE}, @{handle}", "related": [contact]})
    eventually(lambda: marketing.get("/v1/me")["unread_notifications"] > me["unread_notifications"])
    visitor = visit("", "marketing").settled()
    unread = marketing.get("/v1/me")["unread_notifications"]
    expect(visitor.page.get_by_role("link", name=f"{unread} unread").or_(visitor.page.get_by_role("button", name=f"{unread} unread"))).to_be_visible()
    visitor.go("notifications").settled()
    visitor.page.get_by_role("button", name="all").or_(visitor.page.get_by_role("button", name="All")).first.click()
    eventually(lambda: marketing.get("/v1/me")["unread_notifications"] == 0)
