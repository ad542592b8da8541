"""What a row changes of a record that stands already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.leads import matching

Record = dict[str, Any]
ADDED = frozenset({"emails", "phones", "message", "tags"})


def lead(stored: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
    """The file's word counts for single values; addresses and messages are added as a form's are."""
    added = matching.merge_submission(stored, {name: value for name, value in values.items() if name in ADDED})
    known = stored.get("tags") or []
    tags = [*known, *(tag for tag in values.get("tags") or () if tag not in known)]
    replaced = {name: value for name, value in values.items() if name not in ADDED and stored.get(name) != value}
    return {**added, **replaced, **({"tags": tags} if tags != known else {})}


MERGES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Record]] = {"lead": lead}
