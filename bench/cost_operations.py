"""What one operation takes, as it was measured; the bytes that a record keeps with all that is derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bench.results import kept

CPU_OF_A_CALL = 1.0  # ms, where the CPU was not measured: what a bare SDK call and its answer take


@dataclass(frozen=True)
class Spent:
    """Units of DynamoDB, waits one after another, calls to anything else, CPU in ms, bytes of the answer."""

    reads: float
    writes: float
    trips: float
    messages: float = 0
    mails: float = 0
    others: float = 0
    cpu_ms: float = 0
    bytes: float = 0


def spent(operation: str) -> Spent:
    """What this operation takes. An exit with words where nobody measured it."""
    try:
        return _measured()[operation]
    except KeyError:
        raise SystemExit(f"No figures for {operation!r}: run make bench, or mend USES in bench/cost_usage.py") from None


def sizes() -> Mapping[str, Mapping[str, float]]:
    """Bytes by kind of record: in the table, in its indexes."""
    found = kept("sizes")
    if not found:
        raise SystemExit("No figures for the size of records: run python -m bench.cost_sizes")
    return found


@cache
def _measured() -> Mapping[str, Spent]:
    """Of the company of 10,000 contacts, or of the largest one below."""
    by_size = kept("operations").get("sizes", {})
    if not by_size:
        raise SystemExit("No figures for what operations take: run make bench")
    size = max((int(size) for size in by_size if int(size) <= 10_000), default=min(map(int, by_size)))
    return {name: from_figures(figures) for name, figures in by_size[str(size)].items()}


def from_figures(figures: Mapping[str, Any]) -> Spent:
    """One operation's figures as `make bench` keeps them."""
    def called(service: str) -> float:
        return float(sum(count for name, count in figures["calls"].items() if name.startswith(f"{service}.")))
    calls = sum(figures["calls"].values())
    return Spent(reads=figures["read"], writes=figures["write"], trips=figures["trips"], messages=called("sqs"),
                 mails=called("sesv2"), others=calls - called("dynamodb"),
                 cpu_ms=figures.get("cpu", calls * CPU_OF_A_CALL), bytes=figures.get("bytes", 0))
