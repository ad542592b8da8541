"""Workbooks as people save them become rows; hostile ones are refused before they are opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from chalicelib.records.imports import sheet_files
from chalicelib.records.imports.sheet_files import Unreadable, shown


def saved(*rows: list[Any], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def read(raw: bytes) -> list[list[str]]:
    file = io.BytesIO(raw)
    sheet_files.check(file)
    return list(sheet_files.read(file).rows)


def packed(members: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return into.getvalue()


def repacked(raw: bytes, **changed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    return packed({**members, **{name.replace("__", "/"): content for name, content in changed.items()}})


def code(raw: bytes) -> str:
    with pytest.raises(Unreadable) as wrong:
        read(raw)
    assert "upload" in wrong.value.words.lower()
    return wrong.value.code


def test_cells_as_people_see_them() -> None:
    rows = read(saved(["Name", "Since", "Zip"], ["Ä", datetime(2024, 5, 1), 5], [None, True, 1.5], ["", None, None]))
    assert rows == [["Name", "Since", "Zip"], ["Ä", "2024-05-01", "5"], ["", "yes", "1.5"], []]


@pytest.mark.parametrize(("value", "form", "text"), [
    (5.0, "General", "5"), (4917612345678.0, "General", "4917612345678"), (0.1 + 0.2, "General", "0.3"),
    (1e-7, "General", "0.0000001"), (1067, "00000", "01067"), (True, "General", "yes"), (None, "General", ""),
    ("#N/A", "General", ""), ("#1 choice", "General", "#1 choice"), (date(2024, 2, 29), "", "2024-02-29"),
    (datetime(2024, 2, 29, 8, 30), "", "2024-02-29T08:30:00"), (time(8, 30), "", "08:30:00"),
    ("a_x000D_\nb", "", "a\nb"), (1e300, "", "1" + "0" * 300)])
def test_values(value: Any, form: str, text: str) -> None:
    assert shown(value, form)[:40] == text[:40]


def test_the_first_visible_sheet_that_has_cells() -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("Hidden").append(["no"])
        book["Hidden"].sheet_state = "hidden"
        book.create_sheet("People").append(["Name"])
    assert read(saved(change=change)) == [["Name"]]
    assert code(saved()) == "empty_file"


def test_a_wrong_size_in_the_file_is_not_believed() -> None:
    raw = saved(["Name"], ["Ann"], ["Bob"])
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    assert b'ref="A1:A3"' in sheet
    wrong = repacked(raw, **{"xl__worksheets__sheet1.xml": sheet.replace(b'ref="A1:A3"', b'ref="A1"')})
    assert read(wrong) == [["Name"], ["Ann"], ["Bob"]]


@pytest.mark.parametrize(("raw", "expected"), [
    (b"PK\x03\x04 and no more", "broken"), (packed({"a.txt": b"x"}), "not_xlsx"),
    (packed({"xl/workbook.xml": b"<workbook/>", "xl/bomb.xml": b"<a>" + bytes(60_000_000)}), "too_large"),
    (packed({"xl/workbook.xml": b"<workbook/>", **{f"xl/{number}.xml": b"<a/>" for number in range(1_001)}}), "too_large"),
    (packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'}), "broken"),
    (packed({"xl/workbook.xml": "<!DOCTYPE x><workbook/>".encode("utf-16")}), "broken"),
    (packed({"xl/workbook.xml": b"<!--" + b"-" * 70_000 + b"--><!DOCTYPE x><workbook/>"}), "broken"),
    (packed({"xl/workbook.xml": b"<workbook/>"}), "broken")])
def test_hostile_and_broken_files(raw: bytes, expected: str) -> None:
    assert code(raw) == expected


def test_texts_beyond_what_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_STRINGS", 10)
    assert code(repacked(saved(["Name"], ["Ann"]), **{"xl__sharedStrings.xml": b"<sst></sst>"})) == "too_large"


def test_a_row_far_below_is_no_endless_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_ROWS", 1_000)
    raw = saved(["Name"], ["Ann"])
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'<row r="2"', b'<row r="999999999"').replace(b'r="A2"', b'r="A999999999"')
    assert code(repacked(raw, **{"xl__worksheets__sheet1.xml": far})) in ("too_large", "broken")


@pytest.mark.parametrize("part", ["styles.xml", "worksheets/sheet1.xml", "workbook.xml"])
def test_any_damaged_part_is_told(part: str) -> None:
    raw = saved(["Name"], ["Ann"])
    name = f"xl/{part}"
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        content = file.read(name)
    assert code(repacked(raw, **{name.replace("/", "__"): content[:len(content) // 2]})) == "broken"


def with_shared_texts(count: int) -> bytes:
    """A workbook as Excel itself writes it: the texts in a table of their own."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    there = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c><c r="B{row}"><v>{row}</v></c></row>'
                   for row in range(1, count + 1))
    return packed({name: content.encode() for name, content in {
        "[Content_Types].xml":
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
        "_rels/.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} {there}><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml":
            f'<sst {main}>' + "".join(f"<si><t>Text {number}</t></si>" for number in range(count)) + "</sst>",
    }.items()})


def test_a_workbook_as_excel_writes_it() -> None:
    assert read(with_shared_texts(3)) == [["Text 0", "1"], ["Text 1", "2"], ["Text 2", "3"]]
    cut = repacked(with_shared_texts(3), **{"xl__sharedStrings.xml": b"<sst><si><t>a"})
    assert code(cut) == "broken"
