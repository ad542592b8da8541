"""Events in: queues, the table's stream, the clock. What failed stays apart from what succeeded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from chalicelib import domains
from chalicelib.budget import OutOfTime
from chalicelib.crm import Crm, live_crm
from chalicelib.errors import Unavailable
from chalicelib.http import log
from chalicelib.records import changes, timers

Event = dict[str, Any]
LONGEST_PAUSE = 900
ENDING = 8.0   # seconds before Lambda ends a function from which it makes no call: one that began takes 3 at most
NEEDED = 5.0   # seconds that must be left for a message to be begun
FAREWELL = 4.0  # as ENDING, but for giving messages back


def from_queue(queue: str, event: Event, context: Any) -> Any:
    """Each message by itself: the failed ones come back and end in the dead-letter queue."""
    from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response  # 0.1 s
    crm = live_crm()
    work = domains.QUEUES[queue]()
    _begin(crm, context)
    started = crm.budget.left
    if queue == "jobs":
        changes.expect(crm, _readable(event))

    def begun(record: Any) -> None:
        if crm.budget.left < min(NEEDED, started / 2):  # a fresh try fares better than half a one
            raise OutOfTime("The batch took too long")
        work(crm, _read(record.body))

    def handle(record: Any) -> None:
        try:
            _measured(crm, queue, str(record.message_id), lambda: begun(record))
        except Exception:
            _give_back(crm, record, context)
            raise
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def pause(received: int) -> int:
    """Seconds until a message that failed for the n-th time is tried again: 5, 30, 180, 900."""
    return min(LONGEST_PAUSE, int(5 * 6 ** (received - 1)))


def _give_back(crm: Crm, record: Any, context: Any) -> None:
    """A failed message comes again soon; were it left alone, it would stay hidden for six times the timeout."""
    name = record.event_source_arn.rpartition(":")[2]
    url = f"{crm.settings.jobs_queue.rpartition('/')[0]}/{name}"  # all queues are neighbours
    _begin(crm, context, FAREWELL)
    with suppress(Unavailable):
        crm.queues.again(url, record.receipt_handle, pause(int(record.attributes.approximate_receive_count)))
    _begin(crm, context)


def from_stream(event: Event, context: Any = None) -> None:
    """Changes of records; never raises for a record, so that none blocks the shard."""
    crm = live_crm()
    _begin(crm, context)
    _measured(crm, "changes", str(len(event.get("Records", ()))), lambda: changes.handle(crm, event))


def from_clock(event: Event, context: Any = None) -> None:
    """Once a minute: queue what is due by the event's own time (shifted on the local stack)."""
    crm = live_crm()
    _begin(crm, context)
    _measured(crm, "tick", str(event.get("time", "")), lambda: timers.tick(crm, str(event.get("time", ""))))


def _begin(crm: Crm, context: Any, ending: float = ENDING) -> None:
    """All calls end before Lambda ends the function, so that a message fails and is given back instead of vanishing."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    crm.budget.begin(left() / 1000 - ending if left else float("inf"))


def _measured(crm: Crm, entrance: str, id: str, work: Callable[[], Any]) -> None:
    started, outcome, failure = time.perf_counter(), "done", {}
    crm.table.meter.reset()
    try:
        with log.traced(entrance):
            work()
        if entrance == "intake":
            log.count("SubmissionsTaken")
    except Exception as error:
        outcome, failure = "failed", {"error": _named(error)}
        log.count("Failures")
        raise
    finally:
        log.logger().info("event", **log.measured(
            crm, entrance=entrance, id=id, outcome=outcome, **failure,
            milliseconds=round((time.perf_counter() - started) * 1000, 1)))


def _named(error: Exception) -> str:
    """What failed where, without the message: that may quote somebody."""
    import traceback
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name} ({last.filename.rpartition('chalicelib/')[2]}:{last.lineno})"


def _readable(event: Event) -> Iterator[Mapping[str, Any]]:
    """The messages of a batch, without those that fail when their turn comes."""
    for record in event.get("Records", ()):
        with suppress(ValueError):
            yield _read(record["body"])


def _read(body: str) -> Mapping[str, Any]:
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("a message is a JSON object")
    return message
