"""People's names as people write them: shouted or whispered names get their capitals back, others stay as typed."""

from __future__ import annotations

import re

# Lower-case words within family names: Ludwig van Beethoven, María de los Ángeles, Jean de La Fontaine.
PARTICLES = frozenset({
    "af", "al", "av", "bin", "bint", "d", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den",
    "der", "des", "di", "do", "dos", "du", "e", "el", "het", "ibn", "la", "las", "le", "les", "lo", "los", "of", "op",
    "'t", "te", "ten", "ter", "thoe", "und", "van", "vom", "von", "vor", "y", "zu", "zum", "zur",
})
NUMERALS = frozenset({"ii", "iii", "iv"})  # of Elizabeth II; "vi" is a Vietnamese name
_PART = re.compile(r"([\s'’.\-])")


def one_line(text: str) -> str:
    """Trimmed, with single spaces inside."""
    return " ".join(text.split())


def cased(name: str, *, given: bool = False) -> str:
    """`VAN DER BERG` -> `van der Berg`, `o'neil` -> `O'Neil`; mixed case and up to two letters stay (`JP`, `Li`).

    The first word of a given name is never a particle, the last word of any name neither.
    """
    name = one_line(name)
    letters = sum(1 for character in name if character.isalpha())
    if letters <= 2 or not (name.isupper() or name.islower()):
        return name
    words = name.lower().split(" ")
    last = len(words) - 1
    return " ".join(_word(word, number == last or (given and number == 0), number > 0)
                    for number, word in enumerate(words))


def _word(word: str, important: bool, later: bool) -> str:
    if word in PARTICLES and not important:
        return word
    if later and word in NUMERALS:
        return word.upper()
    return "".join(_capital(part) for part in _PART.split(word))


def _capital(part: str) -> str:
    if part.startswith("mc") and len(part) > 4:
        return "Mc" + part[2:].capitalize()
    first = part[:1].upper()
    return first + part[1:] if len(first) == 1 else part  # no name begins with a letter whose capital is two
