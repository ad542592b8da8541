"""A routing decision for readers from whom a field of users is hidden: who was passed over, not why.

Absence, limit and what a pool's condition asks of its people rest on such fields. Any of them hidden makes all of it
general: told apart, the one would be known from the other. What people are called is decided when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

CODES = frozenset({"away", "capacity", "inactive", "pool_condition"})
CODE, REASON = "unable", "could not take it"
FIGURES = ("held", "most", "until")
_REASONS = re.compile(r"(?<=: )(?:away(?: until [0-9T:.Z-]+?)?|\d+ of \d+ open leads|not active"
                      r"|not among the people whom the rule asks for this lead)(?=[;.](?: |$))", re.ASCII)

Part = dict[str, Any]


def routing(decided: Mapping[str, Any]) -> dict[str, Any]:
    """A decision as a lead keeps it, in general words."""
    ways: dict[str, Callable[[Any], Any]] = {
        "explanation": sentence, "skipped": skipped, "tried": sentences, "told": parts}
    return {**decided, **{name: way(decided[name]) for name, way in ways.items() if decided.get(name)}}


def sentence(explanation: str) -> str:
    """The explanation, with one general reason in place of those that tell of people."""
    return _REASONS.sub(REASON, explanation)


def sentences(tried: Sequence[str]) -> list[str]:
    """The rules that were tried, likewise."""
    return [sentence(each) for each in tried]


def skipped(entries: Sequence[Part]) -> list[Part]:
    """Who was passed over, once each, as `{user_id, name, code, reason, rule_id}`."""
    told = [{**_bare(each), "reason": REASON} if each.get("code") in CODES else dict(each) for each in entries]
    first = {(each.get("user_id"), each.get("code")): each for each in reversed(told)}
    return [each for each in told if first[each.get("user_id"), each.get("code")] is each]


def parts(told: Sequence[Part]) -> list[Part]:
    """The parts of the explanation; why a contact's owner cannot take the lead is one of them."""
    return [_bare(each) if each.get("code") in CODES else dict(each) for each in told]


def _bare(each: Part) -> Part:
    return {**{name: value for name, value in each.items() if name not in FIGURES}, "code": CODE}
