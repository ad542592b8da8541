"""How much one person or program may ask: a window per caller and process; the gateway's throttling stands before it.

A busy API runs in several processes, each with its own window, so the limit is a floor and not exact. It protects the
company's bill and its other people from a program that runs wild.
"""

from __future__ import annotations

from chalicelib.http.windows import Window
from chalicelib.records.permissions import Actor

PEOPLE, PROGRAMS = 1200, 1800  # requests a minute
_PEOPLE, _PROGRAMS = Window(PEOPLE, 60), Window(PROGRAMS, 60)


def forget() -> None:
    """Begin anew, as another process would."""
    global _PEOPLE, _PROGRAMS
    _PEOPLE, _PROGRAMS = Window(PEOPLE, 60), Window(PROGRAMS, 60)


def enter(actor: Actor) -> None:
    """Count one request; TooMany with Retry-After where the caller's window is full."""
    if actor.via:
        _PROGRAMS.enter(actor.via)
    else:
        _PEOPLE.enter(actor.id)
