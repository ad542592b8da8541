"""Line 5: boards: cards moved by mouse, keyboard and finger, counts and sums, only mine, and a refusal that says why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.hands import Finger, drag
from tests.e2e.browser.visitor import NARROW, Visitor
from tests.e2e.people import HERE, Person

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture
def lead(admin: Person, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A lead of this test that is being worked on."""
    name = f"{re.sub('[^a-z]', '', request.node.name)[4:24].title()}{HERE}"
    made: dict[str, Any] = admin.post("/v1/leads", {"first_name": "Board", "last_name": name, "status": "working", "owner_id": admin.get("/v1/me")["id"]})
    return made


def board(lead: dict[str, Any], plural: str = "leads") -> str:
    """The board of those whose name begins like this one's."""
    return f"{plural}/board?filter=" + quote(json.dumps({"field": "last_name", "op": "starts", "value": lead["last_name"]}))


def column(visitor: Visitor, label: str) -> Locator:
    """A column by its name, whatever its count."""
    return visitor.page.get_by_role("region", name=re.compile(f"^{label}, "))


def card(visitor: Visitor, lead: dict[str, Any], label: str) -> Locator:
    """The lead's card, in this column."""
    return column(visitor, label).get_by_role("listitem").filter(has_text=lead["last_name"])


def is_now(admin: Person, lead: dict[str, Any], status: str) -> Callable[[], bool]:
    """Whether the API says so too."""
    return lambda: bool(admin.get(f"/v1/leads/{lead['id']}")["status"] == status)


def test_a_card_is_dragged_by_mouse_and_taken_back(visit: Visit, admin: Person, lead: dict[str, Any], eventually: Any) -> None:
    visitor = visit(board(lead), "admin").settled()
    drag(visitor.page, card(visitor, lead, "Working"), column(visitor, "Qualified"))
    expect(card(visitor, lead, "Qualified")).to_be_visible()
    expect(visitor.page.get_by_text("is now in Qualified").first).to_be_visible()
    eventually(is_now(admin, lead, "qualified"))
    visitor.page.get_by_role("button", name="Undo").click()
    expect(card(visitor, lead, "Working")).to_be_visible()
    eventually(is_now(admin, lead, "working"))
    expect(column(visitor, "Qualified").get_by_text(lead["last_name"])).to_have_count(0)


def test_a_card_is_moved_by_keyboard_and_every_step_is_said(visit: Visit, admin: Person, lead: dict[str, Any], eventually: Any) -> None:
    visitor = visit(board(lead), "admin").settled()
    said, link = visitor.page.locator("[aria-live=assertive]"), card(visitor, lead, "Working").get_by_role("link")
    link.focus()
    visitor.page.keyboard.press("Space")
    expect(said).to_contain_text("is picked up in Working")
    visitor.page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Qualified")
    visitor.page.keyboard.press("Escape")
    expect(said).to_contain_text("stays in Working")
    for key in ("Space", "ArrowRight", "Space"):
        visitor.page.keyboard.press(key)
    expect(said).to_contain_text("is now in Qualified")
    expect(card(visitor, lead, "Qualified").get_by_role("link")).to_be_focused()
    eventually(is_now(admin, lead, "qualified"))


def test_a_finger_moves_a_card_once_it_has_rested_and_the_board_comes_along(visit: Visit, admin: Person, lead: dict[str, Any], eventually: Any) -> None:
    visitor = visit(board(lead), "admin", viewport=NARROW, has_touch=True, is_mobile=True).settled()
    page, here = visitor.page, card(visitor, lead, "Working")
    here.evaluate("card => card.scrollIntoView({inline: 'start'})")
    finger = Finger(visitor)
    finger.down(here)
    held = page.locator("[data-dragging]")
    expect(held).to_have_count(1)
    before = held.evaluate("board => board.scrollLeft")
    finger.move_to(NARROW["width"] - 8)  # at the edge the board comes along
    page.wait_for_function("before => document.querySelector('[data-dragging]').scrollLeft > before + 40", arg=before)
    finger.move_to(NARROW["width"] / 2)
    box = column(visitor, "Qualified").bounding_box()
    assert box
    finger.move_to(min(max(box["x"] + 30, 70), 290))
    expect(page.locator("[data-over][aria-label^='Qualified']")).to_have_count(1)
    finger.up()
    expect(card(visitor, lead, "Qualified")).to_be_visible()
    eventually(is_now(admin, lead, "qualified"))


def test_where_a_reason_is_wanted_it_is_asked_for(visit: Visit, admin: Person, lead: dict[str, Any], eventually: Any) -> None:
    visitor = visit(board(lead), "admin", viewport={"width": 1900, "height": 900}).settled()
    page = visitor.page
    drag(page, card(visitor, lead, "Working"), column(visitor, "Disqualified"))
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(card(visitor, lead, "Working")).to_be_visible()
    drag(page, card(visitor, lead, "Working"), column(visitor, "Disqualified"))
    with visitor.expecting(422):
        page.get_by_role("dialog").get_by_role("button", name="Move").click()
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("dialog").get_by_role("textbox").fill("No budget")
    page.get_by_role("dialog").get_by_role("button", name="Move").click()
    expect(card(visitor, lead, "Disqualified")).to_be_visible()
    eventually(is_now(admin, lead, "disqualified"))
    assert admin.get(f"/v1/leads/{lead['id']}")["disqualified_reason"] == "No budget"


