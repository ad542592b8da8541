"""What was promised beside what was measured, with the reason where it was missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.operations import figures, largest, sizes, table
from bench.results import kept

PAGE_OF = {"record page (links and timeline)": 1, "list, newest 25 with total": 1, "search, prefix": 1,
           "saved view, first page with total": 1, "dashboard tile": 1, "create a contact": 1, "update": 2,
           "capture: a form is sent": 1}
LIST, NEXT, DEEP = "list, newest 25 with total", "list, next page", "list, 4,000th page"
LEAD = ("capture: a form is sent", "intake: match, score, route, write one lead",
        "derive that lead with all that was made with it", "tell the owner, answer the lead")
WHY = {
    "answer of 25 contacts": "contacts here have an address, a company and its kept fields; `?fields=` and views make "
                             "it smaller",
    "CPU of a warm get": "the edge adds a fixed share: reading the event, who is asking, one log line",
    "calls for one lead": "the owner has their mail after 8; 1 marks it as sent, 3 look for look-alikes, 3 answer the "
                          "lead: each mail is claimed and marked, so that none is lost or doubled",
    "CPU of a list of 25": "the total is a GetItem of its own, in a second thread: its CPU is in ours, not in the "
                           "bare Query",
    "CPU of a list, growth": "calls, rows and capacity are the same; measured on a busy machine",
    "4,000th page": "calls, rows and capacity are the same; measured on a busy machine",
    "capacity": "more records match, so pages are full that were not in the smaller company",
    "cold start": "the SDK is trimmed, but our own modules are loaded beside it",
    "calls a lead, many waiting": "workers take what is there, so batches stay small; each mail is claimed, sent and "
                                  "marked by itself; measured before the jobs of a batch read together",
    "import, CPU per row": "each row is checked, cleaned and encoded field by field; the SDK's share is in it",
}


@dataclass(frozen=True)
class Target:
    """A measure, what it should reach at most, what it does."""

    name: str
    limit: float
    found: float
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether it is kept."""
        return self.found <= self.limit + 1e-9


def targets() -> list[Target]:
    """Every target that something was measured for."""
    return [*_trips(), *_growth(), *_spent(), *_others()] if sizes() else []


def section() -> str:
    """The table."""
    rows = [[each.name, f"{each.limit:g}{each.unit}", f"{each.found:.3g}{each.unit}",
             "yes" if each.reached else "**no**", "" if each.reached else why(each)] for each in targets()]
    head = ["measure", "at most", "measured", "reached", "if not, why"]
    return "\n".join(["## Targets", "", *table(head, rows), ""])


def why(target: Target) -> str:
    """The reason for missing it; empty where nobody knows."""
    return next((words for start, words in WHY.items() if target.name.startswith(start)), "")


def _trips() -> Iterator[Target]:
    for name, limit in PAGE_OF.items():
        yield Target(f"round trips: {name}", limit, figures(name, largest())["trips"])


def _growth() -> Iterator[Target]:
    """Capacity from the smallest company to the largest; items differ a little, so half a unit is no growth."""
    first, last = sizes()[0], sizes()[-1]
    for name in PAGE_OF if first != last else ():
        least, most = (figures(name, size)["read"] + figures(name, size)["write"] for size in (first, last))
        grown = 1.0 if abs(most - least) <= 0.5 or not least else most / least
        yield Target(f"capacity, {last:,} to {first:,}: {name}", 1.05, grown, "x")


def _spent() -> Iterator[Target]:
    first, last = figures(LIST, sizes()[0]), figures(LIST, largest())
    get = figures("record", largest())
    yield Target("CPU of a warm get", 1.3, get["cpu"] / get["bare"], "x")
    yield Target("CPU of a list of 25", 1.5, last["cpu"] / last["bare"], "x")
    if len(sizes()) > 1:
        yield Target("CPU of a list, growth", 1.05, last["cpu"] / first["cpu"], "x")
    yield Target("4,000th page beside the next page, CPU", 1.05,
                 figures(DEEP, largest())["cpu"] / figures(NEXT, largest())["cpu"], "x")
    yield Target("answer of 25 contacts", 20, last["bytes"] / 1000, " kB")
    yield Target("import, CPU per row", 0.5, figures("import, each of 100 rows", largest())["cpu"], " ms")
    yield Target("calls for one lead", 8, sum(sum(figures(name, largest())["calls"].values()) for name in LEAD))


def _others() -> Iterator[Target]:
    cold = kept("cold_start")
    if cold:
        spent = cold["cpu_ms"]
        yield Target("cold start beside the untrimmed SDK", 1.0,
                     spent["first record read"]["median"] / spent["yardstick"]["median"], "x")
        yield Target("the API function's archive", 20, cold["megabytes"]["functions.zip"], " MB")
    sent = kept("pipeline").get("sizes", {})
    if sent:
        yield Target("calls a lead, many waiting", 5, sent[max(sent, key=int)]["calls_a_lead"])
