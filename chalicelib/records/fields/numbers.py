"""Numbers and money."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument
from __future__ import annotations

import math
import re
import struct
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeGuard

from chalicelib.records.fields.currencies import CURRENCIES, REGION_CURRENCY, SYMBOLS, decimals
from chalicelib.records.fields.shape import ORDER_OPERATORS, Errors, Field, Scalar
from chalicelib.records.fields.text import printable

LARGEST = 10**15  # below 2**53, so every number keeps its value on the way through JSON, floats and the store
MAX_WRITTEN = 60
TINIEST = 1e-100  # the store refuses numbers closer to zero than 1e-130

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{3})+")
_GAPS = re.compile(r"['\u2019\s]")
_COMMA_DECIMALS = (
    "AR AT BE BG BR CL CO CZ DE DK EE ES FI FR GR HR HU ID IT LT LU LV NL NO PL PT RO RS RU SE SI SK TR UA")
_COMMA_REGIONS = frozenset(_COMMA_DECIMALS.split())


def is_number(value: object) -> TypeGuard[int | float | Decimal]:
    """A finite number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    return isinstance(value, int) or math.isfinite(value)


def plain_number(value: int | float | Decimal) -> int | float:
    """Whole numbers as int, others as float of at most 15 significant digits, which the store keeps exactly."""
    if isinstance(value, int) or value == int(value):
        return int(value)
    short = float(f"{value:.15g}")
    return 0 if abs(short) < TINIEST else int(short) if short.is_integer() else short


def number_key(value: int | float | Decimal) -> str:
    """16 hex digits that sort as numbers do: the bits of the double, negative ones turned over (IEEE 754)."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", float(value) + 0.0))
    return f"{(bits ^ 0xFFFFFFFFFFFFFFFF) if bits >> 63 else bits | 1 << 63:016x}"


def read_decimal(text: str, region: str, *, whole: bool = False) -> Decimal | None:
    """A number as people write it: 1.234,56 and 1,234.56 and 1'234.56; None if it is none.

    A lone comma with three digits behind it parts thousands, except where the region writes decimals with a
    comma. A lone point is a decimal point, as in our own exports, unless the field is `whole`.
    """
    text = _GAPS.sub("", text) if len(text) <= MAX_WRITTEN else ""
    commas, points = text.count(","), text.count(".")
    if whole and _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(".", "")
    elif commas and points:
        grouping, mark = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        text = text.replace(grouping, "").replace(mark, ".")
    elif commas > 1 or points > 1:
        text = text.replace(",", "").replace(".", "")
    elif commas:
        grouped = _GROUPED.fullmatch(text) and region not in _COMMA_REGIONS
        text = text.replace(",", "" if grouped else ".")
    try:
        return Decimal(text) if _PLAIN.fullmatch(text) else None
    except InvalidOperation:
        return None


def check_range(field: Field, value: int | float, path: str, into: Errors) -> bool:
    """Whether the number keeps to the field's limits and the store's."""
    low = -LARGEST if field.minimum is None else field.minimum
    high = LARGEST if field.maximum is None else field.maximum
    if value < low:
        into.add(path, "too_small", f"At least {plain_number(low)}")
    elif value > high:
        into.add(path, "too_large", f"At most {plain_number(high)}")
    return low <= value <= high


class Number(Scalar):
    """A number between -10^15 and 10^15 with at most 15 significant digits."""

    name: ClassVar[str] = "number"
    operators: ClassVar[frozenset[str]] = ORDER_OPERATORS
    whole: ClassVar[bool] = False

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The number; whole ones as int."""
        if not is_number(value):
            return into.add(path, f"invalid_{self.name}", "Must be a number")
        if not -LARGEST <= value <= LARGEST:
            return into.add(path, "too_large" if value > 0 else "too_small", "At most 15 digits before the point")
        number = plain_number(value)
        if self.whole and not isinstance(number, int):
            return into.add(path, "invalid_integer", "Must be a whole number")
        return number if check_range(field, number, path, into) else None

    def schema(self, field: Field) -> dict[str, Any]:
        """Number with its limits."""
        low = -LARGEST if field.minimum is None else field.minimum
        high = LARGEST if field.maximum is None else field.maximum
        return {"type": self.name, "minimum": low, "maximum": high}

    def words(self, value: Any) -> list[str]:
        """Numbers are not searched as words."""
        return []

    def sort_key(self, value: Any) -> str:
        """See `number_key`."""
        return number_key(value) if is_number(value) else ""

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """A number as people write it; anything else goes on to `parse`, which says what is wrong."""
        number = read_decimal(text, region, whole=self.whole)
        return (text.strip() or None) if number is None else plain_number(number)

    def to_text(self, field: Field, value: Any) -> str:
        """Without grouping, with a decimal point."""
        return "" if value is None else repr(plain_number(value))


