"""Line 10: what an administrator sets up, by the screens, and what it does for everybody at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.people import HERE, Person, mails_to, newcomer

pytestmark = pytest.mark.e2e
Visit = Callable[..., Visitor]


def pick(visitor: Visitor, within: Locator, label: str, option: str) -> None:
    """Choose one of a list of options."""
    within.get_by_role("combobox", name=label).click()
    visitor.page.get_by_role("option", name=option, exact=True).click()


def sheet(visitor: Visitor, button: str) -> Locator:
    """The sheet that a button opens."""
    visitor.page.get_by_role("button", name=button, exact=True).first.click()
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_colleague_is_invited_and_has_the_mail(stack: Any, visit: Visit, eventually: Any) -> None:
    visitor = visit("settings/people", "admin").settled()
    dialog, email = sheet(visitor, "Invite a colleague"), f"invited.{HERE}@kith.example"
    dialog.get_by_label("Email").fill(email)
    dialog.get_by_label("First name").fill("Invited")
    dialog.get_by_label("Last name").fill(f"Person {HERE}")
    with visitor.expecting(422):
        dialog.get_by_role("button", name="Send the invitation").click()
        expect(dialog.get_by_text("Choose at least one role")).to_be_visible()
    pick(visitor, dialog, "Roles", "Sales rep")
    visitor.page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(visitor.page.get_by_text("The invitation is on its way")).to_be_visible()
    expect(visitor.page.get_by_role("listitem").filter(has_text=email)).to_be_visible()
    eventually(lambda: mails_to(stack, email))


def test_who_leaves_is_shut_out_and_hands_over(stack: Any, visit: Visit, admin: Person, eventually: Any) -> None:
    user, person = newcomer(stack, eventually, "leaving", "rep")
    contact = person.post("/v1/contacts", {"last_name": f"Left behind {HERE}"})["id"]
    visitor = visit("settings/people", "admin").settled()
    visitor.page.get_by_placeholder("Find a person").fill("leaving")
    visitor.page.get_by_role("listitem").filter(has_text=user["email"]).get_by_role("button").click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Deactivate").click()
    dialog.get_by_role("alert").get_by_role("button", name="Deactivate").click()
    expect(dialog.get_by_role("status").first).to_contain_text("Contacts")
    pick(visitor, dialog, "Hand over all records", "Clara Weiß")
    dialog.get_by_role("button", name="Hand over", exact=True).click()
    heir = next(each["id"] for each in admin.every("/v1/users") if each["email"] == stack.users["manager"]["email"])
    eventually(lambda: admin.get(f"/v1/contacts/{contact}")["owner_id"] == heir)
    assert admin.get(f"/v1/users/{user['id']}")["active"] is False


def test_what_is_handed_over_goes_to_the_team_that_is_chosen(stack: Any, visit: Visit, admin: Person, eventually: Any) -> None:
    first, second = (admin.post("/v1/teams", {"name": f"{name} {HERE}"})["id"] for name in ("First", "Second"))
    user, person = newcomer(stack, eventually, "parting", "rep")
    heir, _person = newcomer(stack, eventually, "heir", "rep")
    eventually(lambda: admin.ask("PATCH", f"/v1/users/{heir['id']}", {"team_ids": [first, second]}).status == 200)
    contact = person.post("/v1/contacts", {"last_name": f"Handed {HERE}"})["id"]
    visitor = visit(f"settings/people?open={user['id']}", "admin").settled()
    dialog = visitor.page.get_by_role("dialog")
    name = next(each["name"] for each in admin.get("/v1/me")["colleagues"] if each["id"] == heir["id"])
    pick(visitor, dialog, "Hand over all records", name)
    expect(dialog.get_by_role("combobox", name="Into their team")).to_have_value(f"First {HERE}")
    pick(visitor, dialog, "Into their team", f"Second {HERE}")
    dialog.get_by_role("button", name="Hand over", exact=True).click()
    eventually(lambda: admin.get(f"/v1/contacts/{contact}")["team_id"] == second)
    assert admin.get(f"/v1/contacts/{contact}")["owner_id"] == heir["id"]


def test_a_team_is_made(visit: Visit, admin: Person, eventually: Any) -> None:
    visitor = visit("settings/teams", "admin").settled()
    dialog = sheet(visitor, "New team")
    dialog.get_by_role("textbox", name="Name").fill(f"Team {HERE}")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(visitor.page.locator("main").get_by_text(f"Team {HERE}")).to_be_visible()
    eventually(lambda: f"Team {HERE}" in {each["name"] for each in admin.every("/v1/teams")})


def test_a_role_is_read_and_changed_as_a_grid(visit: Visit, admin: Person, eventually: Any) -> None:
    role = admin.post("/v1/roles", {"name": f"Grid {HERE}", "grants": {"contacts": {"read": "own"}}})["id"]
    visitor = visit("settings/roles", "admin").settled()
    visitor.page.get_by_role("button", name=f"Grid {HERE}").click()
    cell = visitor.page.get_by_role("combobox", name="Contacts: See", exact=True)
    expect(cell).to_have_value("own")
    cell.select_option("team")
    visitor.page.get_by_role("combobox", name="Companies: Everything", exact=True).select_option("all")
    visitor.page.get_by_role("button", name="Save", exact=True).click()
    eventually(lambda: admin.get(f"/v1/roles/{role}")["grants"].get("contacts", {}).get("read") == "team")
    assert admin.get(f"/v1/roles/{role}")["grants"]["companies"]


def test_an_added_field_is_in_forms_lists_and_filters(visit: Visit, admin: Person, eventually: Any) -> None:
    label = f"Shoe size {HERE}"
    visitor = visit("settings/fields?object=companies", "admin").settled()
    dialog = sheet(visitor, "Add a field")
    dialog.get_by_label("Label").fill(label)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    visitor.go("companies").settled()  # at once: other processes of the API have not heard of the field yet
    page = visitor.page
    page.get_by_role("button", name="Columns").click()
    page.get_by_placeholder("Find").fill("Shoe")
    page.get_by_role("checkbox", name=label).check()
    expect(page.get_by_role("columnheader", name=label)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New Company").click()
    create = page.get_by_role("dialog")
    create.get_by_label("Name").first.fill(f"Cobbler {HERE}")
    create.get_by_role("button", name="All fields").click()
    create.get_by_label(label).fill("46")
    with visitor.expecting(422):  # by who has not heard of it; asked again
        create.get_by_role("button", name="Create company").click()
        expect(page.locator("main").get_by_text("46", exact=True).first).to_be_visible()




def test_a_key_is_shown_once_and_works(stack: Any, visit: Visit) -> None:
    visitor = visit("settings/keys", "admin").settled()
    dialog = sheet(visitor, "New key")
    dialog.get_by_role("textbox", name="Name").fill(f"Nightly robot {HERE}")
    pick(visitor, dialog, "Role", "Read only")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("This is the only time")).to_be_visible()
    key = dialog.locator("code").first.inner_text()
    assert stack.call("GET", "/v1/contacts?limit=1", token=key).status == 200
    assert stack.call("POST", "/v1/contacts", {"last_name": "No"}, key).status == 403
    dialog.get_by_role("button", name="I have kept it").click()
    visitor.page.reload()
    visitor.settled()
    visitor.page.get_by_role("button", name=f"Nightly robot {HERE}").click()
    expect(visitor.page.get_by_role("dialog").get_by_role("button", name="Another key")).to_be_visible()
    assert key not in visitor.page.content()


def test_what_people_did_is_listed(visit: Visit, admin: Person, eventually: Any) -> None:
    admin.post("/v1/companies", {"name": f"Audited {HERE}"})
    visitor = visit("settings/audit", "admin").settled()
    expect(visitor.page.locator("main")).to_contain_text("created")
