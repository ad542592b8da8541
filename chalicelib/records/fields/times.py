"""Dates and instants."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from chalicelib.records.fields.shape import TIME_OPERATORS, Errors, Field, Scalar

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,12}))?)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})")
_NO_DAY = re.compile(r"0{1,4}[./-]0{1,2}[./-]0{1,4}(?:[T ][0:.]*)?")  # Outlook and databases write it for none
_COMPACT = re.compile(r"((?:1[89]|20)[0-9]{2})([01][0-9])([0-3][0-9])")  # the basic form of ISO 8601
_NUMERIC = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{1,2})\.?")
_DAY_MONTH = re.compile(r"([0-9]{1,2})\.?[\s-]+([^\W\d_]{3,})\.?,?[\s-]+([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_MONTHS = {name: number for number, names in enumerate((
    "jan jän", "feb", "mar mär", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez",
), start=1) for name in names.split()}


def read_date(text: str) -> date | None:
    """The day of `YYYY-MM-DD`, or None."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """The instant of an RFC 3339 text in UTC, cut to milliseconds, or None; a leap second is the last of its minute."""
    found = _INSTANT.fullmatch(text)
    if not found:
        return None
    day, clock, second, fraction, offset = found.groups()
    second = "59" if second == "60" else second or "00"
    millisecond = (fraction or "").ljust(3, "0")[:3]
    zone = "+00:00" if offset in "Zz" else offset
    try:
        return datetime.fromisoformat(f"{day}T{clock}:{second}.{millisecond}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_instant(moment: datetime) -> str:
    """The stored form: UTC with milliseconds, so that texts sort as times do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shift(instant: str, by: timedelta) -> str | None:
    """A stored instant moved; None beyond the calendar."""
    moment = read_instant(instant)
    try:
        return write_instant(moment + by) if moment else None
    except OverflowError:
        return None


def guess_date(text: str, region: str) -> date | None:
    """A day as people write it: 31.12.2026, 12/31/2026 (month first in the US, Canada, Philippines), 31 Dec 2026,
    20261231."""
    if len(text) > 40:
        return None
    if day := read_date(text[:10]):
        return day if len(text) == 10 or text[10] in "Tt " else None
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _numeric_day(found[1], found[2], found[3], "/" in text and region in ("US", "CA", "PH"))
    if found := _DAY_MONTH.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[2][:3].lower(), 0), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1][:3].lower(), 0), int(found[2]))
    return None


def _numeric_day(first: str, second: str, third: str, month_first: bool) -> date | None:
    """Three numbers; a first part of four digits is the year, two-digit years lie between 1970 and 2069."""
    if len(first) == 4:
        return _day(int(first), int(second), int(third))
    year = int(third) if len(third) == 4 else int(third) + (2000 if int(third) < 70 else 1900)
    day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    return _day(year, day, month) if month > 12 else _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Date(Scalar):
    """A calendar day, `YYYY-MM-DD`."""

    name: ClassVar[str] = "date"
    operators: ClassVar[frozenset[str]] = TIME_OPERATORS

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The day as stored."""
        if isinstance(value, str) and not value.strip():
            return None
        day = read_date(value.strip()) if isinstance(value, str) else None
        return day.isoformat() if day else into.add(path, "invalid_date", "Must be a day such as 2026-11-21")

    def schema(self, field: Field) -> dict[str, Any]:
        """RFC 3339 full-date."""
        return {"type": "string", "format": "date"}

    def words(self, value: Any) -> list[str]:
        """Days are not searched as words."""
        return []

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """Common written forms."""
        text = text.strip()
        day = guess_date(text, region)
        return day.isoformat() if day else None if _NO_DAY.fullmatch(text) else text or None


class Instant(Scalar):
    """A moment: RFC 3339 in any offset, stored as UTC with milliseconds."""

    name: ClassVar[str] = "instant"
    operators: ClassVar[frozenset[str]] = TIME_OPERATORS

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The moment as stored."""
        if isinstance(value, str) and not value.strip():
            return None
        moment = read_instant(value.strip()) if isinstance(value, str) else None
        if moment is None:
            return into.add(path, "invalid_instant", "Must be a moment with its offset, such as 2026-11-21T23:55:16Z")
        return write_instant(moment)

    def schema(self, field: Field) -> dict[str, Any]:
        """RFC 3339 date-time."""
        return {"type": "string", "format": "date-time"}

    def words(self, value: Any) -> list[str]:
        """Moments are not searched as words."""
        return []

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """RFC 3339; without an offset UTC, without a clock midnight."""
        text = text.strip()
        if not text or _NO_DAY.fullmatch(text):
            return None
        if read_instant(text):
            return text
        if read_instant(f"{text}Z"):
            return f"{text}Z"
        day = guess_date(text, region)
        return f"{day.isoformat()}T00:00:00.000Z" if day else text
