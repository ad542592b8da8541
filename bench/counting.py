"""Counts every call to AWS that the code under measurement makes, and what those to DynamoDB consume."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from bench.capacity import read_units, write_units
from chalicelib.aws.clients import client

SERVICES = ("dynamodb", "sqs", "sesv2", "s3", "cognito-idp")
WRITES = {"PutItem", "UpdateItem", "DeleteItem"}


@dataclass
class Cost:
    """Calls by `service.Operation`, and DynamoDB's units."""

    calls: Counter[str] = field(default_factory=Counter)
    reads: float = 0.0
    writes: float = 0.0
    steps: set[str] = field(default_factory=set)

    @property
    def trips(self) -> int:
        """Calls to DynamoDB that follow one another; those of one thread pool go out together."""
        return len(self.steps)

    @property
    def database(self) -> int:
        """Calls to DynamoDB."""
        return sum(number for name, number in self.calls.items() if name.startswith("dynamodb."))

    @property
    def others(self) -> str:
        """Calls to anything else, in words."""
        found = Counter[str]()
        for name, number in self.calls.items():
            found[name.partition(".")[0]] += number
        return ", ".join(f"{number} {name}" for name, number in sorted(found.items()) if name != "dynamodb")


class Meter:
    """Listens at the SDK's clients; what an item was before a write is read by a client of its own, uncounted."""

    def __init__(self) -> None:
        self.cost = Cost()
        self._lock = threading.Lock()
        self._raw = boto3.client("dynamodb")
        for service in SERVICES:
            events = client(service).meta.events
            events.register(f"before-parameter-build.{service}", self._begin)
            events.register(f"after-call.{service}", self._end)

    @contextmanager
    def measured(self) -> Iterator[Cost]:
        """What is called within."""
        found = self.cost = Cost()
        try:
            yield found
        finally:
            self.cost = Cost()

    def _begin(self, params: Any, model: Any, context: Any, **_rest: Any) -> None:
        context["asked"] = params
        context["before"] = [(key, self._item(*key)) for key in _written(model.name, params)]

    def _end(self, parsed: Any, model: Any, context: Any, **_rest: Any) -> None:
        asked, name = context["asked"], f"{model.service_model.service_name}.{model.name}"
        reads = _read(model.name, asked, parsed)
        writes = sum(write_units(before, self._item(*key), model.name == "TransactWriteItems")
                     for key, before in context["before"])
        with self._lock:
            self.cost.calls[name] += 1
            self.cost.steps |= {_step(len(self.cost.steps))} if name.startswith("dynamodb.") else set()
            self.cost.reads += reads
            self.cost.writes += writes

    def _item(self, table: str, pk: str, sk: str) -> Any:
        return self._raw.get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}}).get("Item")


def _step(number: int) -> str:
    """A name for what must wait: the pool that a thread belongs to, else a step of its own."""
    pool, _, worker = threading.current_thread().name.rpartition("_")
    return pool if pool.startswith("ThreadPoolExecutor") and worker.isdigit() else f"step {number}"


def _written(operation: str, asked: Any) -> list[tuple[str, str, str]]:
    """The keys that a call writes."""
    if operation in WRITES:
        return [_key(asked)]
    if operation == "TransactWriteItems":
        return [_key(next(iter(action.values()))) for action in asked["TransactItems"]]
    return []


def _key(write: Any) -> tuple[str, str, str]:
    where = write.get("Key") or write["Item"]
    return write["TableName"], where["pk"]["S"], where["sk"]["S"]


def _read(operation: str, asked: Any, answer: Any) -> float:
    if operation == "GetItem":
        return read_units([answer.get("Item", {})], consistent=asked["ConsistentRead"], together=True)
    if operation == "Query":
        return read_units(answer.get("Items", []), consistent=asked["ConsistentRead"], together=True)
    if operation != "BatchGetItem":
        return 0.0
    (table, part), = asked["RequestItems"].items()
    found = answer["Responses"].get(table, [])
    absent: list[Any] = [{}] * (len(part["Keys"]) - len(found))
    return read_units([*found, *absent], consistent=part["ConsistentRead"], together=False)
