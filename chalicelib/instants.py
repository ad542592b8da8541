"""Instants as text: RFC 3339 in UTC with milliseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def text(moment: datetime) -> str:
    """`2026-11-21T23:55:16.123Z` of an aware datetime."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(instant: str) -> datetime:
    """The aware datetime of an instant; ValueError where it is none."""
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(UTC)


def plus(instant: str, *, seconds: float = 0, minutes: float = 0, days: float = 0) -> str:
    """A later (or earlier) instant."""
    return text(moment(instant) + timedelta(seconds=seconds, minutes=minutes, days=days))


def epoch(instant: str) -> int:
    """Whole seconds since 1970, as TTL attributes want them."""
    return int(moment(instant).timestamp())


def minutes_between(earlier: str, later: str) -> int:
    """Minutes from one instant to another, rounded: a response time of an hour is never told as 59 minutes."""
    return round((moment(later) - moment(earlier)).total_seconds() / 60)
