"""What power cuts and AWS do, done to the running stack: workers killed, queues held, messages read and repeated."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.people import function


def workers(stack: Any, name: str) -> list[int]:
    """The processes in which a function runs at this moment."""
    listed = subprocess.run(["ps", "-axwwo", "pid=,ppid=,command="], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 2) for line in listed.splitlines()]
    emulator = str(stack.stack.emulator.pid)
    return [int(pid) for pid, parent, command in lines if parent == emulator and f"-{name}-" in command]


def kill_workers(stack: Any, name: str) -> int:
    """End them as a machine that dies does; how many there were."""
    found = workers(stack, name)
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


@contextmanager
def patience(stack: Any, *names: str, seconds: int, tries: int) -> Iterator[None]:
    """Queues that offer an unfinished message again after so many seconds, and give it up after so many tries."""
    sqs, usual = stack.client("sqs"), dict[str, dict[str, str]]()
    for name in names:
        url = stack.outputs[f"{name}QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", "VisibilityTimeout"])
        usual[url] = found["Attributes"]
        policy = {**json.loads(found["Attributes"]["RedrivePolicy"]), "maxReceiveCount": tries}
        sqs.set_queue_attributes(QueueUrl=url, Attributes={
            "RedrivePolicy": json.dumps(policy), "VisibilityTimeout": str(seconds)})
    try:
        yield
    finally:
        for url, attributes in usual.items():
            sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)


@contextmanager
def held(stack: Any, *names: str) -> Iterator[Callable[..., None]]:
    """Functions that take nothing from their queues until they are let go."""
    functions = stack.client("lambda")
    mappings = {name: functions.list_event_source_mappings(FunctionName=function(stack, name))["EventSourceMappings"]
                for name in names}

    def enable(on: bool, *some: str) -> None:
        for mapping in (each for name in some or names for each in mappings[name]):
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)

    enable(False)
    try:
        yield lambda *some: enable(True, *some)
    finally:
        enable(True)


def bodies(stack: Any, name: str) -> list[str]:
    """The messages that lie in a queue whose function is held; they stay there."""
    sqs, url, found = stack.client("sqs"), stack.outputs[f"{name}QueueUrl"], list[dict[str, Any]]()
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600).get("Messages"):
        found += messages
    for message in found:
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    return [str(message["Body"]) for message in found]


def send(stack: Any, name: str, messages: list[str]) -> None:
    """Queue these bodies."""
    sqs, url = stack.client("sqs"), stack.outputs[f"{name}QueueUrl"]
    for start in range(0, len(messages), 10):
        entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(messages[start:start + 10])]
        assert not sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")


def stream(stack: Any) -> list[dict[str, Any]]:
    """Every change of a record that the table's stream still tells of, as its function gets them."""
    streams = stack.client("dynamodbstreams")
    arn = streams.list_streams(TableName=stack.outputs["TableName"])["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    place = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    found: list[dict[str, Any]] = []
    while place:
        page = streams.get_records(ShardIterator=place, Limit=1000)
        found += page["Records"]
        place = page.get("NextShardIterator") if page["Records"] else None
    records = [each for each in found if each["dynamodb"]["Keys"]["sk"] == {"S": "record"}]
    plain: list[dict[str, Any]] = json.loads(json.dumps(records, default=lambda value: value.timestamp()))
    return plain


def snapshot_with(stack: Any, ids: Collection[str], eventually: Callable[..., Any]) -> None:
    """Have the stack's state saved until the records and messages of these ids are in what was saved."""
    folder = stack.place.folder / "state"

    def saved() -> bool:
        stack.stack.emulator.send_signal(signal.SIGUSR1)
        text = "".join(file.read_text() for name in ("dynamodb", "sqs") if (file := folder / f"{name}.json").exists())
        return all(id in text for id in ids)
    eventually(saved, seconds=120, every=0.5)


def saved_messages(stack: Any) -> int:
    """How many messages lie in the queues as the state was saved last, those at work included."""
    queues = json.loads((stack.place.folder / "state" / "sqs.json").read_text())["payload"]["queues"]["data"]
    return sum(len(queue["messages"]) for queue in queues.values())


def saved_sending(stack: Any) -> int:
    """How many mails were being sent as the state was saved last: nobody can say whether they went out."""
    return (stack.place.folder / "state" / "dynamodb.json").read_text().count('"state": {"S": "sending"}')
