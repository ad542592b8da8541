"""A company that is built with interruptions is the one that is built without."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import build, dynamodb, engine_file, filling
from bench.processes import apart
from bench.progress import Notes
from tests.bench.test_engine_file import rows

SIZE = 300  # two chunks
STEPS = ("indexes", "run", "counted", "poured")


class Cut(Exception):
    """The power is gone."""


class Cuts:
    """One cut at each place that is passed."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def at(self, place: str) -> None:
        """Cut here if this was not done before."""
        if place not in self.places:
            self.places.append(place)
            raise Cut(place)

    def amid(self, place: str, steps: Iterable[Any]) -> Iterator[Any]:
        """The steps, cut after a few."""
        for number, step in enumerate(steps):
            yield step
            if number == 2:
                self.at(place)


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    if not shutil.which("java"):
        pytest.skip("needs Java")
    work = tmp_path / "founded"
    work.mkdir()
    with dynamodb.running(work) as endpoint:
        Notes(work).add({"founded": apart(build._found, endpoint)})
    return work


def filled(work: Path) -> list[Any]:
    """The rows of the company with all its people."""
    filling.fill(work, SIZE, Notes(work).lines("founded")[0]["founded"])
    return rows(work)


def test_cuts_before_and_after_each_step_and_within_change_nothing(founded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shutil.copytree(founded, founded.parent / "other")
    expected = filled(founded)
    cuts, add, pour, make = Cuts(), Notes.add, engine_file.pour, engine_file.make_indexes

    def noted(notes: Notes, line: dict[str, Any]) -> None:
        kind = next(each for each in STEPS if each in line)
        cuts.at(f"before {kind}")
        add(notes, line)
        cuts.at(f"after {kind}")

    monkeypatch.setattr(Notes, "add", noted)
    monkeypatch.setattr(engine_file, "pour", lambda work, every: pour(work, cuts.amid("amid rows", every)))
    monkeypatch.setattr(engine_file, "make_indexes", lambda work, made: cuts.amid("amid indexes", make(work, made)))
    for _cut in range(2 * len(STEPS) + 2):
        with pytest.raises(Cut):
            filled(other)
    found = filled(other)
    assert sorted(cuts.places) == sorted(["amid rows", "amid indexes", *(
        f"{when} {step}" for when in ("before", "after") for step in STEPS)])
    assert found == expected
    assert engine_file.indexes(other) == engine_file.indexes(founded) != {}
    assert not list(other.glob("*.run"))
    engine_file.check(other)
