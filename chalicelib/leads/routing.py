"""Who gets a lead, and why: ordered rules, the people of their pools, and turns that stay fair."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.leads import explanations, turns
from chalicelib.leads.candidates import Candidate, Obstacle, from_user, load, obstacle, pool_of
from chalicelib.leads.explanations import Story
from chalicelib.leads.rules import KNOWN_OWNER, LEAST_LOADED, WEIGHTED, RoutingRule, catch_all, in_order, with_lead
from chalicelib.leads.rules import from_record as rule_from_record
from chalicelib.leads.turns import Turn, from_item, to_item

__all__ = ["Candidate", "Choice", "RoutingRule", "Turn", "catch_all", "choose", "from_item", "from_user",
           "rule_from_record", "to_item", "with_lead"]

Holds = Callable[[Any, Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Choice:
    """A decision: `user_id` None where nobody can take the lead; `turn` is the rule's next state, to be stored."""

    user_id: str | None
    rule_id: str
    rule_name: str
    strategy: str
    pool: tuple[str, ...]
    skipped: tuple[dict[str, Any], ...]
    turn: Turn
    explanation: str
    tried: tuple[str, ...]
    attempt: int = 1
    told: tuple[dict[str, Any], ...] = ()

    def decision(self, decision_id: str, at: str) -> dict[str, Any]:
        """The decision as a lead stores it in `routing`."""
        return {"decision_id": decision_id, "at": at, "rule_id": self.rule_id, "rule_name": self.rule_name,
                "pool_size": len(self.pool), "skipped": [dict(entry) for entry in self.skipped], "chosen": self.user_id,
                "strategy": self.strategy, "attempt": self.attempt, "explanation": self.explanation,
                "tried": list(self.tried), "told": [dict(part) for part in self.told]}


@dataclass(frozen=True)
class _Case:
    """What every step of one decision needs."""

    lead: Mapping[str, Any]
    people: Mapping[str, Candidate]
    turns: Mapping[str, Turn]
    now: str
    fits: Holds
    exclude: frozenset[str]
    attempt: int

    def obstacle(self, user_id: str) -> Obstacle | None:
        return obstacle(user_id, self.people, self.turns.values(), self.now, self.exclude)

    def load(self, user_id: str) -> int:
        return load(self.people[user_id], self.turns.values(), self.now)

    def turn(self, rule: RoutingRule) -> Turn:
        return self.turns.get(rule.id, Turn())


def choose(lead: Mapping[str, Any], rules: Sequence[RoutingRule], people: Mapping[str, Candidate],
           turns: Mapping[str, Turn], *, now: str, holds: Holds, fits: Holds, first: str | None = None,
           exclude: Collection[str] = (), attempt: int = 1) -> Choice:
    """The first rule that matches and has somebody available decides; `first`, a known contact's owner, goes before.

    `holds(condition, lead)` judges a rule, `fits(raw_condition, user_record)` a member of a pool, after the lead's
    values were put in (`with_lead`). `exclude` names who already let the lead pass. The known owner is bound by
    absence and capacity as everyone, and gives up no turn. Pure: equal arguments give equal choices.
    """
    case, story = _Case(lead, people, turns, now, fits, frozenset(exclude), attempt), Story()
    hindrance = case.obstacle(first) if first else None
    skipped = [hindrance] if hindrance else []
    if hindrance:
        story.hindered(hindrance)
    for rule in in_order(rules):
        if rule.condition is not None and not holds(rule.condition, lead):
            story.unmatched(rule)
            continue
        if first and not hindrance:
            return _to_owner(case, rule, first, story)
        pool, available, obstacles = _divide(case, rule)
        skipped += obstacles
        if available:
            return _in_turn(case, rule, pool, available, obstacles, _entries(skipped), story)
        story.exhausted(rule, len(pool), obstacles)
    return _to_owner(case, None, first, story) if first and not hindrance else _nobody(case, skipped, story)


def _divide(case: _Case, rule: RoutingRule) -> tuple[tuple[str, ...], list[str], list[Obstacle]]:
    """The rule's pool, and in it who is available and who is not."""
    pool, available, obstacles = pool_of(rule, case.people), [], []
    wanted = with_lead(rule.pool_condition, case.lead)
    for user_id in pool:
        found = case.obstacle(user_id) or _unsuited(case, rule, wanted, user_id)
        if found:
            obstacles.append(replace(found, rule_id=rule.id))
        else:
            available.append(user_id)
    return pool, available, obstacles


