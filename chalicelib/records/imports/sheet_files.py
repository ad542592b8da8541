"""Excel workbooks (.xlsx) as rows of text, read as a stream; refused before they are opened where they are hostile."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import IO, Any

MOST_BYTES = 200_000_000        # of all members unpacked
MOST_STRINGS = 64_000_000       # of the table of texts, which is held in memory
MOST_RATIO = 100                # of a member of some size: text packs 10 to 30 times
_SOME_SIZE = 1_000_000
MOST_ENTRIES = 1_000
MOST_COLUMNS = 2_000
MOST_ROWS = 1_048_576           # what a sheet may have
_PROLOGUE = 65_536
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PROTECTED = ("This workbook is protected by a password. Open it in Excel, remove the password (File, Info, Protect "
             "Workbook), save it and upload it again.")
OLD_FORMAT = "This is an Excel workbook of the old .xls format. Open it and save it as .xlsx or CSV, then upload that."
BROKEN = "This Excel workbook is damaged. Open it in Excel, save it anew as .xlsx or CSV and upload that."
NO_WORKBOOK = "This is a packed file, but no .xlsx workbook. Save your table as .xlsx or CSV and upload that."
TOO_LARGE = "This workbook is too large to be read safely. Save the sheet as CSV and upload that."
EMPTY = "No sheet of this workbook has any cells. Upload one with column names in its first row."


class Unreadable(Exception):
    """A workbook that cannot be read: a stable code and what to do."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def check(file: IO[bytes]) -> None:
    """Unreadable for what is no workbook or would fill memory: judged by the packing list, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            _refuse_bombs(members)
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                raise Unreadable("not_xlsx", NO_WORKBOOK)
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("protected", PROTECTED)
            for name in sorted(name for name in names if name.lower().endswith((".xml", ".rels"))):
                _refuse_entities(packed, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as broken:
        raise Unreadable("broken", BROKEN) from broken


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet as people see them, and how many the file says there are (0: it does not)."""

    rows: Iterator[list[str]]
    stated: int


def read(file: IO[bytes]) -> Sheet:
    """The first visible sheet that has any cells; formulas by their value. Raises Unreadable, later too.

    The file must have passed `check` and stay open while the rows are read.
    """
    for sheet in _opened(file).worksheets:
        if sheet.sheet_state == "visible" and hasattr(sheet, "reset_dimensions"):
            stated = _read(lambda sheet=sheet: int(sheet.max_row or 0))  # type: ignore[misc]
            cells = _cells(sheet)
            first = next((row for row in cells if any(row)), None)
            if first:
                return Sheet(chain([first], cells), stated)
    raise Unreadable("empty_file", EMPTY)


def shown(value: Any, form: str = "General") -> str:
    """A cell's value as a person sees it in the sheet; `form` is its number format."""
    if value is None or (isinstance(value, str) and value.startswith("#") and value in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, form)
    return _UNDERSCORE.sub("_", str(value).replace("_x000D_", ""))  # the carriage return of a line end


_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"))
_UNDERSCORE = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")  # how a workbook writes what looks like one of its escapes
_ZEROS = re.compile(r"0{2,20}")


def _number(value: float, form: str) -> str:
    """Whole ones without a point or exponent; leading zeros where the format has them (postal codes)."""
    if isinstance(value, float) and abs(value) < 1e15 and value == int(value):
        value = int(value)
    if isinstance(value, int):
        return str(value).zfill(len(form)) if _ZEROS.fullmatch(form) and value >= 0 else str(value)
    text = format(value, ".15g")
    return text if "e" not in text else format(Decimal(text), "f")


def _opened(file: IO[bytes]) -> Any:
    import warnings

    from openpyxl import load_workbook  # type: ignore[import-untyped]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
        return _read(lambda: load_workbook(file, read_only=True, data_only=True, keep_links=False))


def _cells(sheet: Any) -> Iterator[list[str]]:
    """The cells of each row; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    found = iter(sheet.iter_rows(max_row=None))
    number = 0
    while (row := _read(lambda: next(found, None))) is not None:
        number += 1
        if number > MOST_ROWS:
            raise Unreadable("too_large", TOO_LARGE)
        yield _trimmed(_read(lambda row=row: [_text(cell) for cell in row[:MOST_COLUMNS]]))  # type: ignore[misc]


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return shown(value)
    return shown(value, cell.number_format) if isinstance(value, int | float) else shown(value)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _read(step: Callable[[], Any]) -> Any:
    """The library meets broken files with whatever its code runs into: all of it is a broken file to us."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    try:
        return step()
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, KeyError, IndexError, TypeError,
            AttributeError, OSError, EOFError, ArithmeticError, NotImplementedError, RuntimeError) as broken:
        raise Unreadable("broken", BROKEN) from broken


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    strings = sum(each.file_size for each in members if each.filename.lower().endswith("sharedstrings.xml"))
    packed_tight = any(each.file_size > _SOME_SIZE and each.file_size > MOST_RATIO * max(1, each.compress_size)
                       for each in members)
    if (len(members) > MOST_ENTRIES or packed_tight or strings > MOST_STRINGS
            or sum(each.file_size for each in members) > MOST_BYTES):
        raise Unreadable("too_large", TOO_LARGE)


def _refuse_entities(packed: zipfile.ZipFile, name: str) -> None:
    """Entities are declared before the first element; a workbook has none, so none is expanded."""
    with packed.open(name) as member:
        start = member.read(_PROLOGUE).replace(b"\0", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or (start.strip() and not re.search(rb"<[A-Za-z]", start)):
        raise Unreadable("broken", BROKEN)
