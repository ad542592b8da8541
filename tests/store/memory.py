"""A table in memory with the calls of the real one, for the few expressions that the engine writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import cache
from types import CodeType
from typing import Any

from chalicelib.errors import Refused
from chalicelib.store.keys import Key
from chalicelib.store.table import Condition, Delete, Item, Put, Update, Write

FAILED = "ConditionalCheckFailed"


class Misused(BaseException):
    """The engine asked for what a table cannot do; passes through all that the engine forgives."""


class Absent:
    """An attribute that is not there: no comparison with it holds."""

    def __eq__(self, other: object) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __hash__ = None


class MemoryTable:
    """All or nothing, one operation on an item, at most `limit` of them; each call is one instant."""

    def __init__(self, limit: int = 100) -> None:
        self.items: dict[Key, Item] = {}
        self.limit = limit
        self.calls = 0

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        expect(consistent, "an eventual read")
        self.calls += 1
        return deepcopy(self.items.get(key))

    def write(self, write: Write) -> None:
        self.transact([write])

    def transact(self, writes: Sequence[Write], token: str = "") -> None:
        self.calls += 1
        touched = [_key(write) for write in writes]
        expect(1 <= len(writes) <= self.limit, f"{len(writes)} writes in one transaction")
        expect(len(set(touched)) == len(touched), "several writes to one item")
        reasons = tuple("" if self.holds(write) else FAILED for write in writes)
        if any(reasons):
            raise Refused(reasons)
        for write in writes:
            self.carry_out(write)

    def scan(self, segment: int = 0, segments: int = 1) -> Iterable[Item]:
        own = [key for key in sorted(self.items) if sum(key[0].encode()) % segments == segment]
        return [deepcopy(self.items[key]) for key in own]

    def holds(self, write: Write) -> bool:
        return write.condition is None or holds(write, write.condition, self.items.get(_key(write)))

    def carry_out(self, write: Write) -> None:
        if isinstance(write, Put):
            kept = {name: value for name, value in write.item.items() if value is not None}
            self.items[_key(write)] = deepcopy(kept)
        elif isinstance(write, Delete):
            self.items.pop(write.key, None)
        else:
            item = self.items.setdefault(write.key, {"pk": write.key[0], "sk": write.key[1]})
            update(item, write)


def expect(fact: bool, otherwise: str) -> None:
    if not fact:
        raise Misused(otherwise)


def holds(write: Write, condition: Condition, item: Item | None) -> bool:
    """Whether a condition is true of an item; it may use the names and values of its write."""
    attributes = item or {}
    names, values = ({**getattr(write, part, {}), **getattr(condition, part)} for part in ("names", "values"))
    scope: dict[str, Any] = {"absent": lambda name: name not in attributes}
    scope |= {placeholder[1:]: attributes.get(name, Absent()) for placeholder, name in names.items()}
    scope |= {f"v_{placeholder[1:]}": value for placeholder, value in values.items()}
    try:
        return bool(eval(_compiled(condition.text), scope))
    except (NameError, TypeError) as error:
        raise Misused(condition.text) from error


@cache
def _compiled(text: str) -> CodeType:
    text = re.sub(r"attribute_not_exists\((\w+)\)", r"absent('\1')", text).replace("=", "==")
    text = re.sub(r":(\w+)", r"v_\1", text).replace("#", "")
    return compile(text.replace(" AND ", " and ").replace(" OR ", " or "), "condition", "eval")


def update(item: Item, write: Update) -> None:
    """Carry out SET, ADD and REMOVE clauses."""
    for verb, clauses in re.findall(r"(SET|ADD|REMOVE) (.*?)(?= SET| ADD| REMOVE|$)", write.text):
        for clause in clauses.split(", "):
            placeholder, *value = re.split(r" = | ", clause)
            name = write.names[placeholder]
            if verb == "SET":
                item[name] = write.values[value[0]]
            elif verb == "ADD":
                item[name] = item.get(name, 0) + write.values[value[0]]
            else:
                item.pop(name, None)


def _key(write: Write) -> Key:
    return (write.item["pk"], write.item["sk"]) if isinstance(write, Put) else write.key
