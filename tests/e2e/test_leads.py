"""From a form to its owner's mail on the deployed stack: captured, scored, routed, answered, told."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.e2e.people import FORM, HERE, Person, acting, bell, good, lead_of, mails_to, problem, submission, submit

pytestmark = pytest.mark.e2e


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def filled(name: str, **more: Any) -> dict[str, Any]:
    return {"first_name": name, "last_name": f"Form{HERE}", "email": f"{name.lower()}.{HERE}@example.com", **more}


@pytest.fixture(scope="module")
def captured(stack: Any, eventually: Any) -> dict[str, Any]:
    """A lead that came by the form as JSON."""
    answer = good(submit(stack, filled(
        "Greta", company="Mühle AG", country="DE", phone="030 901820", product_interest="Mills",
        message="Please call <b>me</b>", colour="extra")))
    assert answer.status == 202
    id = answer.json["submission_id"]
    return {"submission": id, "lead": lead_of(stack, eventually, id)}


def test_a_submission_is_kept_as_it_was_sent(captured: dict[str, Any], admin: Person) -> None:
    kept = admin.get(f"/v1/submissions/{captured['submission']}")
    assert (kept["channel"], kept["state"]) == ("form", "routed")
    assert kept["raw"]["colour"] == "extra"
    assert kept["raw"]["phone"] == "030 901820"


def test_the_lead_is_clean_scored_and_owned(captured: dict[str, Any]) -> None:
    lead = captured["lead"]
    assert lead["phones"][0]["value"] == "+4930901820"
    assert lead["score"] == sum(reason["points"] for reason in lead["score_reasons"]) > 0
    assert lead["status"] == "assigned"
    assert lead["response_due_at"] > lead["routing"]["at"]


def test_the_decision_explains_itself(captured: dict[str, Any], admin: Person) -> None:
    routing = captured["lead"]["routing"]
    assert routing["rule_name"] == "German-speaking countries"
    assert routing["chosen"] == captured["lead"]["owner_id"]
    assert routing["pool_size"] > 0
    assert {skipped["reason"] for skipped in routing["skipped"]} and routing["explanation"]
    kept = admin.get(f"/v1/decisions/{routing['decision_id']}")
    assert kept["explanation"] == routing["explanation"]


def test_the_owner_is_told_in_the_app_and_by_mail(stack: Any, captured: dict[str, Any], admin: Person,
                                                  eventually: Any) -> None:
    lead = captured["lead"]
    owner = admin.get(f"/v1/users/{lead['owner_id']}")
    mails = eventually(lambda: [mail for mail in mails_to(stack, owner["email"]) if lead["id"] in mail["BodyText"]])
    assert len(mails) == 1
    assert "Mühle AG" in mails[0]["BodyText"]
    assert "<b>me</b>" not in mails[0]["BodyHtml"]
    told = admin.get(f"/v1/leads/{lead['id']}?include=timeline")["timeline"]
    assert any(event["kind"] == "routing" for event in told)


def test_the_rules_task_waits_for_the_owner(captured: dict[str, Any], admin: Person) -> None:
    links = admin.get(f"/v1/leads/{captured['lead']['id']}/links")["data"]
    task = admin.get(f"/v1/tasks/{next(link['id'] for link in links if link['type'] == 'task')}")
    assert (task["subject"], task["assignee_id"]) == ("Call back", captured["lead"]["owner_id"])
    assert captured["lead"]["assigned_at"] < task["due_at"] < captured["lead"]["response_due_at"]


def test_people_named_on_the_form_are_told_too(stack: Any, captured: dict[str, Any], eventually: Any) -> None:
    manager = acting(stack, "manager")
    (told,) = eventually(lambda: bell(manager, captured["lead"]["id"]))
    assert told["kind"] == "lead_arrived"
    assert eventually(lambda: [mail for mail in mails_to(stack, manager.email)
                               if captured["lead"]["id"] in mail["BodyText"]])


def test_the_lead_gets_one_automatic_reply_a_day(stack: Any, captured: dict[str, Any], eventually: Any) -> None:
    address = f"greta.{HERE}@example.com"
    (reply,) = eventually(lambda: mails_to(stack, address))
    assert reply["Subject"] == "Thank you, Greta"
    again = good(submit(stack, filled("Greta", message="And another thing"))).json["submission_id"]
    assert lead_of(stack, eventually, again)["id"] == captured["lead"]["id"]
    eventually(lambda: "skipped" in [mail["state"] for mail in acting(stack, "admin").every("/v1/emails")
                                     if mail["to"] == address])
    assert len(mails_to(stack, address)) == 1


def test_everything_is_on_the_timeline(captured: dict[str, Any], admin: Person, eventually: Any) -> None:
    path = f"/v1/leads/{captured['lead']['id']}/timeline"
    kinds = {"lead", "submission", "routing", "mail"}
    events = eventually(lambda: (rows := admin.get(path)["data"]) and kinds <= {row["kind"] for row in rows} and rows)
    assert [event["at"] for event in events] == sorted((event["at"] for event in events), reverse=True)


def test_a_known_contact_is_linked_and_their_owner_asked_first(stack: Any, admin: Person, eventually: Any) -> None:
    rep = acting(stack, "rep")
    known = rep.post("/v1/contacts", {"last_name": "Known", "emails": [f"known.{HERE}@example.com"]})
    lead = lead_of(stack, eventually, good(submit(stack, filled("Known"))).json["submission_id"])
    assert (lead["contact_id"], lead["owner_id"]) == (known["id"], known["owner_id"])
    path = f"/v1/contacts/{known['id']}/timeline"
    eventually(lambda: {"lead", "submission", "routing"} <= {event["kind"] for event in admin.get(path)["data"]})


def test_a_form_encoded_post_works_as_browsers_send_it(stack: Any, eventually: Any) -> None:
    body = urlencode(filled("Browser", message="Grüße")).encode()
    answer = good(stack.call("POST", f"/public/forms/{stack.form_id}", body, Content_Type=FORM))
    assert lead_of(stack, eventually, answer.json["submission_id"])["message"] == "Grüße"
    assert answer.headers["access-control-allow-origin"] == "*"
    page = good(stack.call("POST", f"/public/forms/{stack.form_id}", urlencode(filled("Page")).encode(),
                           Content_Type=FORM, Accept="text/html"))
    assert page.headers["content-type"].startswith("text/html")


def test_wrong_fields_are_told_at_once(stack: Any) -> None:
    answer = submit(stack, {"email": "nobody", "phone": "12"})
    assert problem(answer)[0] == 422
    assert {error["field"] for error in answer.json["errors"]} == {"last_name", "email", "phone"}


@pytest.mark.parametrize("body,kind,status", [
    (b"{", "application/json", 400), (b"[]", "application/json", 400), (b"<x/>", "application/xml", 415),
    (b'{"last_name": "' + b"x" * 200_001 + b'"}', "application/json", 413)], ids=["cut", "list", "xml", "large"])
def test_bad_submissions_are_refused(stack: Any, body: bytes, kind: str, status: int) -> None:
    assert problem(stack.call("POST", f"/public/forms/{stack.form_id}", body, Content_Type=kind))[0] == status


def test_a_robot_gets_the_same_answer_and_makes_no_lead(stack: Any, admin: Person, eventually: Any) -> None:
    answer = good(submit(stack, filled("Robot", _website="https://spam.example")))
    assert answer.status == 202
    kept = eventually(lambda: submission(stack, answer.json["submission_id"]))
    assert (kept["state"], kept["lead_id"]) == ("spam", None)
    assert not admin.found(f"robot.{HERE}@example.com")


def test_the_page_and_its_snippet(stack: Any) -> None:
    page = good(stack.call("GET", f"/public/forms/{stack.form_id}"))
    assert 'name="last_name"' in page.content.decode()
    assert "nonce-" in page.headers["content-security-policy"]
    snippet = good(stack.call("GET", f"/public/forms/{stack.form_id}.js"))
    assert snippet.headers["content-type"].startswith("text/javascript")
    assert f"{stack.url}/public/forms/{stack.form_id}" in snippet.content.decode()
    assert problem(stack.call("GET", "/public/forms/frm_01m80cdwk6ye257zenep4kwatz"))[0] == 404


def test_a_dry_run_explains_and_moves_nothing(captured: dict[str, Any], admin: Person) -> None:
    path = f"/v1/leads/{captured['lead']['id']}"
    before = admin.get(path)
    told = admin.post(f"{path}/route?dry_run=true")
    assert told["dry_run"] is True
    assert told["explanation"]
    assert admin.get(path) == before


def test_a_closed_lead_is_left_alone_and_the_person_gets_a_new_one(stack: Any, admin: Person, eventually: Any) -> None:
    first = lead_of(stack, eventually, good(submit(stack, filled("Closed"))).json["submission_id"])
    path = f"/v1/leads/{first['id']}"
    assert problem(admin.ask("POST", f"{path}/disqualify", {}))[0] == 422
    assert admin.post(f"{path}/disqualify", {"reason": "Wrong number"})["status"] == "disqualified"
    assert problem(admin.ask("POST", f"{path}/qualify", {})) == (409, "wrong_status")
    second = lead_of(stack, eventually, good(submit(stack, filled("Closed"))).json["submission_id"])
    assert second["id"] != first["id"]


def test_sixty_at_once_are_shared_evenly_and_none_twice(stack: Any, admin: Person, eventually: Any) -> None:
    def send(number: int) -> str:
        return str(good(submit(stack, filled(f"Crowd{number}"))).json["submission_id"])

    with ThreadPoolExecutor(12) as callers:
        ids = list(callers.map(send, range(60)))
    settled = eventually(lambda: (rows := [submission(stack, id) for id in ids]) and all(rows) and rows, seconds=90,
                         every=1)
    assert {each["state"] for each in settled} == {"routed"}
    leads = [admin.get(f"/v1/leads/{each['lead_id']}") for each in settled]
    assert len({lead["id"] for lead in leads}) == 60
    shares = Counter(lead["owner_id"] for lead in leads)
    assert len(shares) == leads[0]["routing"]["pool_size"]
    assert max(shares.values()) - min(shares.values()) <= 1, shares
