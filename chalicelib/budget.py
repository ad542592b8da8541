"""The time that one request, message or batch may spend on the services it needs: all its calls share it.

A process serves one at a time, as Lambda does, so one budget per process is enough. Where a service is down, people are
told within seconds, and a worker gives its message back before Lambda would end it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from chalicelib.errors import Unavailable

REQUEST_SECONDS = 8.0    # the gateway gives up after 29; a call that began within the budget ends 3 s later at most
AUTHORIZER_SECONDS = 5.0
LONGEST_PAUSE = 1.0


class OutOfTime(Unavailable):
    """What the request or message may spend is spent."""


class Budget:
    """Seconds that are left; no limit until `begin`."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] | None = None,
                 chance: Callable[[], float] = random.random) -> None:
        self._ticks, self._sleep, self._chance = ticks, sleep or time.sleep, chance
        self._ends = float("inf")

    @property
    def left(self) -> float:
        """Seconds until calls are refused."""
        return self._ends - self._ticks()

    def begin(self, seconds: float) -> None:
        """A new request or message may spend so much."""
        self._ends = self._ticks() + seconds

    def require(self) -> None:
        """OutOfTime where nothing is left: no further call is made."""
        if self.left <= 0:
            raise OutOfTime("This took too long; try again")

    def pause(self, attempt: int) -> None:
        """Wait before the n-th repetition (full jitter, doubling from 40 ms); OutOfTime where that is too long."""
        seconds = self._chance() * min(LONGEST_PAUSE, 0.02 * 2.0**attempt)
        if seconds >= self.left:
            raise OutOfTime("This took too long; try again")
        self._sleep(seconds)
