"""Companies of a size, built once and kept under build/bench: resumable, with a bar that tells how far it is."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

from bench import dynamodb, filling
from bench.company import Manifest, founded
from bench.installation import Installation
from bench.people import PEOPLE_ONLY_FROM
from bench.processes import apart
from bench.progress import Notes
from bench.scratch import fast, require_room, scratch

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bench"
CODE = ("chalicelib/**/*.py", "bench/people.py", "bench/company.py", "bench/chunks.py", "bench/sheet.py",
        "bench/engine_file.py", "bench/runs.py", "bench/filling.py", "bench/build.py", "infra/storage.yaml")
SAMPLES = 200
FILE = "manifest.json"


@contextmanager
def company(size: int) -> Iterator[tuple[str, Manifest]]:
    """An engine over the company, to be written to at will: its endpoint and the ids that one needs.

    It is a copy. Of the largest there is no room for a second one; their manifest tells how often they were `used`.
    """
    kept = KEPT / f"{size}-{key()}"
    if not (kept / FILE).exists():
        _build(kept, size)
    manifest: Manifest = json.loads((kept / FILE).read_text())
    with _open(kept, size, manifest) as folder, dynamodb.running(folder) as endpoint:
        yield endpoint, manifest


@contextmanager
def _open(kept: Path, size: int, manifest: Manifest) -> Iterator[Path]:
    if size >= PEOPLE_ONLY_FROM:
        (kept / FILE).write_text(json.dumps({**manifest, "used": manifest["used"] + 1}))
        yield kept
        return
    with scratch(size) as copy:
        shutil.copytree(kept, copy, dirs_exist_ok=True)
        yield copy


def key() -> str:
    """Changes with the code that decides what is stored."""
    files = sorted(file for pattern in CODE for file in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _build(kept: Path, size: int) -> None:
    """Build it in fast storage, go on where the last try stopped, and move it to where it is kept."""
    work = Path(fast(size)) / f"kith-bench-{kept.name}"
    work.mkdir(exist_ok=True)
    notes = Notes(work)
    notes.mend()
    if not notes.lines("founded"):
        require_room(size, str(work))
        with dynamodb.running(work) as endpoint:
            notes.add({"founded": apart(_found, endpoint)})
    manifest: Manifest = notes.lines("founded")[0]["founded"]
    filling.fill(work, size, manifest)
    samples = [sample for line in notes.lines("run") for sample in line["samples"]]
    manifest |= {"samples": samples[:SAMPLES], "size": size, "items": filling.items(work), "used": 0}
    for old in KEPT.glob(f"{size}-*"):
        shutil.rmtree(old)
    KEPT.mkdir(parents=True, exist_ok=True)
    shutil.move(work, kept)
    (kept / FILE).write_text(json.dumps(manifest))


def _found(endpoint: str) -> Manifest:
    here = Installation(endpoint)
    if dynamodb.TABLE in boto3.client("dynamodb").list_tables()["TableNames"]:
        boto3.client("dynamodb").delete_table(TableName=dynamodb.TABLE)
    dynamodb.make_table(boto3.client("dynamodb"))
    return founded(here)
