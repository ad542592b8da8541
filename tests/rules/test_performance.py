"""`docs/performance.md` states the calls that each operation really makes."""

from __future__ import annotations

import pytest

from bench import capacity
from bench.company import founded
from bench.operations import measured
from bench.performance import PAGE, page, stated
from tests.edge import Api


def test_the_calls_are_those_that_the_page_states(api: Api) -> None:
    assert stated(page(measured(founded(api)))) == stated(PAGE.read_text()), "run make reference, and say why"


@pytest.mark.parametrize("operation, calls", [
    ("record page (links and timeline)", ("2", "1", "")), ("create a contact", ("1", "1", "")),
    ("capture: a form is sent", ("0", "0", "1 sqs")), ("list, next page", ("1", "1", ""))])
def test_what_was_promised_is_what_the_page_states(operation: str, calls: tuple[str, ...]) -> None:
    assert stated(PAGE.read_text())[operation] == calls


def test_units_follow_the_published_rules() -> None:
    item = {"pk": {"S": "a"}, "i1": {"S": "contact#0"}, "i1s": {"S": "1"}, "text": {"S": "x" * 1500}}
    moved = {**item, "i1s": {"S": "2"}}
    assert capacity.write_units(None, item, False) == 2 + 2
    assert capacity.write_units(item, item, True) == 4
    assert capacity.write_units(item, moved, False) == 2 + 4
    assert capacity.read_units([item] * 3, consistent=False, together=True) == 1.0
