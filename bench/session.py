"""One size measured: counts and CPU in one process, then eight processes at once, each a warm function of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from typing import Any

from bench import build, measure
from bench.background import BACKGROUND
from bench.company import Manifest
from bench.installation import Installation
from bench.operation import Company, Operation
from bench.processes import apart
from bench.reads import READS, deep_cursor
from bench.writes import WRITES

OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "read": READS, "write": WRITES, "background": BACKGROUND}
AT_ONCE, RUNS = 8, 8
FRESH, SHARE = 50_000_000, 1_000_000  # numbers of people that no built company has; those of one process


def every() -> list[Operation]:
    """All of them, in the order of the page."""
    return [operation for group in OPERATIONS.values() for operation in group]


def counts(size: int) -> dict[str, Any]:
    """What each operation asks of AWS at this size."""
    with _open(size) as (endpoint, manifest):
        found: dict[str, Any] = apart(_counts, endpoint, manifest)
        return found


def figures(size: int) -> dict[str, Any]:
    """Counts, CPU, and times at concurrency 1 and 8; what the one wrote, the other does not read."""
    with _open(size) as (endpoint, manifest):
        found: dict[str, Any] = apart(_alone, endpoint, manifest)
    with _open(size) as (endpoint, manifest):
        for name, spread in _together(endpoint, manifest).items():
            found[name]["at_once"] = spread
    return found


@contextmanager
def _open(size: int) -> Iterator[tuple[str, Manifest]]:
    """The company, and in its manifest the cursor of the last page that is reached."""
    with build.company(size) as (endpoint, manifest):
        yield endpoint, {**manifest, "deep": apart(_deep, endpoint, manifest)}


def _opened(endpoint: str, manifest: Manifest, place: int = 0) -> Company:
    here = Installation(endpoint)
    here.user = manifest["admin"]
    mine = manifest["used"] * (AT_ONCE + 1) + place
    return Company(here, manifest, count(FRESH + mine * SHARE), manifest.get("deep", ""))


def _deep(endpoint: str, manifest: Manifest) -> str:
    return deep_cursor(_opened(endpoint, manifest), manifest["size"])


def _counts(endpoint: str, manifest: Manifest) -> dict[str, Any]:
    company = _opened(endpoint, manifest)
    return {operation.name: measure.counted(company, operation)[0] for operation in every()}


def _alone(endpoint: str, manifest: Manifest) -> dict[str, Any]:
    """Reads while nothing is written yet; the others all counted before any is timed, so that counts are `counts`."""
    company, found = _opened(endpoint, manifest), dict[str, Any]()
    for operations in (READS, (*WRITES, *BACKGROUND)):
        counted = {operation: measure.counted(company, operation) for operation in operations}
        for operation, (figures, requests) in counted.items():
            print(f"  {len(found) + 1:>3} of {len(every())}  {operation.name}", file=sys.stderr, flush=True)
            found[operation.name] = {**figures, **measure.timed(company, operation, requests)}
    return found


def _together(endpoint: str, manifest: Manifest) -> dict[str, Any]:
    """Each operation by eight processes that start together."""
    context = get_context("spawn")
    start, answers = context.Barrier(AT_ONCE), context.SimpleQueue()
    workers = [context.Process(target=_worker, args=(endpoint, manifest, place, start, answers))
               for place in range(1, AT_ONCE + 1)]
    for worker in workers:
        worker.start()
    waited: dict[str, list[tuple[float, bool]]] = {}
    for _worker_number in workers:
        for name, times in answers.get().items():
            waited.setdefault(name, []).extend(times)
    for worker in workers:
        worker.join()
    return {name: {**measure.spread([time for time, _good in times]), "failed": sum(not good for _time, good in times)}
            for name, times in waited.items()}


def _worker(endpoint: str, manifest: Manifest, place: int, start: Any, answers: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    found = {}
    try:
        company = _opened(endpoint, manifest, place)
        for operation in (each for each in every() if not each.alone):
            measure.waits(company, operation, 1)
            start.wait(600)
            found[operation.name] = measure.waits(company, operation, max(1, min(RUNS, operation.times // 4)))
    except BaseException:
        start.abort()
        raise
    finally:
        answers.put(found)
