"""The rows that could not be imported, as a file to correct and import again: their columns, number and errors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from chalicelib.errors import FieldError
from chalicelib.exchange import rows, source
from chalicelib.exchange.formats import Row
from chalicelib.exchange.rows import Plan
from chalicelib.records.imports import csv_files

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Failed = tuple[Row, tuple[FieldError, ...]]
NAME = "failed.csv"


def keep(crm: Crm, plan: Plan, part: int, columns: Sequence[str], failed: Iterable[Failed]) -> None:
    """Store the failed rows of one part; a repeat overwrites them."""
    lines = list(csv_files.write([*columns, "row", "errors"], (list(_cells(plan, columns, *each)) for each in failed)))
    crm.files.put(crm.settings.files_bucket, _key(plan.id, part), "".join(lines).encode(), "text/csv")


def join(crm: Crm, id: str, parts: Sequence[int]) -> str:
    """One file of all failed rows, by way of the disk; its key."""
    key, bucket = source.key(id, NAME), crm.settings.files_bucket
    with tempfile.TemporaryFile() as joined:
        for place, part in enumerate(parts):
            content = crm.files.get(bucket, _key(id, part))
            joined.write(content if place == 0 else content.partition(b"\r\n")[2])
        joined.seek(0)
        crm.files.put(bucket, key, joined, "text/csv")
    return key


def _cells(plan: Plan, columns: Sequence[str], row: Row, errors: tuple[FieldError, ...]) -> Iterator[str]:
    yield from (row.cells.get(column, "") for column in columns)
    yield str(row.number)
    yield rows.in_words(plan, errors, row.cells)
    if "" in row.cells:
        yield row.cells[""]


def _key(id: str, part: int) -> str:
    return source.key(id, f"failed/{part:06d}.csv")
