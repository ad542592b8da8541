"""How like two profiles are: evidence for and against, in bits, added up (Fellegi and Sunter, 1969).

A part that agrees speaks for one and the same as much as it is rare that two strangers agree in it; one that differs
speaks against as much as it is rare that the same person has two values. What is missing says nothing. Parts that
come together (an address) are capped together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.records.matching.matching import Profile
from chalicelib.records.matching.words import mailbox

AT_FIRST = -12.0  # bits: of those that meet in a block few are the same


@dataclass(frozen=True)
class Judgement:
    """A score of 0..1 and what it rests on: `[{field, similarity, weight}]`, the weightiest first."""

    score: float
    reasons: list[dict[str, Any]]


@dataclass(frozen=True)
class Term:
    """What a part says where it agrees and where it differs, in bits; below `floor` a likeness counts as none."""

    like: Callable[[Any, Any], float]
    agree: float
    differ: float
    floor: float = 0.6


def judged(one: Profile, other: Profile) -> Judgement:
    """How likely it is that both are the same."""
    reasons = [*_names(one, other), *_address(one, other), *_others(one, other)]
    total = AT_FIRST + sum(reason["weight"] for reason in reasons)
    told = sorted(reasons, key=lambda reason: -abs(float(reason["weight"])))
    return Judgement(1 / (1 + 2.0 ** -max(-50.0, min(50.0, total))), told)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import OSA, JaroWinkler
    if one.replace(" ", "") == other.replace(" ", ""):
        return 1.0
    one, other = sorted((one, other))  # the measure may depend on which comes first
    return max(JaroWinkler.similarity(one, other), OSA.normalized_similarity(one, other))


def _same(one: str, other: str) -> float:
    return float(one == other)


def _edits(one: str, other: str) -> float:
    """1 for equal, 0.8 for one slip of a digit (or two swapped), 0.5 for two."""
    from rapidfuzz.distance import OSA
    return {0: 1.0, 1: 0.8, 2: 0.5}.get(OSA.distance(one, other, score_cutoff=2), 0.0)


def _words(one: str, other: str) -> float:
    """Words in any order."""
    ordered = [" ".join(sorted(text.split())) for text in (one, other)]
    return max(_likeness(one, other), _likeness(*ordered))


def _any(like: Callable[[str, str], float]) -> Callable[[list[str], list[str]], float]:
    return lambda ones, others: max(like(one, other) for one in ones for other in others)


def _mail(one: str, other: str) -> float:
    (name, domain), (other_name, other_domain) = mailbox(one), mailbox(other)
    if name == other_name:
        return 1.0 if domain == other_domain else 0.75
    return 0.85 if domain == other_domain and _edits(name, other_name) >= 0.8 and len(name) > 5 else 0.0


GIVEN, FAMILY = Term(_likeness, 5, -4, 0.75), Term(_likeness, 7, -5, 0.75)
CROSSED = Term(_likeness, 6, -4.5, 0.75)
ADDRESS = {"house": Term(_same, 2, -1), "street": Term(_words, 6, -1.5, 0.7), "line2": Term(_words, 3, -0.3, 0.7),
           "city": Term(_likeness, 3, -1, 0.75), "postcode": Term(_edits, 4, -1, 0.4),
           "region": Term(_edits, 0.5, -0.5), "country": Term(_same, 0.5, -2)}
ADDRESS_CAP = 12.0
OTHERS = {"emails": Term(_any(_mail), 14, -0.5), "phones": Term(_any(_same), 9, -0.5),
          "birthday": Term(_edits, 10, -5, 0.3), "company": Term(_words, 5, -0.5, 0.8),
          "name": Term(_words, 11, -8, 0.75), "domain": Term(_same, 10, -2)}


def _weighed(field: str, term: Term, one: Any, other: Any) -> dict[str, Any]:
    like = term.like(one, other)
    share = max(0.0, (like - term.floor) / (1 - term.floor))
    weight = term.differ + share * (term.agree - term.differ)
    return {"field": field, "similarity": round(like, 2), "weight": round(weight, 2)}


def _compared(terms: dict[str, Term], one: Profile, other: Profile) -> list[dict[str, Any]]:
    return [_weighed(field, term, one[field], other[field]) for field, term in terms.items()
            if one.get(field) and other.get(field)]


def _names(one: Profile, other: Profile) -> list[dict[str, Any]]:
    """First with first and last with last, or crossed where people wrote them the wrong way round."""
    straight = _compared({"given": GIVEN, "family": FAMILY}, one, other)
    turned = {"given": other.get("family"), "family": other.get("given")}
    crossed = _compared({"given": CROSSED, "family": CROSSED}, one, turned)
    gain = sum(each["weight"] for each in crossed) - sum(each["weight"] for each in straight)
    return crossed if len(crossed) == 2 and gain > 2 else straight


def _address(one: Profile, other: Profile) -> list[dict[str, Any]]:
    reasons = _compared(ADDRESS, one, other)
    total = sum(each["weight"] for each in reasons)
    factor = ADDRESS_CAP / total if total > ADDRESS_CAP else 1.0
    return [{**each, "weight": round(each["weight"] * factor, 2)} for each in reasons]


def _others(one: Profile, other: Profile) -> list[dict[str, Any]]:
    return _compared(OTHERS, one, other)
