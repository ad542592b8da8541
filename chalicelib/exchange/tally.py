"""What became of some rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.errors import FieldError
from chalicelib.exchange import journal
from chalicelib.exchange.formats import Row


@dataclass
class Tally:
    """Counts, the rows that failed, and those that were taken without a value that nobody can use."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    failures: list[tuple[Row, tuple[FieldError, ...]]] = field(default_factory=list)
    left_out: dict[int, tuple[Row, tuple[FieldError, ...]]] = field(default_factory=dict)

    @property
    def warnings(self) -> list[tuple[Row, tuple[FieldError, ...]]]:
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

    def warn(self, row: Row, *errors: FieldError) -> None:
        """These values of a row are left out."""
        self.left_out[row.number] = (row, errors)
