"""What a job over many records did to each, kept in parts beside the table, so that it can be taken back.

A part is written before its changes are made: whoever takes it back asks each record whether it still holds what was
written. A part that is done twice keeps what it noted the first time. One entry a line, so that an erasure can take
those out that tell of a person.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.errors import NotFound

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Entry = dict[str, Any]


def note(crm: Crm, job_id: str, part: int, entries: list[Entry]) -> list[Entry]:
    """Keep what a part is about to do, `{id, ...}` each; the answer has what it noted before, too."""
    known = read(crm, job_id, part) or []
    seen = {entry["id"] for entry in known}
    whole = [*known, *(entry for entry in entries if entry["id"] not in seen)]
    if len(whole) > len(known):
        text = "\n".join(json.dumps(entry, separators=(",", ":")) for entry in whole)
        crm.files.put(crm.settings.files_bucket, _name(job_id, part), text.encode(), "application/x-ndjson")
    return whole


def read(crm: Crm, job_id: str, part: int) -> list[Entry] | None:
    """The entries of a part; None where there is none."""
    try:
        content = crm.files.get(crm.settings.files_bucket, _name(job_id, part))
    except NotFound:
        return None
    return [json.loads(line) for line in content.splitlines()]


def parts(crm: Crm, job_id: str, after: int = -1, limit: int = 1000) -> list[int]:
    """The numbers of the parts that noted something, in order."""
    last = _name(job_id, after) if after >= 0 else ""
    names = crm.files.names(crm.settings.files_bucket, f"journals/{job_id}/", last, limit)
    return [int(name.rpartition("/")[2].removesuffix(".jsonl")) for name in names]


def _name(job_id: str, part: int) -> str:
    return f"journals/{job_id}/{part:08d}.jsonl"
