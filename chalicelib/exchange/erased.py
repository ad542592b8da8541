"""Rows about people who were erased: an old list must not quietly bring them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.exchange.formats import Row
from chalicelib.exchange.rows import Plan
from chalicelib.privacy.suppression import suppressed

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
FIELDS = ("emails", "phones")


def left_out(crm: Crm, plan: Plan, drafted: Sequence[tuple[Row, Record]],
             fail: Callable[..., None]) -> Iterator[tuple[Row, Record]]:
    """The rows without those whose email or phone belonged to somebody erased: these fail unless it was asked for."""
    named = {row.number: _addresses(values) for row, values in drafted}
    everybody = {address for addresses in named.values() for address in addresses}
    gone = set() if plan.erased_again else suppressed(crm, everybody)
    for row, values in drafted:
        field = next((name for address, name in named[row.number].items() if address in gone), None)
        if field:
            fail(row, FieldError(field, "erased_before", "This person asked to be erased; the option erased_again "
                                                         "imports them all the same"))
        else:
            yield row, values


def _addresses(values: Record) -> dict[str, str]:
    return {str(entry["value"]): name for name in FIELDS for entry in values.get(name) or ()}
