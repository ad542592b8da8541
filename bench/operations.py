"""`make bench`: every operation on Amazon's own engine, at several sizes of company; its part of the page."""

from __future__ import annotations

import os
import platform
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bench import dynamodb
from bench.people import PEOPLE_ONLY_FROM
from bench.pictures import bars, lines
from bench.results import keep, kept
from bench.scratch import Full

Figures = Mapping[str, Any]
GROUPS = {"read": "Reading, for a person who waits", "write": "Writing, for a person who waits",
          "background": "What follows, for which nobody waits"}
DRAWN = ("record", "list, newest 25 with total", "list, 4,000th page", "search, prefix", "dashboard tile",
         "create a contact", "update")


def main(sizes: Sequence[int]) -> None:
    """Measure and keep; sizes that are not asked for stay as they were."""
    from bench import session
    found, days = kept("operations").get("sizes", {}), kept("operations").get("on", {})
    for size in sizes:
        print(f"measuring {size:,} contacts", file=sys.stderr, flush=True)
        found[str(size)] = session.figures(size)
        days[str(size)] = f"{datetime.now(UTC):%Y-%m-%d}"
        keep("operations", {"sizes": found, "on": days, "order": {group: [each.name for each in operations]
                                                      for group, operations in session.OPERATIONS.items()},
                            "engine": dynamodb.version(), "python": platform.python_version(),
                            "cores": os.cpu_count()})


def sizes() -> list[int]:
    """The sizes that were measured."""
    return sorted(map(int, kept("operations").get("sizes", {})))


def largest() -> int:
    """The largest company with its history of those that were measured last: older times are of older code."""
    days = kept("operations")["on"]
    whole = [size for size in sizes() if size < PEOPLE_ONLY_FROM] or sizes()
    return max(whole, key=lambda size: (days[str(size)], size))


def figures(name: str, size: int) -> dict[str, Any]:
    """What was kept of an operation at a size; empty where it was not measured."""
    found: dict[str, Any] = kept("operations").get("sizes", {}).get(str(size), {}).get(name, {})
    return found


def section() -> str:
    """Calls and capacity, CPU and times, growth: from kept results alone."""
    found = kept("operations")
    if not found:
        return ""
    parts = ["## Operations", "", *_measured(found), ""]
    for title, table in (("What they ask of AWS", _asked), ("CPU and time", _spent), ("Growth", _grown)):
        parts += [f"### {title}", "", *table(found), ""]
    return "\n".join(parts)


def pictures() -> dict[str, str]:
    """The pictures of this section by name."""
    last = largest()
    ratios = [(name, round(_ratio(figures(name, last)), 2)) for group in ("read", "write")
              for name in kept("operations")["order"][group]]
    curves = {name: [(float(size), figures(name, size)["cpu"]) for size in sizes()] for name in DRAWN}
    return {"bare.svg": bars(f"CPU beside the bare SDK's for the same calls, {last:,} contacts", ratios, "x"),
            "growth.svg": lines("CPU by size of company", curves, "ms of CPU")}


def calls_of(figures: Figures) -> str:
    """Calls by service, in words."""
    found = Counter[str]()
    for name, number in figures["calls"].items():
        found[name.partition(".")[0]] += number
    return ", ".join(f"{round(number, 2):g} {name}" for name, number in sorted(found.items()))


def _measured(found: Figures) -> list[str]:
    known = ", ".join(f"{size:,} contacts on {found['on'][str(size)]}" for size in sizes())
    return [f"Measured with DynamoDB Local {found['engine']}, Python {found['python']}, {found['cores']} cores:",
            f"{known}. An older day is of older code. Where one size is told, it is that of {largest():,} contacts."]


def _asked(found: Figures) -> list[str]:
    """One row an operation, of the `largest` company."""
    head = ["operation", "calls", "one after another", "read units", "write units", "answer, kB"]
    rows = []
    for group, names in found["order"].items():
        rows.append([f"**{GROUPS[group]}**", "", "", "", "", ""])
        for name in names:
            each = figures(name, largest())
            size = f"{each['bytes'] / 1000:.1f}" if each["bytes"] else ""
            rows.append([name, calls_of(each), f"{each['trips']:g}", f"{each['read']:g}", f"{each['write']:g}", size])
    return ["![CPU beside the bare SDK](pictures/bare.svg)", "", *table(head, rows)]


def _spent(found: Figures) -> list[str]:
    head = ["operation", "CPU, ms", "bare SDK, ms", "ratio", "p50 / p99, ms", "eight at once, ms"]
    rows = []
    for names in found["order"].values():
        for name in names:
            each = figures(name, largest())
            crowd = each.get("at_once", {})
            failed = f", {crowd['failed']} failed" if crowd.get("failed") else ""
            together = f"{crowd['p50']:g} / {crowd['p99']:g}{failed}" if crowd else ""
            rows.append([name, f"{each['cpu']:g}", f"{each['bare']:g}", f"{_ratio(each):.2f}",
                         f"{each['p50']:g} / {each['p99']:g}", together])
    return table(head, rows)


def _grown(found: Figures) -> list[str]:
    """Where calls or capacity change with the size, and the CPU at each size."""
    head = ["operation", *(f"{size:,}: calls, units, CPU ms" for size in sizes()), "CPU, last to first"]
    rows = []
    for names in found["order"].values():
        for name in names:
            each = [figures(name, size) for size in sizes()]
            rows.append([name, *(f"{_number(one)}, {one['read'] + one['write']:g}, {one['cpu']:g}" for one in each),
                         f"{each[-1]['cpu'] / each[0]['cpu']:.2f}"])
    return ["![CPU by size of company](pictures/growth.svg)", "", *table(head, rows)]


def _number(each: Figures) -> str:
    return f"{round(sum(each['calls'].values()), 2):g}"


def _ratio(each: Figures) -> float:
    return float(each["cpu"] / each["bare"]) if each["bare"] else 0.0


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    return [f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *rows]]


def sizes_of(words: str) -> list[int]:
    """`1k,10k,1m` as numbers."""
    scale = {"k": 1_000, "m": 1_000_000}
    return [int(word[:-1]) * scale[word[-1]] if word[-1] in scale else int(word) for word in words.lower().split(",")]


if __name__ == "__main__":
    try:
        main(sizes_of(os.environ.get("SIZES") or "1k,10k,100k"))
    except (dynamodb.Missing, Full) as hindrance:
        sys.exit(str(hindrance))
    from bench import page
    page.write()
