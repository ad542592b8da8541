"""The formats of an export: each knows how a file begins, how records stand in it, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chalicelib.exchange import export_cards, export_columns, export_sheets
from chalicelib.exchange.export_columns import Column, Sight
from chalicelib.records.imports import csv_files
from chalicelib.records.objects import ObjectType

Record = Mapping[str, Any]
Lines = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Format:
    """How records of one type become bytes. `flat`: cells rather than values; `most`: rows of a file (0 is any)."""

    extension: str
    head: Callable[[Layout], str]
    rows: Callable[[Layout, Sequence[Record], bool], str]
    tail: str = ""
    flat: bool = False
    zipped: bool = False
    most: int = 0
    fits: Callable[[ObjectType], bool] = lambda _type: True


@dataclass(frozen=True)
class Layout:
    """What the person sees, the columns, and how the file is wanted."""

    seen: Sight
    columns: Sequence[Column | None]
    headers: Sequence[str]
    bom: bool = True

    def cells(self, records: Iterable[Record]) -> Iterable[list[str]]:
        """The records as texts."""
        return ([export_columns.text(self.seen, column, record) for column in self.columns] for record in records)

    def typed(self, records: Iterable[Record]) -> Iterable[list[export_sheets.Cell]]:
        """The records as texts, numbers and dates."""
        return ([export_columns.typed(self.seen, column, record) for column in self.columns] for record in records)

    def values(self, record: Record) -> dict[str, Any]:
        """One record as it is stored, as far as it was asked for."""
        return {column.path: export_columns.held(self.seen, column, record) for column in self.columns if column}


def _csv_head(layout: Layout) -> str:
    line = "".join(csv_files.write(layout.headers, ()))
    return line if layout.bom else line.removeprefix("\ufeff")


def _csv_rows(layout: Layout, records: Sequence[Record], _first: bool) -> str:
    return "".join(islice(csv_files.write((), layout.cells(records)), 1, None))


def _sheet_head(layout: Layout) -> str:
    return export_sheets.HEAD + export_sheets.rows([layout.headers])


def _sheet_rows(layout: Layout, records: Sequence[Record], _first: bool) -> str:
    return export_sheets.rows(layout.typed(records))


def _json_rows(layout: Layout, records: Sequence[Record], first: bool) -> str:
    """One record a line; the comma stands before each but the first of the file."""
    lines = (json.dumps(layout.values(record), ensure_ascii=False, default=str) for record in records)
    joined = ",\n".join(lines)
    return joined if first or not joined else f",\n{joined}"


def _cards(layout: Layout, records: Sequence[Record], _first: bool) -> str:
    return b"".join(_card(layout, record) for record in records).decode()


def _card(layout: Layout, record: Record) -> bytes:
    seen = {"id": record["id"], "updated_at": record.get("updated_at"), **layout.values(record)}
    company = seen.get("company")
    if seen.get("company_id") and "company_id" in layout.seen.fields:
        field = layout.seen.fields["company_id"]
        company = export_columns.held(layout.seen, Column(field, "name"), record) if "name" in field.snapshot else None
    return export_cards.card(seen, layout.seen.type.title(seen), str(company or ""))


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv", _csv_head, _csv_rows, flat=True),
    "xlsx": Format("xlsx", _sheet_head, _sheet_rows, export_sheets.TAIL, flat=True, zipped=True,
                   most=export_sheets.MOST_ROWS),
    "json": Format("json", lambda _layout: "[\n", _json_rows, "\n]\n"),
    "vcard": Format("vcf", lambda _layout: "", _cards,
                    fits=lambda type: {"last_name", "emails"} <= type.own_fields.keys()),
}
