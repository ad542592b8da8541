"""Cursors: where a list goes on, opaque, signed, and bound to the query that it belongs to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from chalicelib.errors import Malformed


def seal(secret: bytes, query: object, place: object) -> str:
    """A cursor for this query that stands at this place."""
    body = json.dumps(place, separators=(",", ":")).encode()
    mark = _mark(secret, query, body)
    return base64.urlsafe_b64encode(mark + _veiled(secret, mark, body)).decode().rstrip("=")


def opened(secret: bytes, query: object, cursor: str) -> Any:
    """The place of a cursor that we made for this very query; Malformed (`invalid_cursor`) for any other."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mark, body = raw[:12], _veiled(secret, raw[:12], raw[12:])
        if hmac.compare_digest(mark, _mark(secret, query, body)):
            return json.loads(body)
    except (ValueError, binascii.Error):
        pass
    raise Malformed("This cursor was not made here or belongs to another query", code="invalid_cursor")


def _veiled(secret: bytes, mark: bytes, body: bytes) -> bytes:
    """The body under a key stream of its own mark (and back): a place may name a record that the reader may not see."""
    blocks = (b"veil" + mark + number.to_bytes(4, "big") for number in range(len(body) // 32 + 1))
    stream = b"".join(hmac.new(secret, block, hashlib.sha256).digest() for block in blocks)
    return bytes(one ^ other for one, other in zip(body, stream, strict=False))


def _mark(secret: bytes, query: object, body: bytes) -> bytes:
    bound = json.dumps(query, sort_keys=True, default=str).encode()
    return hmac.new(secret, bound + b"\x00" + body, hashlib.sha256).digest()[:12]
