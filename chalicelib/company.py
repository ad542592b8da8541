"""The company itself: name, clock, money, country and language, as its one settings record says, else the deployment.

The record rides on the configuration that every process has in memory, so asking costs no call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.configuration import Configuration
    from chalicelib.settings import Settings

TYPE = "company_settings"
ID = f"cos_{'0' * 26}"  # there is one, so whoever changes it need not look for it
UNNAMED = "Kith"  # what a deployment is called that was given no name
TIME_ZONE, LANGUAGE, WEEK_START = "UTC", "en", "monday"


@dataclass(frozen=True)
class Company:
    """What holds for everybody; empty is what nobody has said and has no default. `country` is an alpha-2 code."""

    name: str
    time_zone: str = TIME_ZONE
    language: str = LANGUAGE
    language_chosen: bool = False
    currency: str | None = None
    country: str = ""
    reply_to: str | None = None
    week_start: str = WEEK_START
    modules_off: frozenset[str] = frozenset()  # plural names

    def settled(self, person: Mapping[str, Any]) -> dict[str, Any]:
        """A user's record with the company's time zone and language where the person has chosen none."""
        return {**person, "time_zone": person.get("time_zone") or self.time_zone,
                "locale": person.get("locale") or self.language}

    def told(self) -> dict[str, Any]:
        """As everybody who is signed in sees it; a language that nobody chose gives way to a browser's own."""
        return {"id": ID, "name": self.name, "time_zone": self.time_zone, "language": self.language,
                "language_chosen": self.language_chosen,
                "currency": self.currency, "country": self.country, "week_start": self.week_start,
                "modules_off": sorted(self.modules_off)}


def of(configuration: Configuration, settings: Settings) -> Company:
    """The company as it is set up now; before its record is there, as it was deployed."""
    return configuration.made("company", lambda: _read(configuration, settings))


def _read(configuration: Configuration, settings: Settings) -> Company:
    record: Mapping[str, Any] = next((each for each in configuration.all(TYPE) if each["id"] == ID), {})
    return Company(
        name=record.get("name") or settings.company_name, time_zone=record.get("time_zone") or TIME_ZONE,
        language=record.get("language") or LANGUAGE,
        language_chosen=bool(record.get("language")), currency=record.get("currency"),
        country=record.get("country") or settings.default_region.upper(), reply_to=record.get("reply_to"),
        week_start=record.get("week_start") or WEEK_START, modules_off=frozenset(record.get("modules_off") or ()))
