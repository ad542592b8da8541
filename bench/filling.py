"""A company's rows into the engine's file: made on all processors, sorted on the disk, put in once in their order.

Each step is noted when it is done, and one that was killed is done again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from bench import dynamodb, engine_file, runs
from bench.chunks import Chunk, numbers
from bench.company import Manifest
from bench.installation import Installation
from bench.people import PEOPLE_ONLY_FROM
from bench.processes import apart, workers
from bench.progress import Notes, told
from bench.scratch import scratch
from chalicelib.store.keys import Key
from chalicelib.store.operations import add, addition

RUNS = 200  # files that are read at once, at most
Counts = dict[Key, dict[str, int]]
_here: list[tuple[Installation, Path]] = []


def fill(work: Path, size: int, manifest: Manifest) -> None:
    """All of a founded company; no engine runs on the file meanwhile."""
    notes = Notes(work)
    if not notes.lines("indexes"):
        engine_file.check(work)
        notes.add({"indexes": engine_file.indexes(work)})
    if not notes.lines("poured"):
        engine_file.drop_indexes(work)
        engine_file.widen(work)
        _make(work, size, manifest)
        _count(work, size)
        total = items(work)
        engine_file.pour(work, told("rows in their order", runs.merged(work.glob("*.run")), total))
        notes.add({"poured": total})
    made = notes.lines("indexes")[0]["indexes"]
    for _name in told("indexes", engine_file.make_indexes(work, made), len(made)):
        pass
    for run in work.glob("*.run"):
        run.unlink()


def items(work: Path) -> int:
    """How many were made."""
    return sum(line["items"] for line in Notes(work).lines("run"))


def _make(work: Path, size: int, manifest: Manifest) -> None:
    """Every run that is not there yet: some chunks each."""
    notes, chunks = Notes(work), numbers(size)
    each = -(-len(chunks) // RUNS)
    parts = [chunks[start:start + each] for start in range(0, len(chunks), each)]
    done = {line["run"] for line in notes.lines("run")}
    missing = [(part, size, manifest) for part in parts if part.start not in done]
    if not missing:
        return
    with scratch(size) as copy:
        shutil.copy(work / engine_file.NAME, copy)
        with dynamodb.running(copy) as endpoint, workers(None, _begin, endpoint, work) as every:
            for line in told(f"{size:,} contacts, runs", every.map(_run, missing), len(parts), len(done)):
                notes.add(line)


def _begin(endpoint: str, work: Path) -> None:
    _here.append((Installation(endpoint), work))


def _run(asked: tuple[range, int, Manifest]) -> dict[str, Any]:
    """Some chunks as a sorted run; a chunk depends on its number alone, so one that was interrupted is made again."""
    part, size, manifest = asked
    (here, work), = _here
    counts, samples, rows = Counts(), list[Any](), list[runs.Row]()
    for number in part:
        chunk = Chunk(here.crm, number, size, manifest)
        chunk.make(alone=size >= PEOPLE_ONLY_FROM)
        rows += map(engine_file.row, chunk.sheet.items.values())
        samples += chunk.samples
        _add(counts, chunk.sheet.counts)
    runs.write(work / f"{part.start}.run", rows)
    return {"run": part.start, "counts": [[*where, deltas] for where, deltas in counts.items()],
            "samples": samples[:20], "items": len(rows)}


def _count(work: Path, size: int) -> None:
    """Add up what the runs counted: in a copy, since a second time would count twice."""
    notes, counted = Notes(work), work / "counted.db"
    if not notes.lines("counted"):
        sums = Counts()
        for line in notes.lines("counts"):
            _add(sums, {(pk, sk): deltas for pk, sk, deltas in line["counts"]})
        with scratch(size) as copy:
            shutil.copy(work / engine_file.NAME, copy)
            with dynamodb.running(copy) as endpoint:
                apart(_write, endpoint, sums)
            shutil.copy(copy / engine_file.NAME, counted)
        notes.add({"counted": len(sums)})
    if counted.exists():
        os.replace(counted, work / engine_file.NAME)


def _add(sums: Counts, counts: Counts) -> None:
    for where, deltas in counts.items():
        sums[where] = add(sums.get(where, {}), deltas)


def _write(endpoint: str, sums: Counts) -> None:
    crm = Installation(endpoint).crm
    for where, cell in sums.items():
        crm.table.write(addition(where, cell))
