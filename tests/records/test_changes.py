"""Changes of records, as the stream tells them: one that cannot be read stands in nobody's way."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.privacy import shells
from chalicelib.records import changes
from chalicelib.records.permissions import system
from chalicelib.store import keys
from chalicelib.store.change import Change
from chalicelib.store.history import History
from chalicelib.store.table import Put
from tests import installation, quick_moto
from tests.edge import Api
from tests.installation import stream_record


def poison(crm: Crm) -> dict[str, Any]:
    """A contact as no version of the program wrote it: nothing can be made of its addresses."""
    now = crm.clock.now()
    id = crm.ids.new("con", now)
    crm.table.write(Put({"pk": id, "sk": "record", "id": id, "type": "contact", "version": 1, "revision": 1,
                         "created_at": now, "updated_at": now, "created_by": "system:x", "updated_by": "system:x",
                         "last_name": "Poison", "emails": 5}))
    return dict(quick_moto.records(crm.settings.table)[id])


def queued(crm: Crm, queue: str) -> list[Any]:
    """The messages that wait in a queue."""
    found = installation.client("sqs").receive_message(QueueUrl=getattr(crm.settings, f"{queue}_queue"),
                                                       MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in found]


def test_a_record_that_cannot_be_read_is_set_aside_and_the_others_go_on(api: Api) -> None:
    crm = api.world.crm
    bad = poison(crm)
    healthy = api("POST", "/v1/contacts", {"last_name": "Healthy"}).body["id"]
    good = quick_moto.records(crm.settings.table)[healthy]
    changes.handle(crm, {"Records": [stream_record(None, bad), stream_record(None, good)]})
    assert [each["id"] for each in queued(crm, "settle")] == [bad["id"]["S"]]
    assert {each["id"] for each in queued(crm, "jobs")} == {healthy}
    assert crm.files.get(crm.settings.failures_bucket, f"changes/{bad['id']['S']}/1.json")
    assert [hit["id"] for hit in api("GET", "/v1/search?q=healthy").body["data"]] == [healthy]


def test_the_history_of_a_change_that_no_try_could_write_is_told_when_it_is_settled(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its images were set aside; the queue brings them back. A repeat changes nothing, nor do images that say nothing."""
    crm = api.world.crm
    id = api("POST", "/v1/contacts", {"last_name": "Told late"}).body["id"]
    event = {"Records": [stream_record(None, quick_moto.records(crm.settings.table)[id])]}
    with monkeypatch.context() as storm:
        storm.setattr(History, "puts", lambda *_: [])
        storm.setattr(History, "write_steps", untold)
        changes.handle(crm, event)
    assert crm.table.get(keys.audit(id, 1), consistent=True) is None
    (message,) = queued(crm, "settle")
    for _time in range(2):
        changes.settle(crm, message)
    told = crm.table.get(keys.audit(id, 1), consistent=True)
    assert told and told["actor"] == api.admin and told["changes"]["last_name"] == [None, "Told late"]
    crm.files.put(crm.settings.failures_bucket, f"changes/{id}/2.json", b"{}")
    changes.settle(crm, {"id": id, "revision": 2})
    assert crm.table.get(keys.audit(id, 2), consistent=True) is None


def untold(_self: History, changes: Sequence[Change]) -> Generator[float, None, set[tuple[str, int]]]:
    """No row can be written."""
    yield 0.0
    return {(change.id, change.revision) for change in changes}


def test_the_history_of_who_was_erased_meanwhile_does_not_come_back(api: Api) -> None:
    crm = api.world.crm
    id = api("POST", "/v1/contacts", {"last_name": "Gone"}).body["id"]
    api.world.settle()
    crm.table.delete_many([keys.audit(id, 1)])
    crm.files.put(crm.settings.failures_bucket, f"changes/{id}/1.json", json.dumps(
        {"before": None, "after": {**(crm.table.get(keys.record(id)) or {})}, "at": crm.clock.now()}).encode())
    shells.empty(crm, system("test"), id)
    changes.settle(crm, {"id": id, "revision": 1})
    assert "Gone" not in str(crm.table.get(keys.audit(id, 1), consistent=True))
