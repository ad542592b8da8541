"""Files of Central Europe in Windows-1250, which read as Western letters where nobody writes them: Øehoø for Řehoř.

Both code pages give most bytes a letter, so only a letter's neighbours tell. What stands here is the cp1252 reading of
a cp1250 letter in a place where no language of the West has it. Each rule names what it is in truth.
"""

from __future__ import annotations

import re

LEAST, ONE_IN = 2, 50  # times that it must be seen, and of how many letters beyond ASCII
_MISREAD = re.compile("|".join((
    # č and ř (Czech, Slovak, Slovenian, Croatian) read as vowels, yet stand between vowels, where words begin or end
    r"(?<=[aeiouyáéíóúýìù])[èø](?=[aeiouáéíóúìù])", r"[èøò](?=[áíýùì])", r"(?<!\w)è(?=[aeiouáéíóú])",
    r"(?<!\w)ø(?=[aouáíéú]|e[^rn\W])", r"(?<=[aei])[èæ](?!\w)", r"(?<=[aiouáéíý])ø(?!\w)",
    # ě and ů within a word; Italian has ì and ù at its end, Vietnamese before n
    r"(?<=[a-zøèò])[ìù](?=[a-mo-zšžèøò])",
    # ő and ű: Portuguese has õ before e, Estonian in its first syllable, French û without these neighbours
    r"(?<=[bcdfgjklmnprstvz])õ(?!\w)", r"(?<=[yz])õ(?=\w)", r"(?<=\w)õ(?=s(?!\w))", r"(?:sz|gy)û",
    r"õ(?=\w*(?:sz|cz|cs|gy|[áéíóúöü]))", r"(?:sz|cz|cs|gy|[áéíóú])\w*õ(?!e)", r"û(?=\w*(?:sz|cs|gy))",
    # ă, ş and ţ: Portuguese has ã before a vowel or at the end, Icelandic þ at the beginning of a syllable
    r"ã(?=(?:[bcdfghjklmprstvx]|n(?![gh]))\w)", r"(?<=[aeiouãâî])þ[aeiuã]", r"(?<=\wn)þ[aeiu]",
    r"(?<=[a-zãâî][a-zãâî])[ºª](?=[a-zãâî])", r"(?<![\w.])ª(?=[a-zã])",
    # ł, ą, ż, ń, ś and ź
    r"(?<=[a-zß-ÿ])[³¹¿](?=[a-zß-ÿ])", r"(?<=[aeiou])³(?!\w)", r"£(?=[a-zóê¹])", r"ñ(?=[bcdfghklmpstwz])",
    r"(?<=[aeiouy])œ(?=[a-zæ¹])", r"(?<![\w\s])¯(?=[a-z])|(?<=\w)¯(?=[a-z])")))


def misread(content: bytes, beyond: int) -> bool:
    """Whether text read as Windows-1252 is Windows-1250; `beyond`: how many runs of letters beyond ASCII it has."""
    found = len(_MISREAD.findall(content.decode("cp1252", "replace").lower()))
    return found >= LEAST and found * ONE_IN >= beyond
