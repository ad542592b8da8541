"""Spans of time that reports count by: `2026-11-21`, `2026-W47` (ISO 8601), `2026-11`, `2026-Q4`, `2026`."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Invalid
from chalicelib.records.fields.times import read_date, read_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

BUCKETS = ("day", "week", "month", "quarter", "year")
EXAMPLES = {"day": "2026-11-21", "week": "2026-W47", "month": "2026-11", "quarter": "2026-Q4", "year": "2026"}
TIMES = ("date", "instant")

_FORMS = {"week": re.compile(r"([0-9]{4})-W([0-9]{2})"), "month": re.compile(r"([0-9]{4})-([0-9]{2})"),
          "quarter": re.compile(r"([0-9]{4})-Q([1-4])"), "year": re.compile(r"([0-9]{4})()")}


def bucket_of(value: Any, kind: str, bucket: str, zone: str) -> str:
    """The bucket of a stored day or instant, as its name; "" where there is none. Names sort as time does."""
    day = day_of(value, kind, zone) if isinstance(value, str) else None
    return named(day, bucket) if day else ""


def day_of(value: str, kind: str, zone: str) -> date | None:
    """The calendar day, of an instant in its time zone; None for what is neither or lies beyond the calendar."""
    if kind == "date":
        return read_date(value)
    moment = read_instant(value) if kind == "instant" else None
    try:
        return moment.astimezone(_zone(zone)).date() if moment else None
    except OverflowError:
        return None


def named(day: date, bucket: str) -> str:
    """The name of the bucket that a day lies in."""
    if bucket == "week":
        year, week, _weekday = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if bucket == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return day.isoformat()[:{"day": 10, "month": 7, "year": 4}[bucket]]


def read_bound(text: str, bucket: str, name: str) -> str:
    """An end of a range: the name of a bucket, or a day within it; "" for an open end. Invalid for anything else."""
    if not text:
        return ""
    day = read_date(text) or _first_day(text, bucket)
    if day is None:
        raise Invalid.one(name, "invalid_range", f"A day, or a {bucket} such as {EXAMPLES[bucket]}")
    return named(day, bucket)


def _first_day(text: str, bucket: str) -> date | None:
    found = _FORMS[bucket].fullmatch(text) if bucket in _FORMS else None
    if not found:
        return None
    year, part = int(found[1]), int(found[2] or 1)
    try:
        if bucket == "week":
            return date.fromisocalendar(year, part, 1)
        return date(year, part * 3 - 2 if bucket == "quarter" else part, 1)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo
    return ZoneInfo(name)
