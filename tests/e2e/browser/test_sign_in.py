"""Line 1: signing in, a first and a forgotten password, a session that ends while somebody types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, good, invited, mails_to, newcomer, public, role_id

pytestmark = pytest.mark.e2e
DAY = 24 * 3600 * 1000
Visit = Callable[..., Visitor]


def test_a_wrong_password_is_told_and_a_right_one_enters(stack: Any, visit: Visit) -> None:
    visitor = visit()
    with visitor.expecting(401):
        visitor.sign_in(stack.admin["email"], "not-the-password-1")
        expect(visitor.page.get_by_role("alert")).to_contain_text("not right")
    visitor.sign_in(**stack.admin)
    expect(visitor.page.get_by_role("navigation").first).to_be_visible()


def test_who_comes_by_a_link_is_taken_there_after_signing_in(stack: Any, visit: Visit) -> None:
    visitor = visit("companies").sign_in(**stack.admin)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Companies")


def test_an_invited_person_chooses_a_password(stack: Any, visit: Visit, eventually: Any) -> None:
    user, temporary = invited(stack, eventually, "wanda", role_ids=[role_id(stack, "rep")])
    visitor = visit().sign_in(user["email"], temporary)
    visitor.page.locator("input[autocomplete=new-password]").fill("Her-own-secret-1")
    visitor.page.locator("form button[type=submit]").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Wanda")


def test_a_forgotten_password_is_replaced_by_a_mailed_code(stack: Any, visit: Visit, eventually: Any) -> None:
    user, _person = newcomer(stack, eventually, "forgetful", "rep")
    page = visit().page
    page.get_by_role("button", name="Forgotten password?").click()
    page.locator("input[autocomplete=username]").fill(user["email"])
    page.get_by_role("button", name="Mail me a code").click()
    mail = eventually(lambda: next((each for each in mails_to(stack, user["email"]) if "code" in each["Subject"]), None))
    page.locator("input[autocomplete=one-time-code]").fill(re.findall(r"\d{6}", mail["BodyText"])[0])
    page.locator("input[autocomplete=new-password]").fill("Another-pass-1")
    page.locator("form button[type=submit]").click()
    page.locator("input[autocomplete=current-password]").fill("Another-pass-1")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forgetful")


def test_a_session_that_ends_leaves_what_was_typed(stack: Any, visit: Visit, eventually: Any) -> None:
    user, person = newcomer(stack, eventually, "typing", "rep")
    contact = person.post("/v1/contacts", {"last_name": f"Ends {HERE}"})["id"]
    visitor = visit()
    page = visitor.page
    page.clock.install()
    visitor.open(f"contacts/{contact}").sign_in(user["email"], "My-own-secret-1").settled()
    note = page.get_by_label("Write a note", exact=True)
    note.fill("Half a thou")
    token = page.evaluate("(sessionStorage.getItem('kith.refresh_token') ?? localStorage.getItem('kith.refresh_token')).split(' ')[0]")
    good(public(stack, "/public/auth/logout", {"refresh_token": token}))
    with visitor.expecting(401):
        page.clock.fast_forward(DAY)
        dialog = page.get_by_role("dialog", name="Please sign in again")
        expect(dialog).to_be_visible()
        expect(note).to_have_value("Half a thou")
    dialog.locator("input[autocomplete=current-password]").fill("My-own-secret-1")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog).to_have_count(0)
    note.press("End")
    note.press_sequentially("ght")
    page.get_by_role("button", name="Save note").click()
    eventually(lambda: [each for each in person.get(f"/v1/contacts/{contact}?include=timeline")["timeline"] if "Half a thought" in str(each)])


def test_a_token_is_renewed_without_a_word(stack: Any, visit: Visit) -> None:
    visitor = visit()
    visitor.page.clock.install()
    visitor.open("companies").sign_in(**stack.users["support"])
    expect(visitor.page.get_by_role("row").nth(3)).to_be_visible()
    with visitor.page.expect_response(re.compile("/public/auth/refresh")) as renewed, visitor.page.expect_response(re.compile("/v1/companies")) as listed:
        visitor.page.clock.fast_forward(DAY)
    assert (renewed.value.status, listed.value.status) == (200, 200)


def test_who_leaves_has_left(stack: Any, visit: Visit) -> None:
    visitor = visit("companies").sign_in(**stack.users["read_only"]).settled()
    visitor.page.locator("header").get_by_role("button").last.click()
    visitor.page.get_by_role("menuitem", name="Sign out").click()
    expect(visitor.page.locator("input[autocomplete=current-password]")).to_be_visible()
    assert visitor.page.evaluate("[localStorage, sessionStorage].flatMap(Object.keys).filter((key) => key.includes('token'))") == []
    visitor.open("companies")
    expect(visitor.page.locator("input[autocomplete=current-password]")).to_be_visible()


def test_the_browsers_language_is_spoken(visit: Visit) -> None:
    expect(visit(locale="de-AT").page.get_by_role("button", name="Anmelden")).to_be_visible()
    expect(visit(locale="fr-FR").page.get_by_role("button", name="Sign in")).to_be_visible()
