"""Changes of records, as the stream tells them: one that cannot be read stands in nobody's way."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.crm import Crm
from chalicelib.records import changes
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
