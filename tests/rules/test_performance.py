"""The page of measurements says what was kept, and what was promised holds."""

from __future__ import annotations

import pytest

from bench import operations, page, targets
from bench.operations import figures, sizes
from bench.results import kept


def test_the_page_is_what_the_results_give() -> None:
    assert page.PAGE.read_text() == page.page(), "run make reference"


def test_the_pictures_are_what_the_results_give() -> None:
    for name, picture in operations.pictures().items():
        assert (page.PICTURES / name).read_text() == picture, "run make reference"


@pytest.mark.parametrize("name, calls, trips", [
    ("record", "1 dynamodb", 1), ("record page (links and timeline)", "2 dynamodb", 1),
    ("list, next page", "1 dynamodb", 1), ("list, 4,000th page", "1 dynamodb", 1), ("dashboard tile", "1 dynamodb", 1),
    ("saved view, next page", "1 dynamodb", 1), ("create a contact", "1 dynamodb", 1), ("update", "2 dynamodb", 2),
    ("capture: a form is sent", "1 sqs", 1)])
def test_what_was_promised_was_measured_at_every_size(name: str, calls: str, trips: int) -> None:
    for size in sizes():
        found = figures(name, size)
        assert (operations.calls_of(found), found["trips"]) == (calls, trips)


def test_a_search_waits_for_one_round_trip() -> None:
    names = [name for name in kept("operations")["order"]["read"] if name.startswith("search")]
    assert len(names) == 4 and {figures(name, size)["trips"] for name in names for size in sizes()} == {1.0}


def test_two_sizes_were_measured_at_least() -> None:
    assert {1_000, 10_000} <= {*sizes()}


def test_a_missed_target_has_its_reason() -> None:
    assert [each.name for each in targets.targets() if not each.reached and not targets.why(each)] == []
