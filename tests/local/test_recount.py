"""A recount on a stack that is at work."""

from __future__ import annotations

import pytest

from chalicelib.store.recount import Difference
from local import recount

BEHIND = Difference(("count#all", "lead"), {"n": 2}, {"n": 1})


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "PAUSE_SECONDS", 0)


def test_what_is_only_behind_is_no_difference() -> None:
    looks = iter([[BEHIND, BEHIND], [BEHIND], []])
    assert recount.settled(lambda: next(looks)) == []


def test_what_stays_is_one() -> None:
    assert recount.settled(lambda: [BEHIND]) == [BEHIND]


def test_a_difference_in_words() -> None:
    assert recount.line(BEHIND) == "count#all  lead\n    expected {'n': 2}\n    found    {'n': 1}"
