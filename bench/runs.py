"""Sorted runs of rows on the disk, and their merge: what is put into a B-tree in its order is put in once.

Rows that come as they are made hit a page of the tree each, and from some gigabytes on each page is a wait for the
disk (external merge sort; Knuth, The Art of Computer Programming 3, 5.4).
"""

from __future__ import annotations

import gzip
import heapq
import json
import os
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]
KEY = itemgetter(0, 1)
BLOB = "latin-1"  # a character for each byte


def write(file: Path, rows: Iterable[Row]) -> None:
    """The rows by their first two columns, compressed; the file is whole or not there."""
    fresh = file.with_suffix(".new")
    with gzip.open(fresh, "wt", compresslevel=1, encoding="utf-8") as lines:
        for row in sorted(rows, key=KEY):
            lines.write(json.dumps([each.decode(BLOB) if isinstance(each, bytes) else each for each in row],
                                   ensure_ascii=False) + "\n")
    os.replace(fresh, file)


def merged(files: Iterable[Path]) -> Iterator[Row]:
    """All rows of some runs, by their first two columns."""
    return heapq.merge(*map(_read, files), key=KEY)


def _read(file: Path) -> Iterator[Row]:
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield tuple(each.encode(BLOB) if isinstance(each, str) else each for each in json.loads(line))
