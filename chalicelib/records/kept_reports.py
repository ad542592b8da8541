"""Reports whose cells the engine keeps: counts and sums by groups and time bucket, per audience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records.condition_nodes import Condition
from chalicelib.records.objects import ObjectType, Registry
from chalicelib.store import keys

Record = Mapping[str, Any]


@dataclass(frozen=True)
class KeptReport:
    """One report of one generation."""

    id: str
    generation: int
    condition: Condition
    groups: tuple[str, ...]
    bucket_field: str
    bucket: str
    sums: tuple[str, ...]


def definitions(reports: Iterable[Record], registry: Registry) -> list[dict[str, Any]]:
    """What the reports ask of derived rows, by id."""
    return []


def compiled(definition: Record, type: ObjectType) -> KeptReport:
    """One stored definition, ready for use."""
    raise NotImplementedError(type.name)


def counts(reports: Iterable[KeptReport], type: ObjectType, record: Record, names: Iterable[str],
           now: str) -> Iterator[tuple[keys.Key, dict[str, int]]]:
    """What this record adds to each cell."""
    return iter(())


def until(reports: Iterable[KeptReport], record: Record, now: str) -> Iterator[str]:
    """When the passing of time alone may change what it adds."""
    return iter(())
