"""What tells that a text speaks of somebody: their names and addresses, as they are and as they once were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

Record = dict[str, Any]
ERASED = "[erased]"
SHORTEST = 3  # letters of a name that is looked for by itself
NOBODY = re.compile(r"(?!)")


@dataclass(frozen=True)
class Needles:
    """`names`: whole names. `words`: first and last names, looked for only in what is about the person anyway."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @cached_property
    def surely(self) -> re.Pattern[str]:
        """Finds whole names and addresses."""
        return _pattern((*self.names, *self.emails, *self.phones))

    @cached_property
    def perhaps(self) -> re.Pattern[str]:
        """Finds single names too."""
        return _pattern((*self.names, *self.emails, *self.phones, *self.words))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Emails, and phone numbers in the one way they are stored (not as they were typed)."""
        return (*self.emails, *(phone for phone in self.phones if phone.startswith("+")))

    def joined(self, other: Needles) -> Needles:
        """Both people's."""
        pairs = zip(asdict(self).values(), asdict(other).values(), strict=True)
        return Needles(*(tuple(sorted({*one, *two})) for one, two in pairs))

    def stored(self) -> dict[str, list[str]]:
        """As plain values."""
        return {name: list(value) for name, value in asdict(self).items()}


def read(stored: Mapping[str, Any]) -> Needles:
    """Back from plain values."""
    return Needles(*(tuple(stored.get(name) or ()) for name in ("names", "emails", "phones", "words")))


def of(images: Iterable[Mapping[str, Any]]) -> Needles:
    """From a person's records as they are and were."""
    names, emails, phones, words = set[str](), set[str](), set[str](), set[str]()
    for image in images:
        first, last = _text(image.get("first_name")), _text(image.get("last_name"))
        words |= {each for each in (first, last) if len(each) >= SHORTEST}
        names |= {f"{first} {last}", f"{last} {first}", f"{last}, {first}"} if first and last else set()
        emails |= set(_values(image.get("emails"), "value")) | set(_values(image.get("email"), "value"))
        phones |= set(_values(image.get("phones"), "value")) | set(_values(image.get("phones"), "typed"))
    return Needles(*(tuple(sorted(each)) for each in (names, emails, phones, words)))


def cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """A JSON value in which every text has lost what the pattern finds; the same object where it finds nothing."""
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [cleaned(part, pattern) for part in value]
    if isinstance(value, Mapping):
        return {str(cleaned(name, pattern)): cleaned(part, pattern) for name, part in value.items()}
    return value


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    listed = sorted({text for text in texts if text.strip()}, key=lambda text: (-len(text), text))
    return re.compile("|".join(map(_spelled, listed)), re.IGNORECASE) if listed else NOBODY


def _spelled(text: str) -> str:
    """A text that is no part of a longer word; a whole name also with underscores around, as files are called. A single
    word is not looked for between these: names of fields have such."""
    words = text.split()
    letter = r"[^\W_]" if len(words) > 1 else r"\w"
    spelled = r"[\s_]+".join(map(re.escape, words))
    return rf"(?<!{letter}){spelled}(?!{letter})"


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _values(value: Any, name: str) -> list[str]:
    entries = value if isinstance(value, list) else [{name: value}] if isinstance(value, str) else []
    found = (each.get(name) if isinstance(each, Mapping) else None for each in entries)
    return [each.strip() for each in found if isinstance(each, str) and len(each.strip()) >= SHORTEST]
