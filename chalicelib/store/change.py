"""A change of one record, read from an image pair of the table's stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.store.items import decode_item
from chalicelib.store.table import Item

EXPIRY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@dataclass(frozen=True)
class Change:
    """A record before and after one write; None where it did not exist. `expired`: a TTL took it, not a person."""

    id: str
    before: Item | None
    after: Item | None
    at: str
    expired: bool = False

    @property
    def revision(self) -> int:
        """The revision that this write made; a removal counts as one more, so it has its own place in history."""
        if self.after:
            return int(self.after.get("revision", 0))
        return int((self.before or {}).get("revision", 0)) + 1

    @property
    def type(self) -> str:
        """The type of the record."""
        return str((self.after or self.before or {}).get("type", ""))


def from_stream(event: Mapping[str, Any]) -> list[Change]:
    """The changes of records in a Lambda stream event; whatever else lives in the table is skipped."""
    return [_change(entry) for entry in event.get("Records", ()) if _is_record(entry)]


def _is_record(entry: Mapping[str, Any]) -> bool:
    return bool(entry["dynamodb"]["Keys"].get("sk", {}).get("S") == "record")


def _change(entry: Mapping[str, Any]) -> Change:
    images, identity = entry["dynamodb"], entry.get("userIdentity") or {}
    return Change(
        id=images["Keys"]["pk"]["S"], before=_image(images.get("OldImage")), after=_image(images.get("NewImage")),
        at=_instant(images.get("ApproximateCreationDateTime", 0)),
        expired=entry.get("eventName") == "REMOVE" and EXPIRY.items() <= identity.items(),
    )


def _image(image: Mapping[str, Any] | None) -> Item | None:
    return decode_item(image) if image else None


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
