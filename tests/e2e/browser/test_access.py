"""Every screen for everybody: axe finds nothing serious, light and dark; nothing runs off a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.axe import grave
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import Person, acting

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]
STILL = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync("* { transition: none !important; animation: none !important }")
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}"""
RECORDS = ("leads", "contacts", "companies", "tasks", "notes")


@pytest.fixture(scope="module")
def screens(stack: Any) -> list[str]:
    """Home, lists, a record of each kind."""
    admin = acting(stack, "admin")
    me = admin.get("/v1/me")  # who is told something has a number at the bell, on every screen
    acting(stack, "manager").post("/v1/notes", {"body": f"@{me['first_name']}.{me['last_name']} look"})
    admin.post("/v1/views", {"name": 'x"; filename="../../evil.html of ours', "object": "companies", "visibility": "private"})
    records = [f"{plural}/{admin.get(f'/v1/{plural}?limit=1')['data'][0]['id']}" for plural in RECORDS]
    return ["", "notifications", *RECORDS, *records]


def both(visitor: Visitor, where: str) -> list[str]:
    """What is wrong with a screen in daylight and at night."""
    found = []
    visitor.page.evaluate(STILL)
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.rested()
        found += [f"{where} ({scheme}): {each}" for each in grave(visitor)]
    return found


def elsewhere(visitor: Visitor) -> list[str]:
    """Further screens that the frame leads to, found by its own links."""
    links = visitor.page.locator("a[href^='#/']").evaluate_all("links => links.map(link => link.getAttribute('href').slice(2))")
    return sorted({link for link in links if "?" not in link and "_" not in link})


def test_every_screen_in_both_schemes(visit: Visit, screens: list[str]) -> None:
    visitor, found = visit("", "admin").settled(), []
    for path in [*screens, *(each for each in elsewhere(visitor) if each not in screens)]:
        found += both(visitor.go(path).settled(), path)
    assert not found, "\n".join(found)


def test_settings_in_both_schemes(visit: Visit) -> None:
    visitor, found = visit("settings", "admin").settled(), []
    for path in [each for each in elsewhere(visitor) if each.startswith("settings/")]:
        found += both(visitor.go(path).settled(), path)
    assert not found, "\n".join(found)


def test_sheets_menus_and_the_palette(visit: Visit) -> None:
    visitor = visit("leads", "admin").settled()
    page, found = visitor.page, []
    page.get_by_role("button", name="New", exact=True).click()
    expect(page.get_by_role("menu")).to_be_visible()
    found += both(visitor, "create menu")
    page.get_by_role("menuitem", name="Contact").click()
    expect(page.get_by_role("dialog").get_by_label("Last name")).to_be_visible()
    found += both(visitor, "create")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    found += both(visitor, "palette")
    assert not found, "\n".join(found)


def test_signing_in(visit: Visit) -> None:
    visitor = visit()
    expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    found = both(visitor, "sign-in")
    visitor.page.get_by_role("button", name="Forgotten password?").click()
    found += both(visitor, "forgotten")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_nothing_runs_off_a_small_screen(visit: Visit, screens: list[str], locale: str) -> None:
    visitor = visit("", "marketing" if locale == "en-GB" else "manager", viewport=NARROW, locale=locale).settled()
    wide = []
    for path in [*screens, *(each for each in elsewhere(visitor) if each not in screens)]:
        visitor.go(path).settled()
        if not visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(path)
    assert wide == []


def test_no_setting_runs_off_a_small_screen(visit: Visit) -> None:
    visitor, wide = visit("settings", "admin", viewport={"width": 1440, "height": 740}).settled(), []
    sections = [each for each in elsewhere(visitor) if each.startswith("settings/")]
    assert len(sections) > 8
    visitor.page.set_viewport_size(NARROW)
    for path in [*sections, "leads/board", "tasks/board", "imports/new"]:
        visitor.go(path).settled()
        if not visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(path)
    assert wide == []


def test_the_keyboard_alone_reaches_a_record(visit: Visit, admin: Person) -> None:
    visitor = visit("companies", "admin").settled()
    first = visitor.page.get_by_role("row").nth(1).get_by_role("link").first
    expect(first).to_be_visible()
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    assert visitor.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "the focus is seen"
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(re.compile("/#/companies/com_"))
