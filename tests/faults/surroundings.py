"""What a run of faults must hold still: time that passes only when told, threads in order, ids out of the seed."""

from __future__ import annotations

import concurrent.futures
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from chalicelib import instants

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass
class Time:
    """Virtual time, shared by every process of a run."""

    seconds: float = 0.0

    def sleep(self, seconds: float) -> None:
        """Nobody waits; it is later."""
        self.seconds += max(0.0, seconds)

    def ticks(self) -> float:
        """As `time.monotonic`."""
        return self.seconds

    def instant(self, shift: float = 0.0) -> str:
        """The clock on the wall, of a process whose clock goes wrong by `shift` seconds."""
        return instants.text(START + timedelta(seconds=self.seconds + shift))


@dataclass(frozen=True)
class Clock:
    """`crm.clock` of one process; `skew` is how wrong it goes."""

    time: Time
    skew: float = 0.0

    def now(self) -> str:
        """This instant, as this process believes."""
        return self.time.instant(self.skew)

    def shift(self) -> float:
        """Nobody moved the clock."""
        return 0.0


class InOrder:
    """A pool of threads that does one thing after the other, so that a seed always tells the same story."""

    def __init__(self, *_sizes: Any, **_more: Any) -> None: ...

    def __enter__(self) -> InOrder:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def map(self, work: Callable[..., Any], *lists: Iterable[Any]) -> Iterator[Any]:
        """Results in order; all the work is done at once, as by threads."""
        return iter([work(*each) for each in zip(*lists, strict=False)])

    def submit(self, work: Callable[..., Any], *values: Any, **named: Any) -> concurrent.futures.Future[Any]:
        """A future that is over."""
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        try:
            future.set_result(work(*values, **named))
        except Exception as error:
            future.set_exception(error)
        return future


def hold_still(patch: pytest.MonkeyPatch, time_: Time) -> None:
    """No thread and no waiting for the length of a run."""
    patch.setattr(time, "sleep", time_.sleep)
    patch.setattr(concurrent.futures, "ThreadPoolExecutor", InOrder)
    for name, module in list(sys.modules.items()):
        if name.startswith("chalicelib.") and hasattr(module, "ThreadPoolExecutor"):
            patch.setattr(module, "ThreadPoolExecutor", InOrder)


def bytes_of(random: Random) -> Callable[[int], bytes]:
    """A source for `crm.ids` that a seed decides."""
    return random.randbytes
