"""One budget of time for all the calls of a request."""

from __future__ import annotations

import pytest

from chalicelib.budget import Budget, OutOfTime
from chalicelib.errors import Unavailable


class Watch:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.budget = Budget(lambda: self.seconds, self.sleep, lambda: 1.0)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_there_is_no_limit_before_it_begins() -> None:
    watch = Watch()
    watch.budget.require()
    assert watch.budget.left == float("inf")


def test_it_runs_out() -> None:
    watch = Watch()
    watch.budget.begin(8)
    watch.seconds += 7.9
    watch.budget.require()
    watch.seconds += 0.1
    with pytest.raises(OutOfTime) as raised:
        watch.budget.require()
    assert isinstance(raised.value, Unavailable) and raised.value.headers["Retry-After"]


def test_pauses_double_up_to_a_second() -> None:
    watch, told = Watch(), []
    for attempt in range(1, 9):
        before = watch.seconds
        watch.budget.pause(attempt)
        told.append(round(watch.seconds - before, 2))
    assert told == [0.04, 0.08, 0.16, 0.32, 0.64, 1.0, 1.0, 1.0]


def test_a_pause_that_does_not_fit_is_not_taken() -> None:
    watch = Watch()
    watch.budget.begin(0.5)
    with pytest.raises(OutOfTime):
        watch.budget.pause(6)
    assert watch.seconds == 100.0


def test_the_next_request_has_its_own() -> None:
    watch = Watch()
    watch.budget.begin(1)
    watch.seconds += 5
    watch.budget.begin(1)
    watch.budget.require()