def test_a_refused_move_goes_back_and_says_why(visit: Visit, admin: Person, lead: dict[str, Any]) -> None:
    visitor = visit(board(lead), "admin", viewport={"width": 1900, "height": 900}).settled()
    expect(card(visitor, lead, "Working")).to_be_visible()
    admin.post(f"/v1/leads/{lead['id']}/disqualify", {"reason": "By a colleague, meanwhile"})
    with visitor.expecting(422):
        drag(visitor.page, card(visitor, lead, "Working"), column(visitor, "Assigned"))
        expect(visitor.page.get_by_role("alert").filter(has_text="cannot go to Assigned")).to_contain_text("There is no step that leads from here to there.")
    expect(card(visitor, lead, "Disqualified")).to_be_visible()
    assert admin.get(f"/v1/leads/{lead['id']}")["status"] == "disqualified"


def test_a_status_that_nobody_can_give_is_no_column_and_no_choice(visit: Visit, lead: dict[str, Any]) -> None:
    visitor = visit(board(lead), "admin").settled()
    page = visitor.page
    expect(card(visitor, lead, "Working")).to_be_visible()
    expect(page.locator("main [data-column]")).to_have_count(5)
    expect(page.locator("main [data-column=converted]")).to_have_count(0)
    visitor.go(f"leads/{lead['id']}").settled()
    page.get_by_role("button", name="Edit Status").click()
    page.locator("main").get_by_role("combobox", name="Status").click()
    expect(page.get_by_role("option")).to_have_text(["New", "Assigned", "Working"])


def test_counts_and_sums_are_those_of_the_api(visit: Visit, admin: Person, eventually: Any) -> None:
    name = f"budget_{HERE}"
    admin.post("/v1/fields", {"object": "leads", "name": name, "type": "money", "label": "Budget"})
    for amount in (1000, 2500):
        eventually(lambda amount=amount: admin.ask("POST", "/v1/leads", {"last_name": f"Sum {HERE}", "status": "working", name: {"amount": amount * 100, "currency": "EUR"}}).status == 201)
    report = admin.post("/v1/reports", {"name": f"Budgets {HERE}", "object": "leads", "visibility": "private", "group_by": ["status"], "sums": [name]})["id"]

    def told() -> dict[str, Any] | None:
        answer = admin.get(f"/v1/reports/{report}/data")
        rows = {row["groups"]["status"]: row for row in answer["rows"]}
        return rows if answer["state"] == "ready" and sum((row["sums"].get(name) or {}).get("EUR", 0) for row in rows.values()) == 350_000 else None

    rows = eventually(told)
    visitor = visit("leads/board", "admin").settled()
    for status in ("Assigned", "Working", "Qualified"):
        expect(visitor.page.get_by_role("region", name=f"{status}, {rows.get(status.lower(), {'count': 0})['count']}", exact=True)).to_have_count(1)
    expect(column(visitor, "Working").locator("header")).to_contain_text("€3,500.00")


def test_only_mine_leaves_out_everybody_elses(visit: Visit, admin: Person, rep: Person, lead: dict[str, Any]) -> None:
    theirs = admin.post("/v1/leads", {"last_name": f"{lead['last_name']} other", "status": "working", "owner_id": rep.get("/v1/me")["id"]})
    visitor = visit(board(lead), "admin").settled()
    expect(card(visitor, theirs, "Working")).to_have_count(1)
    visitor.page.get_by_role("switch", name="Only mine").click(force=True)
    expect(card(visitor, lead, "Working")).to_have_count(1)
    expect(card(visitor, theirs, "Working")).to_have_count(0)
    assert "mine=1" in visitor.page.url


def test_what_others_move_moves_here_too(visit: Visit, admin: Person, lead: dict[str, Any]) -> None:
    visitor = visit("notifications", "admin")
    visitor.page.clock.install()
    visitor.open(board(lead)).settled()
    expect(card(visitor, lead, "Working")).to_be_visible()
    admin.post(f"/v1/leads/{lead['id']}/qualify")
    visitor.page.clock.fast_forward(30_500)
    expect(card(visitor, lead, "Qualified")).to_be_visible()
    expect(column(visitor, "Working").get_by_text(lead["last_name"])).to_have_count(0)


def test_a_card_may_not_be_moved_by_who_only_reads(visit: Visit, admin: Person, lead: dict[str, Any]) -> None:
    visitor = visit(board(lead), "read_only").settled()
    drag(visitor.page, card(visitor, lead, "Working"), column(visitor, "Qualified"))
    expect(card(visitor, lead, "Working")).to_be_visible()
    assert not [each for each in visitor.asked if each.startswith(("PATCH", "POST /v1"))]
