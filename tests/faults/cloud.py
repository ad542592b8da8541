"""The services behind the weather: moto, with what moto leaves out and what a run must see.

Added here: transactions know their token again, every change of a record stands in the stream as it was made, queues
count receipts and have dead letters, and each mail that went out is remembered.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import botocore_stubber
from moto.dynamodb.models.dynamo_type import DynamoType

from chalicelib.aws import clients
from chalicelib.budget import Budget
from tests import quick_moto
from tests.faults import answers
from tests.faults.surroundings import Time
from tests.faults.weather import Weather
from tests.installation import stream_record

QUEUES = ("intake", "inbound", "jobs", "settle")
MOST_RECEIPTS = 5
Sent = dict[str, Any]


@dataclass
class Message:
    """A message in a queue; hidden until `visible`."""

    id: str
    queue: str
    body: str
    visible: float
    received: int = 0
    receipt: str = ""


@dataclass
class Cloud:
    """What stands when every process is gone: table, stream, queues, dead letters, mails."""

    table: str
    time: Time
    stream: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    mails: list[Sent] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    numbers: int = 0

    def carry(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        """Carry out one attempt that reached its service."""
        if service == "sqs":
            return self._queue(operation, request)
        if service == "dynamodb":
            return self._database(operation, request)
        answer: AWSResponse = botocore_stubber("before-send", request=request)
        if operation == "SendEmail" and answer.status_code == 200:
            self._mailed(json.loads(request.body))
        return answer

    def put(self, queue: str, body: str, delay: float = 0) -> None:
        """A message comes in, from us or from S3."""
        self.numbers += 1
        self.waiting.append(Message(f"m{self.numbers}", queue, body, self.time.seconds + delay))

    # -- queues

    def _queue(self, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        asked = json.loads(request.body)
        name = asked["QueueUrl"].rpartition("/")[2]
        if operation == "ChangeMessageVisibility":
            for message in self.waiting:
                if message.receipt == asked["ReceiptHandle"]:
                    message.visible = self.time.seconds + asked["VisibilityTimeout"]
            return answers.told("sqs", request, {})
        entries = asked.get("Entries") or [{"Id": "0", **asked}]
        for entry in entries:
            self.put(name, entry["MessageBody"], float(entry.get("DelaySeconds") or 0))
        told = [{"Id": each["Id"], "MessageId": "m", "MD5OfMessageBody": _md5(each["MessageBody"])} for each in entries]
        return answers.told("sqs", request, {"Successful": told} if "Entries" in asked else told[0])

    # -- the database

    def _database(self, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        asked = json.loads(request.body)
        token = asked.get("ClientRequestToken")
        if token in self.tokens:
            return answers.told("dynamodb", request, {})  # done before: the real service answers the same again
        before = {key: self._image(key) for key in _records(operation, asked)}
        answer: AWSResponse = botocore_stubber("before-send", request=request)
        if token and answer.status_code == 200:
            self.tokens.add(token)
        for key, old in before.items():
            new = self._image(key)
            if new != old:
                self.stream.append(stream_record(old, new))
        return answer

    def _image(self, id: str) -> dict[str, Any] | None:
        with quick_moto.LOCK:
            part = quick_moto.items_of(self.table).get(DynamoType({"S": id})) or {}
            item = part.get(quick_moto.RECORD)
            return {name: quick_moto._plain(value) for name, value in item.attrs.items()} if item else None

    # -- mails

    def _mailed(self, asked: Any) -> None:
        to, = asked["Destination"]["ToAddresses"]
        subject = asked["Content"]["Simple"]["Subject"]["Data"]
        self.mails.append({"to": to, "subject": subject, "key": asked["EmailTags"][0]["Value"], "at": self.time.seconds})


class Clients:
    """The clients of one process as production makes them, but under the weather and without a shortcut to moto.

    Made anew for each run: the SDK keeps account of its retries.
    """

    def __init__(self, weather: Weather, budget: Budget) -> None:
        self._weather, self._budget, self._made = weather, budget, dict[str, Any]()

    def connect(self, service: str) -> Any:
        """A service's client, made on first use."""
        if service not in self._made:
            made = clients.made(service, self._budget)
            made.meta.events.unregister("before-send", botocore_stubber)
            made.meta.events.register_last("before-send", partial(self._sent, service))
            self._made[service] = made
        return self._made[service]

    def _sent(self, service: str, event_name: str, request: AWSPreparedRequest, **_more: Any) -> AWSResponse:
        return self._weather.sent(service, event_name.rpartition(".")[2], request)


def _records(operation: str, asked: Any) -> list[str]:
    """The ids of the records that a request writes."""
    if operation in ("PutItem", "UpdateItem", "DeleteItem"):
        keys = [asked.get("Key") or asked["Item"]]
    elif operation == "TransactWriteItems":
        actions = [next(iter(action.items())) for action in asked["TransactItems"]]
        keys = [each.get("Key") or each["Item"] for name, each in actions if name != "ConditionCheck"]
    elif operation == "BatchWriteItem":
        requests = [next(iter(each.values())) for part in asked["RequestItems"].values() for each in part]
        keys = [each.get("Key") or each["Item"] for each in requests]
    else:
        keys = []
    return [key["pk"]["S"] for key in keys if key["sk"]["S"] == "record"]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
