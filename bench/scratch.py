"""Folders in fast storage for a while; what killed processes left there is taken away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.people import PEOPLE_ONLY_FROM

NAME = "kith-bench-of-"  # and the process that uses it
MEMORY = "/dev/shm"
BYTES_A_CONTACT = 75_000  # with what hangs on it, indexes and what is sorted included, as measured at 1,000


class Full(RuntimeError):
    """There is no room; the message says how much is needed, and where."""


@contextmanager
def scratch(size: int) -> Iterator[Path]:
    """A folder with room for a company of this size, gone afterwards."""
    place = fast(size)
    for left in Path(place).glob(f"{NAME}*"):
        if not _runs(int(left.name.removeprefix(NAME).partition("-")[0])):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=place, prefix=f"{NAME}{os.getpid()}-") as folder:
        yield Path(folder)


def fast(size: int) -> str:
    """Memory where the system has a disk of it with room for two: the engine waits for the disk at each write."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY)[0] > 2 * size * BYTES_A_CONTACT:
        return MEMORY
    return tempfile.gettempdir()


def require_room(size: int, place: str) -> None:
    """Raise `Full` unless a company of this size can be built there: an hour's work should not end for want of it."""
    needed, (_all, _used, free) = size * BYTES_A_CONTACT, shutil.disk_usage(place)
    if size >= PEOPLE_ONLY_FROM:
        needed //= 2
    if free < needed:
        raise Full(f"A company of {size:,} contacts needs {needed / 1e9:.1f} GB in {place}, where "
                   f"{free / 1e9:.1f} GB are free. Make room there, or name a larger disk by TMPDIR.")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True
