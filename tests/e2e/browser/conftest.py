"""One browser for all, a fresh context for each visit; a console error or a broken policy fails whatever test it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.package import CACHE
from local import chromium
from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import Person, acting

PICTURES = CACHE / "browser"
KEEP = "if (location.protocol === 'http:') sessionStorage.setItem('kith.refresh_token', '{token}')"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.switches())
        yield running
        running.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the visitors of a failed test had before them is kept as pictures."""
    report = yield
    if report.when == "call" and report.failed:
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w-]", "_", item.name)[:80]
        for number, visitor in enumerate(getattr(item, "visitors", ())):
            visitor.page.screenshot(path=PICTURES / f"{name}-{number}.png")
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, stack: Any, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("leads", "rep")`: a screen as somebody who is signed in, or as a stranger where nobody is named."""
    visitors: list[Visitor] = []
    request.node.visitors = visitors

    def begin(path: str = "", role: str = "", **how: Any) -> Visitor:
        visitor = Visitor(browser, stack.url, **how)
        visitors.append(visitor)
        if role:
            visitor.context.add_init_script(KEEP.format(token=acting(stack, role).tokens["refresh_token"]))
        return visitor.open(path)

    yield begin
    wrong = [each for visitor in visitors for each in visitor.wrong]
    for visitor in visitors:
        visitor.context.close()
    assert wrong == []


@pytest.fixture
def admin(stack: Any) -> Person:
    """The administrator, over the API."""
    return acting(stack, "admin")


@pytest.fixture
def rep(stack: Any) -> Person:
    """A rep, over the API."""
    return acting(stack, "rep")
