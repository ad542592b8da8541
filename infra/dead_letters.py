"""What waits in the dead-letter queues, and why: each message's kind and ids, and what the log says of its failures.

A message keeps its id when it moves to its dead-letter queue, and the functions log one line per message with that id,
so the reason is found without storing it. Nothing of a message's content is shown: it may be personal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

QUEUES = ("Intake", "Inbound", "Jobs", "Settle")
MOST = 200  # letters of a queue that are listed
IDLE = 3  # answers without a new one
HIDDEN_SECONDS = 2  # while they are looked at
TOLD = ("do", "reaction", "job", "import", "part", "id", "submission_id", "form_id", "channel", "kind", "at")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Letter:
    """One dead letter: its message id, when it was sent, what it was about, why it failed last ("" is not known)."""

    id: str
    sent: str
    about: str
    reason: str


def tell(sqs: Any, logs: Any, outputs: Mapping[str, str], queue: str, say: Say) -> int:
    """List the dead letters of one queue, or of all; how many there are."""
    chosen = [name for name in QUEUES if not queue or name.lower() == queue.lower()]
    if not chosen:
        raise SystemExit(f"usage: make dead-letters [QUEUE={'|'.join(QUEUES).lower()}] [STAGE=prod]")
    groups = [group["logGroupName"] for page in logs.get_paginator("describe_log_groups").paginate()
              for group in page["logGroups"]]
    found = 0
    for name in chosen:
        mine = [group for group in groups if f"{name}Logs" in group and outputs.get("StackName", "") in group]
        for letter in letters(sqs, logs, outputs[f"{name}DeadLettersUrl"], mine):
            found += 1
            say(f"{name.lower():<8} {letter.sent}  {letter.about}")
            say(f"{'':8} {letter.reason or 'the log says nothing of it any more'}  (message {letter.id})")
    say(f"{found} dead letters" if found else "no dead letters")
    return found


def letters(sqs: Any, logs: Any, url: str, groups: list[str]) -> Iterator[Letter]:
    """The letters of a queue, without taking them out."""
    for id, message in _peeked(sqs, url).items():
        sent = int(message["Attributes"]["SentTimestamp"])
        yield Letter(id, f"{datetime.fromtimestamp(sent / 1000, UTC):%Y-%m-%d %H:%M:%S}", about(message["Body"]),
                     reason(logs, groups, id, sent))


def _peeked(sqs: Any, url: str) -> dict[str, dict[str, Any]]:
    """Messages by id; the end is where nothing new comes several times."""
    seen, idle = dict[str, dict[str, Any]](), 0
    while len(seen) < MOST and idle < IDLE:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=HIDDEN_SECONDS,
                                     AttributeNames=["SentTimestamp"])
        fresh = {each["MessageId"]: each for each in answer.get("Messages", []) if each["MessageId"] not in seen}
        seen |= fresh
        idle = 0 if fresh else idle + 1
    return seen


def about(body: str) -> str:
    """The kind of work and the ids that a message names."""
    try:
        message = json.loads(body)
    except ValueError:
        return "not JSON"
    if not isinstance(message, dict):
        return "not a JSON object"
    if "Records" in message:
        return "a stored mail"
    named = {name: message[name] for name in TOLD if isinstance(message.get(name), (str, int)) and message[name] != ""}
    return ", ".join(f"{name} {value}" for name, value in named.items())[:200] or "a message without a kind"


def reason(logs: Any, groups: list[str], id: str, since: int) -> str:
    """What the newest failure of this message was, as the function's log names it."""
    found: list[tuple[int, str]] = []
    for group in groups:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=since, filterPattern=f'"{id}"')
        found += [(event["timestamp"], event["message"]) for page in pages for event in page["events"]]
    told = [_error(text) for _at, text in sorted(found) if id in text]
    return next(filter(None, reversed(told)), "")


def _error(line: str) -> str:
    start = line.find("{")
    try:
        read = json.loads(line[start:]) if start >= 0 else {}
    except ValueError:
        return ""
    return str(read.get("error", "")) if isinstance(read, dict) else ""
