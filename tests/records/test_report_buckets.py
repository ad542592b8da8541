"""Spans of time and their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.errors import Invalid
from chalicelib.records.reports.buckets import BUCKETS, EXAMPLES, bucket_of, named, read_bound

days = some.dates()


@pytest.mark.parametrize("bucket, name", [
    ("day", "2027-01-01"), ("week", "2026-W53"), ("month", "2027-01"), ("quarter", "2027-Q1"), ("year", "2027")])
def test_a_day_lies_in_a_bucket(bucket: str, name: str) -> None:
    assert named(date(2027, 1, 1), bucket) == name


@pytest.mark.parametrize("bucket", BUCKETS)
def test_the_examples_are_names(bucket: str) -> None:
    assert read_bound(EXAMPLES[bucket], bucket, "from") == EXAMPLES[bucket]


@given(days, some.integers(0, 4000), some.sampled_from(BUCKETS))
def test_names_sort_as_time_does(day: date, later: int, bucket: str) -> None:
    try:
        other = day + timedelta(days=later)
    except OverflowError:
        return
    assert named(day, bucket) <= named(other, bucket)


@given(days, some.sampled_from(BUCKETS))
def test_a_name_and_any_of_its_days_are_the_same_bound(day: date, bucket: str) -> None:
    name = named(day, bucket)
    assert read_bound(day.isoformat(), bucket, "to") == name
    if name != "0000-W52":
        assert read_bound(name, bucket, "to") == name


def test_days_begin_where_the_report_lives() -> None:
    late = "2026-06-30T22:30:00.000Z"
    assert bucket_of(late, "instant", "month", "UTC") == "2026-06"
    assert bucket_of(late, "instant", "month", "Europe/Berlin") == "2026-07"
    assert bucket_of("2026-06-30", "date", "month", "Asia/Tokyo") == "2026-06"


@pytest.mark.parametrize("value", [None, "", 5, [], "yesterday", "2026-13-01", "9999-12-31T23:59:59.999Z"])
def test_what_has_no_day_has_no_bucket(value: object) -> None:
    assert bucket_of(value, "instant", "day", "Asia/Tokyo") == ""


@pytest.mark.parametrize("text, bucket", [
    ("2026-W54", "week"), ("2026-W00", "week"), ("2026-13", "month"), ("2026-Q5", "quarter"), ("26", "year"), ("2026-W47", "month"),
    ("0000", "year"), ("2026-02-30", "day"), ("x" * 5000, "day")])
def test_what_is_no_bound(text: str, bucket: str) -> None:
    with pytest.raises(Invalid):
        read_bound(text, bucket, "from")
