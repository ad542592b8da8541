"""What steps of an import tell row by row: a CSV file for each step, and one of all of them at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chalicelib.exchange import source
from chalicelib.records.imports import csv_files

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Lines = Iterable[Sequence[str]]


def keep(crm: Crm, id: str, name: str, part: int, header: Sequence[str], lines: Lines) -> None:
    """Store the lines of one step; a repeat overwrites them."""
    content = "".join(csv_files.write(header, lines)).encode()
    crm.files.put(crm.settings.files_bucket, _key(id, name, part), content, "text/csv")


def join(crm: Crm, id: str, name: str, parts: Sequence[int]) -> str:
    """The key of one file of these steps, made by way of the disk; "" where there are none."""
    if not parts:
        return ""
    key, bucket = source.key(id, f"{name}.csv"), crm.settings.files_bucket
    with tempfile.TemporaryFile() as file:
        for place, part in enumerate(parts):
            content = crm.files.get(bucket, _key(id, name, part))
            file.write(content if place == 0 else content.partition(b"\r\n")[2])
        file.seek(0)
        crm.files.put(bucket, key, file, "text/csv")
    return key


def _key(id: str, name: str, part: int) -> str:
    return source.key(id, f"{name}/{part:06d}.csv")
