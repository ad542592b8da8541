"""The soak's report: what it says, and that the page says the same."""

from __future__ import annotations

import json
from collections import Counter

from tests.faults import soak
from tests.faults.run import Outcome

DONE = [Outcome(7, [], Counter(reset=2, killed=1), Counter(jobs=3)), Outcome(8, ["a lead is lost"], Counter(reset=1), Counter(jobs=1))]


def test_it_adds_up_and_names_the_seeds_that_went_wrong() -> None:
    found = soak.report(DONE)
    assert (found["faults"], found["injected"], found["work"]) == (4, {"killed": 1, "reset": 3}, {"jobs": 4})
    assert (found["lost_or_doubled"], found["wrong_seeds"], found["seeds"]) == (1, [8], [7, 8])
    assert "4 faults in 2 days of business; lost or doubled: 1" in soak.told(found)
    assert "lost or doubled: none" in soak.told(soak.report(DONE[:1]))


def test_the_page_has_the_figures_of_the_last_soak() -> None:
    found = json.loads(soak.REPORT.read_text())
    assert soak.PAGE.read_text() == soak.page(soak.PAGE.read_text(), found)
    assert found["faults"] >= 1000 and found["lost_or_doubled"] == 0
