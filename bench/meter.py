"""Counts every call to AWS that the code under measurement makes, with the capacity that the engine reports.

Where the engine tells less than AWS bills, it is put right: reading nothing costs as much as reading little, and a
transaction writes each of its items (`bench/capacity.py`).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from bench.capacity import write_units
from bench.dynamodb import TABLE

SERVICES = ("dynamodb", "sqs", "sesv2", "s3")
READS = ("GetItem", "BatchGetItem", "Query", "Scan")
Image = dict[str, Any] | None
Pair = tuple[Image, Image]
Change = tuple[Image, dict[str, Any]]


@dataclass
class Cost:
    """Calls by `service.Operation`, DynamoDB's units, and the requests themselves."""

    calls: Counter[str] = field(default_factory=Counter)
    reads: float = 0.0
    writes: float = 0.0
    steps: set[str] = field(default_factory=set)
    requests: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    @property
    def trips(self) -> int:
        """Calls that follow one another; those of one thread pool go out together."""
        return len(self.steps)


class Meter:
    """Listens at the SDK's clients while something is measured, and notes changed records for the stream."""

    def __init__(self, clients: dict[str, Any]) -> None:
        self._cost: Cost | None = None
        self.changes: list[Change] | None = None
        self._lock = threading.Lock()
        self._raw = boto3.client("dynamodb")
        for service, client in clients.items():
            client.meta.events.register(f"before-parameter-build.{service}", self._begin)
            client.meta.events.register(f"after-call.{service}", self._end)

    @contextmanager
    def measured(self) -> Iterator[Cost]:
        """What is called within."""
        found = self._cost = Cost()
        try:
            yield found
        finally:
            self._cost = None

    @contextmanager
    def noted(self) -> Iterator[list[Change]]:
        """The records that are changed within, before and after, as the stream would tell."""
        found = self.changes = []
        try:
            yield found
        finally:
            self.changes = None

    def _begin(self, params: Any, model: Any, context: Any, **_rest: Any) -> None:
        if self._cost is not None:
            context["asked"] = params
            context["before"] = self._images(model.name, params)
        if self.changes is not None:
            context["changes"] = [(self._image(item["pk"]["S"]), item) for item in _records(model.name, params)]

    def _end(self, parsed: Any, model: Any, context: Any, **_rest: Any) -> None:
        if self.changes is not None and "Error" not in parsed:
            self.changes += context.get("changes", ())
        if self._cost is not None:
            after = self._images(model.name, context["asked"])
            pairs = list(zip(context["before"], after, strict=True))
            with self._lock:
                self._count(model.service_model.service_name, model.name, context["asked"], parsed, pairs)

    def _count(self, service: str, operation: str, asked: Any, answer: Any, pairs: list[Pair]) -> None:
        cost = self._cost
        if cost is None:
            return
        cost.calls[f"{service}.{operation}"] += 1
        cost.steps.add(_step(len(cost.steps)))
        cost.requests.append((service, operation, asked))
        if operation in READS:
            cost.reads += _read(operation, asked, answer)
        elif operation == "TransactWriteItems":
            cost.writes += sum(write_units(before, after, True) for before, after in pairs)
        else:
            cost.writes += _reported(answer)

    def _images(self, operation: str, asked: Any) -> list[Image]:
        """The items that a transaction writes, as they are."""
        if operation != "TransactWriteItems":
            return []
        keys = [_key(next(iter(action.values()))) for action in asked["TransactItems"]]
        found = self._raw.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ConsistentRead": True}})
        items = {(item["pk"]["S"], item["sk"]["S"]): item for item in found["Responses"][TABLE]}
        return [items.get((key["pk"]["S"], key["sk"]["S"])) for key in keys]

    def _image(self, id: str) -> Image:
        key = {"pk": {"S": id}, "sk": {"S": "record"}}
        found: Image = self._raw.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
        return found


def _read(operation: str, asked: Any, answer: Any) -> float:
    """What was read, and the least that AWS bills for what was not found."""
    if operation == "BatchGetItem":
        (part,), found = asked["RequestItems"].values(), answer["Responses"].get(TABLE, [])
        absent = len(part["Keys"]) - len(found)
        return _reported(answer) + absent * (1.0 if part.get("ConsistentRead") else 0.5)
    return max(_reported(answer), 1.0 if asked.get("ConsistentRead") else 0.5)


def _reported(answer: Any) -> float:
    consumed = answer.get("ConsumedCapacity") or []
    parts = consumed if isinstance(consumed, list) else [consumed]
    return float(sum(part.get("CapacityUnits", 0.0) for part in parts))


def _key(write: Any) -> dict[str, Any]:
    where = write.get("Key") or write["Item"]
    return {"pk": where["pk"], "sk": where["sk"]}


def _step(number: int) -> str:
    """A name for what must wait: the pool that a thread belongs to, else a step of its own."""
    pool, _, worker = threading.current_thread().name.rpartition("_")
    return pool if pool.startswith("ThreadPoolExecutor") and worker.isdigit() else f"step {number}"


def _records(operation: str, asked: Any) -> list[dict[str, Any]]:
    """The records that a call puts."""
    if operation == "PutItem":
        puts = [asked]
    elif operation == "TransactWriteItems":
        puts = [action["Put"] for action in asked["TransactItems"] if "Put" in action]
    else:
        return []
    return [put["Item"] for put in puts if put["Item"]["sk"]["S"] == "record"]
