"""Ids of records: `<prefix>_<ulid>`, sortable by creation; drawn at random or derived from a key."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from chalicelib import instants

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Ids:
    """Draws ids and tokens; tests pass their own source of random bytes."""

    def __init__(self, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._random = random

    def new(self, prefix: str, at: str) -> str:
        """A fresh id: 48 bits of time, 80 bits of chance (the ULID layout)."""
        return f"{prefix}_{_ulid(at, self._random(10))}"

    def derived(self, prefix: str, key: str, at: str) -> str:
        """The same id for the same key and instant: what a repeat would make is what stands already."""
        return f"{prefix}_{_ulid(at, hashlib.sha256(key.encode()).digest()[:10])}"

    def token(self) -> str:
        """128 random bits as text."""
        return self._random(16).hex()


def _ulid(at: str, chance: bytes) -> str:
    milliseconds = int(instants.moment(at).timestamp() * 1000)
    number = (milliseconds << 80) | int.from_bytes(chance, "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_id(text: object, prefix: str = "") -> bool:
    """Whether this could be an id (of that prefix): three letters, `_`, 26 characters of the alphabet."""
    if not isinstance(text, str) or len(text) != 30 or text[3] != "_":
        return False
    return (not prefix or text[:3] == prefix) and all(letter in ALPHABET for letter in text[4:])
