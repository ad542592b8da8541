"""`python -m tests.e2e`: every end-to-end test, in two halves side by side, each on a local stack of its own.

A half waits for most of its time, on mails, ticks and pages, so both together take little longer than one. Each ends with
the looks behind the scenes of `test_zz_the_end`. What failed is tried once more, alone, on a new stack, and said so.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from infra.package import package

HERE = "tests/e2e"
HALVES = {"screens": (f"{HERE}/browser", f"{HERE}/test_zz_the_end.py"), "calls": (HERE, f"--ignore={HERE}/browser")}
ONCE_MORE = ("--last-failed", "--last-failed-no-failures", "none", "--maxfail", "3")


def main() -> None:
    """Run both; ends with 1 where a test failed twice."""
    package()  # before two stacks ask for it at once
    with ThreadPoolExecutor(len(HALVES)) as threads:
        failed = [half for half, good in zip(HALVES, threads.map(passes, HALVES), strict=True) if not good]
    if failed:
        print("What failed is tried once more, alone, on a new stack: what passes now is unsteady and wants mending too.")
    still = [half for half in failed if not passes(half, ONCE_MORE)]
    sys.exit(1 if still else 0)


def passes(half: str, more: Sequence[str] = ()) -> bool:
    """Whether the tests of a half passed; every line of theirs is told as it comes, with the half's name."""
    command = [sys.executable, "-m", "pytest", *HALVES[half], "-o", f"cache_dir=.pytest_cache/{half}", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as running:
        for line in running.stdout or ():
            print(f"{half:>7} | {line}", end="", flush=True)
    return running.returncode == 0


if __name__ == "__main__":
    main()
