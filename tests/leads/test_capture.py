"""From form to lead, owner, messages and answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.edge import Api
from tests.installation import World
from tests.leads.desk import Desk


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 2)


def test_a_submission_becomes_a_lead_with_an_owner(desk: Desk) -> None:
    lead = desk.come(first_name="ana", phone="+49 30 901820", message="Call me")
    assert (lead["status"], lead["first_name"], lead["source"], lead["submission_count"]) == ("assigned", "Ana", "web", 1)
    assert lead["owner_id"] in desk.reps and lead["team_id"] == desk.team
    assert (lead["phones"][0]["value"], lead["routing"]["chosen"]) == ("+4930901820", lead["owner_id"])
    assert not desk.world.differences()


def test_everyone_concerned_is_told_once(desk: Desk) -> None:
    lead = desk.come(first_name="Ana")
    owner = desk.record(lead["owner_id"])["email"]
    assert [len(desk.mail.to(address)) for address in (owner, "boss@x.example", "ana@client.example")] == [1, 1, 1]
    bell = desk.api("GET", "/v1/notifications", user=lead["owner_id"]).body["data"]
    assert [(each["kind"], each["record"]) for each in bell] == [("lead_assigned", {"type": "lead", "id": lead["id"]})]
    assert desk.api("GET", "/v1/me", user=lead["owner_id"]).body["unread_notifications"] == 1


def test_the_timeline_tells_the_whole_story(desk: Desk) -> None:
    lead = desk.come()
    kinds = [event["kind"] for event in desk.api("GET", f"/v1/leads/{lead['id']}/timeline").body["data"]]
    assert sorted(kinds) == ["lead", "mail", "routing", "submission"]


def test_a_message_delivered_twice_changes_nothing(desk: Desk) -> None:
    for _time in range(3):
        desk.take(1)
    desk.world.settle()
    assert [each["submission_count"] for each in desk.leads()] == [1]
    assert len(desk.mail.to("l1@client.example")) == 1


def test_another_submission_joins_the_open_lead(desk: Desk) -> None:
    first, again = desk.come(message="One"), desk.come(message="Two", email="ANA@client.example")
    assert (again["id"], again["submission_count"], again["owner_id"]) == (first["id"], 2, first["owner_id"])
    assert again["message"] == "One\n\nTwo" and len(desk.leads()) == 1
    assert len(desk.mail.to("ana@client.example")) == 1  # one automatic answer a day
    assert not desk.world.differences()


def test_the_same_phone_is_the_same_person(desk: Desk) -> None:
    first = desk.come(phone="+49 30 901820")
    again = desk.come(phone="+4930901820", email="ana@home.example")
    assert again["id"] == first["id"]
    assert [entry["value"] for entry in again["emails"]] == ["ana@client.example"]  # anybody can know a number


def test_after_a_closed_lead_comes_a_new_one(desk: Desk) -> None:
    first = desk.come()
    desk.api("POST", f"/v1/leads/{first['id']}/disqualify", {"reason": "budget"})
    assert desk.come()["id"] != first["id"]


def test_a_known_contacts_owner_is_asked_first(desk: Desk) -> None:
    for place, owner in enumerate((*desk.reps, *desk.reps)):
        address = f"c{place}@client.example"
        contact = desk.api("POST", "/v1/contacts", {"last_name": "C", "emails": [address], "owner_id": owner}).body["id"]
        lead = desk.come(email=address)
        assert (lead["owner_id"], lead["contact_id"], lead["routing"]["strategy"]) == (owner, contact, "known_owner")


def test_an_owner_who_left_is_not_asked(desk: Desk) -> None:
    gone, stays = desk.reps
    desk.api("POST", "/v1/contacts", {"last_name": "C", "emails": ["ana@client.example"], "owner_id": gone})
    desk.api("POST", f"/v1/users/{gone}/deactivate")
    lead = desk.come()
    assert lead["owner_id"] == stays
    assert {(entry["user_id"], entry["code"]) for entry in lead["routing"]["skipped"]} == {(gone, "inactive")}


def test_a_filled_honeypot_is_kept_as_spam(desk: Desk) -> None:
    submission = desk.post(_website="http://buy.example")
    desk.world.work("intake")
    kept = desk.record(submission)
    assert (kept["state"], kept.get("lead_id"), desk.leads()) == ("spam", None, [])


def test_a_forged_or_hasty_start_time_is_spam(desk: Desk) -> None:
    from chalicelib.leads import forms
    for token in ("2020-01-01T00:00:00.000Z.forged", "x", "\u00fc.\u00fc", forms.started(desk.world.crm, desk.form)):
        submission = desk.post(_started=token)
        desk.world.work("intake")
        assert desk.record(submission)["state"] == "spam", token


def test_what_was_typed_stays_and_unknown_fields_too(desk: Desk) -> None:
    submission = desk.post(colour="red", first_name="  ana ", message="\U0001f600")
    desk.world.work("intake")
    raw = desk.record(submission)["raw"]
    assert (raw["colour"], raw["first_name"], raw["message"]) == ("red", "  ana ", "\U0001f600")


def test_an_unreadable_phone_is_noted_and_does_not_stop_the_lead(desk: Desk) -> None:
    desk.take(1, phone="call me maybe")
    lead = desk.leads()[0]
    submission = desk.api("GET", f"/v1/submissions?lead_id={lead['id']}").body["data"][0]
    assert lead["phones"] is None and "phone" in str(submission["notes"])


def test_nobody_to_answer_is_rejected_with_the_reason(desk: Desk) -> None:
    desk.take(1, last_name="", email="")
    submission = desk.api("GET", "/v1/submissions").body["data"][0]
    assert (submission["state"], submission["lead_id"]) == ("rejected", None) and submission["reason"]


def test_wrong_fields_are_told_at_once(desk: Desk) -> None:
    answer = desk.api("POST", f"/public/forms/{desk.form}", {"email": "nope", "phone": "x"}, user=None)
    assert answer.status == 422
    assert {error["field"]: error["code"] for error in answer.body["errors"]}.keys() == {"last_name", "email", "phone"}


def test_a_form_encoded_post_is_as_good(desk: Desk) -> None:
    answer = desk.api("POST", f"/public/forms/{desk.form}", "last_name=Ruiz&email=ana%40client.example", user=None,
                      content_type="application/x-www-form-urlencoded")
    assert answer.status == 202
    desk.world.work("intake")
    assert desk.leads()[0]["emails"][0]["value"] == "ana@client.example"


def test_a_large_submission_travels_by_s3(desk: Desk) -> None:
    from chalicelib.leads import forms
    crm = desk.world.crm
    raw: dict[str, Any] = {"last_name": "Ruiz", "email": "ana@client.example", "essay": "x" * 300_000}
    id = forms.accept(crm, forms.find(crm, desk.form), raw, "192.0.2.1").submission_id
    desk.world.work("intake")
    assert len(desk.record(id)["raw"]["essay"]) == 300_000 and desk.record(id)["lead_id"]


def test_a_post_of_more_than_200_kb_is_too_large(desk: Desk) -> None:
    assert desk.api("POST", f"/public/forms/{desk.form}", {"x": "y" * 200_001}, user=None).status == 413


def test_an_inactive_form_is_not_there(desk: Desk) -> None:
    desk.api("PATCH", f"/v1/forms/{desk.form}", {"active": False})
    assert desk.api("POST", f"/public/forms/{desk.form}", {}, user=None).status == 404


def test_a_person_entering_a_known_lead_is_asked(desk: Desk) -> None:
    lead = desk.come()
    answer = desk.api("POST", "/v1/leads", {"last_name": "R", "emails": ["ana@client.example"]})
    assert (answer.status, [each["id"] for each in answer.body["candidates"]]) == (409, [lead["id"]])
