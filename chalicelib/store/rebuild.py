"""Settle everything: after a new generation of rules or derivations, or after a restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chalicelib.store.derive import Engine, WrongVersion
from chalicelib.store.table import Table


def rebuild(engine: Engine, table: Table, segments: int = 1, *, only: int | None = None,
            later: Callable[[str], None] | None = None) -> Iterator[int]:
    """Settle every record, segment by segment or `only` one of them; yields how many are done after each.

    Begin only when no worker can still hold the old rules: the configuration cache's life plus the stream function's
    timeout after they were saved. An id that fails goes to `later`; without it the failure is raised.
    """
    done = 0
    for segment in range(segments) if only is None else (only,):
        for item in table.scan(segment, segments):
            if item["sk"] == "record":
                _settle(engine, item["pk"], later)
                done += 1
                yield done


def _settle(engine: Engine, id: str, later: Callable[[str], None] | None) -> None:
    try:
        engine.settle(id)
    except WrongVersion:
        raise
    except Exception:  # one poison record must not end a rebuild of all
        if later is None:
            raise
        later(id)
