"""How far a long piece of work is: notes that outlive it, and a bar for who waits."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

NAME = "progress.jsonl"
TOLD = 20  # lines in all where the bar cannot be drawn over
Each = TypeVar("Each")


class Notes:
    """Lines about steps that were done, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    def lines(self, of: str) -> list[dict[str, Any]]:
        """Those of a kind of step."""
        every = self._file.read_text().splitlines() if self._file.exists() else []
        return [line for line in map(json.loads, every) if of in line]

    def add(self, line: dict[str, Any]) -> None:
        """One more."""
        with self._file.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def mend(self) -> None:
        """Forget half a line, which a kill left: its step is done again."""
        if self._file.exists() and not (text := self._file.read_text()).endswith("\n"):
            self._file.write_text(text[:text.rfind("\n") + 1])


def told(what: str, steps: Iterable[Each], total: int, done: int = 0) -> Iterator[Each]:
    """The steps, with a bar on the way; `done` of `total` were done before."""
    started, often = time.monotonic(), max(1, total // (100 if sys.stderr.isatty() else TOLD))
    for place, step in enumerate(steps, 1):
        yield step
        if (done + place) % often == 0 or done + place == total:
            _bar(what, done + place, total, (time.monotonic() - started) / place)


def _bar(what: str, done: int, total: int, each: float) -> None:
    filled = "#" * round(30 * done / total)
    end = "\n" if done == total or not sys.stderr.isatty() else "\r"
    print(f"{what} [{filled:30}] {done:,}/{total:,}, {each * (total - done):.0f} s left  ", end=end, file=sys.stderr,
          flush=True)
