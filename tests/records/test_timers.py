"""The tick: what waits in the queue is not queued again, what got lost on the way is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib import instants
from chalicelib.records import timers
from tests.edge import Api
from tests.installation import World


@pytest.fixture
def due(api: Api, world: World) -> World:
    """A task that reminds in a minute, and the clock two minutes ahead."""
    at = instants.plus(world.crm.clock.now(), minutes=1)
    reminders = [{"before_minutes": 0, "channel": "app"}]
    assert api("POST", "/v1/tasks", {"subject": "Call", "due_at": at, "reminders": reminders}).status == 201
    world.settle()
    world.later(minutes=2)
    return world


def ticked(world: World) -> int:
    """A tick whose messages nobody works off yet."""
    return timers.tick(world.crm, instants.text(datetime.now(UTC)))


def test_what_is_queued_rests_for_an_hour_and_then_goes_again(due: World) -> None:
    assert [ticked(due), ticked(due)] == [1, 0]
    due.later(minutes=59)
    assert ticked(due) == 0
    due.later(minutes=2)
    assert ticked(due) == 1
    due.settle()
    assert ticked(due) == 0
    assert due.differences() == []


def test_a_record_leaves_a_view_by_time_alone(api: Api, world: World) -> None:
    made = api("POST", "/v1/contacts", {"last_name": "Fresh"}).body["id"]
    recent = {"field": "created_at", "op": "within", "value": {"days": -2}}
    view = api("POST", "/v1/views", {"name": "Recent", "object": "contacts", "filter": recent}).body["id"]
    world.settle()
    assert [row["id"] for row in api("GET", f"/v1/contacts?view={view}").body["data"]] == [made]
    world.later(days=3)
    world.tick()
    page = api("GET", f"/v1/contacts?view={view}").body
    assert (page["data"], page["meta"]["total"]) == ([], 0)
    assert world.differences() == []
