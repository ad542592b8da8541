"""Sorted runs hold what was put into them, and come out together in the order of the engine's keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bench import runs

KEYS = some.binary(max_size=4)
ROWS = some.tuples(KEYS, KEYS, some.one_of(some.none(), some.integers(), some.binary()), some.just(b"\n\x00\xff\xe2\x80\xa8"))
AGAIN = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@AGAIN
@given(some.lists(some.lists(ROWS), max_size=4))
def test_merged_they_are_all_rows_by_key(tmp_path: Path, parts: list[list[runs.Row]]) -> None:
    files = [tmp_path / f"{place}.run" for place in range(len(parts))]
    for file, rows in zip(files, parts, strict=True):
        runs.write(file, rows)
    found = list(runs.merged(files))
    assert [row[:2] for row in found] == sorted(row[:2] for row in found)
    assert sorted(found, key=repr) == sorted((row for rows in parts for row in rows), key=repr)
    assert not list(tmp_path.glob("*.new"))


def test_a_run_that_was_cut_is_not_there(tmp_path: Path) -> None:
    def rows(until: int) -> Iterator[runs.Row]:
        yield from ((bytes([9 - number]), b"", number) for number in range(until))
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError):
        runs.write(tmp_path / "0.run", rows(5))
    assert list(tmp_path.glob("*.run")) == []
