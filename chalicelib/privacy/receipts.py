"""The receipt of an erasure, which nobody changes or deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.errors import Forbidden

if TYPE_CHECKING:
    from chalicelib.crm import Crm
    from chalicelib.records.permissions import Actor

Record = dict[str, Any]
STATES = ("running", "done")


def prepare(crm: Crm, actor: Actor, before: Record | None, receipt: Record) -> None:
    """Only the erasure itself writes its receipt."""
    if before is not None and not actor.all_powerful:
        raise Forbidden("The receipt of an erasure is kept as it is")
