"""The table: our few calls to DynamoDB, plain values in and out, its errors in our words, every call metered."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.budget import Budget
from chalicelib.errors import Refused, Unavailable
from chalicelib.store.ahead import Ahead
from chalicelib.store.items import decode_item, encode_item
from chalicelib.store.keys import Key
from chalicelib.store.writes import (
    ABSENT,
    PRESENT,
    Check,
    Condition,
    Delete,
    Item,
    Put,
    Update,
    Write,
    action,
    expression,
    key_of,
    place,
    single,
)

__all__ = ["ABSENT", "MAX_ACTIONS", "PRESENT", "Check", "Condition", "Delete", "Item", "Meter", "Page", "Put", "Table",
           "Update", "Write"]

MAX_ACTIONS = 100
PATIENCE = 8  # answers in a row that carried out nothing
CONFLICT = "TransactionConflict"


@dataclass(frozen=True)
class Page:
    """One page of a query; where the partition goes on, `last` is the sort key of the last item examined."""

    items: list[Item]
    last: str = ""

    @property
    def more(self) -> bool:
        """Whether there is more to read."""
        return bool(self.last)


@dataclass
class Meter:
    """What the current request has cost: calls, read and write units."""

    calls: int = 0
    read_units: float = 0.0
    write_units: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, operation: str, answer: Mapping[str, Any]) -> None:
        """Count one call and its consumed capacity."""
        consumed = answer.get("ConsumedCapacity") or []
        units = sum(part.get("CapacityUnits", 0.0) for part in (consumed if isinstance(consumed, list) else [consumed]))
        writing = operation in ("put_item", "update_item", "delete_item", "transact_write_items", "batch_write_item")
        with self.lock:
            self.calls += 1
            self.write_units += units if writing else 0.0
            self.read_units += 0.0 if writing else units

    def reset(self) -> None:
        """Start counting anew."""
        self.calls, self.read_units, self.write_units = 0, 0.0, 0.0


class Table:
    """The one table. `client` makes the low-level client on first use; pauses are taken from the budget."""

    def __init__(self, name: str, client: Callable[[], Any], budget: Budget | None = None) -> None:
        self.name = name
        self.meter, self.ahead = Meter(), Ahead(lambda keys: self.get_many(keys, consistent=True))
        self._client, self._budget = client, budget or Budget()

    def connect(self) -> None:
        """Make the client now, not with the first call."""
        self._client()

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        """One item or None."""
        answer = self._call("get_item", Key=key_of(key), ConsistentRead=consistent, TableName=self.name)
        return decode_item(answer["Item"]) if answer.get("Item") else None

    def get_many(self, keys: Iterable[Key], *, consistent: bool = False) -> dict[Key, Item]:
        """Those of the items that exist, by key; any number, 100 a call."""
        wanted, found, idle = list(dict.fromkeys(keys)), dict[Key, Item](), 0
        while wanted:
            part, wanted = wanted[:MAX_ACTIONS], wanted[MAX_ACTIONS:]
            request = {self.name: {"Keys": [key_of(key) for key in part], "ConsistentRead": consistent}}
            answer = self._call("batch_get_item", RequestItems=request)
            items = [decode_item(item) for item in answer["Responses"].get(self.name, [])]
            found.update({(item["pk"], item["sk"]): item for item in items})
            left = (answer.get("UnprocessedKeys") or {}).get(self.name, {}).get("Keys", [])
            idle = self._patient(idle, len(part), len(left))
            wanted = [(key["pk"]["S"], key["sk"]["S"]) for key in left] + wanted
        return found

    def query(self, pk: str, *, index: str = "", begins: str = "", after: str = "", before: str = "",
              descending: bool = False, limit: int = 100, filter: Condition | None = None,
              consistent: bool = False) -> Page:
        """One page of a partition in sort order; `after` and `before` are exclusive bounds of the sort key."""
        names = {"#pk": index or "pk", "#sk": f"{index}s" if index else "sk"}
        values: dict[str, Any] = {":pk": pk}
        text = "#pk = :pk" + _range(begins, after, before, values)
        if text == "#pk = :pk":
            del names["#sk"]
        if values.get(":low", "") > values.get(":high", "\U0010ffff"):
            return Page([], "")  # DynamoDB refuses an empty range
        request: dict[str, Any] = {"KeyConditionExpression": text, "ScanIndexForward": not descending, "Limit": limit}
        if index:
            request["IndexName"] = f"index-{index}"  # an index name has at least three characters
        if filter:
            request["FilterExpression"] = filter.text
            names |= filter.names
            values |= filter.values
        answer = self._call("query", TableName=self.name, ConsistentRead=consistent and not index, **request,
                            **expression(names, values))
        last = answer.get("LastEvaluatedKey", {}).get(f"{index}s" if index else "sk", {}).get("S", "")
        return Page([decode_item(item) for item in answer["Items"]], last)

    def write(self, write: Write) -> None:
        """One conditional write; Refused where its condition does not hold."""
        operation, request = single(write)
        self.ahead.forget([place(write)])
        for attempt in range(1, PATIENCE):
            try:
                self._call(operation, TableName=self.name, **request)
                return
            except Refused as refused:
                if refused.repeated and self._stands(write):
                    return
                if refused.reasons != (CONFLICT,):
                    raise
            self._budget.pause(attempt)  # a transaction was at this item: that says nothing of the condition
        raise Unavailable("The database is busy")

    def transact(self, writes: Sequence[Write], token: str = "") -> None:
        """All of up to 100 writes or none; Refused with a reason per write. The token makes a retry harmless."""
        if len(writes) == 1 and not isinstance(writes[0], Check):
            return self.write(writes[0])
        actions = [action(write, self.name) for write in writes]
        self.ahead.forget(map(place, writes))
        self._call("transact_write_items", TransactItems=actions, ClientRequestToken=token or str(uuid.uuid4()))
        return None

    def delete_many(self, keys: Iterable[Key]) -> None:
        """Remove items for good, 25 a call (purges, rebuilds)."""
        waiting, idle = [{"DeleteRequest": {"Key": key_of(key)}} for key in keys], 0
        while waiting:
            part, waiting = waiting[:25], waiting[25:]
            answer = self._call("batch_write_item", RequestItems={self.name: part})
            left = (answer.get("UnprocessedItems") or {}).get(self.name, [])
            idle = self._patient(idle, len(part), len(left))
            waiting = left + waiting

    def scan(self, segment: int = 0, segments: int = 1) -> Iterable[Item]:
        """Everything: for recount and rebuild only, never for a person who waits."""
        start: dict[str, Any] = {}
        while True:
            answer = self._call("scan", TableName=self.name, Segment=segment, TotalSegments=segments, **start)
            yield from (decode_item(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _patient(self, idle: int, asked: int, left: int) -> int:
        """Wait before what is left of a batch goes again; how many answers in a row did nothing, so many at most."""
        if not left:
            return 0
        idle = idle + 1 if left == asked else 1
        if idle >= PATIENCE:
            raise Unavailable("The database is busy")
        self._budget.pause(idle)
        return idle

    def _stands(self, write: Write) -> bool:
        """Whether the table is as this write leaves it. An answer may be lost after the work was done: the SDK then
        repeats the call, and its condition fails on what the call itself has written. (Transactions have a token.)"""
        if isinstance(write, Put):
            found = self.get((write.item["pk"], write.item["sk"]), consistent=True)
            return found == decode_item(encode_item(write.item))
        return isinstance(write, Delete) and self.get(write.key, consistent=True) is None

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError
        try:
            answer: dict[str, Any] = getattr(self._client(), operation)(ReturnConsumedCapacity="TOTAL", **request)
        except ClientError as error:
            raise _translated(error) from error
        except BotoCoreError as error:
            raise Unavailable("The database does not answer") from error
        self.meter.add(operation, answer)
        return answer


def _range(begins: str, after: str, before: str, values: dict[str, Any]) -> str:
    if begins and not after and not before:
        values[":begins"] = begins
        return " AND begins_with(#sk, :begins)"
    low, high = max(begins, after), min(before or "\U0010ffff", (begins or "") + "\U0010ffff")
    if after and not (before or begins):
        values[":after"] = after
        return " AND #sk > :after"
    if before and not (after or begins):
        values[":before"] = before
        return " AND #sk < :before"
    if not (begins or after or before):
        return ""
    values[":low"], values[":high"] = (low + "\x00" if after and low == after else low), _just_below(high, before)
    return " AND #sk BETWEEN :low AND :high"


def _just_below(high: str, before: str) -> str:
    """BETWEEN includes its end: step to just under an exclusive one."""
    if high != before:
        return high
    return high[:-1] + chr(ord(high[-1]) - 1) + "\U0010ffff"


BUSY = {"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "InternalServerError",
        "ServiceUnavailable", "TransactionInProgressException"}


def _translated(error: Any) -> Exception:
    """DynamoDB's error in our words; what is a bug of ours stays what it is."""
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        return Refused(("ConditionalCheckFailed",),
                       repeated=error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0)
    if code == "TransactionConflictException":
        return Refused((CONFLICT,))
    if code == "TransactionCanceledException":
        reasons = error.response.get("CancellationReasons") or []
        codes = tuple("" if (reason.get("Code") or "None") == "None" else reason["Code"] for reason in reasons)
        throttled = codes and not any(part in ("ConditionalCheckFailed", "TransactionConflict") for part in codes)
        return Unavailable("The database is busy") if throttled else Refused(codes)
    return Unavailable("The database is busy") if code in BUSY else error
