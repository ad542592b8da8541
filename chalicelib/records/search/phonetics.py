"""How a name sounds, so that Meyer is found for Maier and Christina for Kristina.

After the Cologne phonetics (H. J. Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969), which fits the names of
most European languages better than Soundex or Metaphone, made for English. Different from it: M and N sound apart, J
at the beginning is no vowel, a last A or O is heard, and some letters that are silent in English names are.
"""

from __future__ import annotations

import re
from functools import lru_cache

LEAST = 3
_LETTERS = re.compile("[a-z]+")
_SAME = str.maketrans({"b": "1", "p": "1", "d": "2", "t": "2", "f": "3", "v": "3", "w": "3", "g": "4", "k": "4",
                       "q": "4", "l": "5", "m": "6", "n": "9", "r": "7", "s": "8", "z": "8", "h": "",
                       **dict.fromkeys("aeijouy", "0")})
_RULES = tuple((re.compile(pattern), code) for pattern, code in (
    ("^wr", "r"), ("ght", "t"), ("mp(?=[st])", "m"), ("tch", "ch"), ("ph", "f"), ("^j", "J"), ("^y(?=[aeiou])", "J"),
    ("[dt](?=[csz])", "8"), ("(?<=[ckq])x", "8"), ("x", "48"), ("^c(?=[ahkloqrux])", "4"),
    ("(?<![sz])(?<!^)c(?=[ahkoqux])", "4"), ("c(?=[lr])", "4"), ("c$", "4"), ("c", "8")))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """The code of a folded word, "" for words of other scripts, of less than three letters or with digits."""
    if len(word) < LEAST or not _LETTERS.fullmatch(word):
        return ""
    code, last = word, word.rstrip("h")[-1:]
    for pattern, replacement in _RULES:
        code = pattern.sub(replacement, code)
    heard = _TWICE.sub(r"\1", code.translate(_SAME))
    return heard[:1] + heard[1:].replace("0", "") + (last if last in ("a", "o") else "")
