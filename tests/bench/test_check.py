"""A needless call or unit is seen; noise is not."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from bench import check
from bench.operations import sizes_of
from bench.pictures import bars, lines

KNOWN = {"update": {"calls": {"dynamodb.GetItem": 1.0}, "trips": 1.0, "read": 1.0, "write": 40.0}}


def changed(**figures: Any) -> list[str]:
    return list(check.worse(KNOWN, {"update": {**KNOWN["update"], **figures}}))


def test_the_same_is_not_worse() -> None:
    assert changed() == [] and changed(calls={}, trips=0.0, read=0.5, write=10.0) == []
    assert changed(read=2.0, write=42.0) == []


@pytest.mark.parametrize("figures, words", [
    ({"calls": {"dynamodb.GetItem": 2.0}}, "2 dynamodb.GetItem instead of 1"),
    ({"calls": {"dynamodb.GetItem": 1.0, "sqs.SendMessage": 1.0}}, "1 sqs.SendMessage instead of 0"),
    ({"trips": 2.0}, "2 calls one after another instead of 1"), ({"read": 2.5}, "2.5 read units instead of 1"),
    ({"write": 42.5}, "42.5 write units instead of 40")])
def test_more_is_told(figures: dict[str, Any], words: str) -> None:
    assert changed(**figures) == [f"update: {words}"]


def test_new_and_lost_operations_are_told() -> None:
    assert list(check.worse(KNOWN, {})) == ["update: kept, but no longer measured"]
    assert list(check.worse({}, KNOWN)) == ["update: not in the kept results"]


def test_it_is_left_out_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_SKIP", "browser,bench-check")
    assert check.main() == ""


def test_sizes_are_read() -> None:
    assert sizes_of("1k,10K,1m,250") == [1_000, 10_000, 1_000_000, 250]


@pytest.mark.parametrize("picture", [
    bars("Costs & more", [("one <b>", 1.5), ("none", 0.0)], "$", limit=2), bars("Nothing", [], "ms"),
    lines("Growth", {"record": [(1_000, 1.0), (10_000, 1.1)], "list": [(1_000, 2.0), (10_000, 0.0)]}, "ms"),
    lines("One size", {"record": [(1_000, 1.0)]}, "ms")])
def test_pictures_are_sound_svg(picture: str) -> None:
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in picture
