"""`make bench-check`: does every operation still ask no more of AWS than the kept results say? At 1,000 contacts.

Calls must not grow at all. Capacity may by a twentieth, or by one unit of a read and two of a write: units are whole
kilobytes, and a name or an instant that is a byte longer may begin another one (in a transaction that is two).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench import dynamodb
from bench.results import kept

NAME, SIZE = "bench-check", 1_000
SHARE, READ, WRITE = 1.05, 1.0, 2.0
Figures = Mapping[str, Mapping[str, Any]]
WHAT_TO_DO = """
Either something asks AWS for more than it did: find the needless call, or it
is meant: run make bench SIZES=1k,10k on a quiet machine, and say why in the CHANGELOG."""


def worse(known: Figures, found: Figures) -> Iterator[str]:
    """What became worse, operation by operation; one that nobody knows yet is told too."""
    for name, now in found.items():
        before = known.get(name)
        if before is None:
            yield f"{name}: not in the kept results"
            continue
        for call in sorted({*before["calls"], *now["calls"]}):
            old, new = before["calls"].get(call, 0), now["calls"].get(call, 0)
            if new > old:
                yield f"{name}: {new:g} {call} instead of {old:g}"
        if now["trips"] > before["trips"]:
            yield f"{name}: {now['trips']:g} calls one after another instead of {before['trips']:g}"
        for kind, slack in (("read", READ), ("write", WRITE)):
            if now[kind] > max(before[kind] * SHARE, before[kind] + slack):
                yield f"{name}: {now[kind]:g} {kind} units instead of {before[kind]:g}"
    for name in known.keys() - found.keys():
        yield f"{name}: kept, but no longer measured"


def main() -> str:
    """What to tell; empty where nothing is worse."""
    if NAME in os.environ.get("KITH_SKIP", "").split(","):
        print(f"{NAME} is skipped by KITH_SKIP", file=sys.stderr)
        return ""
    from bench import session
    known = kept("operations").get("sizes", {}).get(str(SIZE), {})
    if not known:
        return "Nothing is kept to compare with: run make bench SIZES=1k"
    try:
        found = session.counts(SIZE)
    except dynamodb.Missing as missing:
        return str(missing)
    told = list(worse(known, found))
    return "\n".join([*told, WHAT_TO_DO]) if told else ""


if __name__ == "__main__":
    sys.exit(main() or 0)  # an empty text would be a failure too
