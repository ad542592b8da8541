"""Where and in which language people are: addresses, countries, languages, time zones."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, ClassVar

from chalicelib.records.fields.cells import SEPARATOR, read_json
from chalicelib.records.fields.countries import country_code, country_names
from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import clean, fold, printable

ADDRESS_PARTS = ("street", "line2", "city", "region", "postal_code", "country")
MAX_PART = 200

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")


class Address(Scalar):
    """A postal address in six parts; a known country becomes its alpha-2 code, others stay as typed."""

    name: ClassVar[str] = "address"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS
    exact: ClassVar[bool] = False

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The parts that say something; plain text counts as the street; None if none does."""
        given = {"street": value} if isinstance(value, str) else value
        if not isinstance(given, dict):
            return into.add(path, "invalid_address", f"Must be an object with {', '.join(ADDRESS_PARTS)}")
        for name in list(given)[:20]:
            if name not in ADDRESS_PARTS:
                into.add(f"{path}.{printable(str(name))}", "unknown_field", f"Known are {', '.join(ADDRESS_PARTS)}")
        parts = {name: self._part(given.get(name), f"{path}.{name}", into) for name in ADDRESS_PARTS}
        parts["country"] = country_code(parts["country"]) or parts["country"]
        return {name: part for name, part in parts.items() if part} or None

    def _part(self, value: object, path: str, into: Errors) -> str:
        """One cleaned part; "" when absent or wrong."""
        if value is not None and not isinstance(value, str):
            into.add(path, "invalid_text", "Must be text")
        text = clean(value, lines=True) if isinstance(value, str) else ""
        if len(text) > MAX_PART:
            into.add(path, "too_long", f"At most {MAX_PART} characters")
        return text

    def operand(self, field: Field, value: object, path: str, into: Errors) -> Any:
        """Conditions compare with the text of any part."""
        if not isinstance(value, str) or not clean(value):
            return into.add(path, "invalid_text", "Must be text")
        return clean(value)

    def schema(self, field: Field) -> dict[str, Any]:
        """An object of texts."""
        parts = {name: {"type": "string", "maxLength": MAX_PART} for name in ADDRESS_PARTS}
        return {"type": "object", "properties": parts, "additionalProperties": False}

    def sort_key(self, value: Any) -> str:
        """By country, city, street."""
        if not isinstance(value, dict):
            return ""
        return fold(" ".join(str(value.get(name, "")) for name in ("country", "city", "postal_code", "street")))

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """Six parts separated by ` ::: `, JSON, or the street alone."""
        parts = [part.strip() for part in text.split(SEPARATOR)]
        if len(parts) == len(ADDRESS_PARTS):
            return dict(zip(ADDRESS_PARTS, parts, strict=True))
        return (read_json(text) if text.lstrip().startswith("{") else None) or text.strip() or None

    def to_text(self, field: Field, value: Any) -> str:
        """Six parts, or JSON where that would be unclear."""
        if not isinstance(value, dict):
            return ""
        parts = [value.get(name, "") for name in ADDRESS_PARTS]
        text = f" {SEPARATOR} ".join(parts)
        clear = [part.strip() for part in text.split(SEPARATOR)] == parts
        return text if clear else json.dumps(value, ensure_ascii=False)


class Country(Scalar):
    """A country as alpha-2 code (ISO 3166-1); its English and some other names are understood."""

    name: ClassVar[str] = "country"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The code."""
        if isinstance(value, str) and not clean(value):
            return None
        code = country_code(value) if isinstance(value, str) else None
        return code or into.add(path, "invalid_country", "Must be a country such as DE or Germany")

    def schema(self, field: Field) -> dict[str, Any]:
        """Codes come out; names go in too."""
        return {"type": "string", "maxLength": 80}

    def words(self, value: Any) -> list[str]:
        """Code and name."""
        return [text for text in (value, country_names().get(value, "")) if text]


class Language(Scalar):
    """A language tag of BCP 47: language, perhaps script and region, such as de or pt-BR."""

    name: ClassVar[str] = "language"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The tag in its usual case."""
        if isinstance(value, str) and not value.strip():
            return None
        found = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            return into.add(path, "invalid_language", "Must be a language tag such as de or pt-BR")
        parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())
        return "-".join(part for part in parts if part)

    def schema(self, field: Field) -> dict[str, Any]:
        """A short tag."""
        return {"type": "string", "pattern": _LANGUAGE.pattern.replace("?:", "").join(("^", "$"))}


class TimeZone(Scalar):
    """A time zone of the IANA database, such as Europe/Berlin."""

    name: ClassVar[str] = "time_zone"

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The zone's own spelling."""
        if isinstance(value, str) and not value.strip():
            return None
        zone = _zones().get(value.strip().lower()) if isinstance(value, str) else None
        return zone or into.add(path, "invalid_time_zone", "Must be a time zone such as Europe/Berlin")


NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})  # of the database, and unknown to browsers


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in lower case."""
    import zoneinfo  # reads many files: only who asks for a zone pays

    return {name.lower(): name for name in zoneinfo.available_timezones() - NO_PLACES}
