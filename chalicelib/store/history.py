"""History rows: one for each change, written once and never again, however often the change is seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Sequence

from chalicelib.errors import Refused
from chalicelib.store.change import Change
from chalicelib.store.keys import Key
from chalicelib.store.operations import MAX_BYTES, size
from chalicelib.store.table import ABSENT, Item, Put, Table

TRIES = 8
PRESENT = "ConditionalCheckFailed"

Told = tuple[str, int]  # the id of a record and its revision
Row = tuple[Told, Put]
logger = logging.getLogger(__name__)


class History:
    """Puts the history row of each change if it is absent: what an erasure stripped is not filled again.

    A transaction names the rows that are there already, so a batch with repeats takes two calls, not one a row.
    """

    def __init__(self, table: Table, audit: Callable[[Change], Item | None], limit: int,
                 wait: Callable[[int], float]) -> None:
        self._table, self._audit, self._limit, self._wait = table, audit, limit, wait

    def write_steps(self, changes: Sequence[Change]) -> Generator[float, None, set[Told]]:
        """Write what is missing; the (id, revision) of changes whose row could not be made or written."""
        rows, failed = self._rows(changes)
        for pack in _packs(rows, self._limit):
            failed |= yield from self._pack_steps(pack)
        return failed

    def puts(self, changes: Sequence[Change]) -> list[Put]:
        """The rows of all changes, to be written with something else; none where one of them cannot be made."""
        rows, failed = self._rows(changes)
        return [] if failed else [put for _, put in rows]

    def _rows(self, changes: Sequence[Change]) -> tuple[list[Row], set[Told]]:
        rows, failed = dict[Key, Row](), set[Told]()
        for change in changes:
            told = change.id, change.revision
            try:
                item = self._audit(change)
            except Exception:  # a change that cannot be told must not silence the others
                logger.warning("no history for %s revision %d", *told, exc_info=True)
                failed.add(told)
                continue
            if item:
                rows[item["pk"], item["sk"]] = told, Put(item, ABSENT)
        return list(rows.values()), failed

    def _pack_steps(self, rows: list[Row]) -> Generator[float, None, set[Told]]:
        for attempt in range(TRIES):
            yield self._wait(attempt)
            try:
                self._table.transact([put for _, put in rows])
                return set()
            except Refused as refused:
                rows = _missing(rows, refused)
            except Exception:  # one row that is too large may not take the others with it
                return (yield from self._apart_steps(rows))
            if not rows:
                return set()
        return {told for told, _ in rows}

    def _apart_steps(self, rows: list[Row]) -> Generator[float, None, set[Told]]:
        if len(rows) == 1:
            logger.warning("no history for %s revision %d", *rows[0][0], exc_info=True)
            return {rows[0][0]}
        failed = set[Told]()
        for row in rows:
            failed |= yield from self._pack_steps([row])
        return failed


def _missing(rows: list[Row], refused: Refused) -> list[Row]:
    reasons = zip(rows, refused.reasons, strict=False)
    present = [told for (told, _), reason in reasons if reason == PRESENT]
    return [row for row in rows if row[0] not in present]


def _packs(rows: Iterable[Row], limit: int) -> list[list[Row]]:
    found: list[list[Row]] = []
    room = 0
    for row in rows:
        room -= size(row)
        if not found or len(found[-1]) >= limit or room < 0:
            found.append([])
            room = MAX_BYTES - size(row)
        found[-1].append(row)
    return found
