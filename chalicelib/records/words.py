"""Words as search sees them: accents and case folded, letters and vowel signs of every script kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import category, combining, decimal, normalize

from chalicelib.records.fields.text import PLAIN

FOLDED = str.maketrans({
    **PLAIN, "ß": "ss",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ـ": "",  # one word, typed on Arabic and Persian keyboards
})
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´＇", "'"))
LONGEST, MOST_TEXT = 40, 4000
STOP = frozenset(("the", "and", "of", "a", "an", "der", "die", "das", "und", "von", "inc", "ltd", "gmbh"))

_WORD = re.compile("[a-z0-9]+")
# Thai, Lao, Burmese, Khmer, kana, ideographs, Hangul: what is one word to us may be several to its reader
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
                       "\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
_ADDRESS = re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)*")
_JOINERS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def folded(text: str) -> str:
    """`Müller-Łoś` and `muller-los` are the same to a person who searches. Idempotent."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return normalize("NFC", _bare(_bare(text.translate(APOSTROPHES)).casefold()).translate(FOLDED))


def words(text: str) -> list[str]:
    """The words of a text in order, folded, 40 characters each at most; scripts without spaces apart from others."""
    return [word[:LONGEST] for word in _runs(folded(text))]


def spelled(texts: Iterable[str]) -> list[str]:
    """Distinct words of several texts; addresses stay whole, however long, and `O'Brien` is also one word."""
    found: dict[str, None] = {}
    for text in texts:
        for token in folded(text[:MOST_TEXT]).split():
            found.update(dict.fromkeys(_of_token(token)))
    return list(found)


def unspaced(word: str) -> bool:
    """Whether a word is of a script that puts no spaces between words."""
    return _UNSPACED.match(word) is not None


def trimmed(token: str) -> str:
    """Without the signs before and after it."""
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not token[end - 1].isalnum():
        end -= 1
    return token[start:end]


def is_address(token: str) -> bool:
    """Whether a folded token is an email."""
    return _ADDRESS.fullmatch(trimmed(token)) is not None


def digits_backwards(number: str) -> str:
    """The digits of a phone number from the last: what every way of writing it has in common."""
    return "".join(letter for letter in reversed(number) if letter.isdigit())[:15]


def _of_token(token: str) -> Iterator[str]:
    whole = trimmed(token)
    if is_address(token):
        yield whole
        return
    if "'" in whole:
        yield from (word[:LONGEST] for word in _runs(whole.replace("'", "")))
    yield from (word[:LONGEST] for word in _runs(token))


def _bare(text: str) -> str:
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign
                   for sign in normalize("NFKD", text) if not _dropped(sign))


def _dropped(sign: str) -> bool:
    """Accents of alphabets, points of Hebrew and Arabic, joiners; vowel signs of Indic and Thai words are letters."""
    if sign.isalnum():
        return False
    kind = combining(sign)
    accent = kind >= 200 or 10 <= kind <= 36 or kind in (1, 7)
    return accent or category(sign) in ("Cf", "Me") or _JOINERS.match(sign) is not None


def _runs(plain: str) -> list[str]:
    return _WORD.findall(plain) if plain.isascii() else "".join(_apart(plain)).split()


def _apart(plain: str) -> Iterator[str]:
    """Spaces for signs, and between a script without spaces and others."""
    before = ""
    for sign in plain:
        if sign.isalnum():
            kind = "unspaced" if unspaced(sign) else "spaced"
            yield sign if before in ("", kind) else f" {sign}"
            before = kind
        elif before and category(sign) in ("Mn", "Mc"):
            yield sign
        else:
            yield " "
            before = ""
