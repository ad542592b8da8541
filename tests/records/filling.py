"""Leads to list, change and count."""

from __future__ import annotations

from typing import Any

from chalicelib.records.permissions import system
from chalicelib.records.work import Work
from tests.installation import World


def fill(world: World, *values: dict[str, Any], **common: Any) -> list[str]:
    """New leads as given; their ids."""
    ids = []
    for each in values:
        work = Work(world.crm, system("test"))
        ids.append(work.create("lead", {"last_name": "Ruiz", "status": "new", **common, **each})["id"])
        work.commit()
    return ids
