"""A company small enough to be wrong about: records of a few fields and what they yield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from chalicelib.store import keys
from chalicelib.store.change import Change
from chalicelib.store.derive import Derived, Engine, Rules
from chalicelib.store.items import decode_item, encode_item
from chalicelib.store.keys import Key
from chalicelib.store.operations import add
from chalicelib.store.recount import is_count, is_derived
from chalicelib.store.table import Item

NOW = "2026-11-21T23:55:16.123Z"
OLD_RULES = Rules(1, 1, {"views": {"large": 5}, "stages": False})
NEW_RULES = Rules(2, 1, {"views": {"large": 3, "huge": 7}, "stages": True})


def record(id: str = "lea_a", revision: int = 1, **fields: Any) -> Item:
    """A record with its system fields; `big` ones yield more than one transaction carries."""
    values = {"name": "jo", "amount": 6, "stage": "x", "big": False, **fields}
    return {"pk": id, "sk": "record", "id": id, "type": "lead", "revision": revision, **values}


def change(before: Item | None, after: Item | None) -> Change:
    """One write as the stream tells it."""
    return Change((after or before or {})["id"], before, after, NOW)


def derive(record: Item, now: str, config: Mapping[str, Any]) -> Derived:
    """Search rows, views and counts; nothing for a deleted record."""
    if record.get("deleted_at"):
        return Derived({}, {})
    rows, counts = dict[Key, dict[str, Any]](), dict[Key, dict[str, int]]()
    for word in _words(record, config):
        rows[keys.search("all", word, "lead", record["id"])] = {"title": record["name"], "note": None}
    for view in _views(record, config):
        rows[keys.sorted_view("lead", view, "all", f"{record['amount']:05d}", record["id"])] = {"title": record["name"]}
        counts[keys.count("lead", "all", view)] = {"n": 1, "sum": record["amount"]}
    for group in _groups(record):
        counts[keys.count("lead", "all", group)] = {"n": 1, "sum": record["amount"]}
    return Derived(rows, counts)


def _words(record: Item, config: Mapping[str, Any]) -> list[str]:
    words = [*record["name"].split(), *(f"b{number}{record['name']}" for number in range(15 if record["big"] else 0))]
    return words + ([f"st{record['stage']}", f"no{record.get('note')}"] if config["stages"] else [])


def _views(record: Item, config: Mapping[str, Any]) -> list[str]:
    return [view for view, least in config["views"].items() if record["amount"] >= least]


def _groups(record: Item) -> list[str]:
    return [record["stage"], *(f"big{number}{record['name']}" for number in range(14 if record["big"] else 0))]


def expected(records: Iterable[Item], config: Mapping[str, Any]) -> tuple[dict[Key, Any], dict[Key, Any]]:
    """What should stand, by plain addition and without the engine's or the recount's help."""
    rows, counts = dict[Key, Any](), dict[Key, Any]()
    for item in records:
        derived = derive(item, NOW, config)
        rows.update({key: decode_item(encode_item(value)) for key, value in derived.rows.items()})
        for key, cell in derived.counts.items():
            counts[key] = add(counts.get(key, {}), cell)
    return rows, {key: cell for key, cell in counts.items() if cell}


def actual(items: Iterable[Item]) -> tuple[dict[Key, Any], dict[Key, Any]]:
    """What does stand."""
    rows, counts = dict[Key, Any](), dict[Key, Any]()
    for item in items:
        key = item["pk"], item["sk"]
        value = {name: part for name, part in item.items() if name not in ("pk", "sk")}
        if is_count(key):
            counts[key] = {name: number for name, number in value.items() if number}
        elif is_derived(key):
            rows[key] = value
    return rows, {key: cell for key, cell in counts.items() if cell}


def audit(change: Change) -> Item | None:
    """What the history keeps of a change; nothing of a removal."""
    if change.after is None:
        return None
    pk, sk = keys.audit(change.id, change.revision)
    return {"pk": pk, "sk": sk, "at": change.at, "name": change.after["name"]}


def engine_on(table: Any, *, rules: Rules = OLD_RULES, engine: type[Engine] = Engine, **more: Any) -> Engine:
    """An engine that does not sleep; what it is given in `more` replaces the usual parts."""
    numbers = count()
    usual = {"version": 1, "now": lambda: NOW, "audit": audit, "sleep": lambda seconds: None,
             "token": lambda: f"{id(numbers)}-{next(numbers)}"}
    return engine(table, more.pop("derive", derive), more.pop("current", lambda reload: rules), **{**usual, **more})
