"""What somebody typed into the search: its words, and the beginnings of keys that are worth a query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chalicelib.records.fields.text import clean
from chalicelib.records.search.closeness import SOUND, mistypable, right_parts
from chalicelib.records.search.phonetics import sound
from chalicelib.records.search.rows import PHONE
from chalicelib.records.search.terms import host, telling
from chalicelib.records.words import LONGEST, digits_backwards, folded, trimmed, unspaced, words

MOST_WORDS = 12
SURE_OF_PHONE = 8  # so many last digits are one number, whatever stands before: trunk prefixes differ by country

_PHONE_PART = re.compile(r"[+(]*\d[\d()./-]*")
_OPTIONAL_ZERO = re.compile(r"\(0\)")
_ADDRESS = re.compile(r"[^@\s]*@|[^@\s]*@.*|[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True)
class Typed:
    """A search text taken apart. `address` is an email or domain or its beginning, `joined` a number without signs,
    `phone` its digits from the last."""

    words: tuple[str, ...]
    address: str = ""
    joined: str = ""
    phone: str = ""

    @cached_property
    def required(self) -> list[str]:
        """The words that a record must have: all but articles and the like."""
        return telling(list(dict.fromkeys(self.words)))

    @cached_property
    def main(self) -> str:
        """The longest word, and of equally long ones the last: surnames tell more."""
        return max(reversed(self.required), key=len)

    @property
    def enough(self) -> bool:
        """Whether it is enough to search for: two letters, or one of a script whose words may be that short."""
        return sum(map(len, self.words)) >= 2 or any(map(unspaced, self.words))


def read(text: str) -> Typed:
    """Take a text apart; `words` is empty where there is nothing to search for."""
    text = clean(text)
    tokens = [_token(token) for token in folded(text).split()]
    found = [word for token in tokens for word in words(token)][:MOST_WORDS]
    addresses = [token[:LONGEST] for token in tokens if _ADDRESS.fullmatch(token)]
    joined = "".join(words(text))[:LONGEST]
    return Typed(tuple(found), addresses[0] if addresses else "", joined if _numbered(tokens, joined) else "",
                 _phone(text))


def exact_starts(typed: Typed) -> list[str]:
    """The beginnings that answer the text as it stands, the surest first."""
    phone = PHONE + typed.phone[:SURE_OF_PHONE] if typed.phone else ""
    first, *others = typed.required
    pair = f"{first} {others[-1 if len(typed.main) > 1 else 0]}" if others else ""
    surest = typed.address if "@" in typed.address else "" if any(map(str.isalpha, typed.words)) else phone
    return [start for start in dict.fromkeys((surest, typed.main, typed.address, typed.joined, pair, phone)) if start]


def close_starts(typed: Typed) -> list[str]:
    """The beginnings that find what sounds like the longest word of letters, or is meant by it."""
    letters = [word for word in typed.required if word.isalpha() and not unspaced(word)]
    if "@" in typed.address or not letters:
        return []
    main = max(reversed(letters), key=len)
    return list(dict.fromkeys(_close_starts(main, next((word for word in letters if word != main), ""))))


def _close_starts(main: str, other: str) -> Iterator[str]:
    """With another word that may be right, its pairs with what is right of this one's beginning are few and good."""
    if sound(main):
        yield f"{SOUND}{sound(main)} {sound(other)}"
    if mistypable(main):
        parts = right_parts(main)
        yield from parts[:3] if other else parts
    if other:
        yield from (f"{one} {wrong[:(len(wrong) + 1) // 3]}" for one, wrong in ((other, main), (main, other)))


def _token(token: str) -> str:
    """Without signs around it, a web address by its host; `ann@` and `@client` stay what they mean."""
    name = host(token) if "://" in token or token.startswith("www.") else ""
    bare = trimmed(name if "." in name else token)
    return f"{bare}@" if bare and "@" not in bare and token.endswith(f"{bare}@") else bare


def _numbered(tokens: list[str], joined: str) -> bool:
    """Whether this may be a ticket's or an invoice's number, typed with or without its signs: few letters."""
    letters = sum(map(str.isalpha, joined))
    return len(tokens) <= 3 and len(joined) >= 4 and letters < min(len(joined), 9) and "@" not in "".join(tokens)


def _phone(text: str) -> str:
    """The digits from the last of what looks like a phone number, without the zeros before it; five at least."""
    parts = [part for part in _OPTIONAL_ZERO.sub(" ", folded(text)).split() if _PHONE_PART.fullmatch(part)]
    number = "".join(sign for part in parts for sign in part if sign.isdigit()).lstrip("0")
    return digits_backwards(number) if len(number) >= 5 else ""
