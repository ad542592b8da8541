"""Several values in one CSV cell: `a ::: b`, semicolons are read too, and JSON serves where that would be unclear."""

from __future__ import annotations

import json
from typing import Any

SEPARATOR = ":::"


def split_cell(text: str) -> list[Any]:
    """The values in a cell; a JSON list is taken as it is."""
    listed = read_json(text) if text.lstrip().startswith("[") else None
    if isinstance(listed, list):
        return listed
    parts = text.split(SEPARATOR if SEPARATOR in text else ";")
    return [part.strip() for part in parts if part.strip()]


def join_cell(parts: list[str]) -> str:
    """One cell that `split_cell` parts in the same way."""
    text = f" {SEPARATOR} ".join(parts)
    return text if split_cell(text) == parts else json.dumps(parts, ensure_ascii=False)


def read_json(text: str) -> Any:
    """The value, or None when it is no JSON (or nested beyond reason)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
