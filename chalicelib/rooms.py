"""Rooms by their path. A function that starts loads what its first call needs; the rest when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module that is loaded when something of it is first used; name it again under TYPE_CHECKING, for the types."""

    def __init__(self, room: str) -> None:
        self._room = room

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(f"chalicelib.{self._room}"), name)


def found(path: str) -> Any:
    """What a path such as `exchange.run:run` names; its room is loaded now."""
    room, _, name = path.partition(":")
    return getattr(import_module(f"chalicelib.{room}"), name)
