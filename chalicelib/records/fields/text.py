"""Text: how it is cleaned and folded, and the types that hold it."""

# ruff: noqa: ARG002 - the types share one set of signatures, and not every type needs every argument

from __future__ import annotations

import re
from typing import Any, ClassVar
from unicodedata import combining, normalize

from chalicelib.records.fields.shape import TEXT_OPERATORS, Errors, Field, Scalar

MAX_TEXT = 500
MAX_LONG_TEXT = 100_000  # bytes of UTF-8
MAX_MARKS = 30

# letters that no decomposition takes to their plain ones, once the case is folded
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
_PLAIN = str.maketrans(PLAIN)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"\r\n?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, trimmed, without control characters; `lines` keeps line breaks and tabs. Never raises, and is idempotent."""
    text = _LINE_BREAKS.sub("\n", encodable(text))
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    text = _CONTROLS.sub("", text)
    # shortened again because a few marks decompose into two
    return text.strip() if text.isascii() else _stream_safe(normalize("NFC", _stream_safe(text))).strip()


def _stream_safe(text: str) -> str:
    """At most 30 combining marks in a row (UAX #15, section 13): sorting them takes quadratic time."""
    run, kept = 0, []
    for sign in text:
        run = run + 1 if combining(sign) else 0
        if run <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


def encodable(text: str) -> str:
    """Without halves of surrogate pairs, which UTF-8 cannot say."""
    return _SURROGATES.sub("\ufffd", text)


def fold(text: str) -> str:
    """The form in which texts are compared and sorted: without case and accents, "Straße" and "STRASSE" alike,
    and "Sørensen" and "Sorensen"."""
    if text.isascii():
        return text.lower()
    decomposed = normalize("NFKD", text)
    bare = "".join(mark for mark in decomposed if not combining(mark))
    return normalize("NFKD", bare.casefold()).translate(_PLAIN)


def printable(text: str, length: int = 100) -> str:
    """A stranger's text, short and safe enough to be named in an answer."""
    return clean(text[:length])


class Text(Scalar):
    """One line of text, 500 characters unless the field says otherwise; blank is None."""

    name: ClassVar[str] = "text"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS
    exact: ClassVar[bool] = False
    longest: ClassVar[int] = MAX_TEXT

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The cleaned text."""
        if not isinstance(value, str):
            return into.add(path, "invalid_text", "Must be text")
        longest = field.max_length or self.longest
        text = self.tidy(value) if len(value) <= 4 * longest + MAX_TEXT else value
        if len(text) > longest:
            return into.add(path, "too_long", f"At most {longest} characters")
        return text or None

    def tidy(self, text: str) -> str:
        """How this type cleans what was typed."""
        return clean(text)

    def schema(self, field: Field) -> dict[str, Any]:
        """A string of limited length."""
        return {"type": "string", "maxLength": field.max_length or self.longest}

    def sort_key(self, value: Any) -> str:
        """Without case and accents."""
        return "" if value is None else fold(str(value))

    def from_text(self, field: Field, text: str, region: str) -> Any:
        """The cleaned cell."""
        return self.tidy(text) or None


class LongText(Text):
    """Markdown over many lines, at most 100 kB of UTF-8."""

    name: ClassVar[str] = "long_text"
    longest: ClassVar[int] = MAX_LONG_TEXT

    def parse(self, field: Field, value: object, path: str, into: Errors, region: str) -> Any:
        """The cleaned text, limited in bytes as the store is."""
        text = super().parse(field, value, path, into, region)
        if text and len(text.encode()) > MAX_LONG_TEXT:
            return into.add(path, "too_long", "At most 100 kB of text")
        return text

    def tidy(self, text: str) -> str:
        """Line breaks and tabs stay."""
        return clean(text, lines=True)

    def sort_key(self, value: Any) -> str:
        """The beginning is enough."""
        return super().sort_key(None if value is None else str(value)[:100])


class PersonName(Text):
    """A part of a person's name; inner spaces collapse, nothing else is assumed about names."""

    name: ClassVar[str] = "person_name"
    longest: ClassVar[int] = 200

    def tidy(self, text: str) -> str:
        """One space between words."""
        return _SPACES.sub(" ", clean(text))
