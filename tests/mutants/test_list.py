"""The list of mutants fits the code: each fault can be put in, and the tests that should notice it are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.list import MUTANTS
from tests.mutants.mutant import Inapplicable, Mutant

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_fits_the_code(mutant: Mutant) -> None:
    assert mutant.tests
    mutant.check_tests(ROOT)
    mutant.applied(ROOT)


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names)) >= 30


@pytest.mark.parametrize("change,reason", [
    ({"old": "not in there"}, "stands 0 times"), ({"old": "a"}, r"stands \d+ times"),
    ({"new": "def ("}, "no Python"), ({"new": "# said otherwise\nFAULTLESS"}, "nothing changes"),
    ({"tests": ("tests/mutants/test_list.py::test_gone",)}, "no test"), ({"tests": ("tests/gone.py",)}, "no test")])
def test_one_that_does_not_fit_is_told(change: dict[str, object], reason: str) -> None:
    usual = {"name": "usual", "file": "tests/mutants/run.py", "old": "FAULTLESS = ", "new": "FAULTLESS = 1, ",
             "tests": ("tests/mutants/test_list.py",)}
    if "new" in change and str(change["new"]).startswith("#"):
        change = {**change, "new": "# said otherwise\nFAULTLESS = "}
    mutant = Mutant(**{**usual, **change})  # type: ignore[arg-type]
    with pytest.raises(Inapplicable, match=reason):
        mutant.check_tests(ROOT)
        mutant.applied(ROOT)
