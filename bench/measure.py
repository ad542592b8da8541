"""How an operation is measured: what it asks of AWS, its CPU beside that of the bare SDK, how long it takes."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

from bench.meter import Cost
from bench.operation import Company, Operation

COUNTED = 5
Figures = dict[str, Any]
Request = tuple[str, str, dict[str, Any]]


def counted(company: Company, operation: Operation) -> tuple[Figures, list[Request]]:
    """Calls, capacity and answer size: the median of five runs, after two that warm up."""
    costs, sizes = list[Cost](), list[int]()
    for number in range(COUNTED + 2):
        run = _ready(company, operation, number)
        with company.here.meter.measured() as cost:
            answer = run()
        costs.append(cost)
        sizes.append(_size(answer))
    found = sorted(costs[2:], key=lambda cost: (sum(cost.calls.values()), cost.reads, cost.writes))
    middle, units = found[len(found) // 2], operation.units
    return {"calls": {name: round(number / units, 3) for name, number in sorted(middle.calls.items())},
            "trips": round(middle.trips / units, 3), "read": round(median(cost.reads for cost in found) / units, 2),
            "write": round(median(cost.writes for cost in found) / units, 2),
            "bytes": round(median(sizes[2:]))}, middle.requests


def timed(company: Company, operation: Operation, requests: list[Request]) -> Figures:
    """CPU of the operation and of its calls by the bare SDK, in turns, and times at concurrency 1; milliseconds."""
    own, bare, waited = list[float](), list[float](), list[float]()
    sent = [request for request in requests if operation.bare in ("", request[1])]
    for number in range(operation.times):
        cpu, wall = _clocked(_ready(company, operation, number))
        own.append(cpu / operation.units)
        waited.append(wall / operation.units)
        bare.append(_clocked(_bare(company, sent))[0] / operation.units)
    return {"cpu": _round(median(own)), "bare": _round(median(bare)), **spread(waited)}


def waits(company: Company, operation: Operation, times: int) -> list[tuple[float, bool]]:
    """How long each of some runs took, in milliseconds, and whether it was done: the engine may be too busy."""
    found = []
    for number in range(times):
        started = perf_counter()
        try:
            run = _ready(company, operation, number)
            started = perf_counter()
            run()
            good = True
        except RuntimeError:
            good = False
        found.append(((perf_counter() - started) * 1000 / operation.units, good))
    return found


def spread(waited: list[float]) -> Figures:
    """The median and the 99th percentile."""
    cuts = quantiles(waited, n=100, method="inclusive") if len(waited) > 1 else waited * 99
    return {"p50": _round(cuts[49]), "p99": _round(cuts[98])}


def _ready(company: Company, operation: Operation, number: int) -> Callable[[], Any]:
    """The n-th run with empty queues and a caller who has asked little so far."""
    from chalicelib.http import limits
    limits.forget()
    for queue in company.here.wire.queues.values():
        queue.clear()
    return operation.ready(company, number)


def _clocked(run: Callable[[], Any]) -> tuple[float, float]:
    cpu, wall = process_time(), perf_counter()
    run()
    return (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000


def _bare(company: Company, requests: list[Request]) -> Callable[[], None]:
    """The same calls by the SDK's client alone, one after another, without conditions that hold only once."""
    calls = [(getattr(company.here.bare[service], _snake(operation)), _as_the_sdk_wants(_again(asked)))
             for service, operation, asked in requests]

    def run() -> None:
        for call, asked in calls:
            call(**asked)
    return run


def _as_the_sdk_wants(asked: Any) -> Any:
    """Bytes in items as such: our client hands them on as they travel, in base64."""
    if isinstance(asked, list):
        return [_as_the_sdk_wants(part) for part in asked]
    if not isinstance(asked, dict):
        return asked
    return {name: b64decode(part) if name == "B" and isinstance(part, str) else _as_the_sdk_wants(part)
            for name, part in asked.items()}


def _again(asked: dict[str, Any]) -> dict[str, Any]:
    if "TransactItems" in asked:
        actions = [{kind: _unconditional(write)} for action in asked["TransactItems"] for kind, write in action.items()
                   if kind != "ConditionCheck"]
        return {**asked, "TransactItems": actions, "ClientRequestToken": str(uuid4())}
    return _unconditional(asked) if "Item" in asked or "UpdateExpression" in asked else asked


def _unconditional(write: dict[str, Any]) -> dict[str, Any]:
    """A write without its condition and what only that named."""
    used = write.get("UpdateExpression", "")
    kept = {name: value for name, value in write.items() if name != "ConditionExpression"}
    for part in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        found = {name: value for name, value in kept.pop(part, {}).items() if re.search(rf"{name}\b", used)}
        kept |= {part: found} if found else {}
    return kept


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _size(answer: Any) -> int:
    texts = answer if isinstance(answer, list) else [getattr(answer, "text", "")]
    return sum(len(text.encode()) for text in texts)


def _round(number: float) -> float:
    return float(f"{number:.3g}")
