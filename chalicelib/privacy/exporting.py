"""Everything about a person in one archive: records with history and timeline as JSON, mails and files as they came."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import NotFound
from chalicelib.privacy import consents, finding
from chalicelib.records import traces
from chalicelib.records.jobs import Step
from chalicelib.records.work import INDEX_ATTRIBUTES
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_RECORDS = 5_000
LARGEST = 300_000_000  # bytes of files in one archive
INTERNAL = frozenset({*INDEX_ATTRIBUTES, "fired", "purging", "revision", "refs", "hash"})


def step(crm: Crm, job: Record, _place: Mapping[str, Any]) -> Step:
    """The whole archive at once; a repeat writes the same one again."""
    subject = crm.table.get(keys.record(job["arguments"]["subject"]), consistent=True)
    if subject is None or subject.get("erased_at"):
        raise NotFound("There is no such record any more")
    records, more = gathered(crm, subject)
    left_out = ["Some records: there are more than can be exported at once"] if more else []
    key = f"exports/privacy/{job['id']}.zip"
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("about.json", _json(_about(crm, job, subject, records)))
            for record in records:
                archive.writestr(f"{record['type']}/{record['id']}.json", _json(whole(crm, record)))
            count, skipped = _files(crm, archive, records)
            archive.writestr("left_out.json", _json([*left_out, *skipped]))
        file.seek(0)
        crm.files.put(crm.settings.files_bucket, key, file, "application/zip")
    return Step(done=len(records), result={"key": key, "records": len(records), "files": count,
                                           "left_out": len(left_out) + len(skipped)})


def gathered(crm: Crm, subject: Record) -> tuple[list[Record], bool]:
    """The records that are the person and all that name them; and whether there are more than fit."""
    found = {each["id"]: each for each in finding.about(crm, [subject]).people}
    for person in list(found.values()):
        for part in traces.parts(crm, crm.registry.named(person["type"])):
            after = ""
            while True:
                ids, after = traces.naming(crm, person, part, after)
                wanted = [keys.record(id) for id in ids if id not in found]
                found |= {key[0]: each for key, each in crm.table.get_many(wanted).items()
                          if crm.registry.known(each["type"]) and not each.get("erased_at")} if wanted else {}
                if len(found) >= MOST_RECORDS:
                    return list(found.values())[:MOST_RECORDS], True
                if not after:
                    break
    return list(found.values()), False


def whole(crm: Crm, record: Record) -> Record:
    """One record as it is stored, with its history and the events on its page."""
    plain = {name: value for name, value in record.items() if name not in INTERNAL}
    told = ("version", "at", "actor", "changes")
    rows = (row for row in traces.history(crm, record["id"]) if row.get("changes"))
    history = [{name: row.get(name) for name in told} for row in rows]
    events = crm.table.query(record["id"], begins="event#", descending=True, limit=1000).items
    shown = ("at", "kind", "title", "summary", "actor", "type", "id")
    return {"record": plain, "history": history,
            "timeline": [{name: row.get(name) for name in shown} for row in events]}


def _about(crm: Crm, job: Record, subject: Record, records: list[Record]) -> Record:
    return {"subject_id": subject["id"], "made_at": crm.clock.now(), "asked_by": job["arguments"]["asked_by"],
            "records": [{"type": each["type"], "id": each["id"]} for each in records],
            "consents": consents.states(consents.given(crm, subject["id"]), crm.clock.now())}


def _files(crm: Crm, archive: zipfile.ZipFile, records: list[Record]) -> tuple[int, list[str]]:
    count, room, skipped = 0, LARGEST, list[str]()
    buckets = {"files": crm.settings.files_bucket, "mail": crm.settings.mail_bucket}
    for name, bucket, key in _listed(records, buckets):
        try:
            size = crm.files.size(bucket, key)
            if size > room:
                skipped.append(f"{name}: the archive would be too large")
                continue
            with archive.open(name, "w") as target:
                for chunk in crm.files.chunks(bucket, key):
                    target.write(chunk)
            count, room = count + 1, room - size
        except NotFound:
            skipped.append(f"{name}: it is not there any more")
    return count, skipped


def _listed(records: list[Record], buckets: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Names in the archive that no file's own name can lead out of it."""
    for record in records:
        for number, each in enumerate(record.get("files") or (), start=1):
            if isinstance(each, Mapping) and each.get("key"):
                safe = "".join(letter if letter.isalnum() or letter in "._-" else "_"
                               for letter in str(each.get("name") or "file"))[-100:].lstrip(".")
                yield f"files/{record['id']}/{number}-{safe}", buckets[each.get("bucket", "files")], str(each["key"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=sorted)
