"""Items with which the messages of a batch begin: the first that asks for its own brings along those of the others."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy

from chalicelib.store.keys import Key
from chalicelib.store.writes import Item

FRESH = 2.0  # seconds: a worker that reads and is then slow acts on what is as old

Read = Callable[[Iterable[Key]], dict[Key, Item]]


class Ahead:
    """What was read for messages still to come: it serves as often as it was expected, for a moment, and not once this
    process wrote it."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._expected, self._found, self._until = Counter[Key](), dict[Key, Item | None](), 0.0

    def expect(self, keys: Iterable[Key]) -> None:
        """A batch begins: these will be asked for, one that several messages begin with as often."""
        self._expected, self._found = Counter(keys), {}

    def get(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Those of the items that exist, by key: as read ahead, else read together with what is expected."""
        wanted = list(dict.fromkeys(keys))
        if time.monotonic() > self._until or any(key not in self._found for key in wanted):
            every = list(dict.fromkeys([*wanted, *self._expected]))
            items = self._read(every)
            self._found, self._until = {key: items.get(key) for key in every}, time.monotonic() + FRESH
        answer = {key: deepcopy(item) for key in wanted if (item := self._found[key]) is not None}
        self._expected -= Counter(wanted)
        self._found = {key: item for key, item in self._found.items() if key in self._expected}
        return answer

    def forget(self, keys: Iterable[Key]) -> None:
        """These were written."""
        for key in keys:
            self._found.pop(key, None)
