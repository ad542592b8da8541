"""What AWS or time would do to a real installation, done by hand to the local one."""

from __future__ import annotations

import json
import re
import secrets
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

from infra import dead_letters
from local.services import client
from local.settings import Place

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
CLOCK = {"pk": {"S": "config"}, "sk": {"S": "clock"}}


def facts(place: Place) -> dict[str, Any]:
    """The running stack's facts."""
    if not place.facts.exists():
        raise SystemExit("There is no local stack here yet: make run starts one.")
    found: dict[str, Any] = json.loads(place.facts.read_text())
    return found


def mail(place: Place, file: str = "", to: str = "") -> None:
    """Drop a raw mail as the SES receipt rule does."""
    if not file or not to:
        raise SystemExit("usage: make mail FILE=message.eml TO=leads@example.com")
    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        raise SystemExit(f"{file} cannot be read: {error.strerror}.") from error
    print(f"dropped as s3://{drop_mail(place, raw, to)}; GET /v1/submissions?limit=1 tells what became of it")


def drop_mail(place: Place, raw: bytes, to: str, sender: str = "sender@example.com") -> str:
    """Put a mail where SES puts it, with the lines SES adds on top; bucket and key. The verdicts are its passes."""
    message_id = secrets.token_hex(20)
    key, bucket = f"inbound/{message_id}", facts(place)["outputs"]["MailBucket"]
    client(place, "s3").put_object(Bucket=bucket, Key=key, Body=_received(message_id, to, sender) + raw)
    return f"{bucket}/{key}"


def _received(message_id: str, to: str, sender: str) -> bytes:
    lines = [
        f"Return-Path: <{sender}>",
        "Received: from mail.example.com (mail.example.com [192.0.2.10])",
        f" by inbound-smtp.us-east-1.amazonaws.com with SMTP id {message_id}",
        f" for {to};",
        f" {formatdate()}",
        "X-SES-Spam-Verdict: PASS",
        "X-SES-Virus-Verdict: PASS",
        "Received-SPF: pass (spfCheck: domain of example.com designates 192.0.2.10 as permitted sender)",
        f" client-ip=192.0.2.10; envelope-from={sender}; helo=mail.example.com;",
        "X-SES-RECEIPT: local",
        f"X-SES-Message-Id: {message_id}",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def clock(place: Place, shift: str = "") -> None:
    """Shift the clock that rules and the tick see, from what it is now; `0` puts it right again."""
    seconds = seconds_of(shift)
    table = facts(place)["outputs"]["TableName"]
    dynamodb = client(place, "dynamodb")
    if not seconds:
        dynamodb.delete_item(TableName=table, Key=CLOCK)
        print("The clock shows the real time again.")
        return
    done = dynamodb.update_item(
        TableName=table, Key=CLOCK, UpdateExpression="ADD #shift :by", ReturnValues="UPDATED_NEW",
        ExpressionAttributeNames={"#shift": "shift"}, ExpressionAttributeValues={":by": {"N": str(seconds)}},
    )
    print(f"The clock is {int(done['Attributes']['shift']['N'])} seconds ahead of real time.")


def seconds_of(shift: str) -> int:
    """`3d`, `90m`, `-2h`, `1d12h` or `0` in seconds."""
    parts = re.findall(r"(\d+)([smhdw])", shift.lstrip("+-"))
    if shift != "0" and (not parts or "".join(number + unit for number, unit in parts) != shift.lstrip("+-")):
        raise SystemExit("usage: make clock SHIFT=3d   (units s m h d w; 0 for real time)")
    total = sum(int(number) * SECONDS[unit] for number, unit in parts)
    return -total if shift.startswith("-") else total


def redrive(place: Place, queue: str = "") -> None:
    """Move a queue's dead letters back to it."""
    name = queue.capitalize()
    outputs = facts(place)["outputs"]
    if f"{name}DeadLettersUrl" not in outputs:
        raise SystemExit("usage: make redrive QUEUE=intake|inbound|jobs|settle")
    moved = move_back(client(place, "sqs"), outputs[f"{name}DeadLettersUrl"], outputs[f"{name}QueueUrl"])
    print(f"{moved} messages moved back to {queue}.")


def move_back(sqs: Any, dead: str, alive: str) -> int:
    """Send each dead letter to its queue again, then take it away: a crash between the two repeats, never loses."""
    moved = 0
    while messages := sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
                                          VisibilityTimeout=30).get("Messages", []):
        for message in messages:
            sqs.send_message(QueueUrl=alive, MessageBody=message["Body"],
                             MessageAttributes=message.get("MessageAttributes", {}))
            sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved


def letters(place: Place, queue: str = "") -> None:
    """List the dead letters of a queue or of all, each with the reason that the log names."""
    dead_letters.tell(client(place, "sqs"), client(place, "logs"), facts(place)["outputs"], queue, print)


def logs(place: Place, function: str = "") -> None:
    """Print what the functions logged in the last ten minutes; `function` narrows it to one, such as Intake."""
    client_of_logs = client(place, "logs")
    since = int((time.time() - 600) * 1000)
    groups = [group["logGroupName"] for group in client_of_logs.describe_log_groups()["logGroups"]]
    found = [(event["timestamp"], name.rpartition("/")[2].removesuffix("Logs"), event["message"].rstrip())
             for name in groups if function.lower() in name.lower()
             for event in client_of_logs.filter_log_events(logGroupName=name, startTime=since)["events"]]
    for _, name, message in sorted(found, key=lambda line: line[0]):
        if not message.startswith(("START ", "END ", "REPORT ")):
            print(f"{name:>10}  {message}")
