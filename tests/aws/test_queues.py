"""Messages travel as text that the queue service takes: the characters of XML 1.0 and no others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.aws.queues import Queues

TAKEN = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
TEXTS = ["\ufffe", "a\uffffb", "\ud800", "\udfff\ud800", "\x00\x01\x0b\x1f", "\x7f\x85", "😀", "\\ufffe", "é\u2028"]


class Service:
    """The service's own rule, which its mocks leave out."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def send_message(self, **call: Any) -> None:
        assert TAKEN.fullmatch(call["MessageBody"])
        self.bodies.append(call["MessageBody"])

    def send_message_batch(self, **call: Any) -> dict[str, Any]:
        for entry in call["Entries"]:
            self.send_message(**entry)
        return {}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_any_text_arrives_as_it_was(text: str) -> None:
    service = Service()
    queues, message = Queues(lambda: service), {"raw": {text: [text]}}
    queues.send("q", message)
    queues.send_many("q", [message])
    assert [json.loads(body) for body in service.bodies] == [message, message]
