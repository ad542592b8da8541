"""API6:2023 Unrestricted access to sensitive business flows: what a program could do very often with what a person may do once.

| attack | what holds |
|---|---|
| a form filled by a robot (hidden field, at once, forged start time) | 202 as for all, kept as spam, no lead, no mail |
| one person's form sent many times | one open lead |
| the automatic reply as a relay to somebody else's mailbox | one a day per address, without the sender's links |
| password mails to one address by a stranger | the answer is alike, the caller is limited (API2), Cognito limits the mails of an account |
| invitations by who may not invite, or of thousands in one batch | refused, a hundred at most |
| forms beyond their limit | 429 with Retry-After (`tests/http/test_limits.py`) |
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.attacks.scene import refused, sound
from tests.e2e.people import HERE, Person, acting, lead_of, mails_to, public, submission, submit

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("how,more", [("trap", {"_website": "https://spam.example"}), ("forged", {"_started": "2026-01-01T00:00:00.000Z.0000"}),
                                      ("list", {"_started": ["x"]}), ("trap list", {"_website": ["x"]}), ("far", {"_started": "9999-99-99.x"})])
def test_a_robot_hears_nothing_and_makes_no_lead(stack: Any, eventually: Any, how: str, more: dict[str, Any]) -> None:
    email = f"robot.{how.replace(' ', '')}.{HERE}@example.com"
    answer = submit(stack, {"last_name": f"Robot{HERE}", "email": email, **more})
    assert answer.status == 202
    kept = eventually(lambda: submission(stack, answer.json["submission_id"]))
    assert (kept["state"], kept["lead_id"]) == ("spam", None)
    assert not mails_to(stack, email)


def test_one_person_many_times_is_one_lead(stack: Any, eventually: Any) -> None:
    email = f"often.{HERE}@example.com"
    sent = [submit(stack, {"last_name": "Often", "email": email, "message": f"Hello {number}"}) for number in range(12)]
    assert {each.status for each in sent} == {202}
    leads = {lead_of(stack, eventually, each.json["submission_id"])["id"] for each in sent}
    assert len(leads) == 1


def test_the_automatic_reply_is_no_relay(stack: Any, admin: Person, eventually: Any) -> None:
    form = admin.post("/v1/forms", {"name": f"Reply {HERE}", "auto_reply_template": "Thank you, {{first_name}} {{last_name}} of {{company}}!", "fields": [
        {"name": name, "type": "email" if name == "email" else "text"} for name in ("first_name", "last_name", "company", "email")]})["id"]
    victim, link = f"victim.{HERE}@example.com", "https://evil.example/win"
    eventually(lambda: stack.call("GET", f"/public/forms/{form}").status == 200)
    for number in range(6):
        sent = submit(stack, {"first_name": f"Click {link}", "last_name": f"www.evil.example/{number}", "company": "evil.example", "email": victim}, form)
        assert sent.status == 202
        lead_of(stack, eventually, sent.json["submission_id"])
    mails = eventually(lambda: mails_to(stack, victim))
    assert len(mails) == 1
    assert "evil.example" not in mails[0]["BodyText"] + mails[0].get("BodyHtml", "") + mails[0]["Subject"]


def test_addresses_are_one_address_only(stack: Any, eventually: Any) -> None:
    other = f"other.{HERE}@example.com"
    for email in (f"a@example.com,{other}", f"a@example.com\r\nBcc: {other}", f"a@example.com;{other}", f"<a@example.com> {other}", f"a@example.com%0ABcc:{other}"):
        refused(submit(stack, {"last_name": "Many", "email": email}), 422)
    assert not mails_to(stack, other)


def test_a_stranger_learns_and_sends_little_by_forgotten_passwords(stack: Any) -> None:
    for email in (f"nobody.{HERE}@example.com", f"x@example.com\r\nBcc: victim.{HERE}@example.com", "x" * 300):
        answer = sound(public(stack, "/public/auth/forgot", {"email": email}))
        assert (answer.status, answer.json.get("sent")) in ((200, True), (422, None))
    assert not mails_to(stack, f"nobody.{HERE}@example.com")


def test_invitations_are_no_mailing(stack: Any, admin: Person) -> None:
    people = [{"email": f"flood{number}.{HERE}@example.com"} for number in range(101)]
    refused(admin.ask("POST", "/v1/users/batch", {"create": people}), 422)
    for role in ("rep", "manager", "support"):
        answer = sound(acting(stack, role).ask("POST", "/v1/users/batch", {"create": people[:3]}))
        assert answer.status in (403, 404) or {each["status"] for each in answer.json["results"]} == {403}
    assert not [mail for number in range(3) for mail in mails_to(stack, people[number]["email"])]


def test_a_closed_or_unknown_form_takes_nothing(stack: Any, admin: Person, victims: dict[str, str]) -> None:
    for form in (victims["forms"], "frm_" + 26 * "0", "frm_x", victims["contacts"], "..", f"{victims['forms']}.js"):
        refused(submit(stack, {"email": f"closed.{HERE}@example.com", "last_name": "x"}, form), 404, 405)


def test_a_form_answers_only_the_sites_that_it_names(stack: Any, admin: Person, eventually: Any) -> None:
    form = admin.post("/v1/forms", {"name": f"Sites {HERE}", "allowed_origins": ["https://shop.example"], "fields": [{"name": "email", "type": "email"}]})["id"]
    eventually(lambda: stack.call("GET", f"/public/forms/{form}").status == 200)
    body = {"email": f"site.{HERE}@example.com", "_website": "robot"}
    assert stack.call("POST", f"/public/forms/{form}", body, Origin="https://shop.example").headers["access-control-allow-origin"] == "https://shop.example"
    for origin in ("https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null", "https://evilshop.example", "https://shop.example:444"):
        answer = refused(stack.call("POST", f"/public/forms/{form}", body, Origin=origin), 404)
        assert answer.headers.get("access-control-allow-origin") in (None, "*")
