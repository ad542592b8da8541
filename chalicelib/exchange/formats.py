"""What an uploaded file is, told by its content and not by its name, and its rows whatever it is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from chalicelib.errors import Invalid
from chalicelib.records.imports import csv_files, sheet_files, vcard_files
from chalicelib.records.imports.csv_files import Cuts, Dialect

SHOWN = 200             # rows of a head
_NO_TEXT = "This is not a text file. Export your data as CSV (comma separated, UTF-8) and upload that."
_UNKNOWN_LETTERS = "It cannot be told for sure which letters this file holds. Save it as “CSV UTF-8” and upload that."
_NO_HEADER = "The first row has no column names. Add a row with a name for each column at the top."
_NO_ROWS = "There are no rows below the column names."
_NO_CARDS = "There are no cards with a name, an address or a number in this vCard file."
_PACKED, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAGIC = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_ODD = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"\+\d[\d ()./-]{5,}|\d{9,}")


@dataclass(frozen=True)
class Row:
    """One row of the file: its number (from 1, below the header) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Head:
    """What the first rows tell: how the file is written, its columns, its first rows, about how many there are."""

    kind: str  # csv, vcard or xlsx
    dialect: Dialect
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    estimated: bool


def is_packed(content: bytes) -> bool:
    """Whether the file may be a workbook, which is read whole or not at all."""
    return content.startswith(_PACKED)


def look(content: bytes, whole: int) -> Head:
    """The head of a text file of `whole` bytes by its first ones; Invalid with what to do where it is none."""
    _refuse_other_formats(content)
    if vcard_files.is_vcard(content):
        return _vcard(content, whole)
    dialect = csv_files.detect(content)
    _refuse_binary(csv_files.decoded(content[:csv_files.SAMPLE], dialect))
    _refuse_unknown_letters(content, dialect)
    columns = _named(csv_files.headers([content], dialect))
    rows = tuple(Row(number, cells) for number, cells in csv_files.rows([content], dialect))
    return _measured(Head("csv", dialect, columns, rows, 0, False), content, whole, _NO_ROWS)


def workbook(file: IO[bytes]) -> Head:
    """The head of a workbook."""
    sheet = opened(file)
    first = list(islice(sheet.rows, SHOWN + 1))
    header_row = csv_files.header_row_of(first)
    columns = _named(csv_files.header_of(first, header_row))
    rows = tuple(Row(number, cells) for number, cells in csv_files.below_header(first, header_row))
    if not rows:
        raise _broken("no_rows", _NO_ROWS)
    more = len(first) > SHOWN
    total = max(len(rows), sheet.stated - header_row - 1) if more else len(rows)
    return Head("xlsx", Dialect(header_row=header_row), columns, rows[:SHOWN], total, more)


def opened(file: IO[bytes]) -> sheet_files.Sheet:
    """The sheet of a workbook; Invalid with what to do where it cannot be read."""
    try:
        sheet_files.check(file)
        return sheet_files.read(file)
    except sheet_files.Unreadable as wrong:
        raise _broken(wrong.code, wrong.words) from wrong


def rows(head: Head, chunks: Iterable[bytes], cuts: Cuts) -> Iterator[tuple[int, dict[str, str]]]:
    """All rows of a file, in bounded memory; a workbook goes by way of the disk."""
    if head.kind == "csv":
        yield from csv_files.rows(chunks, head.dialect, cuts)
    elif head.kind == "vcard":
        yield from vcard_files.rows(chunks, head.dialect.encoding)
    else:
        with on_disk(chunks) as file:
            yield from _sheet_rows(opened(file), head.dialect.header_row)


def on_disk(chunks: Iterable[bytes]) -> IO[bytes]:
    """A file that is gone when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    for chunk in chunks:
        file.write(chunk)
    file.seek(0)
    return file


def _sheet_rows(sheet: sheet_files.Sheet, header_row: int) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        yield from csv_files.below_header(sheet.rows, header_row)
    except sheet_files.Unreadable as wrong:
        raise _broken(wrong.code, wrong.words) from wrong


def _vcard(content: bytes, whole: int) -> Head:
    charset = vcard_files.charset_of(content)
    rows = tuple(Row(number, cells) for number, cells in vcard_files.rows([content], charset))
    head = Head("vcard", Dialect(encoding=charset), vcard_files.COLUMNS, rows, 0, False)
    return _measured(head, content, whole, _NO_CARDS)


def _measured(head: Head, content: bytes, whole: int, nothing: str) -> Head:
    """With its number of rows; the last one of a part of a file may have been cut off."""
    partial = len(content) < whole
    rows = head.rows[:-1] if partial and len(head.rows) > 1 else head.rows
    if not rows:
        raise _broken("no_rows", nothing)
    total = round(len(rows) * whole / len(content)) if partial else len(rows)
    return Head(head.kind, head.dialect, head.columns, rows, total, partial)


def _named(columns: list[str]) -> tuple[str, ...]:
    """The columns, unless what stands there are people and not names of columns."""
    if not columns or any(_ADDRESS.fullmatch(column) or _NUMBER.fullmatch(column) for column in columns):
        raise _broken("no_header", _NO_HEADER)
    return tuple(columns)


def _refuse_other_formats(content: bytes) -> None:
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _broken("empty_file", "The file is empty. Upload a CSV file with column names in its first row.")
    if content.startswith(_OLE):
        protected = sheet_files.ENCRYPTED in content
        raise _broken("protected" if protected else "old_format",
                      sheet_files.PROTECTED if protected else f"{sheet_files.OLD_FORMAT} "
                      "If it is protected by a password, take that away first.")
    if content.startswith(_MAGIC):
        raise _broken("not_csv", _NO_TEXT)


def _refuse_binary(text: str) -> None:
    """A few odd letters are a dirty file, many are no text at all."""
    odd = len(_ODD.findall(text))
    if odd > 30 and odd * 10 > len(text):
        raise _broken("not_csv", _NO_TEXT)


def _refuse_unknown_letters(content: bytes, dialect: Dialect) -> None:
    if dialect.encoding in csv_files.WESTERN and not csv_files.is_western(content):
        raise _broken("unknown_encoding", _UNKNOWN_LETTERS)


def _broken(code: str, words: str) -> Invalid:
    return Invalid.one("file", code, words)
