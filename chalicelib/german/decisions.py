"""A routing decision's English explanation in German: sentence by sentence, and left whole where one is not known.

Decisions keep their parts (`told`) too, which a client tells better; bells and mails have the sentences alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chalicelib.german import clauses

Tell = Callable[[re.Match[str]], str]
LONGEST = 3000  # characters; what is longer is left, so that hostile names cost little
_RULE = r"Rule '(?P<rule>.+?)' (?:(?P<all>takes every lead)|matched(?: because (?P<why>.+?))?)"
_WAYS = (r"(?:is the only person in its pool|has the fewest open leads \((?P<load>\d+)\) of (?P<of1>\d+)"
         r"|was next by share \((?P<share>\d+) of (?P<shares>\d+)\) of (?P<of2>\d+)"
         r"|was next in turn of (?P<of3>\d+))")
_REASONS = {
    "no longer a user": "gehört nicht mehr dazu", "not active": "nicht aktiv", "away": "abwesend",
    "already had this lead": "hatte diesen Lead schon", "could not take it": "konnte ihn nicht nehmen",
    "has no share in this rule": "hat keinen Anteil an dieser Regel",
    "not among the people whom the rule asks for this lead":
        "nicht unter denen, die die Regel für diesen Lead verlangt"}
_FIGURES = ((r"away until (\S+)", r"abwesend bis \1"), (r"(\d+) of (\d+) open leads", r"\1 von \2 offenen Leads"))


def explanation(english: str) -> str:
    """The whole in German."""
    told: list[str] = []
    rest = english if len(english) <= LONGEST else ""
    while rest:
        matches = [(match, tell) for pattern, tell in _FORMS if (match := pattern.match(rest))]
        if not matches:
            return english
        match, tell = min(matches, key=lambda each: each[0].end())  # a longer one has taken two sentences for one
        told.append(tell(match))
        rest = rest[match.end():].removeprefix(" ")
    return " ".join(told) or english


def reason(english: str) -> str:
    """Why somebody was passed over."""
    for pattern, german in _FIGURES:
        if re.fullmatch(pattern, english):
            return re.sub(pattern, german, english)
    return _REASONS.get(english, english)


def _matched(found: re.Match[str]) -> str:
    if found["all"]:
        return f"Regel „{found['rule']}“ nimmt jeden Lead"
    return f"Regel „{found['rule']}“ passt" + (f", denn {clauses.clause(found['why'])}" if found["why"] else "")


def _chosen(found: re.Match[str]) -> str:
    return f"{_matched(found)}. {_way(found)}{_skipped(found['skipped'])}."


def _way(found: re.Match[str]) -> str:
    name = found["name"]
    if found["of1"]:
        return f"{name} hat von {found['of1']} Personen die wenigsten offenen Leads ({found['load']})"
    if found["of2"]:
        shares = f"{found['share']} von {found['shares']}"
        return f"{name} war unter {found['of2']} Personen nach Anteilen an der Reihe ({shares})"
    if found["of3"]:
        return f"{name} war von {found['of3']} Personen an der Reihe"
    return f"{name} gehört als einzige Person dazu"


def _skipped(people: str | None) -> str:
    """`; A and B were skipped: away; C: not active`."""
    if not people:
        return ""
    return f"; übergangen wurden {_people(re.sub(r' (?:was|were) skipped: ', ': ', people, count=1))}"


def _people(groups: str) -> str:
    """`A and B: away; C: not active`."""
    parted = [group.rpartition(": ") for group in groups.split("; ")]
    return ", ".join(f"{_names(names)} ({reason(why)})" for names, _colon, why in parted)


def _names(names: str) -> str:
    first, _and, last = names.rpartition(" and ")
    more = re.fullmatch(r"(\d+) more", last)
    return f"{first} und {f'{more[1]} weitere' if more else last}" if first else last


def _form(pattern: str, tell: str | Tell) -> tuple[re.Pattern[str], Tell]:
    told = tell if callable(tell) else (lambda found: found.expand(tell))
    return re.compile(pattern + r"(?= |$)", re.DOTALL), told


_FORMS = (
    _form(r"Attempt (\d+)\.", r"Anlauf \1."),
    _form(r"So nobody gets this lead\.", "Deshalb bekommt niemand diesen Lead."),
    _form(r"No rule matched, so nobody gets this lead\.", "Keine Regel passt, deshalb bekommt niemand diesen Lead."),
    _form(r"The contact is known already and belongs to (.+?), who is asked first\.",
          r"Der Kontakt ist schon bekannt und gehört \1, deshalb geht die Frage zuerst dorthin."),
    _form(rf"{_RULE}, but its pool is empty\.", lambda found: f"{_matched(found)}, aber zu ihr gehört niemand."),
    _form(rf"{_RULE}, but nobody of (?P<of>\d+) could take the lead: (?P<people>.+?)\.",
          lambda found: f"{_matched(found)}, aber von {found['of']} Personen konnte niemand den Lead nehmen: "
                        f"{_people(found['people'])}."),
    _form(rf"{_RULE}\. (?P<name>.+?) {_WAYS}(?:; (?P<skipped>.+?))?\.", _chosen),
    _form(r"Rule '(?P<rule>.+?)' did not match(?:: it asks that (?P<why>.+?))?\.",
          lambda found: f"Regel „{found['rule']}“ passt nicht"
                        + (f"; verlangt ist: {clauses.clause(found['why'])}." if found["why"] else ".")),
    _form(r"(?P<name>.+?), who looks after this contact, was skipped: (?P<reason>.+?)\.",
          lambda found: f"{found['name']} betreut diesen Kontakt, wurde aber übergangen: {reason(found['reason'])}."),
)
