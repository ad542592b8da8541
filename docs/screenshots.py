"""`make screenshots`: the pictures of the web client in docs/, from the running local stack with its sample data."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from local import chromium
from local.settings import read
from local.web import Web

FOLDER = Path(__file__).resolve().parent / "pictures"
MOST_BYTES = 200_000
NARROW = {"width": 360, "height": 740}
USUAL = {"viewport": {"width": 1440, "height": 720}, "locale": "en-GB", "timezone_id": "Europe/Berlin",
         "reduced_motion": "reduce"}
Act = Callable[[Page], None]


def shots(lead: str) -> dict[str, tuple[str, dict[str, Any], Act]]:
    """Each picture's name with the screen, the browser's settings and what is done there first."""
    def nothing(_page: Page) -> None: ...

    def create(page: Page) -> None:
        page.get_by_role("button", name="New", exact=True).click()
        page.get_by_role("menuitem", name="Contact").click()
        page.get_by_role("dialog").get_by_label("Last name").fill("Sommer")

    def palette(page: Page) -> None:
        page.keyboard.press("Control+k")
        page.get_by_role("dialog").locator("input").fill("ma")

    return {
        "web-home": ("", {}, nothing),
        "web-leads": ("leads", {}, nothing),
        "web-lead": (f"leads/{lead}", {}, nothing),
        "web-board": ("leads/board", {}, nothing),
        "web-create": ("contacts", {}, create),
        "web-palette": ("", {}, palette),
        "web-lead-dark": (f"leads/{lead}", {"color_scheme": "dark"}, nothing),
        "web-leads-small": ("leads", {"viewport": NARROW}, nothing),
        "web-reports": ("reports", {}, nothing),
        "web-settings": ("settings", {}, nothing),
    }


def main() -> None:
    """Take them all; a picture that is too large for a page is refused."""
    facts = read().facts
    if not facts.exists():
        sys.exit("The local stack is not running: make run starts it.")
    told = json.loads(facts.read_text())
    url = told["url"]
    tokens = Web(url).post("/public/auth/login", told["admin"])
    leads = Web(url, tokens["id_token"]).get("/v1/leads?limit=25&sort=-score")["data"]
    lead = next((each["id"] for each in leads if each.get("routing") and each.get("owner_id")), leads[0]["id"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.switches())
        shoot(browser, "web-sign-in", f"{url}/", {}, lambda _page: None)
        for name, (path, how, act) in shots(lead).items():
            shoot(browser, name, f"{url}/#/{path}", how, act, tokens["refresh_token"])
        browser.close()


def shoot(browser: Browser, name: str, url: str, how: dict[str, Any], act: Act, session: str = "") -> None:
    """One picture."""
    context = browser.new_context(**{**USUAL, **how})
    if session:
        context.add_init_script(f"sessionStorage.setItem('kith.refresh_token', '{session}')")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    act(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0, timeout=20_000)
    page.wait_for_timeout(800)  # views come after what one looks at
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled")
    context.close()
    if file.stat().st_size > MOST_BYTES:
        sys.exit(f"{file} has {file.stat().st_size // 1000} kB; {MOST_BYTES // 1000} are the most")
    print(f"docs/pictures/{file.name}  {file.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
