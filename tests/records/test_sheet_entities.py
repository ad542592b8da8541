"""A workbook that declares entities is refused before anything reads it."""

from __future__ import annotations

import io
import zipfile

import pytest

from chalicelib.records.imports import sheet_files
from chalicelib.records.imports.sheet_files import Unreadable

BOOK = b'<?xml version="1.0"?>%s<workbook xmlns="x"><sheets/></workbook>'


def packed(prologue: bytes, encoding: str = "") -> io.BytesIO:
    """A workbook of one member."""
    content = BOOK % prologue
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", content.decode().encode(encoding) if encoding else content)
    return file


@pytest.mark.parametrize("prologue", [
    b'<!DOCTYPE x SYSTEM "file:///etc/passwd">', b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b'<!ENTITY a "aaaa">'])
@pytest.mark.parametrize("encoding", ["", "utf-16"])
def test_a_declaration_is_refused(prologue: bytes, encoding: str) -> None:
    with pytest.raises(Unreadable) as refused:
        sheet_files.check(packed(prologue, encoding))
    assert refused.value.code == "broken"


def test_none_is_fine() -> None:
    sheet_files.check(packed(b""))
