"""Plain values to DynamoDB's typed attributes and back (its JSON as it travels), without Decimal."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any


def encode(value: Any) -> dict[str, Any]:
    """One plain value as a typed attribute; sets of text become string sets, floats keep 15 digits, bytes base64."""
    if isinstance(value, str):
        return {"S": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": format(value, ".15g") if isinstance(value, float) else str(value)}
    if isinstance(value, Mapping):
        return {"M": {name: encode(part) for name, part in value.items()}}
    if isinstance(value, (set, frozenset)):
        return {"SS": sorted(value)}
    if isinstance(value, bytes):
        return {"B": b64encode(value).decode()}
    return {"L": [encode(part) for part in value]}


def decode(attribute: Mapping[str, Any]) -> Any:
    """The plain value of a typed attribute; whole numbers become int."""
    (kind, value), = attribute.items()
    if kind in ("S", "BOOL"):
        return value
    if kind == "N":
        return number(value)
    if kind == "M":
        return {name: decode(part) for name, part in value.items()}
    if kind == "L":
        return [decode(part) for part in value]
    if kind == "B":
        return b64decode(value)
    if kind == "BS":
        return {b64decode(part) for part in value}
    if kind == "NS":
        return {number(part) for part in value}
    return set(value) if kind == "SS" else None


def number(text: str) -> int | float:
    """A DynamoDB number: int where it is whole."""
    if text.lstrip("-").isdigit():
        return int(text)
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def encode_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item without its empty attributes: None is absence."""
    return {name: encode(value) for name, value in item.items() if value is not None}


def decode_item(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """An item with plain values."""
    return {name: decode(value) for name, value in attributes.items()}
