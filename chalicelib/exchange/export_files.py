"""The files of an export: parts that are written while it goes, and the one that they become."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.exchange import export_sheets, export_zips
from chalicelib.exchange.export_formats import FORMATS
from chalicelib.exchange.export_objects import EVERYTHING, folder
from chalicelib.exchange.export_zips import Member

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = Mapping[str, Any]
MEDIA = {"csv": "text/csv", "json": "application/json", "vcf": "text/vcard", "zip": "application/zip",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def extension(record: Record) -> str:
    """How the file's name ends."""
    return "zip" if record["object"] == EVERYTHING else FORMATS[record["format"]].extension


def is_packed(record: Record) -> bool:
    """Whether the parts become members of a zip file."""
    return record["object"] == EVERYTHING or FORMATS[record["format"]].zipped


def keep(crm: Crm, record: Record, file: Record, content: bytes, *, last: bool) -> dict[str, Any]:
    """One file of the export with a part more, under a name that no repeat of this step overwrites."""
    stored = export_zips.packed(content, last=last) if is_packed(record) else content
    name = f"{folder(record['id'])}parts/{len(file['parts']):05d}-{crm.ids.token()}"
    crm.files.put(crm.settings.files_bucket, name, stored)
    return {**file, "parts": [*file["parts"], name], "size": file["size"] + len(content),
            "crc": zlib.crc32(content, file["crc"]), "packed": file["packed"] + len(stored)}


def join(crm: Crm, record: Record, files: Sequence[Record]) -> tuple[str, int]:
    """The file that the parts make, in bounded memory; its key and size."""
    name = f"{folder(record['id'])}file"
    crm.files.write(crm.settings.files_bucket, name, _joined(crm, record, files), MEDIA[extension(record)])
    return name, crm.files.size(crm.settings.files_bucket, name)


def discard_parts(crm: Crm, id: str) -> None:
    """The parts are no longer needed."""
    crm.files.erase(crm.settings.files_bucket, f"{folder(id)}parts/")


def _joined(crm: Crm, record: Record, files: Sequence[Record]) -> Iterator[bytes]:
    if not is_packed(record):
        return _pieces(crm, files[0]["parts"])
    members = [Member(file["name"], file["crc"], file["size"], file["packed"], _pieces(crm, file["parts"]))
               for file in files]
    if record["object"] != EVERYTHING:
        fixed = export_sheets.members(record["object"])
        members = [*(export_zips.member(name, text) for name, text in fixed.items()), *members]
    return export_zips.zipped(members, record["created_at"])


def _pieces(crm: Crm, names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        yield from crm.files.chunks(crm.settings.files_bucket, name)
