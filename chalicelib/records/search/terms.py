"""By which words a record may be found: those of its title, names, addresses, domains, numbers and other texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.objects import ObjectType
from chalicelib.records.words import LONGEST, STOP, folded, is_address, spelled, trimmed, unspaced, words

Record = dict[str, Any]
PHONES = frozenset(("phone", "phones"))
MOST_ENDS, MOST_NAMES, FIRST_OF_TITLE = 20, 4, 6
SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "edu", "gov"))  # client.co.uk is named client

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?([^/?#:]*)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Term:
    """A word of a record, and the beginnings of keys under which it has to stand."""

    word: str
    keys: tuple[str, ...]


def terms(type: ObjectType, record: Record) -> Iterator[Term]:
    """The title's first, long texts last; some may come twice."""
    yield from _texts([type.title(record)])
    searched = [field for field in type.fields if field.searchable and field.kind not in PHONES]
    for field in sorted(searched, key=lambda each: each.kind == "long_text"):
        yield from _of(field, record.get(field.name))
    yield from (Term(name, (name,)) for name in _without_space(type, record))


def name_words(type: ObjectType, record: Record) -> list[str]:
    """The words that are found by sound and with typos: of people all names, else the two longest of the title."""
    title = _names([type.title(record)])
    people = _names([record.get(field.name) or "" for field in person_fields(type)])
    if person_fields(type):
        return list(dict.fromkeys([*people, *title]))[:MOST_NAMES] if people else []
    return sorted(title[:FIRST_OF_TITLE], key=len, reverse=True)[:2]


def title_words(type: ObjectType, record: Record) -> list[str]:
    """The words of the title that tell something, addresses apart."""
    tokens = folded(type.title(record)).split()
    return telling([word for token in tokens if not is_address(token) for word in words(token)])


def telling(found: list[str]) -> list[str]:
    """Those of the words that tell something; all of them where none does."""
    return [word for word in found if word not in STOP] or found


def person_fields(type: ObjectType) -> list[Field]:
    """The fields that hold parts of a person's name."""
    return [field for field in type.fields if field.kind == "person_name" and field.searchable]


def host(address: str) -> str:
    """The bare domain of a web address: `https://www.client.example/about` is client.example."""
    found = _HOST.match(address)
    return found[1] if found else address


def _of(field: Field, value: Any) -> Iterator[Term]:
    texts = list(FIELD_TYPES[field.kind].words(value)) if value not in (None, "") else []
    if field.kind in ("domain", "url"):
        return (term for text in texts for term in _domain(host(folded(text))))
    if field.kind == "text" and field.name == "number":
        return (term for text in texts for term in _number(text))
    return _texts(texts)


def _texts(texts: Iterable[str]) -> Iterator[Term]:
    for word in spelled(texts):
        if "@" in word:
            yield from _address(word)
        else:
            yield Term(word, _ends(word) if unspaced(word) else () if len(word) == 1 or word in STOP else (word,))


def _ends(word: str) -> tuple[str, ...]:
    """A word of a script without spaces is found from each of its letters on: any two of them begin such an end."""
    ends = [word[place:] for place in range(min(len(word), MOST_ENDS)) if word[place].isalnum()]
    return tuple(end for end in ends if len(end) > 1) or (word,)


def _address(address: str) -> Iterator[Term]:
    """An email: whole, by the words of its local part, by its domain."""
    local, _, domain = address.rpartition("@")
    whole = f"{local}@{_readable(domain)}"[:LONGEST]
    yield Term(whole, (whole,))
    yield from (Term(word, (word,)) for word in _keyed(local) if len(whole) == LONGEST or not whole.startswith(word))
    yield from _domain(domain)


def _domain(domain: str) -> Iterator[Term]:
    """A domain: whole and by its name; nobody looks for all of .com."""
    labels = _readable(domain).split(".")
    ending = 2 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 1
    whole = trimmed(".".join(labels))[:LONGEST]
    if whole:
        yield Term(whole, (whole, *_keyed(" ".join(labels[:-ending]))))


def _readable(domain: str) -> str:
    """A domain as people read it: `xn--mller-kva.de` is müller.de, and folded."""
    try:
        return folded(domain.encode().decode("idna")) if "xn--" in domain else domain
    except UnicodeError:
        return domain


def _number(text: str) -> Iterator[Term]:
    """A ticket's or an invoice's number: as it is, without signs, its digits, its digits without leading zeros."""
    plain = folded(_SPACES.sub("-", text.strip()))
    digits = "".join(sign for sign in plain if sign.isdigit())
    joined = "".join(words(plain))[:LONGEST]
    for each in (plain[:LONGEST], joined, digits[:LONGEST], digits.lstrip("0")[:LONGEST]):
        if each:
            yield Term(each, _keyed(each) if each == plain[:LONGEST] else (each,))


def _keyed(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if len(word) > 1)


def _without_space(type: ObjectType, record: Record) -> Iterator[str]:
    """王伟 is typed without a space, whichever of the two is the first name."""
    parts = [words(record.get(field.name) or "") for field in person_fields(type)]
    whole = [part[0] for part in parts if len(part) == 1 and unspaced(part[0])]
    if len(whole) == len(parts) == 2:
        yield from (whole[1] + whole[0], whole[0] + whole[1])


def _names(texts: Iterable[str]) -> list[str]:
    joined = (token.replace("'", "") for text in texts for token in folded(text).split() if not is_address(token))
    found = dict.fromkeys(word for token in joined for word in words(token))
    return [word for word in found if word not in STOP and not any(map(str.isdigit, word)) and not unspaced(word)]
