"""The rows that could not be imported, and those that lost a value, as files to correct and import again: their
columns, number and errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from chalicelib.errors import FieldError
from chalicelib.exchange import joined, rows, telling
from chalicelib.exchange.formats import Row
from chalicelib.exchange.rows import Plan

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Failed = tuple[Row, tuple[FieldError, ...]]
FAILED, WARNED = "failed", "warned"
OWN = ("row", "errors")  # the columns beside the file's own, in the language of who started the import


def keep(crm: Crm, plan: Plan, part: int, columns: Sequence[str], name: str, found: Iterable[Failed]) -> bool:
    """Store such rows of one part, in their order; whether there are any."""
    listed = sorted(found, key=lambda each: each[0].number)
    if listed:
        german = telling.german(crm, plan.started_by)
        joined.keep(crm, plan.id, name, part, [*columns, *telling.columns(OWN, german)],
                    (list(_cells(plan, columns, *each, german)) for each in listed))
    return bool(listed)


def _cells(plan: Plan, columns: Sequence[str], row: Row, errors: tuple[FieldError, ...],
           german: bool) -> Iterator[str]:
    yield from (row.cells.get(column, "") for column in columns)
    yield str(row.number)
    yield rows.in_words(plan, errors, row.cells, german)
    if "" in row.cells:
        yield row.cells[""]
