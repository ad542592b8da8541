"""The uploaded file: its head for a preview, and its rows in parts, so that work can stop and go on at any of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.records import csv_files
from chalicelib.records.csv_files import Cuts, Dialect

if TYPE_CHECKING:
    from chalicelib.crm import Crm

LIMIT = 100_000_000             # bytes of an upload
HEAD = 256 * 1024
PART_ROWS, PART_LETTERS = 500, 2_000_000
_EXCEL = "This is an Excel workbook. Save it as CSV (comma separated, UTF-8) and upload that."
_NO_TEXT = "This is not a text file. Export your data as CSV (comma separated, UTF-8) and upload that."
_NO_HEADER = "The first row has no column names. Add a row with a name for each column at the top."
_MAGIC = ((b"PK\x03\x04", _EXCEL), (b"\xd0\xcf\x11\xe0", _EXCEL), (b"%PDF", _NO_TEXT), (b"\x1f\x8b", _NO_TEXT),
          (b"\x89PNG", _NO_TEXT), (b"\xff\xd8\xff", _NO_TEXT))
_ODD = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")


@dataclass(frozen=True)
class Row:
    """One row of the file: its number (from 1, below the header) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Head:
    """What the first bytes tell: how the file is written, its columns, its first rows, about how many there are."""

    dialect: Dialect
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    estimated: bool


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
    """The head of an upload. Conflict where there is none, Invalid with what to do where it is no CSV file."""
    whole = size(crm, id)
    content = crm.files.get(crm.settings.files_bucket, key(id), HEAD) if whole else b""
    return look(content, whole)


def look(content: bytes, whole: int) -> Head:
    """The head of a file of `whole` bytes by its first ones."""
    _refuse_other_formats(content)
    dialect = csv_files.detect(content)
    _refuse_binary(csv_files.decoded(content[:csv_files.SAMPLE], dialect))
    columns = csv_files.headers([content], dialect)
    if not columns or any(_ADDRESS.fullmatch(column) for column in columns):
        raise _broken("no_header", _NO_HEADER)
    rows = tuple(Row(number, cells) for number, cells in csv_files.rows([content], dialect))
    partial = len(content) < whole
    if partial and len(rows) > 1:
        rows = rows[:-1]  # the last one may have been cut off
    if not rows:
        raise _broken("no_rows", "There are no rows below the column names.")
    total = round(len(rows) * whole / len(content)) if partial else len(rows)
    return Head(dialect, tuple(columns), rows, total, partial)


def cut(crm: Crm, id: str, found: Head) -> Cut:
    """Store the rows in numbered parts, in bounded memory; doing it again gives the same parts."""
    cuts, rows, parts = Cuts(), 0, 0
    chunks = crm.files.chunks(crm.settings.files_bucket, key(id))
    for lines in _parts(csv_files.rows(chunks, found.dialect, cuts)):
        content = "\n".join([json.dumps(found.columns), *lines]).encode()
        crm.files.put(crm.settings.files_bucket, _part_key(id, parts), content, "application/x-ndjson")
        rows, parts = rows + len(lines), parts + 1
    return Cut(rows, parts, tuple(cuts.notes[:20]))


def part(crm: Crm, id: str, number: int) -> tuple[list[str], list[Row]]:
    """The columns, and the rows of one part."""
    header, *lines = crm.files.get(crm.settings.files_bucket, _part_key(id, number)).decode().split("\n")
    columns: list[str] = json.loads(header)
    return columns, [_row(columns, line) for line in lines]


def _parts(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[list[str]]:
    lines: list[str] = []
    letters = 0
    for number, cells in rows:
        lines.append(json.dumps([number, list(cells.values()), "" in cells]))
        letters += len(lines[-1])
        if len(lines) == PART_ROWS or letters > PART_LETTERS:
            yield lines
            lines, letters = [], 0
    if lines:
        yield lines


def _row(columns: Sequence[str], line: str) -> Row:
    """Cells are in the order of the columns; what is beyond the last one stands under ""."""
    number, cells, surplus = json.loads(line)
    beyond = {"": cells.pop()} if surplus else {}
    return Row(number, {**dict(zip(columns, cells, strict=False)), **beyond})


def _part_key(id: str, number: int) -> str:
    return key(id, f"rows/{number:06d}.jsonl")


def _refuse_other_formats(content: bytes) -> None:
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _broken("empty_file", "The file is empty. Upload a CSV file with column names in its first row.")
    for mark, words in _MAGIC:
        if content.startswith(mark):
            raise _broken("not_csv", words)


def _refuse_binary(text: str) -> None:
    """A few odd letters are a dirty file, many are no text at all."""
    odd = len(_ODD.findall(text))
    if odd > 30 and odd * 10 > len(text):
        raise _broken("not_csv", _NO_TEXT)


def _broken(code: str, words: str) -> Invalid:
    return Invalid.one("file", code, words)
