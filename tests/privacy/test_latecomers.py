"""What an erased person had sent before and what comes only now does not bring them back; what they send anew does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.errors import NotFound, Unavailable
from chalicelib.leads import capture
from chalicelib.mail import arrivals, inbound
from chalicelib.mail.arrivals import Arrival
from chalicelib.privacy import latecomers, suppression
from tests.edge import Api
from tests.installation import World, client
from tests.leads.desk import Desk
from tests.mail.test_arrivals import mail, notice

ANA = {"last_name": "Ruiz", "email": "Ana@client.example", "phone": "+49 30 901820", "message": "quorvix"}


@pytest.fixture
def desk(api: Api, world: World) -> Desk:
    return Desk(api, world, 1)


def message(desk: Desk, number: int, **more: object) -> dict[str, object]:
    crm = desk.world.crm
    return {"submission_id": crm.ids.derived("sub", str(number), crm.clock.now()), "channel": "form", "form_id": desk.form,
            "raw": ANA, "at": crm.clock.now(), **more}


def erase(desk: Desk) -> None:
    """Ana writes, is erased, and an hour passes."""
    lead = desk.come(**ANA)
    desk.world.later(minutes=1)
    answer = desk.api("POST", "/v1/privacy/erasures", {"subject_id": lead["id"], "reason": "Asked"})
    assert answer.status == 202, answer.body
    desk.world.settle()
    desk.world.later(minutes=59)


@pytest.mark.parametrize("changed", [{}, {"email": "ANA@client.example "}, {"phone": None}, {"email": ""}, {"spam": "Too quick"}])
def test_a_dead_letter_brings_nobody_back(desk: Desk, changed: dict[str, str | None]) -> None:
    spam = {"spam": changed["spam"]} if "spam" in changed else {}
    old = message(desk, 1, raw={**ANA, **{name: value for name, value in changed.items() if name != "spam"}}, **spam)
    erase(desk)
    for _time in range(2):
        capture.take(desk.world.crm, old)
    desk.world.settle()
    kept = desk.record(str(old["submission_id"]))
    assert (kept["state"], kept["reason"]) == ("rejected", latecomers.REASON)
    stored = client("dynamodb").scan(TableName="kith")["Items"]
    assert "quorvix" not in json.dumps(stored, default=str) and desk.world.differences() == []


def test_its_large_content_goes_too_even_when_the_worker_dies(desk: Desk) -> None:
    crm = desk.world.crm
    old = message(desk, 1, raw=None, raw_key="submissions/sub_1/raw.json")
    crm.files.put("files", "submissions/sub_1/raw.json", json.dumps(ANA).encode())
    erase(desk)

    class Dying:
        def __getattr__(self, name: str) -> object:
            if name == "erase":
                raise Unavailable("The file store does not answer")
            return getattr(crm.files, name)
    with pytest.raises(Unavailable):
        capture.take(replace(desk.world.crm, files=Dying()), old)  # type: ignore[arg-type]
    capture.take(desk.world.crm, old)
    with pytest.raises(NotFound):
        crm.files.get("files", "submissions/sub_1/raw.json")
    capture.take(desk.world.crm, old)  # once more, though nothing is there to be read


def test_who_was_erased_twice_does_not_come_back(desk: Desk) -> None:
    erase(desk)
    old = message(desk, 1)
    erase(desk)
    capture.take(desk.world.crm, old)
    assert desk.record(str(old["submission_id"]))["reason"] == latecomers.REASON


def test_an_erasure_that_is_carried_out_again_is_as_old_as_it_was(desk: Desk) -> None:
    erase(desk)
    receipt = desk.api("GET", "/v1/erasures").body["data"][0]
    fresh = message(desk, 2)
    desk.world.later(minutes=10)
    suppression.suppress_all(desk.world.crm, desk.record(receipt["id"])["hashes"], receipt["id"], receipt["created_at"])
    capture.take(desk.world.crm, fresh)
    assert desk.record(str(fresh["submission_id"]))["lead_id"]


def test_a_colleague_at_the_same_switchboard_is_taken(desk: Desk) -> None:
    old = message(desk, 1, raw={**ANA, "last_name": "Tal", "email": "tal@client.example", "message": "mine"})
    erase(desk)
    capture.take(desk.world.crm, old)
    assert desk.record(str(old["submission_id"]))["lead_id"]


def test_who_writes_anew_is_welcome(desk: Desk) -> None:
    erase(desk)
    fresh = message(desk, 2)
    desk.world.later(minutes=10)
    capture.take(desk.world.crm, fresh)
    desk.world.settle()
    assert desk.record(str(fresh["submission_id"]))["lead_id"]


def test_others_who_waited_are_taken(desk: Desk) -> None:
    old = message(desk, 1, raw={**ANA, "email": "tal@other.example", "phone": None})
    erase(desk)
    capture.take(desk.world.crm, old)
    assert desk.record(str(old["submission_id"]))["lead_id"]


def test_a_mail_that_waited_goes_with_its_original(desk: Desk) -> None:
    crm, raw = desk.world.crm, mail(From="Ana <ana@client.example>", body="\nquorvix")
    crm.files.put("mail", "inbound/old", raw)
    part = f"submissions/{arrivals.submission_id(crm, Arrival('inbound/old', len(raw), crm.clock.now()), inbound.read(raw))}/1-offer.pdf"
    crm.files.put("files", part, b"quorvix")  # of a try that failed after it
    at = crm.clock.now()
    erase(desk)
    arrivals.take(desk.world.crm, notice("inbound/old", at))
    for bucket, key in (("mail", "inbound/old"), ("files", part)):
        with pytest.raises(NotFound):
            crm.files.get(bucket, key)
    arrivals.take(desk.world.crm, notice("inbound/old", at))  # the queue brings it again, and there is no file
    with pytest.raises(NotFound):  # one that is truly lost is told
        arrivals.take(desk.world.crm, notice("inbound/lost", at))
    crm.files.put("mail", "inbound/old", raw)  # as if the worker had died before
    arrivals.take(desk.world.crm, notice("inbound/old", at))
    with pytest.raises(NotFound):
        crm.files.get("mail", "inbound/old")
    states = {each["state"] for each in desk.api("GET", "/v1/submissions").body["data"] if each.get("channel") == "email"}
    assert states == {"rejected"} and "quorvix" not in json.dumps(client("dynamodb").scan(TableName="kith")["Items"], default=str)
