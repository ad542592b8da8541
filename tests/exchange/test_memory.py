"""Large files are cut into parts in bounded memory."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from openpyxl import Workbook

from chalicelib.crm import Crm
from chalicelib.exchange import source

MEGABYTE = 1 << 20


def peak(work: Callable[[], Any]) -> tuple[Any, int]:
    """What a piece of work gives, and the most memory that it held at once."""
    tracemalloc.start()
    try:
        found = work()
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def cut(crm: Crm, upload: Callable[..., str], content: bytes) -> Any:
    id = upload(content)
    with patch.object(crm.files, "put"), patch.object(crm.files, "chunks", lambda *_key: pieces(content)):
        return peak(lambda: source.cut(crm, id, source.head(crm, id)))


def pieces(content: bytes) -> Iterator[bytes]:
    return (content[at:at + (1 << 18)] for at in range(0, len(content), 1 << 18))


def test_a_hundred_thousand_rows_of_text(crm: Crm, upload: Callable[..., str]) -> None:
    rows = "".join(f"First {number},Last {number},n{number}@example.com,Company {number % 999}\n" for number in range(100_000))
    found, most = cut(crm, upload, ("First Name,Last Name,Email,Company\n" + rows).encode())
    assert (found.rows, found.parts) == (100_000, 200)
    assert most < 40 * MEGABYTE


def test_a_large_workbook(crm: Crm, upload: Callable[..., str]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["First Name", "Last Name", "Email"])
    for number in range(10_000):
        sheet.append([f"First {number}", f"Last {number}", f"n{number}@example.com"])
    into = io.BytesIO()
    book.save(into)
    found, most = cut(crm, upload, into.getvalue())
    assert found.rows == 10_000
    assert most < 40 * MEGABYTE
