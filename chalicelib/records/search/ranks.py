"""How well a search row answers what was typed: whole words, then beginnings, then what is only near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.records.search.closeness import nearest
from chalicelib.records.search.rows import PHONE
from chalicelib.records.search.typed import SURE_OF_PHONE, Typed
from chalicelib.records.words import unspaced, words

Row = Mapping[str, Any]
WHOLE, BEGINNING, NEAR = 0, 1, 2


@dataclass(frozen=True)
class Answered:
    """A row that answers: the smaller `rank` the better; `matched` is its own word, `by` says how it was found."""

    rank: tuple[int, int]
    matched: str
    by: str


def exactly(typed: Typed, row: Row) -> Answered | None:
    """By its phone number, or because every word typed is one of its words or a word's beginning."""
    key, own = str(row["sk"]).rsplit("#", 2)[0], str(row.get("words", "")).split()
    parts = _parts(own)
    if typed.phone and key.startswith(PHONE) and key[1:].startswith(typed.phone[:SURE_OF_PHONE]):
        letters = [word for word in typed.required if not any(map(str.isdigit, word))]
        rank = (WHOLE, 0) if key[1:].startswith(typed.phone) else (BEGINNING, 0)
        return Answered(rank, "phone", "phone") if all(_begun(word, parts) for word in letters) else None
    begun = [word for word in typed.required if word not in parts]
    if not all(_begun(word, parts) for word in begun):
        return None
    missed = bool(typed.address) and not any(word.startswith(typed.address) for word in own)
    extra = len(begun) + missed + sum(word not in typed.required and not _begun(word, parts) for word in typed.words)
    by, grade = ("beginning", BEGINNING) if begun or missed else ("word", WHOLE)
    return Answered((grade, extra), _shown(typed, own), by)


def nearly(typed: Typed, row: Row) -> Answered | None:
    """Because every word typed is near one of its words: by a typo or two, or by its sound."""
    parts = _parts(str(row.get("words", "")).split())
    near = [nearest(word, parts) for word in typed.required if not _begun(word, parts)]
    found = [each for each in near if each]
    if not found or len(found) < len(near):
        return None
    worst = max(found, key=lambda each: each.distance)
    return Answered((NEAR, sum(each.distance for each in found)), worst.word, worst.by)


def _parts(own: Iterable[str]) -> set[str]:
    """All words, those within addresses and numbers too."""
    return {part for word in own for part in ((word,) if word.isalnum() else (word, *words(word)))}


def _begun(typed: str, parts: set[str]) -> bool:
    within = unspaced(typed)
    return typed in parts or any(part.startswith(typed) or (within and typed in part) for part in parts)


def _shown(typed: Typed, own: list[str]) -> str:
    """The word that answers the longest one typed; the shortest says most plainly why."""
    fits = [word for word in own if typed.main in _parts([word]) or _begun(typed.main, _parts([word]))]
    return min(fits, key=lambda word: (not word.startswith(typed.main), len(word)), default="")
