"""A small window in memory: how often one address may knock. The gateway's throttling stands before it."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from chalicelib.errors import TooMany

MOST_ADDRESSES = 10_000


def knocker(address: str) -> str:
    """Who an address stands for: itself, or its /64, since one household has 2^64 addresses of IPv6."""
    import ipaddress
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = parsed.ipv4_mapped if parsed.version == 6 else parsed
    return str(mapped or ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))


class Window:
    """At most `most` entries per key within `seconds`, in this process."""

    def __init__(self, most: int, seconds: float, ticks: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._ticks = most, seconds, ticks
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def require(self, key: str) -> None:
        """TooMany with the seconds to wait where the window is full; nothing is counted."""
        now = self._ticks()
        seen = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) >= self._most:
            raise TooMany("Too many requests from this address; wait a moment",
                          retry_after=max(1, int(seen[0] + self._seconds - now) + 1))

    def enter(self, key: str) -> None:
        """Count one; TooMany where the window is full."""
        self.require(key)
        self._seen[key].append(self._ticks())
