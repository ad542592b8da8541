"""`make soak`: days under storms until so many faults were survived; progress, then a report that is kept."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto import mock_aws

from chalicelib.http import log
from chalicelib.users import founding
from tests import installation
from tests.faults.run import RATE, Outcome, run
from tests.installation import World

REPORT = Path(__file__).parent / "report.json"
PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
Say = Callable[[str], None]


def soak(faults: int, first: int, say: Say, told_of: Callable[[list[Outcome]], None], **more: Any) -> list[Outcome]:
    """Runs from a first seed on, until there were so many faults; `told_of` hears after each."""
    with mock_aws():
        world = World(installation.make())
        world.crm.configuration.forget()
        founding.found(world.crm)
        admin = str(founding.first_admin(world.crm, "admin@kith.example", "Ada", "Admin")["id"])
        world.settle()
        saved, done, started = world.save(), list[Outcome](), time.monotonic()
        while not done or sum(each.faults for each in done) < faults:
            world.restore(saved)
            done.append(run(world, admin, first + len(done), **more))
            _progress(done, faults, time.monotonic() - started, say)
            told_of(done)
    return done


def _progress(done: list[Outcome], faults: int, seconds: float, say: Say) -> None:
    total = sum(each.faults for each in done)
    last, wrong = done[-1], sum(1 for each in done if each.broken)
    left = seconds / max(total, 1) * max(0, faults - total)
    say(f"seed {last.seed:<5} {total:>6} of {faults} faults  {wrong} wrong  about {left / 60:.0f} min left")
    for each in last.broken[:20]:
        say(f"    {each[:1000]}")


def report(done: list[Outcome]) -> dict[str, Any]:
    """Faults by kind, the work done, and what was lost or doubled."""
    injected, work = Counter[str](), Counter[str]()
    for each in done:
        injected += each.injected
        work += each.work
    return {"runs": len(done), "seeds": [done[0].seed, done[-1].seed], "faults": sum(injected.values()),
            "injected": dict(sorted(injected.items())), "work": dict(sorted(work.items())),
            "lost_or_doubled": sum(len(each.broken) for each in done),
            "wrong_seeds": [each.seed for each in done if each.broken]}


def told(found: dict[str, Any]) -> str:
    """The report for a terminal."""
    lines = [f"{found['faults']} faults in {found['runs']} days of business; lost or doubled: {found['lost_or_doubled'] or 'none'}", ""]
    lines += [f"  {number:>8}  {name}" for name, number in found["injected"].items()]
    lines += ["", "work done:"] + [f"  {number:>8}  {name}" for name, number in found["work"].items()]
    return "\n".join(lines)


def figures(found: dict[str, Any]) -> str:
    """The report as it stands on the page."""
    faults = " · ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in found["injected"].items())
    work = " · ".join(f"{name} {number:,}" for name, number in found["work"].items())
    return (f"**{found['faults']:,} faults in {found['runs']} days of business; lost or doubled: "
            f"{found['lost_or_doubled'] or 'none'}** (seeds {found['seeds'][0]} to {found['seeds'][1]}).\n\n"
            f"- Faults: {faults}.\n- Work: {work}.\n")


def page(text: str, found: dict[str, Any]) -> str:
    """The page with these figures."""
    before, _, rest = text.partition("<!-- soak -->\n")
    return f"{before}<!-- soak -->\n{figures(found)}<!-- /soak -->{rest.partition('<!-- /soak -->')[2]}"


def keep(found: dict[str, Any]) -> None:
    """The report, and its figures on the page."""
    REPORT.write_text(json.dumps(found, indent=1) + "\n")
    PAGE.write_text(page(PAGE.read_text(), found))


def quiet() -> None:
    """The functions' own log lines would hide ours; what failed is still heard."""
    for handler in list(log.logger().handlers):
        log.logger().removeHandler(handler)
    logging.getLogger("chalicelib").setLevel(logging.CRITICAL)
    log.metrics().flush_metrics = lambda *_given, **_more: None  # type: ignore[method-assign]


def main(arguments: list[str]) -> int:
    """The command; 1 where any law was broken."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--faults", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--actions", type=int, default=40)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--only", default="", help="what is done, as named in business.py, where not everything is")
    parser.add_argument("--keep", action="store_true", help="keep the report in tests/faults/report.json")
    asked = parser.parse_args(arguments)
    quiet()

    def told_of(done: list[Outcome]) -> None:
        if asked.keep:
            keep(report(done))
    found = report(soak(asked.faults, asked.seed, lambda text: print(text, flush=True), told_of, actions=asked.actions, rate=asked.rate,
                        only=asked.only))
    print(told(found))
    return 1 if found["lost_or_doubled"] else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is part of a seed's story
        os.execve(sys.executable, [sys.executable, "-m", "tests.faults.soak", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main(sys.argv[1:]))
