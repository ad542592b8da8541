"""Line 10, for leads: forms with a preview and their snippet, routing rules put in order by hand, tried on a real lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.hands import Finger, drag
from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, lead_of, submit

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


@pytest.fixture
def two(admin: Person, eventually: Any) -> Iterator[tuple[str, str]]:
    """Two routing rules after all others, which no lead meets."""
    me, made = admin.get("/v1/me")["id"], []
    for number in (1, 2):
        made.append(admin.post("/v1/routing_rules", {
            "name": f"Rule {number} {HERE}", "position": 900 + number, "strategy": "round_robin", "pool": {"user_ids": [me]},
            "condition": {"field": "last_name", "op": "eq", "value": f"nobody {HERE}"}, "active": True})["id"])
    eventually(lambda: set(made) <= {each["id"] for each in admin.every("/v1/routing_rules")})
    yield made[0], made[1]
    for id in made:
        admin.delete(f"/v1/routing_rules/{id}")


def handle(visitor: Visitor, number: int) -> Locator:
    """What a rule is dragged by."""
    return visitor.page.locator("main li").filter(has_text=f"Rule {number} {HERE}").locator("[data-key]")


def swapped(admin: Person, two: tuple[str, str]) -> Callable[[], bool]:
    """Whether the second comes first now, as the API tells."""
    at = {each["id"]: each["position"] for each in admin.every("/v1/routing_rules")}
    return lambda: at.update({each["id"]: each["position"] for each in admin.every("/v1/routing_rules")}) or at[two[1]] < at[two[0]]


def test_rules_are_put_in_order_by_mouse(visit: Visit, admin: Person, two: tuple[str, str], eventually: Any) -> None:
    visitor = visit("settings/routing", "admin", viewport={"width": 1440, "height": 2400}).settled()
    drag(visitor.page, handle(visitor, 2), handle(visitor, 1))
    eventually(swapped(admin, two))


def test_rules_are_put_in_order_by_keyboard(visit: Visit, admin: Person, two: tuple[str, str], eventually: Any) -> None:
    visitor = visit("settings/routing", "admin").settled()
    handle(visitor, 2).focus()
    for key in ("Space", "ArrowUp", "Space"):
        visitor.page.keyboard.press(key)
    expect(handle(visitor, 2)).to_be_focused()
    eventually(swapped(admin, two))


def test_rules_are_put_in_order_by_a_finger(visit: Visit, admin: Person, two: tuple[str, str], eventually: Any) -> None:
    visitor = visit("settings/routing", "admin", viewport={"width": 800, "height": 2600}, has_touch=True).settled()
    above = handle(visitor, 1).bounding_box()
    assert above
    finger = Finger(visitor)
    finger.down(handle(visitor, 2))
    finger.move_to(y=above["y"] - 10)
    finger.up()
    eventually(swapped(admin, two))


def test_the_rules_are_tried_on_a_real_lead_and_nothing_moves(visit: Visit, admin: Person, eventually: Any) -> None:
    lead = admin.post("/v1/leads", {"last_name": f"Dryrun{HERE}", "country": "DE", "owner_id": admin.get("/v1/me")["id"]})["id"]
    eventually(lambda: admin.found(f"Dryrun{HERE}"))
    told = admin.post(f"/v1/leads/{lead}/route?dry_run=true")
    visitor = visit("settings/routing", "admin").settled()
    trial = visitor.page.get_by_role("region", name="Try it on a real lead")
    trial.get_by_role("combobox").or_(trial.get_by_role("textbox")).first.fill(f"Dryrun{HERE}")
    visitor.page.get_by_role("option").filter(has_text=f"Dryrun{HERE}").click()
    assert told["chosen"] and told["rule_name"], told
    name = next(each["name"] for each in admin.get("/v1/me")["colleagues"] if each["id"] == told["chosen"])
    expect(trial.get_by_text(f"{name} would get it")).to_be_visible()
    expect(trial).to_contain_text(f"Rule “{told['rule_name']}” matched because Country is one of Germany")
    expect(trial).to_contain_text("not among the people whom the rule asks for")
    assert admin.get(f"/v1/leads/{lead}")["owner_id"] == admin.get("/v1/me")["id"]


def test_a_form_is_seen_as_it_is_made_and_takes_leads(stack: Any, visit: Visit, eventually: Any) -> None:
    visitor = visit("settings/forms", "admin").settled()
    page = visitor.page
    page.get_by_role("button", name="New form").first.click()
    page.get_by_role("textbox", name="Name", exact=True).first.fill(f"Form {HERE}")
    page.get_by_role("textbox", name="Words of the question Last name").fill("What are you called?")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("What are you called?")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    snippet = page.get_by_role("region", name="Put it on your website").locator("code").first
    expect(snippet).to_contain_text(".js\" async></script>")
    form = snippet.inner_text().split("/public/forms/")[1].split(".js")[0]
    eventually(lambda: stack.call("GET", f"/public/forms/{form}.js").status == 200)
    sent = eventually(lambda: next((answer for answer in [submit(stack, {"last_name": f"Byform{HERE}", "email": f"byform.{HERE}@example.com"}, form)] if answer.status < 300), None))
    assert lead_of(stack, eventually, sent.json["submission_id"])["last_name"] == f"Byform{HERE}"


def test_a_scoring_rule_is_made_tried_on_a_real_lead_and_switched_off(visit: Visit, admin: Person, eventually: Any) -> None:
    admin.post("/v1/leads", {"last_name": f"Scored{HERE}", "country": "DE", "product_interest": f"boat {HERE}"})
    eventually(lambda: admin.found(f"Scored{HERE}"))
    visitor = visit("settings/scoring", "admin").settled()
    page, name = visitor.page, f"Boats {HERE}"
    page.get_by_role("button", name="New rule").first.click()
    dialog = page.get_by_role("dialog")
    with visitor.expecting(422):
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog.get_by_role("textbox", name="Name")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_label("Points").fill("17")
    dialog.get_by_role("combobox", name="Field").fill("Product")
    page.get_by_role("option", name="Product interest").click()
    dialog.get_by_label("Product interest").fill(f"boat {HERE}")
    expect(dialog.get_by_role("status").get_by_text(f"Scored{HERE}")).to_be_visible()  # the leads that it fits right now
    dialog.get_by_role("button", name="Save", exact=True).click()
    rule = page.locator("main section").filter(has_text="Who they are").locator("div").filter(has=page.get_by_role("button", name=name)).last.locator("xpath=..")
    expect(rule).to_contain_text("+17")
    expect(rule).to_contain_text(f"Product interest is “boat {HERE}”")
    trial = page.get_by_role("region", name="Try it on a real lead")
    trial.get_by_role("combobox").or_(trial.get_by_role("textbox")).first.fill(f"Scored{HERE}")
    page.get_by_role("option").filter(has_text=f"Scored{HERE}").click()
    expect(trial.locator("div").filter(has_text=name).last).to_contain_text("+17")
    rule.locator(".mantine-Switch-track").click()
    expect(trial.filter(has_text=re.compile(r"fit \d+, engagement")).filter(has_not_text=name)).to_have_count(1)
    made = next(each for each in admin.every("/v1/scoring_rules") if each["name"] == name)
    assert (made["points"], made["kind"], made["active"]) == (17, "fit", False)
    admin.delete(f"/v1/scoring_rules/{made['id']}")
