"""What colleagues are called where a lead's owner is explained: everybody who reads the lead reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.records import needed

if TYPE_CHECKING:
    from chalicelib.crm import Crm


def colleague(crm: Crm, user: Mapping[str, Any]) -> str:
    """Their name, or their address; made of nothing that some role may not read, and of nothing else the id."""
    guarded = crm.configuration.made("called", lambda: frozenset(
        needed.guarded(crm.configuration.all("role"), crm.registry).get("user", ())))
    seen = {name: value for name, value in user.items() if name not in guarded}
    return crm.registry.named("user").title(seen) or str(user["id"])
