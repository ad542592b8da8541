"""What a revert left as it is, as a file: the row, the record, the field, why, and both values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.exchange import joined, telling

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
HEADER = ("row", "id", "record", "field", "reason", "before the import", "now")
NAME = "kept"


@dataclass(frozen=True)
class Kept:
    """One thing that stays; without a field it is the whole record."""

    entry: Record
    title: str
    field: str
    reason: str
    before: Any = None
    now: Any = None


def keep(crm: Crm, id: str, part: int, found: Iterable[Kept], reader: str | None = None) -> None:
    """Store what one step left, in the reader's language."""
    german = telling.german(crm, reader)
    lines = [_cells(each, german) for each in found]
    if lines:
        joined.keep(crm, id, NAME, part, telling.columns(HEADER, german), lines)


def _cells(each: Kept, german: bool) -> list[str]:
    row = str(each.entry["row"]) if each.entry["row"] else ""
    values = (_text(each.before), _text(each.now)) if each.field else ("", "")
    return [row, each.entry["id"], each.title, each.field, telling.sentence(each.reason, "", german), *values]


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)
