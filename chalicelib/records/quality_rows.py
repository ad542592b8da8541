"""What a record adds to the account of data quality: one count per audience, and a row per problem.

Missing fields and stale records have no rows: a list filtered by them shows those. Staleness is counted by the month of
the last change, so that no timer has to tell of every record that another day has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.records import audiences
from chalicelib.records.objects import ObjectType
from chalicelib.records.quality_rules import quality
from chalicelib.store import keys

Record = Mapping[str, Any]


def rows(type: ObjectType, record: Record, shown: Record,
         names: Iterable[str]) -> Iterator[tuple[keys.Key, dict[str, Any]]]:
    """A row for each problem of a record of a type that has important fields; `shown` is what everybody may see."""
    if not type.important:
        return
    content = {"id": record["id"], "title": type.title(dict(shown))[:200],
               **{name: record[name] for name in ("owner_id", "team_id", "shares") if record.get(name)}}
    kept = list(names)
    for problem in quality(type, record).problems:
        for name in kept:
            yield keys.quality_row(type.name, problem, name, record["created_at"], record["id"]), content


def counts(type: ObjectType, record: Record, names: Iterable[str]) -> Iterator[tuple[keys.Key, dict[str, int]]]:
    """What a record adds to the count of each audience."""
    if not type.important:
        return
    cell = cell_of(type, record)
    for name in audiences.counted(names):
        yield keys.quality_count(type.name, name), cell


def cell_of(type: ObjectType, record: Record) -> dict[str, int]:
    """How many, how complete (in per cent, added up), what is missing, which problems, and changed in which month."""
    found = quality(type, record)
    return {"n": 1, "complete": found.completeness, f"changed.{str(record['updated_at'])[:7]}": 1,
            **{f"missing.{name}": 1 for name in found.missing}, **{f"problem.{name}": 1 for name in found.problems}}
