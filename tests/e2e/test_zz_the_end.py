"""Last, by its name: what was promised for later came, nothing lies in a dead-letter queue, nothing derived differs."""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import instants
from local import recount
from local.settings import STACK_NAME
from tests.e2e.people import Person, acting, bell

pytestmark = pytest.mark.e2e


def test_the_real_tick_reminds_once_in_time(stack: Any, reminded: dict[str, Any], eventually: Any) -> None:
    rep: Person = acting(stack, "rep")
    (told,) = eventually(lambda: bell(rep, reminded["id"]), seconds=180, every=1)
    assert reminded["due_at"] <= told["created_at"] <= instants.plus(reminded["due_at"], seconds=90)


@pytest.mark.parametrize("name", ["Intake", "Inbound", "Jobs", "Settle"])
def test_no_message_was_given_up(stack: Any, name: str) -> None:
    found = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.outputs[f"{name}DeadLettersUrl"], AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    assert found["ApproximateNumberOfMessages"] == "0"


def test_no_call_ended_in_an_error_of_ours(stack: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the first 2,500 calls of these tests, the attacks: what we do not understand is refused, not tripped over. (The
    emulator hands out the first 10,000 lines of a log.)"""
    statuses = Counter(line["status"] for line in lines(stack, "APIHandlerLogs") if line.get("message") == "request")
    refused = sum(count for status, count in statuses.items() if 400 <= status < 500)
    with capsys.disabled():
        print(f"\n{statuses.total():,} calls, {refused:,} of them refused: {dict(sorted(statuses.items()))}")
    assert refused and not {status for status in statuses if status >= 500 and status != 503}  # 503: a dependency was down


def lines(stack: Any, group: str) -> Iterator[dict[str, Any]]:
    """What a function logged, as far as it is structured."""
    pages = stack.client("logs").get_paginator("filter_log_events")
    for page in pages.paginate(logGroupName=f"/aws/cloudformation/{STACK_NAME}/{group}"):
        for event in page["events"]:
            with contextlib.suppress(ValueError):
                yield json.loads(event["message"])


def test_everything_derived_equals_a_fresh_derivation(stack: Any) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        recount.run(stack.place)
    assert "equals a fresh derivation" in said.getvalue()
