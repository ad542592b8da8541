"""The uploaded file: its head for a preview, and its rows in parts, so that work can stop and go on at any of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.errors import Conflict, NotFound
from chalicelib.exchange import formats
from chalicelib.exchange.formats import Head, Row, look
from chalicelib.records.imports.csv_files import Cuts

if TYPE_CHECKING:
    from chalicelib.crm import Crm

__all__ = ["LIMIT", "Cut", "Head", "Row", "cut", "head", "key", "look", "part", "put_part", "size"]

LIMIT = 100_000_000             # bytes of an upload
HEAD = 256 * 1024
PART_ROWS, PART_LETTERS = 500, 2_000_000


@dataclass(frozen=True)
class Cut:
    """A file cut into parts."""

    rows: int
    parts: int
    notes: tuple[str, ...]


def key(id: str, name: str = "source") -> str:
    """Where a file of an import lies."""
    return f"imports/{id}/{name}"


def size(crm: Crm, id: str) -> int:
    """Bytes of the upload; Conflict where it is not there yet."""
    try:
        return crm.files.size(crm.settings.files_bucket, key(id))
    except NotFound as missing:
        raise Conflict("Upload the file first", code="not_uploaded") from missing


def head(crm: Crm, id: str) -> Head:
    """The head of an upload. Conflict where there is none, Invalid with what to do where it cannot be read."""
    whole = size(crm, id)
    content = crm.files.get(crm.settings.files_bucket, key(id), HEAD) if whole else b""
    if not formats.is_packed(content):
        return look(content, whole)
    with formats.on_disk(crm.files.chunks(crm.settings.files_bucket, key(id))) as file:
        return formats.workbook(file)


def cut(crm: Crm, id: str, found: Head) -> Cut:
    """Store the rows in numbered parts, in bounded memory; doing it again gives the same parts."""
    cuts, rows, parts = Cuts(), 0, 0
    chunks = crm.files.chunks(crm.settings.files_bucket, key(id))
    place = {column: at for at, column in enumerate(found.columns)}
    for lines in _parts(formats.rows(found, chunks, cuts), place):
        content = "\n".join([json.dumps(found.columns), *lines]).encode()
        crm.files.put(crm.settings.files_bucket, _part_key(id, parts), content, "application/x-ndjson")
        rows, parts = rows + len(lines), parts + 1
    return Cut(rows, parts, tuple(cuts.notes[:20]))


def part(crm: Crm, id: str, number: int) -> tuple[list[str], list[Row]]:
    """The columns, and the rows of one part."""
    header, *lines = crm.files.get(crm.settings.files_bucket, _part_key(id, number)).decode().split("\n")
    columns: list[str] = json.loads(header)
    return columns, [_row(columns, line) for line in lines]


def put_part(crm: Crm, id: str, number: int, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Store rows of other parts as one more."""
    place = {column: at for at, column in enumerate(columns)}
    content = "\n".join([json.dumps(columns), *(_line(row.number, row.cells, place) for row in rows)]).encode()
    crm.files.put(crm.settings.files_bucket, _part_key(id, number), content, "application/x-ndjson")


def _line(number: int, cells: Mapping[str, str], place: Mapping[str, int]) -> str:
    return json.dumps([number, _in_order(cells, place), "" in cells])


def _parts(rows: Iterable[tuple[int, dict[str, str]]], place: Mapping[str, int]) -> Iterator[list[str]]:
    lines: list[str] = []
    letters = 0
    for number, cells in rows:
        lines.append(_line(number, cells, place))
        letters += len(lines[-1])
        if len(lines) == PART_ROWS or letters > PART_LETTERS:
            yield lines
            lines, letters = [], 0
    if lines:
        yield lines


def _in_order(cells: Mapping[str, str], place: Mapping[str, int]) -> list[str]:
    """The cells in the order of the columns, empty ones at the end left out; behind them what is beyond the header."""
    width = max((place[column] + 1 for column in cells if column), default=0)
    ordered = [""] * width
    for column, cell in cells.items():
        if column:
            ordered[place[column]] = cell
    return [*ordered, cells[""]] if "" in cells else ordered


def _row(columns: Sequence[str], line: str) -> Row:
    """Cells are in the order of the columns; what is beyond the last one stands under ""."""
    number, cells, surplus = json.loads(line)
    beyond = {"": cells.pop()} if surplus else {}
    return Row(number, {**dict(zip(columns, cells, strict=False)), **beyond})


def _part_key(id: str, number: int) -> str:
    return key(id, f"rows/{number:06d}.jsonl")
