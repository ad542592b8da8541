"""How far a long work is: one line that is drawn over in a terminal, a line at the end elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TextIO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
WIDTH = 30


class Progress:
    """Counts what is done, from any thread."""

    def __init__(self, label: str, total: int, out: TextIO | None = None) -> None:
        self._label, self._total, self._out = label, total, out or sys.stdout
        self._done, self._lock = 0, threading.Lock()

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        with self._lock:
            self._done += count
            self._draw()

    def show(self, done: int) -> None:
        """So many are done in all."""
        with self._lock:
            self._done = done
            self._draw()

    def _draw(self) -> None:
        if self._out.isatty():
            print(f"\r  {bar(self._done, self._total)}  {self._label}", end="", file=self._out, flush=True)

    def end(self) -> None:
        """Leave the last state on a line of its own."""
        start = "\r" if self._out.isatty() else ""
        print(f"{start}  {bar(self._done, self._total)}  {self._label}", file=self._out, flush=True)


def bar(done: int, total: int) -> str:
    """`[######......] 12/24`."""
    filled = WIDTH * min(done, total) // total if total else WIDTH
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}"


def in_parallel(label: str, work: Callable[[Item], Result], items: Iterable[Item],
                threads: int = 4) -> Sequence[Result]:
    """The results in the order of the items, by a few threads, with a progress line; the first failure is raised."""
    wanted = list(items)
    progress = Progress(label, len(wanted))

    def counted(item: Item) -> Result:
        result = work(item)
        progress.step()
        return result
    with ThreadPoolExecutor(max_workers=threads) as pool:
        results = list(pool.map(counted, wanted))
    progress.end()
    return results
