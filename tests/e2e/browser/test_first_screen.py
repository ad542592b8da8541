"""From signing in to the first list: how little it takes, and that it shows what others do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor

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
