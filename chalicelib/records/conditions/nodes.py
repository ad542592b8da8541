"""What a condition is once it is read: a small tree of frozen values, in which nothing can be wrong any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Me:
    """The reader's own user id, known only when the condition is asked."""


@dataclass(frozen=True)
class MyTeams:
    """The ids of the reader's teams."""


@dataclass(frozen=True)
class Leaf:
    """One field compared with one value; `path` is the field behind a reference, `kind` the field's type.

    `value` is in stored form: a tuple for `in`, minutes for `within`, a bool for `empty`.
    """

    field: str
    op: str
    value: Any
    path: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Every:
    """All parts hold; without parts always true."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Either:
    """At least one part holds; without parts never true."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Every | Either | Not | Leaf

ALWAYS = Every()
NEVER = Either()


@dataclass(frozen=True)
class Reader:
    """Who asks, and when."""

    user_id: str
    team_ids: tuple[str, ...]
    now: str


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of the tree."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        for part in condition.parts:
            yield from leaves(part)


def resolved(value: Any, reader: Reader) -> tuple[Any, ...]:
    """A leaf's value or values, with the reader's own ids put in."""
    if isinstance(value, Me):
        return (reader.user_id,)
    if isinstance(value, MyTeams):
        return reader.team_ids
    if isinstance(value, tuple):
        return tuple(part for each in value for part in resolved(each, reader))
    return (value,)
