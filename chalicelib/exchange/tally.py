"""What became of some rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chalicelib.errors import FieldError
from chalicelib.exchange import journal
from chalicelib.exchange.formats import Row

Failure = tuple[Row, tuple[FieldError, ...]]


@dataclass
class Tally:
    """Counts, the rows that failed, and those that were taken without a value that nobody can use."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    failures: list[Failure] = field(default_factory=list)
    left_out: dict[int, Failure] = field(default_factory=dict)

    @property
    def warnings(self) -> list[Failure]:
        """The rows that were taken without some values; what failed is told with its failure."""
        failed = {row.number for row, _errors in self.failures}
        return [each for number, each in self.left_out.items() if number not in failed]

    def counts(self) -> dict[str, int]:
        """As an import shows them."""
        failed = len(self.failures)
        return {"created": self.created, "updated": self.updated, "skipped": self.skipped, "failed": failed,
                "warned": len(self.warnings), "done": self.created + self.updated + self.skipped + failed}

    def add(self, did: str) -> None:
        """One more row was written."""
        self.created += did == journal.CREATED
        self.updated += did == journal.UPDATED

    def fail(self, row: Row, *errors: FieldError) -> None:
        """One more row was not, with what it would have lost besides."""
        _row, lost = self.left_out.get(row.number, (row, ()))
        self.failures.append((row, (*errors, *lost)))

    def take_back(self, unsure: Callable[[Sequence[FieldError]], bool]) -> list[Failure]:
        """The failed rows of which this holds, without what they would have lost; they count as if never seen."""
        kept, taken = list[Failure](), list[Failure]()
        for row, errors in self.failures:
            _row, lost = self.left_out.get(row.number, (row, ()))
            (taken if unsure([error for error in errors if error not in lost]) else kept).append((row, errors))
        self.failures = kept
        for row, _errors in taken:
            self.left_out.pop(row.number, None)
        return taken

    def warn(self, row: Row, *errors: FieldError) -> None:
        """These values of a row are left out."""
        self.left_out[row.number] = (row, errors)
