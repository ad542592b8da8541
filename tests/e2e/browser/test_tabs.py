"""Several tabs of one browser: who leaves in one has left in all, and two people never mix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.visitor import Visitor

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
PASSWORD = "input[autocomplete=current-password]"


def sign_in(page: Page, email: str, password: str) -> None:
    """By the form, to stay signed in."""
    page.locator("input[autocomplete=username]").fill(email)
    page.locator(PASSWORD).fill(password)
    page.get_by_label("Stay signed in").check()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("navigation").first).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator("header").get_by_role("button").last.click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.locator(PASSWORD)).to_be_visible()


def who(page: Page) -> str:
    """Whose page it is, by its greeting, after its data was asked for anew."""
    page.evaluate("location.hash = '#/'")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Good day")
    return heading.inner_text()


def tab(visitor: Visitor, path: str = "") -> Page:
    """One more tab of the same browser."""
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}/#/{path}")
    return page


def test_who_leaves_in_one_tab_has_left_in_all(stack: Any, visit: Visit) -> None:
    visitor = visit()
    sign_in(visitor.page, **stack.users["support"])
    other = tab(visitor, "companies")
    expect(other.get_by_role("heading", level=1)).to_have_text("Companies")
    sign_out(visitor.page)
    expect(other.locator(PASSWORD)).to_be_visible()
    other.reload()
    expect(other.locator(PASSWORD)).to_be_visible()
    assert other.evaluate("[localStorage, sessionStorage].flatMap(Object.keys).filter(key => key.includes('token'))") == []


def test_two_people_in_two_tabs_never_mix(stack: Any, visit: Visit) -> None:
    visitor = visit()
    first = visitor.page
    stranger = tab(visitor)  # a tab that stands at the sign-in while the first is used
    sign_in(first, **stack.users["support"])
    her = who(first)
    sign_in(stranger, **stack.users["marketing"])
    his = who(stranger)
    assert her != his
    asked: list[str] = []
    first.on("request", lambda request: asked.append(request.post_data or "") if request.url.endswith("/refresh") else None)
    first.reload()
    assert who(first) == her
    assert asked and not any(str(stranger.evaluate("localStorage.getItem('kith.refresh_token')")).split(" ")[0] in body for body in asked)
    sign_out(first)
    assert who(stranger) == his
    stranger.reload()
    assert who(stranger) == his
    sign_out(stranger)
