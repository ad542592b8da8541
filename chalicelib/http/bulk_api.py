"""`POST /v1/{objects}/batch` and `.../bulk`: many records in one call, now or as a job."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call
from chalicelib.records.bulk import batches, bulk
from chalicelib.records.objects import ObjectType

REPLAYED = {"Idempotent-Replay": "true"}


def batch(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """Up to a hundred items, each with its own outcome."""
    done = batches.run(crm, call.actor, type, call.json(), key=call.idempotency_key,
                       allow_duplicate=call.flag("allow_duplicate"))
    return Reply(body={"results": done.results}, headers=REPLAYED if done.replayed else {})


def change(crm: Crm, call: Call, type: ObjectType) -> Reply:
    """A job over many records, or with `?preview=true` how many they are."""
    if call.flag("preview"):
        return Reply(body=bulk.preview(crm, call.actor, type, call.json()))
    answer, replayed = bulk.start(crm, call.actor, type, call.json(), call.idempotency_key)
    return Reply(202, answer, REPLAYED if replayed else {})
