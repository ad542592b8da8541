"""Excel workbooks piece by piece: one sheet of texts, numbers and dates, so that nothing in it runs (ECMA-376, 18.3,
18.8 and 22.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

Cell = str | int | float | date
MOST_ROWS = 1_048_575       # of a sheet, below the header
LONGEST = 32_767            # letters of a cell
EXACT = 10 ** 15            # from here a sheet's numbers lose digits
DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
FIRST_DAY = date(1900, 3, 1)  # sheets believe in a 29 February 1900: days before it are texts
DAY, MOMENT = 1, 2          # styles: places in `cellXfs`
SHEET = "xl/worksheets/sheet1.xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = (f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>')
TAIL = "</sheetData></worksheet>"
# A day and a moment in the form of the reader's country (built-in formats 14 and 22).
_STYLES = (f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill>'
           '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
           '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
           '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs><cellStyles '
           'count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as the letter A


def members(title: str) -> dict[str, str]:
    """What a workbook holds beside its sheet, by name."""
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Export", {'"': "&quot;"})
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_SPREADSHEET}.worksheet+xml"/><Override '
        f'PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES}


def rows(lines: Iterable[Sequence[Cell]]) -> str:
    """Rows of cells."""
    return "".join("<row>" + "".join(map(_cell, cells)) + "</row>" for cells in lines)


def _cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return _number((value - DAY_ZERO).total_seconds() / 86_400, MOMENT)
    if isinstance(value, date):
        return _number((value - DAY_ZERO.date()).days, DAY) if value >= FIRST_DAY else _text(value.isoformat())
    if isinstance(value, str):
        return _text(value)
    return _number(value) if abs(value) < EXACT else _text(str(value))


def _number(value: float, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value!r}</v></c>' if style else f"<c><v>{value!r}</v></c>"


def _text(text: str) -> str:
    if not text:
        return "<c/>"
    plain = _LOOKS_ESCAPED.sub("_x005F_", _NO_XML.sub("", text[:LONGEST]))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'
