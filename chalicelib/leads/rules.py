"""Routing rules as the router sees them, and conditions on people that speak of the lead at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROUND_ROBIN, WEIGHTED, LEAST_LOADED, KNOWN_OWNER = "round_robin", "weighted", "least_loaded", "known_owner"


@dataclass(frozen=True)
class RoutingRule:
    """Which leads go to whom, and how. `condition` None takes every lead; `words` says it, `raw` is as stored."""

    id: str
    name: str
    position: float = 0
    condition: Any = None
    words: str = ""
    user_ids: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    pool_condition: Any = None
    strategy: str = ROUND_ROBIN
    weights: Mapping[str, int] = field(default_factory=dict)
    response_minutes: float | None = None
    task: Mapping[str, Any] | None = None
    active: bool = True
    raw: Any = None


def from_record(record: Mapping[str, Any], parse: Callable[[Any], Any] = lambda raw: raw,
                words: Callable[[Any], str] = lambda _condition: "") -> RoutingRule:
    """A rule as stored. `parse` and `words` treat its condition on leads; the pool's stays raw (see `with_lead`)."""
    pool, raw = record.get("pool") or {}, record.get("condition")
    condition = parse(raw) if raw else None
    return RoutingRule(
        id=record["id"], name=record.get("name") or "", position=record.get("position") or 0, condition=condition,
        words=words(condition) if raw else "", raw=raw or None, user_ids=tuple(pool.get("user_ids") or ()),
        team_ids=tuple(pool.get("team_ids") or ()), pool_condition=pool.get("condition") or None,
        strategy=record.get("strategy") or ROUND_ROBIN, weights=dict(record.get("weights") or {}),
        response_minutes=record.get("response_minutes"), task=record.get("task"),
        active=bool(record.get("active", True)) and not record.get("deleted_at"))


def in_order(rules: Iterable[RoutingRule]) -> list[RoutingRule]:
    """The active rules as they are asked: by position, then id."""
    return sorted((rule for rule in rules if rule.active), key=lambda rule: (rule.position, rule.id))


def catch_all(rules: Iterable[RoutingRule]) -> RoutingRule | None:
    """The last rule that takes every lead, for leads that nobody else answered."""
    return next((rule for rule in reversed(in_order(rules)) if rule.condition is None), None)


def with_lead(raw: Any, lead: Mapping[str, Any]) -> Any:
    """A pool's raw condition with the lead's values in place of `{"lead": "<field>"}`; None where nothing is left.

    `{"field": "languages", "op": "has", "value": {"lead": "language"}}` keeps who speaks the lead's language. What the
    lead does not say cannot exclude anybody: such a comparison is left out, together with groups that it empties.
    """
    if not isinstance(raw, Mapping):
        return None
    for group in ("all", "any"):
        if isinstance(raw.get(group), list):
            parts = [part for part in (with_lead(each, lead) for each in raw[group]) if part is not None]
            return {group: parts} if parts else None
    if "not" in raw:
        inner = with_lead(raw["not"], lead)
        return None if inner is None else {"not": inner}
    return _leaf(raw, lead)


def _leaf(raw: Mapping[str, Any], lead: Mapping[str, Any]) -> dict[str, Any] | None:
    value = raw.get("value")
    if not (isinstance(value, Mapping) and set(value) == {"lead"}):
        return dict(raw) or None
    said = lead.get(str(value["lead"]))
    return None if said in (None, "", []) else {**raw, "value": said}
