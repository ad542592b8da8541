"""Phone numbers: E.164 by `phonenumbers`, and what was typed."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import re
from typing import Any, ClassVar

from chalicelib.records.fields.listed import Entries
from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import clean

MAX_TYPED = 100

_LEAST = 6  # digits that make a number of their own, so that letters after them are a remark and no vanity number
_LETTER = re.compile(r"[^\W\d_]")
_E164 = re.compile(r"\+[0-9]{7,15}")  # the shortest in use are seven digits long
_WRONG = "Must be a phone number, best with its country code: +49 30 1234567"


def normal_phone(text: str, region: str) -> str | None:
    """The number in E.164, or None; `region` is the country of numbers without a country code.

    Possible is enough: number plans change faster than their tables, and a lead with a rare number is a lead. A remark
    after it is left out (`030 901820 mobile`); letters that dial are digits (`1-800-FLOWERS`, ITU-T E.161).
    """
    if len(text) > MAX_TYPED:
        return None
    bare = _without_remark(text)
    plus = re.sub(r"^\D*00(?=[\s(/-]*[1-9])", "+", bare)  # the prefix for other countries, in most of them
    tries = ((bare, region.upper()), (plus, "")) if plus != bare else ((bare, region.upper()),)
    return next(filter(None, (_read(*each) for each in tries)), None)


def _without_remark(text: str) -> str:
    """The text up to the first letter after the number, where it is one by then."""
    begins = next((place for place, letter in enumerate(text) if letter.isdigit()), 0)
    letter = _LETTER.search(text, begins)
    before = text[:letter.start()] if letter else text
    return before if sum(each.isdigit() for each in before) >= _LEAST else text


def _read(text: str, region: str) -> str | None:
    import phonenumbers  # 22 MB of tables: only who reads phones loads them

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    number.extension = None
    stored = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return stored if _E164.fullmatch(stored) else None


def means(typed: str, stored: str) -> bool:
    """Whether what was typed still belongs to the stored number: their last four digits agree."""
    import phonenumbers

    digits = phonenumbers.normalize_digits_only(phonenumbers.convert_alpha_characters_in_number(typed))
    return stored[-4:] in digits


class Phone(Scalar):
    """One number in E.164."""

    name: ClassVar[str] = "phone"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The number."""
        if isinstance(value, str) and not value.strip():
            return None
        number = normal_phone(value.strip(), region) if isinstance(value, str) else None
        return number or into.add(path, "invalid_phone", _WRONG)

    def schema(self, field: Field) -> dict[str, Any]:
        """Any written form goes in, E.164 comes out."""
        return {"type": "string", "maxLength": MAX_TYPED}


class Phones(Entries):
    """Numbers: `value` in E.164, and `typed`."""

    name: ClassVar[str] = "phones"

    def entry(self, value: object, typed: object, path: str, into: Errors, region: str) -> dict[str, Any] | None:
        """What was typed stays only as long as it means the value."""
        number = normal_phone(value.strip(), region) if isinstance(value, str) else None
        if number is None or not isinstance(value, str):
            into.add(path, "invalid_phone", _WRONG)
            return None
        known = typed if isinstance(typed, str) and len(typed) <= MAX_TYPED else value
        kept = clean(known)
        return {"value": number, "typed": kept if means(kept, number) else number}

    def shown(self, entry: dict[str, Any]) -> str:
        """E.164: what was typed may need a region to be read again."""
        return str(entry["value"])
