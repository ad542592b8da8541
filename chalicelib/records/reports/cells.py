"""The names of a report's cells, and back: `<bucket>#<group>#<group>`, and `<bucket>!` for all groups together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any
from urllib.parse import unquote

from chalicelib.records.fields.shape import elements_of

LONGEST_GROUP = 60  # a sort key has 1,024 bytes
GROUPED = frozenset({"choice", "boolean", "user", "country", "language", "text", "reference", "tags", "multi_choice"})
MANY = frozenset({"tags", "multi_choice"})


def cell_names(bucket: str, groups: Iterable[tuple[str, Any]], many: bool) -> list[str]:
    """The cells that a record counts in, each once: one for every element of a list, and then one for the whole."""
    values = [_values(kind, value) for kind, value in groups]
    found = [f"{bucket}#{'#'.join(combined)}" for combined in product(*values)]
    return list(dict.fromkeys([*found, whole(bucket)] if many else found))


def whole(bucket: str) -> str:
    """The cell in which a record counts once, however many groups it belongs to."""
    return f"{bucket}!"


def is_whole(name: str) -> bool:
    """Whether a cell stands for all groups together; a bucket has no `!`."""
    return name.endswith("!") and "#" not in name


def read_name(name: str, kinds: Sequence[str]) -> tuple[str, list[Any]]:
    """A cell's bucket and the values of its groups; None for empty ones."""
    bucket, _, rest = name.partition("#")
    return bucket, [_read(kind, text) for kind, text in zip(kinds, rest.split("#"), strict=False)]


def bounds(low: str, high: str) -> tuple[str, str]:
    """Between which names, both exclusive, the cells of a range stand; one without any end holds undated ones too."""
    undated_end = "$"  # after every name that begins with # or !, before every digit
    return low or (undated_end if high else ""), f"{high}$" if high else ""


def _values(kind: str, value: Any) -> list[str]:
    parts = elements_of(value) if kind in MANY else [value]
    return [_written(part) for part in parts] or [""]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value[:LONGEST_GROUP] if isinstance(value, str) else ""
    return text.replace("%", "%25").replace("#", "%23")


def _read(kind: str, text: str) -> Any:
    if not text:
        return None
    return text == "true" if kind == "boolean" else unquote(text)
