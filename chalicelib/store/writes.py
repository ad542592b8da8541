"""What can be written: puts, updates, deletes and checks with their conditions, as DynamoDB wants to hear them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.store.items import encode, encode_item
from chalicelib.store.keys import Key

Item = dict[str, Any]


@dataclass(frozen=True)
class Condition:
    """A DynamoDB condition or filter expression with its names (`#n`) and plain values (`:v`)."""

    text: str
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


ABSENT = Condition("attribute_not_exists(pk)")
PRESENT = Condition("attribute_exists(pk)")


@dataclass(frozen=True)
class Put:
    """Write a whole item."""

    item: Item
    condition: Condition | None = None


@dataclass(frozen=True)
class Update:
    """Change an item in place by an update expression."""

    key: Key
    text: str
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    condition: Condition | None = None


@dataclass(frozen=True)
class Delete:
    """Remove an item."""

    key: Key
    condition: Condition | None = None


@dataclass(frozen=True)
class Check:
    """Only look: the transaction fails where the condition does not hold."""

    key: Key
    condition: Condition


Write = Put | Update | Delete | Check


def place(write: Write) -> Key:
    """The key of the item that a write is about."""
    return (write.item["pk"], write.item["sk"]) if isinstance(write, Put) else write.key


def key_of(key: Key) -> dict[str, Any]:
    """A key as typed attributes."""
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def expression(names: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """The names and values of a request; empty ones are left out, as DynamoDB insists."""
    parts: dict[str, Any] = {}
    if names:
        parts["ExpressionAttributeNames"] = dict(names)
    if values:
        parts["ExpressionAttributeValues"] = {name: encode(value) for name, value in values.items()}
    return parts


def _conditional(condition: Condition | None, names: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    if condition is None:
        return expression(names, values)
    both = expression({**names, **condition.names}, {**values, **condition.values})
    return {"ConditionExpression": condition.text, **both}


def single(write: Write) -> tuple[str, dict[str, Any]]:
    """The operation and request of one write by itself."""
    if isinstance(write, Put):
        return "put_item", {"Item": encode_item(write.item), **_conditional(write.condition, {}, {})}
    if isinstance(write, Update):
        change = _conditional(write.condition, write.names, write.values)
        return "update_item", {"Key": key_of(write.key), "UpdateExpression": write.text, **change}
    if isinstance(write, Delete):
        return "delete_item", {"Key": key_of(write.key), **_conditional(write.condition, {}, {})}
    raise TypeError("a lone check writes nothing")


def action(write: Write, table: str) -> dict[str, Any]:
    """One write as part of a transaction."""
    if isinstance(write, Check):
        condition = _conditional(write.condition, {}, {})
        return {"ConditionCheck": {"TableName": table, "Key": key_of(write.key), **condition}}
    operation, request = single(write)
    return {operation.removesuffix("_item").capitalize(): {"TableName": table, **request}}
