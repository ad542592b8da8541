"""From signing in to the first list: how little it takes, and that it shows what others do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
MOST_CALLS = 3


def test_the_first_list_needs_three_calls(stack: Any, visit: Callable[..., Visitor]) -> None:
    visitor = visit("leads")
    visitor.sign_in(**stack.users["support"])
    expect(visitor.page.get_by_role("row")).not_to_have_count(0)
    expect(visitor.page.get_by_role("link", name="Home")).to_be_visible()
    visitor.settled()
    lists = [place for place, each in enumerate(visitor.calls) if each.startswith("GET /v1/leads")]
    assert lists[0] < MOST_CALLS, visitor.calls  # saved views are asked for afterwards
    assert len(lists) == 1, "nobody scrolled"
    assert [each for each in visitor.asked if not each.startswith("GET ")] == ["POST /public/auth/login"]


def test_a_list_whose_rows_name_other_records_needs_no_more(stack: Any, admin: Person, visit: Callable[..., Visitor], eventually: Any) -> None:
    company = admin.post("/v1/companies", {"name": f"Named {HERE}"})["id"]
    contact = admin.post("/v1/contacts", {"last_name": "Namer", "company_id": company})["id"]
    eventually(lambda: contact in [each["id"] for each in admin.get("/v1/contacts?limit=25")["data"]])
    visitor = visit("contacts")
    visitor.sign_in(**stack.users["support"])
    expect(visitor.page.get_by_role("row")).not_to_have_count(0)
    named = visitor.page.locator("a.record[href*='/companies/']")
    expect(named.first).to_be_visible()
    visitor.settled()
    assert "…" not in named.all_inner_texts()
    lists = [place for place, each in enumerate(visitor.calls) if each.startswith("GET /v1/contacts")]
    assert lists[0] < MOST_CALLS, visitor.calls
    assert not [each for each in visitor.calls if "/v1/companies" in each], visitor.calls
