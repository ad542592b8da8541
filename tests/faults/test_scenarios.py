"""Days of business under seeded storms: nothing is lost, nothing doubled (`make soak` runs many more)."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Weathered

FAULTS = 60  # at least, in each run: more than 300 in all
# 20 let a caller wait for 20 seconds; 22, 25 and 26 left jobs that nobody began; 21 made imports that never ended
SEEDS = (20, 21, 22, 25, 26, 28)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_or_doubled(weathered: Weathered, seed: int) -> None:
    done = weathered(seed)
    assert done.broken == []
    assert done.faults >= FAULTS


def test_good_weather_breaks_nothing(weathered: Weathered) -> None:
    done = weathered(1, rate=0, actions=15)
    assert done.broken == []


def test_a_seed_tells_the_same_story_again(weathered: Weathered) -> None:
    one, other = (weathered(3, actions=6) for _run in range(2))
    assert one.log and (one.log, one.injected, one.work) == (other.log, other.injected, other.work)
