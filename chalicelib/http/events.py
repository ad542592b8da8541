"""Events in: queues, the table's stream, the clock. What failed stays apart from what succeeded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import domains
from chalicelib.crm import Crm, live_crm
from chalicelib.http import log
from chalicelib.records import changes, timers

Event = dict[str, Any]


def from_queue(queue: str, event: Event, context: Any) -> Any:
    """Each message by itself: the failed ones come back and end in the dead-letter queue."""
    from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response  # 0.1 s
    crm = live_crm()
    work = domains.QUEUES[queue]()

    def handle(record: Any) -> None:
        _measured(crm, queue, str(record.message_id), lambda: work(crm, _read(record.body)))
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def from_stream(event: Event) -> None:
    """Changes of records; never raises for a record, so that none blocks the shard."""
    crm = live_crm()
    _measured(crm, "changes", str(len(event.get("Records", ()))), lambda: changes.handle(crm, event))


def from_clock(event: Event) -> None:
    """Once a minute: queue what is due by the event's own time (shifted on the local stack)."""
    crm = live_crm()
    _measured(crm, "tick", str(event.get("time", "")), lambda: timers.tick(crm, str(event.get("time", ""))))


def _measured(crm: Crm, entrance: str, id: str, work: Callable[[], Any]) -> None:
    started, outcome = time.perf_counter(), "failed"
    crm.table.meter.reset()
    try:
        work()
        outcome = "done"
    finally:
        log.logger().info("event", **log.measured(
            crm, entrance=entrance, id=id, outcome=outcome,
            milliseconds=round((time.perf_counter() - started) * 1000, 1)))


def _read(body: str) -> Mapping[str, Any]:
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("a message is a JSON object")
    return message
