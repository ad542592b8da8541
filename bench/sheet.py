"""A table in memory that takes the writes of production and gives them back as items, to be stored many at a time.

Only what the bulk writer meets is understood: whole items, and updates by SET, ADD and REMOVE. Conditions are not
looked at: the writer makes nothing twice. That the items are those of production is shown by `tests/bench`.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from bench.dynamodb import TABLE
from chalicelib.store.items import decode_item, encode_item
from chalicelib.store.keys import Key
from chalicelib.store.operations import add
from chalicelib.store.recount import is_count
from chalicelib.store.table import Item, Put, Update, Write

PART = 25
SIGNED = "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-central-1/dynamodb/aws4_request,SignedHeaders=host,Signature=0"
HEADERS = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.BatchWriteItem",
           "X-Amz-Date": "20260101T000000Z", "Authorization": SIGNED}  # the engine looks at the form, not at the proof


class Sheet:
    """What `Work` and the derivation engine want of a table, as far as creating goes."""

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.counts: dict[Key, dict[str, int]] = {}

    def get(self, key: Key, **_how: bool) -> Item | None:
        """One item or None."""
        return dict(self.items[key]) if key in self.items else None

    def get_many(self, keys: Iterable[Key], **_how: bool) -> dict[Key, Item]:
        """Those that exist."""
        return {key: dict(self.items[key]) for key in keys if key in self.items}

    def transact(self, writes: Sequence[Write], _token: str = "") -> None:
        """Take all of them."""
        for write in writes:
            self.write(write)

    def write(self, write: Write) -> None:
        """Take one."""
        if isinstance(write, Put):
            stored = decode_item(encode_item(write.item))
            self.items[stored["pk"], stored["sk"]] = stored
        elif isinstance(write, Update) and is_count(write.key):
            deltas = {write.names[name]: write.values[value] for name, value in _additions(write.text)}
            self.counts[write.key] = add(self.counts.get(write.key, {}), deltas)
        elif isinstance(write, Update):
            item = self.items.setdefault(write.key, {"pk": write.key[0], "sk": write.key[1]})
            _update(item, write)
        else:
            raise TypeError(f"creating does not {type(write).__name__.lower()}")


def _update(item: Item, write: Update) -> None:
    text, _, removed = write.text.partition(" REMOVE ")
    for name, value in re.findall(r"(#\w+) = (:\w+)", text):
        item[write.names[name]] = write.values[value]
    for name, value in _additions(text):
        item[write.names.get(name, name)] = item.get(write.names.get(name, name), set()) | write.values[value]
    for name in filter(None, removed.split(", ")):
        item.pop(write.names[name], None)


def _additions(text: str) -> list[tuple[str, str]]:
    return re.findall(r"([#\w]+) (:\w+)", text.removeprefix("ADD ")) if text.startswith("ADD ") else []


class Pour:
    """Puts items into the engine, 25 a call; repeating it changes nothing."""

    def __init__(self, endpoint: str) -> None:
        where = urlsplit(endpoint)
        self._engine = http.client.HTTPConnection(where.hostname or "", where.port)

    def all(self, items: Iterable[Item]) -> None:
        """Every one of them."""
        waiting = [{"PutRequest": {"Item": encode_item(item)}} for item in items]
        while waiting:
            part, waiting = waiting[:PART], waiting[PART:]
            waiting = self._call(part) + waiting

    def _call(self, part: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._engine.request("POST", "/", json.dumps({"RequestItems": {TABLE: part}}, default=_text), HEADERS)
        answer = self._engine.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(content.decode(errors="replace")[:500])
        left: list[dict[str, Any]] = json.loads(content).get("UnprocessedItems", {}).get(TABLE, [])
        return left


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
