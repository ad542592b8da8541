"""The table of contents: which domains exist, and what they plug in. A new domain is one line in `TYPES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chalicelib import rooms

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.registry import Registry

Message = Mapping[str, Any]
Worker = Callable[["Crm", Message], None]

DOMAINS = ("people", "leads", "activities", "mail", "users", "exchange", "setup", "quality", "privacy")

JOBS = {
    "react": "records.changes:react",
    "retitle": "records.retitle:retitle",
    "match": "records.matching.pairs:match",
    "snapshot": "records.snapshots:refresh",
    "step": "domains:advance",
    "due": "records.timers:fire",
    "import": "exchange.run:run",
    "rebuild": "records.rebuilding:run",
    "company": "setup.company:make",
}


# What a job does: one part of the work, given the job's record and the place where the part begins.
STEPS = {
    "rebuild": "records.rebuilding:step",
    "bulk": "records.bulk.bulk:step",
    "undo_bulk": "records.bulk.undo:step",
    "reassign": "users.reassign:step",
    "export": "exchange.export_run:step",
    "merge": "records.merging.moving:step",
    "unmerge": "records.merging.undoing:step",
    "erase_field": "setup.erasing:step",
    "clean": "quality.cleaning_run:clean",
    "unclean": "quality.cleaning_run:unclean",
    "erase_person": "privacy.erasing:step",
    "erase_again": "privacy.ledger:step",
    "export_person": "privacy.exporting:step",
}


@cache
def registry() -> Registry:
    """Every object type of every domain."""
    from chalicelib.records.registry import Registry
    return Registry([type for domain in DOMAINS for type in import_module(f"chalicelib.{domain}.objects").TYPES])


def job(crm: Crm, message: Message) -> None:
    """Work that nobody waits for: the room that the message names does it."""
    worker: Worker = rooms.found(JOBS[str(message["do"])])
    worker(crm, message)


def step(what: str) -> Any:
    """The function that does one part of a job of this kind."""
    return rooms.found(STEPS[what])


def advance(crm: Crm, message: Message) -> None:
    """One part of a job, whatever kind it is."""
    from chalicelib.records import jobs
    jobs.run(crm, message, step)


QUEUES: dict[str, Callable[[], Worker]] = {
    "intake": lambda: rooms.found("leads.capture:take"),
    "inbound": lambda: rooms.found("mail.arrivals:take"),
    "jobs": lambda: job,
    "settle": lambda: rooms.found("records.changes:settle"),
}
