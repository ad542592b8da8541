"""Who delivers: queues, the stream and the minute, each through the real entrances, in any order and any number of times."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chalicelib.http import events
from tests.faults.cloud import MOST_RECEIPTS, QUEUES, Cloud, Message
from tests.faults.surroundings import START, Time
from tests.faults.weather import Killed, Weather

TIMEOUTS = {"intake": 60, "inbound": 60, "jobs": 300, "settle": 60}  # seconds, as in infra/functions.yaml
HIDDEN = 6  # times the timeout a message is hidden, as in infra/queues.yaml


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about its run."""

    time: Time
    ends: float
    aws_request_id: str = "run"

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda ends it."""
        return int((self.ends - self.time.seconds) * 1000)


class Heard(logging.Handler):
    """What the functions logged of each message that failed: the reason that an operator finds."""

    def __init__(self) -> None:
        super().__init__()
        self.reasons: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error by the message's id."""
        facts = record.__dict__
        if facts.get("outcome") == "failed":
            self.reasons[str(facts.get("id"))] = str(facts.get("error"))


@dataclass
class Background:
    """Delivers what waits. `enter(n)` makes worker n the process that runs, `random` decides what comes next."""

    cloud: Cloud
    weather: Weather
    random: Random
    enter: Callable[[int], Any]
    heard: Heard = field(default_factory=Heard)
    told: int = 0            # stream records before this one were delivered
    redelivered: int = 0
    reordered: int = 0
    replayed: int = 0
    lost_workers: int = 0
    ticked: str = ""
    nested: bool = False
    elsewhere: float = 0.0   # seconds that others spent while somebody waited

    def some(self) -> None:
        """One delivery, whatever comes first."""
        self.random.choice((self.stream, self.stream, self.queues, self.queues, self.queues, self.tick))()

    def between(self) -> None:
        """Another worker gets going while one is at work: at the very call that the first is about to make."""
        if self.nested:
            return
        self.nested, mortal, started = True, self.weather.mortal, self.cloud.time.seconds
        try:
            self.some()
        finally:
            self.nested, self.weather.mortal = False, mortal
            self.elsewhere += self.cloud.time.seconds - started

    # -- the stream

    def stream(self) -> bool:
        """A batch of changes, cut anywhere; now and then an older one again, or two turned round."""
        if self.told >= len(self.cloud.stream):
            return False
        size = self.random.randrange(1, 12) if self.weather.storming else 50
        start = self.told
        if self.weather.storming and self.random.random() < 0.15:
            start, self.replayed = max(0, start - self.random.randrange(1, 8)), self.replayed + 1
        batch = self.cloud.stream[start:start + size]
        if self.weather.storming and self.random.random() < 0.1:
            self.random.shuffle(batch)
            self.reordered += 1
        if self._run(lambda: events.from_stream({"Records": batch}, self._context(60))):
            self.told = max(self.told, start + len(batch))
        return True

    # -- the queues

    def queues(self) -> bool:
        """A batch of one queue."""
        ready = [each for each in self.cloud.waiting if each.visible <= self.cloud.time.seconds]
        if not ready:
            return False
        queue = self.random.choice(sorted({each.queue for each in ready}))
        batch = [each for each in ready if each.queue == queue]
        if self.weather.storming:
            self.random.shuffle(batch)
        batch = batch[:self.random.randrange(1, 11)]
        self.deliver(queue, batch)
        return True

    def deliver(self, queue: str, batch: list[Message]) -> None:
        """Receive, handle, acknowledge what was done: some of it is delivered again all the same."""
        for message in batch:
            message.received += 1
            message.receipt = f"{message.id}-{message.received}"
            message.visible = self.cloud.time.seconds + HIDDEN * TIMEOUTS[queue]
        event = {"Records": [self._record(queue, message) for message in batch]}
        answer = self._run(lambda: events.from_queue(queue, event, self._context(TIMEOUTS[queue])) or {})
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]} if answer else {each.id for each in batch}
        for message in batch:
            if message.id not in failed and not self._again():
                self.cloud.waiting.remove(message)
            elif message.received >= MOST_RECEIPTS:
                self.cloud.waiting.remove(message)
                self.cloud.dead.append(message)

    def _again(self) -> bool:
        if self.weather.storming and self.random.random() < 0.05:
            self.redelivered += 1
            return True
        return False

    # -- the clock

    def tick(self) -> bool:
        """A minute, at most once for each; the scheduler may come twice."""
        minute = self.cloud.time.instant()[:16]
        if minute == self.ticked and not (self.weather.storming and self.random.random() < 0.2):
            return False
        self.ticked = minute
        return bool(self._run(lambda: events.from_clock({"time": f"{minute}:00Z"}, self._context(50)) or True))

    # -- at the end

    def drain(self, *, rounds: int = 4000) -> None:
        """Until nothing waits: the clock goes on to whatever is hidden."""
        for _round in range(rounds):
            if self.stream() or self.queues():
                continue
            hidden = [each.visible for each in self.cloud.waiting]
            if not hidden:
                return
            self.cloud.time.seconds = max(self.cloud.time.seconds, min(hidden))
        raise AssertionError("the background does not come to rest")

    def redrive(self) -> int:
        """What `make redrive` does for every queue."""
        moved, self.cloud.dead[:] = list(self.cloud.dead), []
        for message in moved:
            message.received, message.visible = 0, self.cloud.time.seconds
            self.cloud.waiting.append(message)
        return len(moved)

    def _run(self, work: Callable[[], Any]) -> Any:
        """In a worker that may be killed; None where it was, or where the whole batch failed."""
        worker = 2 if self.nested else 1
        leave = self.enter(worker)
        mortal, self.weather.mortal = self.weather.mortal, self.weather.storming and not self.nested
        try:
            done = work()
            return True if done is None else done
        except Killed:
            self.weather.revive()
            self.lost_workers += 1
            return None
        except Exception:
            if not self.weather.storming and not self.weather.planned:
                raise
            return None
        finally:
            self.weather.mortal = mortal
            leave()

    def _context(self, seconds: float) -> Context:
        return Context(self.cloud.time, self.cloud.time.seconds + seconds)

    @staticmethod
    def _record(queue: str, message: Message) -> dict[str, Any]:
        return {"messageId": message.id, "receiptHandle": message.receipt, "body": message.body,
                "attributes": {"ApproximateReceiveCount": str(message.received), "SentTimestamp": str(int(START.timestamp()))},
                "messageAttributes": {}, "eventSource": "aws:sqs", "eventSourceARN": f"arn:aws:sqs:eu-central-1:123456789012:{queue}",
                "awsRegion": "eu-central-1"}


def body(message: Message) -> Any:
    """What a message says."""
    return json.loads(message.body)


assert set(TIMEOUTS) == set(QUEUES)