class Integer(Number):
    """A whole number."""

    name: ClassVar[str] = "integer"
    whole: ClassVar[bool] = True


class Money(Scalar):
    """An amount in minor units of a currency (ISO 4217): {"amount": 1999, "currency": "EUR"} is 19.99 euros."""

    name: ClassVar[str] = "money"
    operators: ClassVar[frozenset[str]] = ORDER_OPERATORS

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """Both parts, or None."""
        if not isinstance(value, dict):
            return into.add(path, "invalid_money", 'Must be like {"amount": 1999, "currency": "EUR"}')
        before = len(into)
        for name in list(value)[:20]:
            if name not in ("amount", "currency"):
                into.add(f"{path}.{printable(str(name))}", "unknown_field", "Money has an amount and a currency")
        amount = Integer().parse(field, value.get("amount"), f"{path}.amount", into, region)
        currency = self._currency(value.get("currency"), f"{path}.currency", into)
        return None if len(into) > before else {"amount": amount, "currency": currency}

    def _currency(self, value: object, path: str, into: Errors) -> Any:
        """The upper-case code."""
        code = value.strip().upper() if isinstance(value, str) else ""
        if code not in CURRENCIES:
            return into.add(path, "invalid_currency", "Must be a currency code of ISO 4217, such as EUR")
        return code

    def schema(self, field: Field) -> dict[str, Any]:
        """An object of both parts."""
        properties = {"amount": Integer().schema(field), "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}
        return {"type": "object", "properties": properties, "required": ["amount", "currency"],
                "additionalProperties": False}

    def words(self, value: Any) -> list[str]:
        """Amounts are not searched as words."""
        return []

    def sort_key(self, value: Any) -> str:
        """By amount in whole units, then currency: rates are not known here."""
        if not isinstance(value, dict) or not is_number(value.get("amount")):
            return ""
        currency = str(value.get("currency", ""))
        return f"{number_key(value['amount'] / 10 ** decimals(currency))}{currency}"

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """`19.99 EUR`, `€ 19,99`, `$1,234`; without a currency the region's."""
        text = text.strip()
        if not text:
            return None
        code = currency_in(text)
        bare = text
        for sign in (*SYMBOLS, code):
            bare = re.sub(re.escape(sign), "", bare, flags=re.IGNORECASE) if sign else bare
        currency = code or REGION_CURRENCY.get(region, "")
        number = read_decimal(bare, region)
        if number is None or number.adjusted() > 20:
            return text
        scaled = number * 10 ** decimals(currency)
        return {"amount": int(scaled.to_integral_value()), "currency": currency}

    def to_text(self, field: Field, value: Any) -> str:
        """`19.99 EUR`."""
        if not isinstance(value, dict):
            return ""
        places = decimals(value["currency"])
        return f"{Decimal(int(value['amount'])).scaleb(-places):.{places}f} {value['currency']}"


def currency_in(text: str) -> str:
    """The code or the currency of the symbol in a cell; "" for none."""
    for word in re.findall(r"[A-Za-z]{3}", text):
        if word.upper() in CURRENCIES:
            return str(word.upper())
    return next((code for symbol, code in SYMBOLS.items() if symbol in text), "")
