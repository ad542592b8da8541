"""Copies: files of imports and exports, and journals of imports, which may tell of somebody beside many others."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from chalicelib.errors import NotFound
from chalicelib.privacy.needles import Needles, cleaned
from chalicelib.store import keys
from chalicelib.store.table import PRESENT, Update

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.privacy.errand import Errand

Record = dict[str, Any]
PREFIXES = ("exports/", "imports/", "journals/", "uploads/")
KEYS, ROWS = 20, 200
CHUNK, OVERLAP = 1 << 20, 1024
APART = 80               # letters between the first and the last name in two cells of one row
LARGEST = 1_000_000_000  # bytes of one member of an archive that are looked at


def files(errand: Errand, place: Record) -> Record | None:
    """One page of files: rows that name the person go from our own parts, whole files from what else does."""
    number, after = int(place.get("prefix", 0)), str(place.get("after", ""))
    if number >= len(PREFIXES):
        return None
    bucket = errand.crm.settings.files_bucket
    found = errand.crm.files.names(bucket, PREFIXES[number], after, KEYS)
    pattern = naming(errand.needles)
    for key in found:
        if pattern and _cleared(errand.crm, bucket, key, pattern):
            errand.done("file", hashlib.sha256(key.encode()).hexdigest()[:16], "file")
    return {"prefix": number, "after": found[-1]} if len(found) == KEYS else {"prefix": number + 1}


def journals(errand: Errand, place: Record) -> Record | None:
    """One page of one import's journal: the values that it replaced in the person's records go."""
    crm, id = errand.crm, str(place.get("import", ""))
    if not id:
        page = crm.table.query(keys.newest("import"), index="i1", after=str(place.get("imports", "")), limit=1)
        if not page.items:
            return None
        return {"import": page.items[0]["id"], "imports": page.items[0]["i1s"]}
    rows = crm.table.query(keys.imported(id, "")[0], after=str(place.get("after", "")), limit=ROWS, consistent=True)
    erased = {row["id"] for row in errand.all("id")} if rows.items else set()
    for row in rows.items:
        _journal_row(crm, row, erased, errand.needles.surely)
    return {**place, "after": rows.last} if rows.more else {"imports": place["imports"]}


def naming(needles: Needles) -> re.Pattern[bytes] | None:
    """Finds whole names (a few letters apart too) and addresses in bytes, in the encodings that files come in."""
    parts: set[bytes] = set()
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        for text in (*needles.emails, *needles.phones, *needles.names):
            for spelled in {text, text.lower(), text.upper(), json.dumps(text)[1:-1]}:
                words = [re.escape(word.encode(encoding, "ignore")) for word in re.split(r",? ", spelled)]
                gap = b"[^\\n]{0,%d}?" % (APART if text in needles.names else 2)
                if all(words):
                    parts.add(_alone(gap.join(words), b"\\x00" if encoding == "utf-16-le" else b""))
    listed: list[bytes] = sorted(parts, key=lambda part: (-len(part), part))
    return re.compile(b"|".join(listed), re.IGNORECASE) if listed else None


def _alone(pattern: bytes, wide: bytes) -> bytes:
    """Not as a part of a longer word."""
    letter = b"[A-Za-z0-9]" + wide
    return b"(?<!" + letter + b")" + pattern + b"(?!" + letter + b")"


def _journal_row(crm: Crm, row: Record, erased: set[str], pattern: re.Pattern[str]) -> None:
    entries = [{**each, "before": {}, "after": {}} if each.get("id") in erased and each.get("before") is not None
               else cleaned(each, pattern) for each in row.get("entries") or ()]
    if entries != row.get("entries"):
        crm.table.write(Update((row["pk"], row["sk"]), "SET entries = :entries", values={":entries": entries},
                               condition=PRESENT))


def _cleared(crm: Crm, bucket: str, key: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a file named the person; it does not any more."""
    with ExitStack() as open_files:
        file = open_files.enter_context(tempfile.TemporaryFile())
        try:
            for chunk in crm.files.chunks(bucket, key):
                file.write(chunk)
        except NotFound:
            return False
        if not any(_found(stream, pattern) for stream in _streams(file)):
            return False
        kept = open_files.enter_context(tempfile.TemporaryFile())
        _without_lines(file, kept, pattern)
        crm.files.erase(bucket, key)
        if key.endswith(".jsonl"):  # parts of an import that may still be at work
            crm.files.put(bucket, key, kept, "application/x-ndjson")
        return True


def _streams(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file, or each file in it where it is an archive (as workbooks are)."""
    file.seek(0)
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield file
        return
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.flag_bits & 1:  # what is encrypted cannot be looked at
                with archive.open(member) as stream:
                    yield stream


def _found(stream: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    tail, looked_at = b"", 0
    while looked_at < LARGEST and (chunk := stream.read(CHUNK)):
        if pattern.search(tail + chunk):
            return True
        tail, looked_at = chunk[-OVERLAP:], looked_at + len(chunk)
    return False


def _without_lines(file: IO[bytes], kept: IO[bytes], pattern: re.Pattern[bytes]) -> None:
    file.seek(0)
    kept.writelines(line for line in file if not pattern.search(line))
    kept.seek(0)
