"""A small window in memory: how often one address may knock. The gateway's throttling stands before it."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from chalicelib.errors import TooMany

MOST_ADDRESSES = 10_000


class Window:
    """At most `most` entries per key within `seconds`, in this process."""

    def __init__(self, most: int, seconds: float, ticks: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._ticks = most, seconds, ticks
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def enter(self, key: str) -> None:
        """Count one; TooMany with the seconds to wait where the window is full."""
        now = self._ticks()
        seen = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) >= self._most:
            raise TooMany("Too many requests from this address; wait a moment",
                          retry_after=max(1, int(seen[0] + self._seconds - now) + 1))
        seen.append(now)
        while len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)
