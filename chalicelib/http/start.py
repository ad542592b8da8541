"""A cold start: what a function needs for its first call is loaded while Lambda gives it the whole processor."""

from __future__ import annotations

import gc
from importlib import import_module

from chalicelib import domains
from chalicelib.crm import live_crm

ROOMS = {"app": "requests", "authorize": "identity"}


def load(handler: str) -> None:
    """The room behind a handler such as `app.jobs`, the object types, the database's client; no call is made."""
    name = handler.rpartition(".")[2]
    import_module(f"chalicelib.http.{ROOMS.get(name, 'events')}")
    if name in domains.QUEUES:
        domains.QUEUES[name]()
    live_crm().table.connect()
    gc.freeze()  # what stands now stays: the collector need not look through it again
