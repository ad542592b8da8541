"""A mail that the service did not take may be tried again at once; one that may have gone out may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.aws.mail import NotTaken
from chalicelib.crm import Crm
from chalicelib.errors import Unavailable
from chalicelib.mail import outbox
from chalicelib.mail.templates import Mail
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys


class Service:
    """Raises what it is given, once; then sends."""

    def __init__(self, error: Exception) -> None:
        self.errors, self.sent = [error], 0

    def send(self, *_mail: Any, **_more: Any) -> str:
        if self.errors:
            raise self.errors.pop()
        self.sent += 1
        return "id-1"


def with_service(crm: Crm, service: Service) -> Crm:
    return replace(crm, mail=service)  # type: ignore[arg-type]


def test_a_colleagues_mail_that_was_not_taken_is_sent_by_the_next_try(crm: Crm) -> None:
    service = Service(NotTaken())
    ours = with_service(crm, service)
    with pytest.raises(NotTaken):
        outbox.deliver(ours, "k1", "a@example.com", Mail("S", "T", ""))
    assert outbox.deliver(ours, "k1", "a@example.com", Mail("S", "T", ""))["state"] == "sent"
    assert service.sent == 1


def test_a_customers_mail_that_was_not_taken_is_sent_by_the_next_try_and_holds_its_day(crm: Crm) -> None:
    service, first, second = Service(NotTaken()), queued(crm), queued(crm)
    ours = with_service(crm, service)
    with pytest.raises(NotTaken):
        outbox.send(ours, first)
    outbox.send(ours, second)
    outbox.send(ours, first)
    assert [ours.table.get(keys.record(each["id"]))["state"] for each in (first, second)] == ["sent", "skipped"]  # type: ignore[index]
    assert service.sent == 1


def test_what_may_have_gone_out_keeps_its_lease(crm: Crm) -> None:
    service, mail = Service(Unavailable()), queued(crm)
    ours = with_service(crm, service)
    for _try in range(2):
        with pytest.raises(Unavailable):
            outbox.send(ours, mail)
    assert service.sent == 0


def queued(crm: Crm) -> dict[str, Any]:
    """An automatic reply that waits."""
    work = Work(crm, system("test"))
    made = work.create("email", {"kind": "auto_reply", "to": "a@client.example", "subject": "S", "text": "T", "state": "queued"})
    work.commit()
    return made
