"""`make mutants`: put one fault after the other into a copy of the tree and see its tests turn red.

ONLY=word runs the mutants with this word in their name. Ends with 1 where a fault went unnoticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.list import MUTANTS
from tests.mutants.mutant import Inapplicable, Mutant

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
LONGEST_SECONDS = 300  # a fault may also make the program turn in circles
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".local", "build", "__pycache__", ".*_cache", "node_modules")
VERDICTS = {0: "SURVIVED", 1: "killed"}  # pytest's exit codes; any other means that the tests could not run
FAULTLESS = "killed", "time out"


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant, and what its tests said last."""

    mutant: Mutant
    verdict: str
    seconds: float
    said: str = ""

    @property
    def noticed(self) -> bool:
        """Whether the tests turned red."""
        return self.verdict in FAULTLESS


def copied(root: Path, folder: Path) -> Path:
    """A copy of the tree in which anything may be broken, with the environment and the data beside it."""
    copy = folder / root.name
    shutil.copytree(root, copy, ignore=LEFT_OUT, symlinks=True)
    (copy / ".venv").symlink_to(root / ".venv")
    if (root.parent / "shared").exists():
        (folder / "shared").symlink_to(root.parent / "shared")
    return copy


def verdict_of(copy: Path, tests: Iterable[str], *options: str, seconds: int = LONGEST_SECONDS) -> tuple[str, str]:
    """The verdict on a tree by these tests, and the end of what they printed."""
    command = [str(copy / ".venv/bin/python"), "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options, *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "time out", ""
    return VERDICTS.get(done.returncode, "BROKEN"), (done.stdout + done.stderr)[-3000:]


def tried(copy: Path, mutant: Mutant) -> Outcome:
    """Put the fault in, run its tests, take it out again."""
    file, began = copy / mutant.file, time.monotonic()
    sound = file.read_text()
    try:
        file.write_text(mutant.applied(copy))
        verdict, said = verdict_of(copy, mutant.tests)
    except Inapplicable as reason:
        verdict, said = "BROKEN", str(reason)
    finally:
        file.write_text(sound)
    return Outcome(mutant, verdict, time.monotonic() - began, said)


@contextmanager
def copies(count: int) -> Iterator[SimpleQueue[Path]]:
    """So many copies of the tree, to be taken and given back."""
    free: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="kith-mutants-") as scratch:
        for number in range(count):
            free.put(copied(ROOT, Path(scratch) / str(number)))
        yield free


def run(mutants: list[Mutant], say: Callable[[str], None]) -> list[Outcome]:
    """Every mutant's outcome, two at a time; nothing where the tests are red without any fault."""
    with copies(AT_ONCE) as free, ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = list[Outcome]()

        def one(mutant: Mutant) -> None:
            copy = free.get()
            outcome = tried(copy, mutant)
            free.put(copy)
            outcomes.append(outcome)
            say(f"[{len(outcomes):3}/{len(mutants)}] {outcome.verdict:9} {outcome.seconds:5.1f} s  {mutant.name}")

        list(threads.map(one, mutants))
    return sorted(outcomes, key=lambda outcome: mutants.index(outcome.mutant))


def sound(mutants: list[Mutant]) -> str:
    """What the named tests say of the tree as it is; nothing where all pass."""
    tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
    verdict, said = verdict_of(ROOT, tests, "-n", str(AT_ONCE), seconds=10 * LONGEST_SECONDS)
    return "" if verdict == "SURVIVED" else said or verdict


def main() -> int:
    """Run, tell, and judge."""
    word = os.environ.get("ONLY", "")
    mutants = [mutant for mutant in MUTANTS if word in mutant.name]
    if not mutants:
        print(f"No mutant has {word!r} in its name; they stand in tests/mutants")
        return 1
    print(f"{len(mutants)} mutants; first their tests without any fault", flush=True)
    if red := sound(mutants):
        print(f"{red}\nThese tests fail without any fault: mend them first.")
        return 1
    outcomes = run(mutants, lambda line: print(line, flush=True))
    missed = [outcome for outcome in outcomes if not outcome.noticed]
    for outcome in missed:
        print(f"\n{outcome.verdict}: {outcome.mutant.name} in {outcome.mutant.file}\n{outcome.said}")
    print(f"\n{len(outcomes) - len(missed)} of {len(outcomes)} faults were noticed"
          + (f"; not: {', '.join(outcome.mutant.name for outcome in missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
