"""Faults on the deployed stack: poison messages, dead letters sent again, changes told twice."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import instants
from chalicelib.ids import Ids
from infra import dead_letters
from local import tools
from tests.e2e.people import HERE, Person, acting, invoke, submission
from tests.installation import stream_record

pytestmark = pytest.mark.e2e


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


@pytest.fixture
def impatient(stack: Any) -> Iterator[Any]:
    """Queues that give a message up after fewer tries, since the pauses between tries grow to minutes."""
    sqs, usual = stack.client("sqs"), dict[str, str]()

    def tries(name: str, most: int) -> str:
        url = str(stack.outputs[f"{name}QueueUrl"])
        policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"]
        usual[url] = policy
        fewer = json.dumps({**json.loads(policy), "maxReceiveCount": most})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": fewer})
        return url

    yield tries
    for url, policy in usual.items():
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})


def waiting(stack: Any, name: str) -> int:
    """How many messages lie in a queue."""
    found = stack.client("sqs").get_queue_attributes(QueueUrl=stack.outputs[name], AttributeNames=["All"])["Attributes"]
    return int(found["ApproximateNumberOfMessages"]) + int(found["ApproximateNumberOfMessagesNotVisible"])


def intake(stack: Any, name: str, **more: Any) -> dict[str, Any]:
    """A message as the public entrance queues it."""
    now = instants.text(instants.moment(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())))
    raw = {"last_name": name + HERE, "email": f"{name.lower()}.{HERE}@example.com"}
    return {"submission_id": Ids().new("sub", now), "channel": "form", "form_id": stack.form_id, "raw": raw, "at": now,
            **more}


def send(stack: Any, url: str, messages: list[Any]) -> None:
    entries = [{"Id": str(place), "MessageBody": message if isinstance(message, str) else json.dumps(message)}
               for place, message in enumerate(messages)]
    assert not stack.client("sqs").send_message_batch(QueueUrl=url, Entries=entries).get("Failed")


def test_a_poison_message_ends_apart_the_rest_succeeds_and_a_redrive_brings_it_back(
        stack: Any, impatient: Any, eventually: Any) -> None:
    url = impatient("Intake", 2)
    key = f"submissions/late-{HERE}/raw.json"
    poison = intake(stack, "Poison", raw=None, raw_key=key)
    healthy = [intake(stack, f"Healthy{number}") for number in range(9)]
    send(stack, url, [*healthy[:4], poison, *healthy[4:]])
    for message in healthy:
        assert eventually(lambda id=message["submission_id"]: submission(stack, id))["state"] == "routed"
    eventually(lambda: waiting(stack, "IntakeDeadLettersUrl") == 1)
    assert submission(stack, poison["submission_id"]) is None
    with contextlib.redirect_stdout(io.StringIO()) as said:
        tools.letters(stack.place, "intake")
    assert poison["submission_id"] in said.getvalue() and "NotFound" in said.getvalue()
    time.sleep(dead_letters.HIDDEN_SECONDS)

    raw = {"last_name": f"Poison{HERE}", "email": f"poison.{HERE}@example.com"}
    stack.client("s3").put_object(Bucket=stack.outputs["FilesBucket"], Key=key, Body=json.dumps(raw).encode())
    with contextlib.redirect_stdout(io.StringIO()) as said:
        tools.redrive(stack.place, "intake")
    assert said.getvalue().startswith("1 messages moved back")
    assert eventually(lambda: submission(stack, poison["submission_id"]))["state"] == "routed"
    assert waiting(stack, "IntakeDeadLettersUrl") == 0


def test_what_nobody_can_read_ends_apart(stack: Any, impatient: Any, eventually: Any) -> None:
    unreadable = {"Inbound": "no json", "Settle": "[]"}
    for name, body in unreadable.items():
        send(stack, impatient(name, 1), [body])
    for name in unreadable:
        eventually(lambda name=name: waiting(stack, f"{name}DeadLettersUrl") == 1)
        stack.client("sqs").purge_queue(QueueUrl=stack.outputs[f"{name}DeadLettersUrl"])


def test_an_event_of_no_mail_is_passed_over(stack: Any, eventually: Any) -> None:
    send(stack, stack.outputs["InboundQueueUrl"], [{"Service": "Amazon S3", "Event": "s3:TestEvent"}])
    eventually(lambda: waiting(stack, "InboundQueueUrl") == 0)
    assert waiting(stack, "InboundDeadLettersUrl") == 0


def test_the_same_submission_delivered_twice_is_one(stack: Any, admin: Person, eventually: Any) -> None:
    message = intake(stack, "Again")
    send(stack, stack.outputs["IntakeQueueUrl"], [message, message])
    first = eventually(lambda: submission(stack, message["submission_id"]))
    send(stack, stack.outputs["IntakeQueueUrl"], [message])
    eventually(lambda: waiting(stack, "IntakeQueueUrl") == 0)
    assert admin.get(f"/v1/leads/{first['lead_id']}")["submission_count"] == 1


def test_changes_told_again_and_out_of_order_change_nothing(stack: Any, admin: Person, eventually: Any) -> None:
    made = admin.post("/v1/contacts", {"last_name": f"Echo{HERE}"})
    first = record(stack, made["id"])
    admin.patch(f"/v1/contacts/{made['id']}", {"last_name": f"Answer{HERE}"})
    second = record(stack, made["id"])
    eventually(lambda: [hit["id"] for hit in admin.found(f"answer{HERE}")] == [made["id"]])
    seen = seen_of(admin, made["id"])
    told = [stream_record(None, first), stream_record(first, second)]
    for batch in ([told[1]], [told[0]], [*told, *told], told[::-1]):
        invoke(stack, "Changes", {"Records": batch})
    assert seen_of(admin, made["id"]) == seen
    assert not admin.found(f"echo{HERE}")


def record(stack: Any, id: str) -> Any:
    """A record as the table has it."""
    return stack.client("dynamodb").get_item(TableName=stack.outputs["TableName"], ConsistentRead=True,
                                             Key={"pk": {"S": id}, "sk": {"S": "record"}})["Item"]


def seen_of(admin: Person, id: str) -> list[Any]:
    """What is derived of a contact, as readers see it."""
    path = f"/v1/contacts/{id}"
    return [admin.get(f"{path}/timeline"), admin.get(f"{path}/history"), admin.get("/v1/contacts?limit=1")["meta"]]
