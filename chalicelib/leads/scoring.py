"""How promising a lead is: points by rules, fit (who they are) and engagement (what they did) apart, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Lead = Mapping[str, Any]
Holds = Callable[[Any, Lead], bool]

HIGHEST = 100
GRADES = ((75, "A"), (50, "B"), (25, "C"), (0, "D"))


@dataclass(frozen=True)
class ScoringRule:
    """Points for a condition; `cap` bounds what one rule may add or take away, None is no bound."""

    id: str
    name: str
    condition: Any
    points: float
    kind: str = "fit"
    cap: float | None = None
    active: bool = True


@dataclass(frozen=True)
class Score:
    """The outcome: whole points from 0 to 100, a grade, and every rule that counted."""

    score: int
    fit_score: int
    engagement_score: int
    grade: str
    reasons: tuple[dict[str, Any], ...]

    def fields(self) -> dict[str, Any]:
        """The score as a lead stores it."""
        return {"score": self.score, "fit_score": self.fit_score, "engagement_score": self.engagement_score,
                "grade": self.grade, "score_reasons": [dict(reason) for reason in self.reasons]}


def from_record(record: Mapping[str, Any], parse: Callable[[Any], Any] = lambda raw: raw) -> ScoringRule:
    """A rule as stored; `parse` makes of its raw condition what `holds` will be asked with."""
    return ScoringRule(
        id=record["id"], name=record.get("name") or "", condition=parse(record.get("condition")),
        points=record.get("points") or 0, kind=record.get("kind") or "fit", cap=record.get("cap"),
        active=bool(record.get("active", True)) and not record.get("deleted_at"))


def score(lead: Lead, rules: Sequence[ScoringRule], holds: Holds) -> Score:
    """Fit and engagement, each held within 0 to 100, and their sum, held likewise."""
    counted = [(rule, points) for rule in rules if rule.active and (points := _points(rule, lead, holds))]
    fit = _clamp(sum(points for rule, points in counted if rule.kind == "fit"))
    engagement = _clamp(sum(points for rule, points in counted if rule.kind != "fit"))
    total = _clamp(fit + engagement)
    return Score(total, fit, engagement, grade(total), _reasons(counted))


def grade(points: int) -> str:
    """A from 75 points, B from 50, C from 25, else D."""
    return next(letter for least, letter in GRADES if points >= least)


def _points(rule: ScoringRule, lead: Lead, holds: Holds) -> int:
    """A fit rule counts once, an engagement rule once for each submission, neither beyond the cap."""
    if not holds(rule.condition, lead):
        return 0
    times = 1 if rule.kind == "fit" else max(1, int(lead.get("submission_count") or 1))
    points = rule.points * times
    if rule.cap is not None:
        points = max(-abs(rule.cap), min(abs(rule.cap), points))
    return round(points)


def _reasons(counted: Iterable[tuple[ScoringRule, int]]) -> tuple[dict[str, Any], ...]:
    weightiest_first = sorted(counted, key=lambda pair: (-abs(pair[1]), pair[0].name, pair[0].id))
    return tuple({"rule_id": rule.id, "label": rule.name, "points": points} for rule, points in weightiest_first)


def _clamp(points: int) -> int:
    return max(0, min(HIGHEST, points))
