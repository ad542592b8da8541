"""A reaction that comes again tells nobody again."""

from __future__ import annotations

from chalicelib.activities import service
from chalicelib.store import keys
from tests.edge import Api
from tests.installation import World


def test_a_mention_that_is_told_again_is_the_same_one(api: Api, world: World) -> None:
    colleague = api.person("rep", "colleague@kith.example")
    world.settle()
    note = api("POST", "/v1/notes", {"body": "Ask @colleague@kith.example"}).body["id"]
    world.settle()
    stored = world.crm.table.get(keys.record(note), consistent=True)
    assert stored and stored["mentions"] == [colleague]
    service.tell_mentioned(world.crm, stored)
    world.settle()
    bells = api("GET", "/v1/notifications", user=colleague).body["data"]
    assert [each["kind"] for each in bells] == ["mention"]
