"""Small typos: how far two words are apart, and which parts of a mistyped word are surely right.

One typo (a letter wrong, missing, too much, or two swapped) lies at the end, in the middle or at the beginning of a
word. So the word's beginning is right, or its two ends are, or its end is: a name has a row for each of these, the word
itself, the word from both ends inwards, and the word backwards. A few queries by what is right find it, in a large
company too. For two typos in a long word the same rows do their best.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from chalicelib.records.search.phonetics import sound
from chalicelib.records.words import unspaced

BACKWARDS, INWARDS, SOUND = "<", "*", "~"
LEAST, LONG = 4, 8


@dataclass(frozen=True)
class Near:
    """A word that may be meant: how far it is, and whether by a `typo` or by its `sound`."""

    distance: int
    by: str
    word: str


def mistypable(word: str) -> bool:
    """Whether typos are looked for: words of four letters, no numbers."""
    return len(word) >= LEAST and not unspaced(word) and not any(letter.isdigit() for letter in word)


def forms(word: str) -> tuple[str, str]:
    """The word from both ends inwards and backwards."""
    return INWARDS + _inwards(word, word[::-1])[:len(word)], BACKWARDS + word[::-1]


def right_parts(typed: str) -> list[str]:
    """Beginnings of a word's forms (itself, inwards, backwards), one of which is right where there is one typo.

    That is in the last, the middle or the first third; or two letters were swapped where thirds meet.
    """
    first, last = (len(typed) + 1) // 3, len(typed) - len(typed) // 3
    inwards = INWARDS + _inwards(typed[:first], typed[last:][::-1])
    return [typed[:last], inwards, BACKWARDS + typed[first:][::-1], _swapped(typed, first), _swapped(typed, last)]


def nearest(typed: str, words: set[str]) -> Near | None:
    """The word that is most likely meant, if any is near enough."""
    found = [near for near in (_near(typed, word) for word in sorted(words)) if near]
    return min(found, key=lambda near: near.distance, default=None)


def distance(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, too much or swapped with the next (optimal string alignment); above `most` inexact."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    above, row = list[int](), list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        further, above, row = above, row, [at]
        for to, wanted in enumerate(other, 1):
            least = min(above[to] + 1, row[to - 1] + 1, above[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                least = min(least, further[to - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return row[-1]


def _near(typed: str, word: str) -> Near | None:
    if abs(len(typed) - len(word)) > 3:
        return None
    code = sound(typed)
    alike = bool(code) and code == sound(word)
    typos = (2 if len(typed) >= LONG else 1) if mistypable(typed) else 0
    most = max(typos, min(3, (len(typed) + 1) // 2) if alike else 0)  # Mary and Moor sound alike only to a machine
    away = distance(typed, word, most) if most else 1
    if away > most:
        return None
    return Near(away, "typo", word) if away <= typos else Near(away, "sound", word)


def _swapped(typed: str, place: int) -> str:
    return typed[:place - 1] + typed[place] + typed[place - 1] + typed[place + 1:]


def _inwards(front: str, back: str) -> str:
    return "".join(one + other for one, other in zip_longest(front, back, fillvalue=""))
