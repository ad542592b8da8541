"""Does every derived row and count still equal a fresh derivation? `--fix` makes it so."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from local.installation import crm_of
from local.settings import Place
from local.tools import facts

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.store.recount import Difference

LOOKS, PAUSE_SECONDS = 5, 2.0
SHOWN, WIDTH = 200, 300


def run(place: Place, *options: str) -> None:
    """Print the differences, with `--fix` (or FIX=1) repair them; ends with 1 where differences stay."""
    from chalicelib.errors import Unavailable

    crm = crm_of(place, facts(place)["outputs"])
    try:
        found = settled(partial(differences, crm))
        for difference in found[:SHOWN]:
            print(line(difference))
        if found and ("--fix" in options or os.environ.get("FIX")):
            found = _repaired(crm)
    except Unavailable:
        raise SystemExit("The local stack is not running: make run starts it.") from None
    if found:
        raise SystemExit(f"{len(found)} differences; make recount FIX=1 repairs them.")
    print("Every derived row and count equals a fresh derivation.")


def differences(crm: Crm) -> list[Difference]:
    """What a recount finds now."""
    from chalicelib.records.changes import deriving, rules
    from chalicelib.store.recount import recount

    return list(recount(crm.table, deriving, rules(crm, reload=True), crm.clock.now()))


def settled(look: Callable[[], list[Difference]]) -> list[Difference]:
    """What stays different over a few looks: while changes are still being worked off, some rows are behind."""
    found = look()
    for _look in range(LOOKS - 1):
        if not found:
            return found
        time.sleep(PAUSE_SECONDS)
        again = look()
        if again == found:
            return again
        found = again
    return found


def line(difference: Difference) -> str:
    """One difference: its key, what should stand there, what does."""
    sides = f"    expected {_short(difference.expected)}\n    found    {_short(difference.found)}"
    return f"{'  '.join(difference.key)}\n{sides}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(dict(value) if isinstance(value, Mapping) else value)
    return text if len(text) <= WIDTH else text[:WIDTH] + " ..."


def _repaired(crm: Crm) -> list[Difference]:
    from chalicelib.records.changes import engine
    from chalicelib.store.repair import repair

    count = repair(engine(crm), crm.table, partial(differences, crm), crm.ids.token)
    print(f"{count} differences repaired.")
    return differences(crm)
