"""What the mail service answers, in our words: refused for good, not taken yet, or nobody knows."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.aws.mail import Mailer, NotTaken, Refusal
from chalicelib.errors import Unavailable


def mailer(error: Exception) -> Mailer:
    class Service:
        def send_email(self, **_request: Any) -> None:
            raise error

    return Mailer(Service, "crm@kith.example", "")


def answered(code: str, words: str = "") -> Exception:
    with pytest.raises(Exception) as caught:
        mailer(ClientError({"Error": {"Code": code, "Message": words}}, "SendEmail")).send(
            "a@example.com", "Subject", "Text", "", key="k")
    return caught.value


def test_a_sender_not_proven_yet_is_no_refusal_since_its_owner_can_put_it_right() -> None:
    words = "Email address is not verified. The following identities failed the check: crm@kith.example"
    assert isinstance(answered("MessageRejected", words), NotTaken)
    assert isinstance(answered("MailFromDomainNotVerifiedException"), NotTaken)


def test_what_the_service_will_never_take_is_refused() -> None:
    assert isinstance(answered("MessageRejected", "Message contains a virus"), Refusal)
    assert isinstance(answered("BadRequestException", "Missing final '@domain'"), Refusal)


def test_a_busy_service_took_nothing() -> None:
    assert isinstance(answered("TooManyRequestsException"), NotTaken)


def test_without_an_answer_nobody_knows() -> None:
    with pytest.raises(Unavailable) as caught:
        mailer(ReadTimeoutError(endpoint_url="https://mail")).send("a@example.com", "S", "T", "", key="k")
    assert not isinstance(caught.value, NotTaken)
