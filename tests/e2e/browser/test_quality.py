"""How good the data is, in the client: every count leads to the records that it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def account(visitor: Visitor, label: str) -> Locator:
    """What the page tells of one object."""
    return visitor.page.get_by_role("region", name=label, exact=True)


def told(admin: Person, problem: str) -> int:
    """How many contacts have it, as the API counts."""
    problems = admin.get("/v1/quality/contacts")["problems"]
    return int(next(each["records"] for each in problems if each["problem"] == problem))


def test_a_count_leads_to_the_records_until_they_are_put_right(visit: Visit, admin: Person, eventually: Any) -> None:
    before, name = told(admin, "role_address"), f"Nobody {HERE}"
    contact = admin.post("/v1/contacts", {"last_name": name, "emails": [{"value": f"info@q{HERE}.de"}]})
    eventually(lambda: told(admin, "role_address") == before + 1)
    visitor = visit("quality", "read_only").settled()
    expect(visitor.page.get_by_role("navigation").get_by_role("link", name="Data quality")).to_be_visible()
    expect(account(visitor, "Contacts").get_by_role("img", name=re.compile(r"Complete: \d+%"))).to_be_visible()
    expect(account(visitor, "Contacts").get_by_role("img", name=re.compile(r"Fresh: \d+%"))).to_be_visible()
    assert grave(visitor) == []
    account(visitor, "Contacts").get_by_role("link", name=re.compile(r"Only addresses such as info@, of no person")).click()
    expect(visitor.page.get_by_role("main").get_by_role("link", name=name)).to_be_visible()
    visitor.settled()
    assert visitor.page.get_by_role("main").get_by_role("listitem").count() == min(before + 1, 50)
    assert grave(visitor) == []
    admin.patch(f"/v1/contacts/{contact['id']}", {"emails": [{"value": f"ida@q{HERE}.de"}]})
    eventually(lambda: told(admin, "role_address") == before)
    visitor.open("quality/contacts/role_address").settled()
    expect(visitor.page.get_by_role("main").get_by_role("link", name=name)).to_have_count(0)


def test_what_is_not_filled_is_a_filtered_list(visit: Visit, admin: Person, eventually: Any) -> None:
    before, name = told(admin, "missing_job_title"), f"Jobless {HERE}"
    admin.post("/v1/contacts", {"last_name": name})
    eventually(lambda: told(admin, "missing_job_title") == before + 1)
    visitor = visit("quality", "admin", viewport=NARROW, color_scheme="dark").settled()
    row = account(visitor, "Contacts").get_by_role("link", name=re.compile("Job title"))
    expect(row).to_have_text(f"Job title{before + 1}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(visitor) == []
    row.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1, name="Contacts")).to_be_visible()
    assert '{"field":"job_title","op":"empty"}' in unquote(visitor.page.url)
    expect(visitor.page.get_by_text(name)).to_be_visible()
