"""Last, by its name: what was promised for later came, nothing lies in a dead-letter queue, nothing derived differs."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest

from chalicelib import instants
from local import recount
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


def test_everything_derived_equals_a_fresh_derivation(stack: Any) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        recount.run(stack.place)
    assert "equals a fresh derivation" in said.getvalue()
