"""What the bell rings about, and why a submission or a mail came to nothing, in German: by kind and form.

Words that stand in for what is missing ("Nameless") are ours where they fill a whole gap; all else in a gap is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.german import decisions, sentences

FILE = Path(__file__).parent / "notices.json"
MACHINE = "No person wrote this mail: "  # and then, why we think so
_COUNT = re.compile(r"(\d+) ([a-z]+(?: beside)?)")
_SCORE = re.compile(r"(^|· )score (\d+) \(([A-Z-])\)$")
_PATH = re.compile(r"[a-z0-9_.\[\]]+")
_SLOT = re.compile(r"\{(\d)(!?)\}")


def notice(notification: Mapping[str, Any]) -> dict[str, Any]:
    """`title` and `body` of a notification, those that it has; as they are where their form is unknown."""
    kind, title, body = (notification.get(name) for name in ("kind", "title", "body"))
    if not isinstance(kind, str):
        return {}
    own = {"title": _by_form(_texts()["titles"].get(kind, {}), title)} if isinstance(title, str) else {}
    return {**own, **({"body": _body(kind, str(title or ""), body)} if isinstance(body, str) else {})}


def reason(english: str) -> str:
    """Why a submission was not taken or a mail not sent; another service's own words as they are."""
    if english.startswith(MACHINE):
        english = MACHINE + _by_form(_texts()["automatic"], english.removeprefix(MACHINE))
    return _by_form(_texts()["reasons"], english)


def note(english: str) -> str:
    """What was left out or cut of a submission or a mail; of a field, its name stays and its error is told."""
    told, (name, colon, error) = _by_form(_texts()["notes"], english), english.partition(": ")
    return f"{name}{colon}{sentences.sentence(error)}" if told == english and _PATH.fullmatch(name) else told


def label(english: str) -> str:
    """What is told of data as such: a problem of quality, what a search did not look through."""
    return _by_form(_texts()["labels"], english)


def name(type: str, english: str) -> str:
    """What a record is called, where the words are ours; else as it is."""
    if type == "notification":
        return next((told for kind in sorted(_texts()["titles"], key=lambda kind: kind == "lead_arrived")
                     if (told := _by_form(_texts()["titles"][kind], english)) != english), english)
    told = _by_form(_texts()["names"].get(type, {}), english)
    ours = told == english and english.lower() == type.replace("_", " ")
    return sentences.word(english) if ours else str(_texts()["fallbacks"].get(told, told))


def known(english: str) -> bool:
    """Whether this is a reason of ours."""
    return reason(english) != english


def _body(kind: str, title: str, body: str) -> str:
    if kind == "lead_assigned":
        return _lead(body, explained=title.startswith("New lead: "))
    if kind == "import_finished":
        said = sentences.sentence(body)
        return said if said != body else _COUNT.sub(_counted, body)
    told = _by_form(_texts()["bodies"].get(kind, {}), body)
    return sentences.sentence(body) if kind == "export_finished" and told == body else told


def _counted(found: re.Match[str]) -> str:
    return f"{found[1]} {_texts()['states'].get(found[2], found[2])}"


def _lead(body: str, *, explained: bool) -> str:
    """Facts in one line, what the lead wrote, and, of one that the rules gave, why it is the reader's."""
    first, *others = body.split("\n\n")
    if explained and others:
        others[-1] = decisions.explanation(others[-1])
    return "\n\n".join((_SCORE.sub(r"\1Bewertung \2 (\3)", first), *others))


def _by_form(forms: Mapping[str, str], english: str) -> str:
    if sentences.GAP not in english and english in forms:
        return forms[english]
    for form, german in forms.items():
        filled = sentences.values(form, english) if sentences.GAP in form else None
        if filled is not None:
            return _filled(german, filled)
    return english


def _filled(german: str, values: list[str]) -> str:
    return _SLOT.sub(lambda slot: _word(values[int(slot[1])], bool(slot[2])), german)


def _word(value: str, theirs: bool) -> str:
    if theirs:
        return str(_texts()["fallbacks"].get(value, value))
    return str(_texts()["states"].get(value) or sentences.word(value))


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = json.loads(FILE.read_text())
    return texts
