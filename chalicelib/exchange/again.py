"""Rows that name a record of their own type which is not there, as the parent of a company that stands further down.

They are put off to a part of their own behind the file's, which waits until what was written can be found by its name.
Of such a part, too, rows are put off again while others of it were written: the parents of parents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError
from chalicelib.exchange import identities, making
from chalicelib.exchange.formats import Row
from chalicelib.exchange.links import Links
from chalicelib.exchange.rows import Plan, payload_of
from chalicelib.exchange.tally import Failure, Tally
from chalicelib.records import pausing, trees

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def put_off(plan: Plan, tally: Tally) -> list[Failure]:
    """The rows that fail for nothing but records of their own type that are not there; the tally forgets them."""
    own = {name for name, field in plan.fields.items() if field.to == plan.type.name and name != identities.ID}
    return tally.take_back(lambda errors: all(_absent(error, own) for error in errors)) if own else []


def still(record: Mapping[str, Any], part: int, tally: Tally, waiting: Sequence[Failure]) -> list[Row]:
    """Those of the rows that are put off for which there is hope; the tally has the others back. Each part of the file
    is put off as often as a tree has levels: else a file whose rows name each other backwards is read once for each."""
    often = int(record["parts"]) > trees.DEEPEST * int(record.get("file_parts") or record["parts"])
    if often or (is_behind(record, part) and not tally.created + tally.updated):
        tally.failures += waiting
        return []
    return [row for row, _errors in waiting]


def is_behind(record: Mapping[str, Any], part: int) -> bool:
    """Whether this part has none but rows that were put off."""
    return part >= int(record.get("file_parts") or record["parts"])


def pause(crm: Crm, record: Mapping[str, Any], pauses: int) -> int:
    """How many seconds such a part should wait until the latest record of the parts before it can be found."""
    mark = next((each for each in reversed(record.get("marks") or []) if each), None)
    waits = pauses < pausing.MOST and mark is not None and pausing.behind(crm, mark)
    return pausing.SHORTEST if waits else 0


def expect(crm: Crm, plan: Plan, links: Links, rows: Sequence[Row]) -> None:
    """For a preview: what is called as one of these rows is will be there by then."""
    called = {str(payload_of(plan, row.cells).get(identities.NAME) or "").strip().casefold() for row in rows}
    for named, error in list(links.wrong.items()):
        if named.to == plan.type.name and error.code == "not_found" and named.text.strip().casefold() in called - {""}:
            del links.wrong[named]
            links.ids[named] = making.id_of(crm, plan, named.to, named.text)
            links.unmade[links.ids[named]] = named.text


def _absent(error: FieldError, own: set[str]) -> bool:
    return error.code == "not_found" and error.field in own
