"""A company to send through storms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults.office import Office
from tests.faults.run import Outcome, run
from tests.installation import World

Weathered = Callable[..., Outcome]


@pytest.fixture
def weathered(world: World, company: tuple[World, dict[str, Any]]) -> Weathered:
    """Runs a seed from a newly founded company."""
    def done(seed: int, **asked: Any) -> Outcome:
        world.restore(company[1]["admin"])
        return run(world, company[1]["id"], seed, **asked)
    return done


@pytest.fixture
def office(world: World, company: tuple[World, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A company in good weather; a test says what strikes."""
    world.restore(company[1]["admin"])
    made = Office(world, company[1]["id"], 7, monkeypatch, rate=0)
    yield made
    made.leave_work()
