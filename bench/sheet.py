"""A table in memory that takes the writes of production and gives them back as items, to be stored many at a time.

Only what the bulk writer meets is understood: whole items, and updates by SET, ADD and REMOVE. Conditions are not
looked at: the writer makes nothing twice. That the items are those of production is shown by `tests/bench`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chalicelib.store.items import decode_item, encode_item
from chalicelib.store.keys import Key
from chalicelib.store.operations import add
from chalicelib.store.recount import is_count
from chalicelib.store.table import Item, Put, Update, Write


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
