"""A routing decision in words that a sales person understands."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.leads.candidates import Obstacle
from chalicelib.leads.rules import LEAST_LOADED, WEIGHTED, RoutingRule

NAMED = 5  # people listed for one reason before "and 7 more"


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
