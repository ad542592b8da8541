"""What a revert left as it is, as a file: the row, the record, the field, why, and both values."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.exchange import source
from chalicelib.records.imports import csv_files

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
HEADER = ("row", "id", "record", "field", "reason", "before the import", "now")
NAME = "kept.csv"


@dataclass(frozen=True)
class Kept:
    """One thing that stays; without a field it is the whole record."""

    entry: Record
    title: str
    field: str
    reason: str
    before: Any = None
    now: Any = None


def keep(crm: Crm, id: str, part: int, found: Iterable[Kept]) -> None:
    """Store what one step left; a repeat overwrites it."""
    lines = [_cells(each) for each in found]
    if lines:
        content = "".join(csv_files.write(HEADER, lines)).encode()
        crm.files.put(crm.settings.files_bucket, _key(id, part), content, "text/csv")


def join(crm: Crm, id: str, parts: Sequence[int]) -> str:
    """The key of one file of all of it; "" where nothing was kept."""
    if not parts:
        return ""
    key, bucket = source.key(id, NAME), crm.settings.files_bucket
    with tempfile.TemporaryFile() as joined:
        for place, part in enumerate(parts):
            content = crm.files.get(bucket, _key(id, part))
            joined.write(content if place == 0 else content.partition(b"\r\n")[2])
        joined.seek(0)
        crm.files.put(bucket, key, joined, "text/csv")
    return key


def _cells(each: Kept) -> list[str]:
    row = str(each.entry["row"]) if each.entry["row"] else ""
    values = (_text(each.before), _text(each.now)) if each.field else ("", "")
    return [row, each.entry["id"], each.title, each.field, each.reason, *values]


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


def _key(id: str, part: int) -> str:
    return source.key(id, f"kept/{part:06d}.csv")
