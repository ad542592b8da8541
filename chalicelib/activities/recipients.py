"""What somebody who is told of a record may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import Unauthenticated
from chalicelib.records import field_rules, permissions
from chalicelib.records.actors import actor_of

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]


def seen_by(crm: Crm, user_id: str, record: Mapping[str, Any]) -> Record:
    """The record without the fields that this person's roles hide; of one that they may not read just what it is."""
    bare = {"id": record["id"], "type": record["type"]}
    try:
        reader = actor_of(crm, user_id, "")
    except Unauthenticated:  # left meanwhile
        return bare
    type = crm.registry.named(record["type"])
    return field_rules.visible(reader, type, record) if permissions.may(reader, type, "read", record) else bare


def colleague_seen(crm: Crm, user_id: str, colleague: Mapping[str, Any]) -> Record:
    """A colleague without what this person's roles hide of users; just the id to somebody from outside or who left."""
    bare = {"id": colleague["id"]} if colleague.get("id") else {}
    try:
        reader = actor_of(crm, user_id, "")
    except Unauthenticated:
        return bare
    return bare if reader.external else field_rules.visible(reader, crm.registry.named("user"), colleague)


def colleague_called(crm: Crm, user_id: str, colleague: Mapping[str, Any]) -> str:
    """What a colleague is called to this person, as `/v1/me` tells it; "" where all of it is hidden."""
    seen = colleague_seen(crm, user_id, colleague)
    return " ".join(filter(None, (seen.get("first_name"), seen.get("last_name"))))
