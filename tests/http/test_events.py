"""Messages that fail come again soon, and end in the dead letters in good time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib.crm import Crm
from chalicelib.http import events
from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from chalicelib.store import keys
from tests.leads.desk import Outgoing

ARN = "arn:aws:sqs:eu-central-1:123456789012:jobs"


def received(crm: Crm, message: dict[str, Any]) -> dict[str, Any]:
    """A queue's event with one message that was just received."""
    client = boto3.client("sqs")
    client.send_message(QueueUrl=crm.settings.jobs_queue, MessageBody=json.dumps(message))
    (found,) = client.receive_message(QueueUrl=crm.settings.jobs_queue, VisibilityTimeout=1000)["Messages"]
    return {"Records": [{"messageId": found["MessageId"], "receiptHandle": found["ReceiptHandle"],
                         "body": found["Body"], "attributes": {"ApproximateReceiveCount": "1"},
                         "eventSource": "aws:sqs", "eventSourceARN": ARN}]}


def test_a_failed_message_is_reported_and_comes_again(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "live_crm", lambda: crm)
    monkeypatch.setattr(events, "pause", lambda received: 0)
    event = received(crm, {"do": "unknown"})
    answer = events.from_queue("jobs", event, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}
    assert boto3.client("sqs").receive_message(QueueUrl=crm.settings.jobs_queue)["Messages"]


def test_pauses_grow_but_not_beyond_what_a_queue_allows() -> None:
    assert [events.pause(received) for received in (1, 2, 3, 4, 5)] == [5, 30, 180, 900, 900]


def test_what_the_jobs_of_a_batch_begin_with_is_read_in_one_call(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "live_crm", lambda: replace(crm, mail=Outgoing()))  # type: ignore[arg-type]
    work, read, calls = Work(crm, system("test")), crm.table.get_many, []
    made = [work.create("email", {"kind": "auto_reply", "to": f"{name}@x.example", "subject": "S", "text": "T", "state": "queued"})
            for name in ("ana", "ben")]
    work.commit()

    def noted(wanted: Any, **how: Any) -> Any:
        calls.append(list(wanted))
        return read(calls[-1], **how)
    monkeypatch.setattr(crm.table, "get_many", noted)
    records = [received(crm, {"do": "react", "reaction": "send", "type": "email", "id": each["id"], "revision": each["revision"]})["Records"][0]
               for each in made]
    broken = {**records[0], "messageId": "broken", "body": "no JSON"}
    nameless = {**records[0], "messageId": "nameless", "body": '{"do": "react", "type": "email", "revision": 1}'}
    answer = events.from_queue("jobs", {"Records": [broken, nameless, *records]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "broken"}, {"itemIdentifier": "nameless"}]}
    assert calls == [[keys.record(each["id"]) for each in made]]
    assert all((crm.table.get(keys.record(each["id"])) or {})["state"] == "sent" for each in made)
