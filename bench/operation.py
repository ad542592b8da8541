"""What is measured: an operation, made ready without being counted, then run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from bench.company import Manifest
from bench.installation import Answer, Installation
from bench.meter import Change
from bench.people import person

Run = Callable[[], Any]


@dataclass(frozen=True)
class Company:
    """The installation with the ids that operations use.

    `numbers` are those of people who are not there yet; `deep` is the cursor of the last page that is reached.
    """

    here: Installation
    known: Manifest
    numbers: Iterator[int]
    deep: str = ""

    def sample(self, number: int) -> dict[str, Any]:
        """A contact with some history."""
        found: dict[str, Any] = self.known["samples"][number % len(self.known["samples"])]
        return found

    def stranger(self) -> dict[str, Any]:
        """A contact that is not there yet."""
        number = next(self.numbers)
        return person(Random(f"fresh {number}"), number)

    def get(self, url: str) -> Answer:
        """A read through the edge."""
        return self.here.ask("GET", url)

    def changes(self, step: Run) -> list[Change]:
        """The records that a step changes, for the stream."""
        with self.here.meter.noted() as found:
            step()
        return found


@dataclass(frozen=True)
class Operation:
    """One row of the table. `ready(company, number)` prepares the n-th run.

    `times`: runs in a timing; `units`: how many rows or leads one run does; `alone`: not at concurrency 8, as its
    runs would meet; `bare`: which of its calls the bare SDK is timed with, all unless said.
    """

    name: str
    ready: Callable[[Company, int], Run]
    times: int = 100
    units: int = 1
    alone: bool = False
    bare: str = ""


def asked(name: str, url: Callable[[Company, int], str], bare: str = "") -> Operation:
    """A read through the edge."""
    def ready(company: Company, number: int) -> Run:
        address = url(company, number)
        return lambda: company.get(address)
    return Operation(name, ready, bare=bare)