def _unsuited(case: _Case, rule: RoutingRule, wanted: Any, user_id: str) -> Obstacle | None:
    """Why this person is none for this rule, though free."""
    person = case.people[user_id]
    if wanted is not None and not case.fits(wanted, person.record):
        return Obstacle(user_id, person.name, "pool_condition", "not among the people whom the rule asks for this lead")
    if rule.strategy == WEIGHTED and _share(rule, user_id) == 0:
        return Obstacle(user_id, person.name, "no_share", "has no share in this rule")
    return None


def _in_turn(case: _Case, rule: RoutingRule, pool: tuple[str, ...], available: list[str], obstacles: list[Obstacle],
             skipped: tuple[dict[str, Any], ...], story: Story) -> Choice:
    shares = {user_id: _share(rule, user_id) for user_id in available}
    user_id, turn = _pick(case, rule, turns.enter(case.turn(rule), pool, available), shares)
    name, figures = case.people[user_id].name, {"load": case.load(user_id), "share": shares[user_id],
                                                "shares": sum(shares.values())}
    reason = explanations.chosen(rule, name, len(pool), **figures)
    story.part(explanations.way(rule, len(pool)), rule, name=name, of=len(pool), **explanations.weighed(rule, figures))
    words = f"{explanations.matched(rule)}. {reason}{explanations.skipped(obstacles)}."
    return Choice(
        user_id,
        rule.id,
        rule.name,
        rule.strategy,
        pool,
        skipped,
        turns.serve(turn, user_id, case.now, str(case.lead.get("id", ""))),
        _sentences(case, [*story.sentences, words]),
        tuple(story.tried),
        case.attempt,
        tuple(story.told),
    )


def _pick(case: _Case, rule: RoutingRule, turn: Turn, shares: Mapping[str, int]) -> tuple[str, Turn]:
    available = list(shares)
    if rule.strategy == WEIGHTED:
        return turns.next_by_share(turn, shares)
    if rule.strategy == LEAST_LOADED:
        least = min(case.load(user_id) for user_id in available)
        available = [user_id for user_id in available if case.load(user_id) == least]
    return turns.next_in_line(turn, available), turn


def _to_owner(case: _Case, rule: RoutingRule | None, owner: str, story: Story) -> Choice:
    """The known contact's owner gets the lead; the rule, if any, still gives response time and task."""
    turn = turns.note(case.turn(rule) if rule else Turn(), owner, case.now, str(case.lead.get("id", "")))
    words = _sentences(case, [explanations.known(case.people[owner].name)])
    story.part("known", name=case.people[owner].name)
    return Choice(owner, rule.id if rule else "", rule.name if rule else "", KNOWN_OWNER, (owner,), (), turn, words,
                  tuple(story.tried), case.attempt, tuple(story.told))


def _nobody(case: _Case, skipped: list[Obstacle], story: Story) -> Choice:
    before = story.sentences
    ending = "So nobody gets this lead." if before else "No rule matched, so nobody gets this lead."
    story.part("nobody" if before else "no_rule")
    return Choice(None, "", "", "", (), _entries(skipped), Turn(), _sentences(case, [*before, ending]),
                  tuple(story.tried), case.attempt, tuple(story.told))


def _share(rule: RoutingRule, user_id: str) -> int:
    """A person's weight in the rule: whole, 1 where none is given, 0 for no turn at all."""
    return max(0, int(rule.weights.get(user_id, 1)))


def _entries(obstacles: list[Obstacle]) -> tuple[dict[str, Any], ...]:
    """Each person once for each reason, though several rules may have asked them."""
    unique = {(each.user_id, each.code): each for each in reversed(obstacles)}
    return tuple(each.entry() for each in obstacles if unique[each.user_id, each.code] is each)


def _sentences(case: _Case, parts: list[str]) -> str:
    start = [f"Attempt {case.attempt}."] if case.attempt > 1 else []
    return " ".join([*start, *parts])
