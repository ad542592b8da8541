"""The people who may get a lead, and why one of them may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib import instants
from chalicelib.leads.rules import RoutingRule
from chalicelib.leads.turns import UNCOUNTED_SECONDS, Turn, uncounted


@dataclass(frozen=True)
class Candidate:
    """A person who may get leads.

    `capacity` None is no limit. `counted_until` is the instant up to which `open_leads` is known to be complete;
    where it is not known, assignments of the last ten seconds are added to the count.
    """

    user_id: str
    name: str
    active: bool = True
    away_from: str | None = None
    away_until: str | None = None
    capacity: int | None = None
    open_leads: int = 0
    team_ids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    working_hours: Any = None
    time_zone: str = "UTC"
    record: Mapping[str, Any] = field(default_factory=dict)
    counted_until: str = ""


@dataclass(frozen=True)
class Obstacle:
    """Why somebody was passed over: a stable code, English words, and the figures in them for other languages."""

    user_id: str
    name: str
    code: str
    reason: str
    rule_id: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def entry(self) -> dict[str, Any]:
        """As the routing decision stores it: `held` and `most` of `capacity`, `until` of `away`."""
        return {"user_id": self.user_id, "name": self.name, "code": self.code, "reason": self.reason,
                "rule_id": self.rule_id, **self.figures}


def from_user(user: Mapping[str, Any], open_leads: int = 0, counted_until: str = "", name: str = "") -> Candidate:
    """A user's record as a candidate; `name` is what explanations call them, their own name unless said."""
    name = name or " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
    lists = {key: tuple(user.get(key) or ()) for key in ("team_ids", "skills", "languages", "regions")}
    return Candidate(
        user_id=user["id"], name=name or user.get("email") or user["id"],
        active=bool(user.get("active", True)) and not user.get("deleted_at"), away_from=user.get("away_from"),
        away_until=user.get("away_until"), capacity=user.get("capacity"), open_leads=open_leads, **lists,
        working_hours=user.get("working_hours"), time_zone=user.get("time_zone") or "UTC", record=user,
        counted_until=counted_until)


def pool_of(rule: RoutingRule, people: Mapping[str, Candidate]) -> tuple[str, ...]:
    """The rule's users in their order, then its teams' members by id."""
    teams = set(rule.team_ids)
    members = sorted(user_id for user_id, person in people.items() if teams & set(person.team_ids))
    return tuple(dict.fromkeys((*rule.user_ids, *members)))


def load(person: Candidate, turns: Iterable[Turn], now: str) -> int:
    """Open leads, with those just assigned that the count cannot hold yet."""
    since = person.counted_until or instants.plus(now, seconds=-UNCOUNTED_SECONDS)
    return person.open_leads + uncounted(turns, person.user_id, since)


def away(person: Candidate, now: str) -> bool:
    """Whether now is within the absence; a missing end is open."""
    if not (person.away_from or person.away_until):
        return False
    return (person.away_from or "") <= now and (not person.away_until or now < person.away_until)


def obstacle(user_id: str, people: Mapping[str, Candidate], turns: Collection[Turn], now: str,
             exclude: Collection[str]) -> Obstacle | None:
    """Why this person cannot take any lead now; None for who can."""
    person = people.get(user_id)
    if person is None:
        return Obstacle(user_id, user_id, "unknown", "no longer a user")
    if not person.active:
        return Obstacle(user_id, person.name, "inactive", "not active")
    if user_id in exclude:
        return Obstacle(user_id, person.name, "excluded", "already had this lead")
    if away(person, now):
        return _away(person)
    held = load(person, turns, now)
    if person.capacity is not None and held >= person.capacity:
        return Obstacle(user_id, person.name, "capacity", f"{held} of {person.capacity} open leads",
                        figures={"held": held, "most": person.capacity})
    return None


def _away(person: Candidate) -> Obstacle:
    if not person.away_until:
        return Obstacle(person.user_id, person.name, "away", "away")
    day = _local_date(person.away_until, person.time_zone)
    return Obstacle(person.user_id, person.name, "away", f"away until {day}", figures={"until": day})


def _local_date(instant: str, time_zone: str) -> str:
    """The calendar day of an instant where the person lives; a plain date stays as it is."""
    from zoneinfo import ZoneInfo
    if "T" not in instant:
        return instant
    try:
        return instants.moment(instant).astimezone(ZoneInfo(time_zone)).date().isoformat()
    except (ValueError, OSError, KeyError):  # an unknown zone (ZoneInfoNotFoundError is a KeyError)
        return instant[:10]
