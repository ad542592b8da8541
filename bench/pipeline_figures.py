"""From what became of each form to figures: rates, waits, calls for each lead, what was lost or doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local.demo_report import percentile

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of one form. Instants in seconds since the epoch; one of each is right."""

    id: str
    accepted: float
    leads: int
    assigned: tuple[float, ...]
    told: int
    mailed: tuple[float, ...]


def waits(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Seconds from acceptance to the assignment and to the owner's mail: half of them, nearly all."""
    found = list(outcomes)
    assigned = [each.assigned[0] - each.accepted for each in found if each.assigned]
    mailed = [each.mailed[0] - each.accepted for each in found if each.mailed]
    return {f"{name}_{word}": round(percentile(values, share), 3)
            for name, values in (("assigned", assigned), ("mailed", mailed)) if values
            for word, share in (("p50", 50), ("p99", 99))}


def rates(outcomes: Sequence[Outcome], sending_seconds: float) -> dict[str, float]:
    """Forms accepted, leads assigned and owners told a second, each from the first form to the last of its kind."""
    began = min(each.accepted for each in outcomes)
    ends = {"assigned": [at for each in outcomes for at in each.assigned[:1]],
            "mailed": [at for each in outcomes for at in each.mailed[:1]]}
    found = {"accepted": len(outcomes) / max(sending_seconds, 0.001)}
    found |= {name: len(ended) / max(max(ended) - began, 0.001) for name, ended in ends.items() if ended}
    return {f"{name}_a_second": round(rate, 2) for name, rate in found.items()}


def faults(outcomes: Iterable[Outcome]) -> list[str]:
    """Everything that is not exactly one lead, one owner, one notification and one mail for a form; none is right."""
    return [f"form {each.id}: {count} times {name}"
            for each in outcomes for name, count in _counts(each).items() if count != 1]


def lost_and_doubled(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many of leads, owners, notifications and mails never came, and how many came more than once."""
    counts = [count for each in outcomes for count in _counts(each).values()]
    return {"lost": counts.count(0), "doubled": sum(count > 1 for count in counts)}


def _counts(outcome: Outcome) -> dict[str, int]:
    return {"lead": outcome.leads, "owner": len(outcome.assigned), "notification": outcome.told,
            "mail": len(outcome.mailed)}


def per_lead(counts: Mapping[str, float], leads: int) -> dict[str, float]:
    """Counts for one lead, most first."""
    return {name: round(count / leads, 2) for name, count in Counter(counts).most_common() if count}


def without(calls: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """Calls less those that were not made for leads: what stood before, the clock's."""
    return {name: left for name, count in calls.items() if (left := count - others.get(name, 0)) > 0}
