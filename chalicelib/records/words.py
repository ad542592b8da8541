"""Words as search sees them: accents and case folded, letters of every script kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FOLDED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
WORD = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST = 40
STOP = frozenset(("the", "and", "of", "a", "an", "der", "die", "das", "und", "von", "inc", "ltd", "gmbh"))


def folded(text: str) -> str:
    """`Müller-Łoś` and `muller-los` are the same to a person who searches."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(FOLDED)).translate(FOLDED)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text in order, folded, 40 characters each at most."""
    return [word[:LONGEST] for word in WORD.findall(folded(text))]


def spelled(texts: Iterable[str]) -> list[str]:
    """Distinct searchable words of several texts: plain words, and addresses and domains also whole."""
    found: dict[str, None] = {}
    for text in texts:
        if "@" in text and " " not in text:
            found[folded(text)[:LONGEST]] = None
            found[folded(text).partition("@")[2][:LONGEST]] = None
        found.update(dict.fromkeys(word for word in words(text) if word not in STOP))
    return [word for word in found if word]


def digits_backwards(number: str) -> str:
    """The digits of a phone number from the last: what every way of writing it has in common."""
    return "".join(letter for letter in reversed(number) if letter.isdigit())[:15]
