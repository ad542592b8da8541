"""SQS: messages as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from chalicelib.errors import Unavailable

Message = Mapping[str, Any]
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # control characters are escaped in any JSON


class Queues:
    """Sends JSON messages to queues by url."""

    def __init__(self, client: Callable[[], Any]) -> None:
        self._client = client

    def send(self, queue: str, message: Message, *, delay: int = 0) -> None:
        """One message, durably stored when this returns; `delay` in seconds, 900 at most."""
        _translated(lambda: self._client().send_message(
            QueueUrl=queue, MessageBody=_text(message), DelaySeconds=delay))

    def send_many(self, queue: str, messages: Iterable[Message]) -> None:
        """Many messages, ten a call; Unavailable where one was not taken."""
        waiting = list(messages)
        while waiting:
            part, waiting = waiting[:10], waiting[10:]
            entries = [{"Id": str(place), "MessageBody": _text(message)}
                       for place, message in enumerate(part)]
            answer = _translated(partial(self._client().send_message_batch, QueueUrl=queue, Entries=entries))
            if answer.get("Failed"):
                raise Unavailable("The queue did not take every message")

    def again(self, queue: str, receipt: str, seconds: int) -> None:
        """Let a received message come again in so many seconds, not only when its hiding ends."""
        _translated(lambda: self._client().change_message_visibility(
            QueueUrl=queue, ReceiptHandle=receipt, VisibilityTimeout=seconds))


def _text(message: Message) -> str:
    """JSON that the service takes: what XML 1.0 does not know is escaped, or the message would never be taken."""
    return NO_XML.sub(lambda letter: f"\\u{ord(letter[0]):04x}", json.dumps(message, ensure_ascii=False))


def _translated(call: Callable[[], Any]) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError
    try:
        return call()
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The queue does not answer") from error
