"""moto's DynamoDB with transactions that cost what they touch, and that threads may share.

As it comes, moto copies the whole table for each action of a transaction, puts that copy back where one is refused (and
so forgets what other threads wrote meanwhile), and looks at every answer's values through a picker for XML names.
"""

from __future__ import annotations

import base64
import copy
import threading
from collections.abc import Callable
from typing import Any

from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

LOCK = threading.RLock()
RECORD = DynamoType({"S": "record"})


def install() -> None:
    """Once for the process."""
    DynamoDBBackend.transact_write_items = _undone_where_refused(DynamoDBBackend.transact_write_items)
    DynamoHandler.call_action = _one_at_a_time(DynamoHandler.call_action)
    BaseJSONSerializer._serialize_type_structure = _values_as_they_are(BaseJSONSerializer._serialize_type_structure)
    Table.__deepcopy__ = lambda table, memo: table
    Table.all_items = _in_key_order


def items_of(table: str) -> Any:
    """moto's own store of a table: partition -> sort key -> item."""
    for backend in dynamodb_backends["123456789012"].values():
        if table in backend.tables:
            return backend.tables[table].items
    raise LookupError(table)


def copied(table: str) -> Any:
    """A copy of everything in the table."""
    return copy.deepcopy(items_of(table))


def put_back(table: str, saved: Any) -> None:
    """The table as it was copied."""
    items = items_of(table)
    items.clear()
    items.update(copy.deepcopy(saved))


def purge() -> None:
    """Empty every queue; the service itself allows that once a minute."""
    for backend in sqs_backends["123456789012"].values():
        for queue in backend.queues.values():
            queue._messages, queue._pending_messages = [], set()


def no_files() -> None:
    """Empty every bucket."""
    for backend in s3_backends["123456789012"].values():
        for bucket in backend.buckets.values():
            bucket.keys.clear()


def records(table: str) -> dict[str, dict[str, Any]]:
    """The raw images of all records by id."""
    with LOCK:
        found = [part[RECORD] for part in items_of(table).values() if RECORD in part]
        return {item.attrs["id"].value: {name: _plain(value) for name, value in item.attrs.items()} for item in found}


def _in_key_order(table: Table) -> list[Any]:
    """Every item by its keys; they are texts here, which compare quicker than moto's wrappers of them."""
    parts = table.items.values()
    items = [item for part in parts for item in part.values()] if table.has_range_key else list(parts)
    return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value if item.range_key else ""))


def _undone_where_refused(transact: Callable[..., None]) -> Callable[..., None]:
    def changed(backend: Any, transact_items: list[dict[str, Any]]) -> None:
        before = [_found(backend, next(iter(action.values()))) for action in transact_items]
        try:
            transact(backend, transact_items)
        except Exception:
            for items, sort, item in before:
                items.pop(sort, None)
                if item is not None:
                    items[sort] = item
            raise
    return changed


def _found(backend: Any, action: dict[str, Any]) -> tuple[dict[Any, Any], Any, Any]:
    key = action.get("Key") or action["Item"]
    items, sort = backend.tables[action["TableName"]].items[DynamoType(key["pk"])], DynamoType(key["sk"])
    return items, sort, copy.deepcopy(items.get(sort))


def _one_at_a_time(call: Callable[..., Any]) -> Callable[..., Any]:
    def locked(self: Any) -> Any:
        with LOCK:
            return call(self)
    return locked


def _values_as_they_are(serialize: Callable[..., None]) -> Callable[..., None]:
    def quick(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and value is not None:
            serialized[self.get_serialized_name(shape, key)] = _plain(value)
        else:
            serialize(self, serialized, value, shape, key)
    return quick


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, DynamoType):
        return _plain(value.to_json())
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
