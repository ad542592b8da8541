"""The rows by which a record is found.

A row's key begins with a word; a search asks for all keys that begin like what was typed. So a word needs no row of its
own where another key of the record begins with it: "ana ruiz" also answers "ana". Rows are spread by the first two
letters of the word, so that two letters are enough to search for. That needs no more rows than three letters would, and
no partition gets much hotter by it than the commonest words (manager, a mail provider's domain) make it anyway.

Keys with a mark are found only by what was worked out: phone numbers from their end, how names sound, and names from
both ends inwards and backwards, for typos (`closeness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.objects import ObjectType
from chalicelib.records.search.closeness import SOUND, forms, mistypable
from chalicelib.records.search.phonetics import sound
from chalicelib.records.search.terms import PHONES, Term, name_words, person_fields, terms, title_words
from chalicelib.records.words import digits_backwards, unspaced, words
from chalicelib.store import keys

Record = dict[str, Any]
Rows = Iterator[tuple[keys.Key, Record]]
PHONE = "+"
MOST_WORDS, MOST_KEYS = 30, 60


def rows(type: ObjectType, record: Record, names: list[str]) -> Rows:
    """The search rows of a record under each of the audiences `names`; none for types that are not searched."""
    if not type.searchable or type.configuration:
        return
    found = _distinct(terms(type, record))
    row = {"id": record["id"], "type": type.name, "title": type.title(record)[:200],
           "subtitle": type.subtitle(record)[:200], "words": " ".join(term.word for term in found),
           "owner_id": record.get("owner_id"), "team_id": record.get("team_id")}
    if record.get("shares"):
        row["shares"] = record["shares"]
    titles = [*_pairs(type, record), *_initials(type, record)]
    plain = without_beginnings([*titles, *(key for term in found for key in term.keys)])
    starts = [*_phones(type, record), *_near(type, record), *(plain or [term.word for term in found])]
    for start in starts[:MOST_KEYS]:
        for name in names:
            yield keys.search(name, start, type.name, record["id"]), row


def without_beginnings(starts: Iterable[str]) -> list[str]:
    """Without those that others begin with, sorted; single letters have partitions of their own and stay."""
    ordered = sorted(set(starts))
    return [start for start, following in zip(ordered, [*ordered[1:], ""], strict=False)
            if len(start) == 1 or not following.startswith(start)]


def _distinct(found: Iterable[Term]) -> list[Term]:
    kept: dict[str, Term] = {}
    for term in found:
        kept.setdefault(term.word, term)
    return list(kept.values())[:MOST_WORDS]


def _pairs(type: ObjectType, record: Record) -> Iterator[str]:
    """The title's first two words in both orders, and of people the first and last: for "ana rui" and "ruiz an"."""
    title = title_words(type, record)
    seconds = {*title[1:2], *(title[-1:] if person_fields(type) else ())} - set(title[:1])
    if not seconds:
        yield from title[:1]  # even a single letter
    for second in sorted(seconds):
        yield from (f"{title[0]} {second}", f"{second} {title[0]}")


def _initials(type: ObjectType, record: Record) -> Iterator[str]:
    """What a script without spaces writes is a name from its first letter on: one row a name, however long it is."""
    names = [type.title(record), *(str(record.get(field.name) or "") for field in person_fields(type))]
    yield from (word[0] for name in names for word in words(name) if unspaced(word))


def _phones(type: ObjectType, record: Record) -> Iterator[str]:
    for field in type.fields:
        if field.searchable and field.kind in PHONES:
            for number in FIELD_TYPES[field.kind].elements(record.get(field.name)):
                yield PHONE + digits_backwards(number)


def _near(type: ObjectType, record: Record) -> Iterator[str]:
    """How names sound, each with another one's sound behind it, and their forms for typos."""
    found = name_words(type, record)
    codes = [code for code in dict.fromkeys(map(sound, found)) if code]
    for place, code in enumerate(codes):
        yield f"{SOUND}{code} {codes[0 if place else -1]}"
    for word in found:
        if mistypable(word):
            yield from forms(word)
