"""The table of contents: which domains exist, and what they plug in. A new domain is one line in `TYPES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.objects import Registry

Message = Mapping[str, Any]
Worker = Callable[["Crm", Message], None]

DOMAINS = ("people", "leads", "activities", "mail", "users", "exchange")

JOBS = {
    "react": "records.changes:react",
    "retitle": "records.retitle:retitle",
    "due": "records.timers:fire",
    "import": "exchange.run:run",
    "reassign": "users.reassign:run",
    "rebuild": "records.rebuilding:run",
}


@cache
def registry() -> Registry:
    """Every object type of every domain."""
    from chalicelib.records.objects import Registry
    return Registry([type for domain in DOMAINS for type in import_module(f"chalicelib.{domain}.objects").TYPES])


def job(crm: Crm, message: Message) -> None:
    """Work that nobody waits for: the room that the message names does it."""
    _found(JOBS[str(message["do"])])(crm, message)


def _found(path: str) -> Worker:
    room, _, name = path.partition(":")
    worker: Worker = getattr(import_module(f"chalicelib.{room}"), name)
    return worker


QUEUES: dict[str, Callable[[], Worker]] = {
    "intake": lambda: _found("leads.capture:take"),
    "inbound": lambda: _found("mail.arrivals:take"),
    "jobs": lambda: job,
    "settle": lambda: _found("records.changes:settle"),
}
