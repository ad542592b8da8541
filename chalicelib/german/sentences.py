"""The API's sentences in German. They are written in English where they arise; here each is known by its form.

`sentences.json` holds the forms, an ellipsis for what is filled in, as `docs/pages/codes.py` reads them off the source;
the words that are filled in (labels, verbs), and a general sentence for codes whose sentences are put together.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

GAP = "…"
FILE = Path(__file__).parent / "sentences.json"
_SLOT = re.compile(r"\{(\d)(!?)\}")


def sentence(english: str, code: str = "") -> str:
    """The sentence in German; by its code alone where its form is unknown, else as it is."""
    if english in _texts()["sentences"]:
        return _texts()["sentences"][english]
    for form in _forms():
        filled = values(form, english)
        if filled is not None:
            return _put(_texts()["sentences"][form], filled)
    return _texts()["codes"].get(code, english)


def values(form: str, said: str) -> list[str] | None:
    """What stands in the gaps of a form; None where the sentence has another one. No gap is empty."""
    parts, found = form.split(GAP), []
    if not said.startswith(parts[0]) or not said.endswith(parts[-1]):
        return None
    place, end = len(parts[0]), len(said) - len(parts[-1])
    for part in parts[1:-1]:
        begins = said.find(part, place + 1, end)
        if begins < 0:
            return None
        found.append(said[place:begins])
        place = begins + len(part)
    return [*found, said[place:end]] if place < end else None


def _put(sentence: str, filled: list[str]) -> str:
    """`{0}` is a word of ours, if it is known; `{0!}` what somebody wrote, or a name of the contract."""
    def told(slot: re.Match[str]) -> str:
        value = filled[int(slot[1])]
        return value if slot[2] else ", ".join(word(part) for part in value.split(", "))
    return _SLOT.sub(told, sentence)


def word(english: str) -> str:
    """A label or verb of ours in German; what is none, as it is."""
    return _texts()["words"].get(english.lower(), english)


@cache
def _forms() -> list[str]:
    """Those with gaps, the most definite first: "Must be …" fits where nothing else does."""
    forms = [form for form in _texts()["sentences"] if GAP in form]
    return sorted(forms, key=lambda form: (-len(form.replace(GAP, "")), form))


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads(FILE.read_text())
    return texts
