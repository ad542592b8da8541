"""SQS, SES and S3 in process: the real SDK clients, whose requests are answered before they leave.

So the SDK's own work (signing, writing, reading) is measured, and no other service's. Messages, objects and mails are
kept, so that what was sent can be delivered.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse, HeadersDict

SERVICES = ("sqs", "sesv2", "s3")


class Wire:
    """What the three services hold."""

    def __init__(self) -> None:
        self.queues: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self.objects: dict[str, bytes] = {}
        self.mails = 0
        self.waited = 0.0  # seconds that messages were to rest: they come at once, and the clock is ahead

    def attach(self, client: Any) -> None:
        """Answer this client's requests; DynamoDB's go to the engine."""
        service = client.meta.service_model.service_name
        if service in SERVICES:
            client.meta.events.register(f"before-send.{service}", getattr(self, f"_{service}"))

    def _sqs(self, request: Any, **_rest: Any) -> AWSResponse:
        operation, asked = request.headers["X-Amz-Target"].decode().partition(".")[2], json.loads(request.body)
        name = asked["QueueUrl"].rpartition("/")[2]
        self.waited += asked.get("DelaySeconds") or 0
        if operation == "SendMessage":
            return _json(self._sent(name, asked["MessageBody"]))
        entries = asked.get("Entries", ())
        return _json({"Successful": [{"Id": each["Id"], **self._sent(name, each["MessageBody"])} for each in entries]})

    def _sent(self, queue: str, body: str) -> dict[str, str]:
        self.queues[queue].append(json.loads(body))
        digest = hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
        return {"MessageId": digest, "MD5OfMessageBody": digest}

    def _sesv2(self, **_request: Any) -> AWSResponse:
        self.mails += 1
        return _json({"MessageId": f"mail-{self.mails}"})

    def _s3(self, request: Any, **_rest: Any) -> AWSResponse:
        key = unquote(urlsplit(request.url).path)
        if request.method == "PUT":
            self.objects[key] = request.body if isinstance(request.body, bytes) else request.body.read()
            return _answer(200, b"", ETag='"whole"')
        if key not in self.objects:
            return _answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        if request.method == "HEAD":
            return _answer(200, b"", **{"Content-Length": str(len(self.objects[key]))})
        return _answer(200, _ranged(self.objects[key], request.headers.get("Range")))


class _Raw(io.BytesIO):
    """A body as urllib3 hands it out."""

    def stream(self, _amount: int = 0, **_rest: Any) -> Iterator[bytes]:
        """Everything at once."""
        yield self.read()


def _ranged(content: bytes, asked: Any) -> bytes:
    if not asked:
        return content
    text = asked.decode() if isinstance(asked, bytes) else asked
    start, _, end = text.removeprefix("bytes=").partition("-")
    return content[int(start):int(end) + 1]


def _json(body: dict[str, Any]) -> AWSResponse:
    return _answer(200, json.dumps(body).encode())


def _answer(status: int, content: bytes, **headers: str) -> AWSResponse:
    told: Any = HeadersDict({"Content-Length": str(len(content)), **headers})
    return AWSResponse("http://in.process", status, told, _Raw(content))
