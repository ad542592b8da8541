"""Sends: once where it can be, and said plainly where it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.aws.mail import Refusal
from chalicelib.crm import Crm
from chalicelib.errors import Unavailable
from chalicelib.mail import outbox
from chalicelib.mail.templates import Mail
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from chalicelib.store.table import Put
from tests.installation import World
from tests.leads.desk import Outgoing

MAIL = Mail("Hello", "text", "<p>text</p>")


@pytest.fixture
def mail(world: World) -> Outgoing:
    outgoing = Outgoing()
    world.crm = replace(world.crm, mail=outgoing)
    return outgoing


def email(crm: Crm, to: str = "ana@client.example") -> dict[str, object]:
    work = Work(crm, system("test"))
    made = work.create("email", {"kind": "auto_reply", "to": to, "subject": "Hello", "text": "t", "state": "queued"})
    work.commit()
    return made


def stored(crm: Crm, record: dict[str, object]) -> dict[str, object]:
    return crm.table.get(keys.record(str(record["id"])), consistent=True) or {}


def test_one_key_is_sent_once(world: World, mail: Outgoing) -> None:
    for _time in range(3):
        assert outbox.deliver(world.crm, "k", "a@x.example", MAIL)["state"] == "sent"
    assert len(mail.sent) == 1 and outbox.was_sent(world.crm, "k")


def test_after_a_crash_a_colleagues_mail_is_repeated(world: World, mail: Outgoing) -> None:
    mail.fail = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(world.crm, "k", "a@x.example", MAIL)
    mail.fail = None
    with pytest.raises(Unavailable):
        outbox.deliver(world.crm, "k", "a@x.example", MAIL)
    world.later(minutes=16)
    assert outbox.deliver(world.crm, "k", "a@x.example", MAIL)["state"] == "sent"
    assert len(mail.sent) == 1


def test_after_a_crash_a_customers_mail_is_not_repeated(world: World, mail: Outgoing) -> None:
    mail.fail, made = KeyboardInterrupt(), email(world.crm)  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        outbox.send(world.crm, made)
    mail.fail = None
    with pytest.raises(Unavailable):
        outbox.send(world.crm, made)
    world.later(minutes=16)
    outbox.send(world.crm, made)
    assert (stored(world.crm, made)["state"], mail.sent) == ("unclear", [])


def test_a_customers_mail_that_never_told_its_end_is_not_repeated_after_a_later_one(world: World, mail: Outgoing) -> None:
    cut_off = email(world.crm)
    outbox.send(world.crm, cut_off)
    world.crm.table.write(Put({**cut_off, "pk": cut_off["id"], "sk": "record"}))  # as if it was cut off before that
    for _day in range(2):
        world.later(days=1.1)
        outbox.send(world.crm, email(world.crm))
    world.later(days=1.1)
    outbox.send(world.crm, cut_off)
    assert (stored(world.crm, cut_off)["state"], len(mail.sent)) == ("unclear", 3)


def test_an_unclear_customer_mail_is_closed_as_unclear(world: World, mail: Outgoing) -> None:
    made = email(world.crm)
    mail.fail = Unavailable()
    with pytest.raises(Unavailable):
        outbox.send(world.crm, made)
    world.later(minutes=16)
    mail.fail = None
    outbox.send(world.crm, made)
    assert (stored(world.crm, made)["state"], mail.sent) == ("unclear", [])


def test_a_refusal_is_final_and_told(world: World, mail: Outgoing) -> None:
    mail.fail, made = Refusal("MessageRejected: no"), email(world.crm)
    outbox.send(world.crm, made)
    mail.fail = None
    outbox.send(world.crm, stored(world.crm, made))
    assert (stored(world.crm, made)["state"], stored(world.crm, made)["reason"], mail.sent) == ("refused", "MessageRejected: no", [])


def test_one_automatic_reply_a_day_to_one_address(world: World, mail: Outgoing) -> None:
    records = [email(world.crm), email(world.crm, "ANA@client.example"), email(world.crm, "eva@client.example")]
    for record in records:
        outbox.send(world.crm, record)
        outbox.send(world.crm, stored(world.crm, record))
    assert [stored(world.crm, record)["state"] for record in records] == ["sent", "skipped", "sent"]
    world.later(days=1.1)
    later = email(world.crm)
    outbox.send(world.crm, later)
    assert stored(world.crm, later)["state"] == "sent"


def test_a_sent_mail_shows_its_state(world: World, mail: Outgoing) -> None:
    made = email(world.crm)
    world.settle()
    assert (stored(world.crm, made)["state"], stored(world.crm, made)["provider_id"], len(mail.sent)) == ("sent", "m1", 1)
    assert not world.differences()
