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


@pytest.mark.parametrize("internal", [True, False])
def test_what_was_not_taken_is_sent_by_the_next_try(crm: Crm, internal: bool) -> None:
    service = Service(NotTaken())
    ours = with_service(crm, service)
    with pytest.raises(NotTaken):
        outbox.deliver(ours, "k1", "a@example.com", Mail("S", "T", ""), internal=internal)
    assert outbox.deliver(ours, "k1", "a@example.com", Mail("S", "T", ""), internal=internal)["state"] == "sent"
    assert service.sent == 1


def test_what_may_have_gone_out_keeps_its_lease(crm: Crm) -> None:
    service = Service(Unavailable())
    ours = with_service(crm, service)
    for _try in range(2):
        with pytest.raises(Unavailable):
            outbox.deliver(ours, "k2", "a@example.com", Mail("S", "T", ""), internal=False)
    assert service.sent == 0
