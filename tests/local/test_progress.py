"""Work in parallel, told as it goes."""

from __future__ import annotations

import pytest

from local.progress import bar, in_parallel
from local.web import pause


def test_results_keep_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(in_parallel("squares", lambda number: number * number, range(20))) == [n * n for n in range(20)]
    assert "20/20  squares" in capsys.readouterr().out


def test_the_first_failure_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        in_parallel("division", lambda number: 1 / number, [1, 0])


def test_a_bar_never_overflows() -> None:
    assert bar(5, 2).count("#") == bar(0, 0).count("#") == 30 and bar(0, 4).count("#") == 0


def test_waits_as_it_is_told() -> None:
    assert [pause({"retry-after": said}) for said in ("7", "900", "soon")] == [7, 60, 1] and pause({}) == 1
