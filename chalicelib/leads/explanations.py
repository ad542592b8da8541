"""A routing decision in words that a sales person understands, and in parts for clients that speak another language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.leads.candidates import Obstacle
from chalicelib.leads.rules import LEAST_LOADED, WEIGHTED, RoutingRule

NAMED = 5  # people listed for one reason before "and 7 more"
MOST_LETTERS = 400  # of a condition's JSON beside the sentence; a longer one is told as true


@dataclass
class Story:
    """What a decision tells: sentences before the last one, the rules that were tried, and all of it in parts.

    A part is `{say, rule?, why?, ...}`: a stable code, the rule's name, its condition as stored, the figures. In order:
    `known_but` `unmatched` `empty` `exhausted`, then one of `known` `only` `turn` `share` `load` `nobody` `no_rule`.
    """

    sentences: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)

    def part(self, say: str, rule: RoutingRule | None = None, **figures: Any) -> None:
        """One more part."""
        named = {"rule": rule.name, **({"why": _short(rule.raw)} if rule.raw else {})} if rule else {}
        self.told.append({"say": say, **named, **figures})

    def hindered(self, owner: Obstacle) -> None:
        """The contact's owner cannot take the lead."""
        self.sentences.append(known_but(owner))
        self.part("known_but", name=owner.name, code=owner.code, **owner.figures)

    def unmatched(self, rule: RoutingRule) -> None:
        """A rule does not apply."""
        self.tried.append(unmatched(rule))
        self.part("unmatched", rule)

    def exhausted(self, rule: RoutingRule, size: int, obstacles: Sequence[Obstacle]) -> None:
        """A rule applies, but brings nobody."""
        self.sentences.append(exhausted(rule, size, obstacles))
        self.tried.append(self.sentences[-1])
        self.part("exhausted" if size else "empty", rule, **({"of": size} if size else {}))


def _short(raw: Any) -> Any:
    """The condition itself, or True for one that is too long to stand here."""
    return raw if len(json.dumps(raw, default=str)) <= MOST_LETTERS else True


def matched(rule: RoutingRule) -> str:
    """Why the rule applies."""
    if rule.condition is None:
        return f"Rule '{rule.name}' takes every lead"
    return f"Rule '{rule.name}' matched because {rule.words}" if rule.words else f"Rule '{rule.name}' matched"


def unmatched(rule: RoutingRule) -> str:
    """Why the rule does not apply."""
    wish = f": it asks that {rule.words}" if rule.words else ""
    return f"Rule '{rule.name}' did not match{wish}."


def exhausted(rule: RoutingRule, size: int, obstacles: Sequence[Obstacle]) -> str:
    """The rule applies, but none of its people can take the lead."""
    if not size:
        return f"{matched(rule)}, but its pool is empty."
    return f"{matched(rule)}, but nobody of {size} could take the lead: {_people(obstacles)}."


def chosen(rule: RoutingRule, name: str, size: int, *, load: int, share: int, shares: int) -> str:
    """Why this person of the pool."""
    if size == 1:
        return f"{name} is the only person in its pool"
    if rule.strategy == LEAST_LOADED:
        return f"{name} has the fewest open leads ({load}) of {size}"
    if rule.strategy == WEIGHTED:
        return f"{name} was next by share ({share} of {shares}) of {size}"
    return f"{name} was next in turn of {size}"


def way(rule: RoutingRule, size: int) -> str:
    """How one of the pool was found, as a code: `only` `load` `share` `turn`."""
    return "only" if size == 1 else {LEAST_LOADED: "load", WEIGHTED: "share"}.get(rule.strategy, "turn")


def weighed(rule: RoutingRule, figures: Mapping[str, int]) -> dict[str, int]:
    """Those of the figures that this way of choosing looked at."""
    names = {LEAST_LOADED: ("load",), WEIGHTED: ("share", "shares")}.get(rule.strategy, ())
    return {name: figures[name] for name in names}


def skipped(obstacles: Sequence[Obstacle]) -> str:
    """Who was passed over and why; begins with a semicolon, empty where nobody was."""
    groups = _by_reason(obstacles)
    if not groups:
        return ""
    (reason, names), rest = groups[0], groups[1:]
    tail = "".join(f"; {_listed(others)}: {why}" for why, others in rest)
    return f"; {_listed(names)} {'was' if len(names) == 1 else 'were'} skipped: {reason}{tail}"


def known(name: str) -> str:
    """The contact's owner gets the lead."""
    return f"The contact is known already and belongs to {name}, who is asked first."


def known_but(owner: Obstacle) -> str:
    """The contact's owner cannot take the lead."""
    return f"{owner.name}, who looks after this contact, was skipped: {owner.reason}."


def _people(obstacles: Sequence[Obstacle]) -> str:
    return "; ".join(f"{_listed(names)}: {reason}" for reason, names in _by_reason(obstacles))


def _by_reason(obstacles: Sequence[Obstacle]) -> list[tuple[str, list[str]]]:
    """Each reason once, with its people: six people who are not asked for are one remark, not six."""
    groups: dict[str, list[str]] = {}
    for each in obstacles:
        groups.setdefault(each.reason, []).append(each.name)
    return list(groups.items())


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    if more > 0:
        return f"{', '.join(names[:NAMED])} and {more} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
