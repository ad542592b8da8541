"""Companies of a size, built once and kept under build/bench: resumable, with a bar that tells how far it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

import boto3

from bench import dynamodb, engine_file
from bench.chunks import Chunk, numbers
from bench.company import Manifest, founded
from bench.installation import Installation
from chalicelib.store.operations import addition

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bench"
CODE = ("chalicelib/**/*.py", "bench/people.py", "bench/company.py", "bench/chunks.py", "bench/sheet.py",
        "bench/engine_file.py", "bench/build.py", "infra/storage.yaml")
ALONE_FROM = 1_000_000
SCRATCH = "kith-bench-of-"  # and the process that uses it
MEMORY = "/dev/shm"
BYTES_A_CONTACT = 75_000  # with what hangs on it, indexes included, as measured at 1,000
Progress = list[dict[str, Any]]
_here: list[tuple[Installation, Path]] = []


@contextmanager
def company(size: int) -> Iterator[tuple[str, Manifest]]:
    """An engine over a copy of the company, to be written to at will: its endpoint and the ids that one needs."""
    kept = KEPT / f"{size}-{key()}"
    if not (kept / "manifest.json").exists():
        _build(kept, size)
    manifest: Manifest = json.loads((kept / "manifest.json").read_text())
    with _scratch(size) as copy:
        shutil.copytree(kept, copy, dirs_exist_ok=True)
        with dynamodb.running(copy) as endpoint:
            yield endpoint, manifest


def key() -> str:
    """Changes with the code that decides what is stored."""
    files = sorted(file for pattern in CODE for file in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _build(kept: Path, size: int) -> None:
    """Build it in fast storage, go on where the last try stopped, and move it to where it is kept."""
    work = Path(_fast(size)) / f"kith-bench-{kept.name}"
    work.mkdir(exist_ok=True)
    _mend(work)
    if any("counting" in line for line in _progress(work)):
        shutil.rmtree(work)  # it stopped while the counts were added: nobody knows which
        work.mkdir()
    with dynamodb.running(work) as endpoint:
        manifest = _founded(endpoint, work)
    _fill(work, size, manifest)
    with dynamodb.running(work) as endpoint:
        _count(endpoint, work)
    lines = _progress(work)
    manifest["samples"] = [each for line in lines for each in line.get("samples", ())][:200]
    manifest["size"], manifest["items"] = size, sum(line.get("items", 0) for line in lines)
    for old in KEPT.glob(f"{size}-*"):
        shutil.rmtree(old)
    shutil.copytree(work, kept)
    (kept / "manifest.json").write_text(json.dumps(manifest))
    shutil.rmtree(work)


def _founded(endpoint: str, work: Path) -> Manifest:
    for line in _progress(work):
        if "founded" in line:
            found: Manifest = line["founded"]
            return found
    manifest: Manifest = apart(_found, endpoint)
    _note(work, {"founded": manifest})
    return manifest


def apart(step: Callable[..., Any], *arguments: Any) -> Any:
    """Run in a process of its own: one serves one installation, as in production."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_quiet) as one:
        return one.submit(step, *arguments).result()


def _found(endpoint: str) -> Manifest:
    here = Installation(endpoint)
    if dynamodb.TABLE in boto3.client("dynamodb").list_tables()["TableNames"]:
        boto3.client("dynamodb").delete_table(TableName=dynamodb.TABLE)
    dynamodb.make_table(boto3.client("dynamodb"))
    return founded(here)


def _fill(work: Path, size: int, manifest: Manifest) -> None:
    """Every chunk that is not there yet, made on all processors and put into the file of the engine, which rests."""
    if not any("indexes" in line for line in _progress(work)):
        engine_file.check(work)
        _note(work, {"indexes": engine_file.indexes(work)})
    engine_file.drop_indexes(work)
    done = {line["chunk"] for line in _progress(work) if "chunk" in line}
    missing = [(number, size, manifest) for number in numbers(size) if number not in done]
    with _beside(work, size) as endpoint, ProcessPoolExecutor(
            os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin, initargs=(endpoint, work)) as workers:
        started, total = time.monotonic(), len(numbers(size))
        for place, line in enumerate(workers.map(_chunk, missing), 1):
            _note(work, line)
            _bar(f"{size:,} contacts", len(done) + place, total, (time.monotonic() - started) / place)
    engine_file.make_indexes(work, next(line["indexes"] for line in _progress(work) if "indexes" in line))


@contextmanager
def _beside(work: Path, size: int) -> Iterator[str]:
    """An engine over a copy, to be asked for what was founded while the file itself is written."""
    with _scratch(size) as copy:
        shutil.copy(work / engine_file.NAME, copy)
        with dynamodb.running(copy) as endpoint:
            yield endpoint


def _begin(endpoint: str, work: Path) -> None:
    end_with_parent()
    _quiet()
    _here.append((Installation(endpoint), work))


def end_with_parent() -> None:
    """A worker waits for ever for the next chunk from a process that was killed; this one does not."""
    if parent := parent_process():
        Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def _quiet() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _chunk(asked: tuple[int, int, Manifest]) -> dict[str, Any]:
    number, size, manifest = asked
    (here, work), = _here
    chunk = Chunk(here.crm, number, size, manifest)
    chunk.make(alone=size >= ALONE_FROM)
    engine_file.pour(work, chunk.sheet.items.values())
    counts = [[*where, deltas] for where, deltas in chunk.sheet.counts.items()]
    return {"chunk": number, "counts": counts, "samples": chunk.samples[:20], "items": len(chunk.sheet.items)}


def _count(endpoint: str, work: Path) -> None:
    """Add up what the chunks counted."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for line in _progress(work):
        for pk, sk, deltas in line.get("counts", ()):
            cell = sums.setdefault((pk, sk), {})
            for name, delta in deltas.items():
                cell[name] = cell.get(name, 0) + delta
    _note(work, {"counting": len(sums)})
    apart(_add, endpoint, sums)


def _add(endpoint: str, sums: dict[tuple[str, str], dict[str, int]]) -> None:
    crm = Installation(endpoint).crm
    for where, cell in sums.items():
        crm.table.write(addition(where, cell))


def _progress(work: Path) -> Progress:
    file = work / "progress.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _note(work: Path, line: dict[str, Any]) -> None:
    with (work / "progress.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def _mend(work: Path) -> None:
    """Forget half a line, which a kill left: its chunk is made again."""
    file = work / "progress.jsonl"
    if file.exists() and not (text := file.read_text()).endswith("\n"):
        file.write_text(text[:text.rfind("\n") + 1])


@contextmanager
def _scratch(size: int) -> Iterator[Path]:
    """A folder in fast storage for a while; those of processes that were killed are taken away."""
    fast = _fast(size)
    for left in Path(fast).glob(f"{SCRATCH}*"):
        if not _runs(int(left.name.removeprefix(SCRATCH).partition("-")[0])):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=fast, prefix=f"{SCRATCH}{os.getpid()}-") as folder:
        yield Path(folder)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def _fast(size: int) -> str:
    """Memory where the system has a disk of it with room for two: the engine waits for the disk at each write."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY)[0] > 2 * size * BYTES_A_CONTACT:
        return MEMORY
    return tempfile.gettempdir()


def _bar(what: str, done: int, total: int, each: float) -> None:
    if sys.stderr.isatty() or done == total or done % 20 == 0:
        filled = "#" * round(30 * done / total)
        end = "\n" if done == total or not sys.stderr.isatty() else "\r"
        print(f"{what} [{filled:30}] {done}/{total}, {each * (total - done):.0f} s left  ", end=end, file=sys.stderr,
              flush=True)
