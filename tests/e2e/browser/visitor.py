"""Somebody in front of a browser: a page of the running stack, and everything that went wrong on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

expect.set_options(timeout=20_000)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""

UNTIL_RESTED = """async () => {
  for (let tries = 0; tries < 100 && document.getAnimations().some((each) => each instanceof CSSTransition); tries++)
    await new Promise((done) => setTimeout(done, 30));
}"""


class Visitor:
    """One browser context, as good as a machine of one's own. `wrong` is what no test may leave behind."""

    def __init__(self, browser: Browser, url: str, **how: Any) -> None:
        settings = {"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce", **how}
        self.url = url
        self.context: BrowserContext = browser.new_context(base_url=f"{url}/", **settings)
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(TELL_VIOLATIONS)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.expected: set[int] = set()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"uncaught: {error}"))
        self.page.on("request", self._requested)

    def open(self, path: str = "") -> Visitor:
        """Go to a screen (`leads`, `contacts/con_...`), loading the page anew."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/#/{path}")
        return self

    def go(self, path: str) -> Visitor:
        """Go to a screen within the page, as its links do."""
        self.page.evaluate("path => { location.hash = `#/${path}` }", path)
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
        return self

    def sign_in(self, email: str, password: str) -> Visitor:
        """By the form, as people do."""
        self.page.locator("input[autocomplete=username]").fill(email)
        self.page.locator("input[autocomplete=current-password]").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self

    def settled(self) -> Visitor:
        """Wait until the screen has its heading and nothing is loading any more."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.locator(".mantine-Skeleton-root")).to_have_count(0)
        self.rested()
        return self

    def rested(self) -> None:
        """Wait until colours and places no longer change."""
        self.page.evaluate(UNTIL_RESTED)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Refusals that belong to the story; a browser tells each in its console."""
        self.expected |= set(statuses)
        yield

    @property
    def calls(self) -> list[str]:
        """The calls of the API since the visit began, without sign-in."""
        return [each for each in self.asked if "/v1/" in each]

    def _said(self, message: ConsoleMessage) -> None:
        refusal = REFUSAL.match(message.text)
        if message.type == "error" and not (refusal and int(refusal[1]) in self.expected):
            self.wrong.append(f"{message.text} ({message.location.get('url', '')})")

    def _requested(self, request: Request) -> None:
        if request.url.startswith(self.url):
            self.asked.append(f"{request.method} {request.url.removeprefix(self.url)}")
