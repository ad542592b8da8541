"""Whose turn it is: the small state that a routing rule keeps between leads, and the next state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib import instants

UNCOUNTED_SECONDS = 10  # how long an assignment is usually missing from a person's count of open leads
REMEMBERED_SECONDS = 300  # how long it may be missing while the stream lags; near a limit each one is looked up
RECENT_LIMIT = 400  # keeps the cursor item small in a burst; beyond it load is known a little late


@dataclass(frozen=True)
class Turn:
    """State of one rule's cursor item.

    `served` maps a user to the sequence of the last turn, `weights` holds the credits of smooth weighted round robin,
    `recent` the assignments `(user, instant, lead)` of the last five minutes that are not known to be counted.
    """

    sequence: int = 0
    served: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    recent: tuple[tuple[str, str, str], ...] = ()


def to_item(turn: Turn) -> dict[str, Any]:
    """The state as plain data for the table."""
    return {"sequence": turn.sequence, "served": dict(turn.served), "weights": dict(turn.weights),
            "recent": [list(entry) for entry in turn.recent]}


def from_item(item: Mapping[str, Any] | None) -> Turn:
    """The state as stored; the beginning where there is none."""
    item = item or {}
    return Turn(
        sequence=int(item.get("sequence") or 0),
        served={user: int(at) for user, at in (item.get("served") or {}).items()},
        weights={user: int(credit) for user, credit in (item.get("weights") or {}).items()},
        recent=tuple((str(user), str(at), str(lead)) for user, at, lead in item.get("recent") or ()))


def enter(turn: Turn, members: Iterable[str], available: Sequence[str]) -> Turn:
    """The state after newcomers lined up at the end of the current round and people who left were forgotten.

    Who comes back from leave was served long ago and so is next, once: no turns are caught up.
    """
    staying, sequence = set(members), turn.sequence
    served = {user: at for user, at in turn.served.items() if user in staying}
    for user in available:
        if user not in served:
            sequence += 1
            served[user] = sequence
    credits = {user: credit for user, credit in turn.weights.items() if user in staying}
    return replace(turn, sequence=sequence, served=served, weights=credits)


def next_in_line(turn: Turn, available: Sequence[str]) -> str:
    """The least recently served."""
    return min(available, key=lambda user: turn.served.get(user, 0))


def next_by_share(turn: Turn, shares: Mapping[str, int]) -> tuple[str, Turn]:
    """Smooth weighted round robin (as in nginx): exact over each cycle of as many turns as there are shares.

    Everyone gains their share, the richest is served and pays what all gained. Absent people's credit rests.
    """
    credits = {user: turn.weights.get(user, 0) + share for user, share in shares.items()}
    chosen = max(credits, key=lambda user: credits[user])
    credits[chosen] -= sum(shares.values())
    return chosen, replace(turn, weights={**turn.weights, **credits})


def serve(turn: Turn, user: str, now: str, lead: str = "") -> Turn:
    """The state after this user got a lead in turn."""
    sequence = turn.sequence + 1
    return note(replace(turn, sequence=sequence, served={**turn.served, user: sequence}), user, now, lead)


def note(turn: Turn, user: str, now: str, lead: str = "") -> Turn:
    """The state after this user got a lead out of turn: it counts as load only."""
    since = instants.plus(now, seconds=-REMEMBERED_SECONDS)
    recent = [entry for entry in turn.recent if entry[1] > since]
    return replace(turn, recent=(*recent, (user, now, lead))[-RECENT_LIMIT:])


def forget(turn: Turn, counted: Collection[tuple[str, str]], unlimited: Collection[str], now: str) -> Turn:
    """The state without what weighs on nobody any more: `(user, lead)` that are `counted`, and, of people without a
    limit, what is usually counted by now. In a burst the state else grows with every lead, and so does its price."""
    since = instants.plus(now, seconds=-UNCOUNTED_SECONDS)
    return replace(turn, recent=tuple((user, at, lead) for user, at, lead in turn.recent
                                      if (user, lead) not in counted and (at > since or user not in unlimited)))


def uncounted(turns: Iterable[Turn], user: str, after: str) -> int:
    """How many leads this user got after an instant."""
    return sum(1 for turn in turns for who, at, _lead in turn.recent if who == user and at > after)
