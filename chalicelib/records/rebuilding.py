"""Rebuild derived rows after the audiences or the derivations changed: a new generation, then every record settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records import changes, permissions
from chalicelib.records.derivations import DERIVE_VERSION
from chalicelib.store import keys
from chalicelib.store.rebuild import rebuild
from chalicelib.store.table import Condition, Put

if TYPE_CHECKING:
    from chalicelib.crm import Crm

GRACE_SECONDS = 100  # the configuration cache's 30 s plus the stream function's timeout of 60 s


def run(crm: Crm, message: Mapping[str, Any]) -> None:
    """Two steps: publish the new generation; after a pause in which the old one dies out, settle every record."""
    if "generation" in message:
        settle_all(crm, int(message["generation"]))
        return
    generation = publish(crm)
    if generation:
        crm.queues.send(crm.settings.jobs_queue, {"do": "rebuild", "generation": generation},
                        delay=0 if crm.settings.local else GRACE_SECONDS)


def publish(crm: Crm) -> int:
    """Raise the generation where the code or the roles ask for other rows; 0 where nothing changed."""
    engine = crm.configuration.engine(reload=True)
    wanted = permissions.needed_audiences(crm.configuration.all("role"), crm.registry)
    if engine.audiences == wanted and engine.derive_version == DERIVE_VERSION:
        return 0
    row = {"pk": keys.CONFIGURATION, "sk": "engine", "generation": engine.generation + 1,
           "derive_version": DERIVE_VERSION, "audiences": wanted}
    unchanged = Condition("generation = :old", values={":old": engine.generation})
    crm.table.write(Put(row, unchanged))
    crm.configuration.reload()
    return engine.generation + 1


def settle_all(crm: Crm, generation: int) -> int:
    """Settle every record under this generation or a later one; how many. A record that resists goes to its queue."""
    if crm.configuration.engine(reload=True).generation < generation:
        raise RuntimeError("the new generation is not visible yet")
    settled = 0
    for settled in rebuild(changes.engine(crm), crm.table,  # noqa: B007 - the last count is the answer
                           later=lambda id: crm.queues.send(crm.settings.settle_queue, {"id": id})):
        pass
    return settled
