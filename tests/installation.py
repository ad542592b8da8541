"""An installation in process: moto instead of AWS, one table per session that is emptied between tests."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3

from chalicelib import instants
from chalicelib.crm import Clock, Crm, build
from chalicelib.records import timers
from chalicelib.records.changes import handle
from chalicelib.records.permissions import Actor
from chalicelib.settings import Settings
from chalicelib.store import keys
from tests import quick_moto

REGION = "eu-central-1"
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": REGION,
               "POWERTOOLS_SERVICE_NAME": "kith", "POWERTOOLS_METRICS_NAMESPACE": "Kith", "POWERTOOLS_DEV": "0"}
INDEXES = [{"IndexName": f"index-{name}", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}, {"AttributeName": f"{name}s", "KeyType": "RANGE"}]}
           for name in keys.INDEXES]


def make_table(name: str) -> None:
    """The table as `infra/storage.yaml` has it; its stream is read off the records by `World`."""
    attributes = ["pk", "sk", *(part for index in keys.INDEXES for part in (index, f"{index}s"))]
    boto3.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=INDEXES,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in attributes])


def make(name: str = "kith") -> Crm:
    """Table, buckets, queues, sender and user pool on moto, and the Crm over them."""
    quick_moto.install()
    make_table(name)
    files = boto3.client("s3")
    for bucket in ("files", "mail", "failures"):
        files.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    queues = boto3.client("sqs")
    urls = {queue: queues.create_queue(QueueName=queue)["QueueUrl"] for queue in ("intake", "jobs", "settle")}
    boto3.client("sesv2").create_email_identity(EmailIdentity="crm@kith.example")
    people = boto3.client("cognito-idp")
    pool = people.create_user_pool(PoolName="kith")["UserPool"]["Id"]
    app = people.create_user_pool_client(UserPoolId=pool, ClientName="web", ExplicitAuthFlows=[
        "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    return build(Settings(
        table=name, files_bucket="files", mail_bucket="mail", failures_bucket="failures", intake_queue=urls["intake"],
        jobs_queue=urls["jobs"], settle_queue=urls["settle"], user_pool=pool, user_pool_client=app,
        mail_from="crm@kith.example", base_url="https://crm.example", company_name="Acme", local="1", configuration_age="0"), max_age=3600)


class World:
    """The Crm with the background made visible: the stream and the queues move only when a test says so."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self._seen: dict[str, dict[str, Any]] = {}

    def save(self) -> Any:
        """The table and what the stream has told of it, to be restored."""
        return quick_moto.copied(self.crm.settings.table), dict(self._seen)

    def restore(self, saved: Any) -> None:
        """Everything as it was saved; the queues are empty."""
        quick_moto.put_back(self.crm.settings.table, saved[0])
        self._seen = dict(saved[1])
        self.crm.configuration.forget()
        quick_moto.purge()

    def later(self, **time: float) -> None:
        """Move the clock: minutes, days."""
        ahead = self.crm.clock.shift() + instants.epoch(instants.plus("1970-01-01T00:00:00.000Z", **time))
        self.crm = replace(self.crm, clock=Clock(lambda: ahead))

    def tick(self) -> int:
        """The minute tick at the clock's time, and all the work that follows."""
        queued = timers.tick(self.crm, instants.text(datetime.now(UTC)))
        self.settle()
        return queued

    def settle(self, rounds: int = 10) -> None:
        """Deliver stream and job messages until nothing moves any more."""
        for _round in range(rounds):
            if not (self._stream() + self.work("jobs") + self.work("settle")):
                return
        raise AssertionError("the background does not come to rest")

    def work(self, queue: str) -> int:
        """Handle every waiting message of one queue."""
        from chalicelib import domains
        sqs, done = client("sqs"), 0
        url = getattr(self.crm.settings, f"{queue}_queue")
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                domains.QUEUES[queue]()(self.crm, json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                done += 1
        return done

    def _stream(self) -> int:
        """What changed since the last look, as the stream would tell it."""
        now = quick_moto.records(self.crm.settings.table)
        events = [stream_record(self._seen.get(id), now.get(id)) for id in {*self._seen, *now}
                  if self._seen.get(id) != now.get(id)]
        self._seen = now
        if events:
            handle(self.crm, {"Records": events})
        return len(events)

    def differences(self) -> list[Any]:
        """What `make recount` would print."""
        from chalicelib.records.changes import deriving, rules
        from chalicelib.store.recount import recount
        return list(recount(self.crm.table, deriving, rules(self.crm), self.crm.clock.now()))


def stream_record(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """One entry of a Lambda stream event."""
    item = after or before or {}
    images = {name: image for name, image in (("OldImage", before), ("NewImage", after)) if image}
    return {"eventName": "MODIFY" if before and after else "INSERT" if after else "REMOVE",
            "dynamodb": {"Keys": {"pk": item["pk"], "sk": item["sk"]}, "ApproximateCreationDateTime": 1.0, **images}}


def empty(table: str) -> None:
    """Forget everything."""
    quick_moto.items_of(table).clear()
    quick_moto.purge()


def actor(crm: Crm, user_id: str) -> Actor:
    """A person as the API sees them."""
    from chalicelib.http.identity import actor_of
    return actor_of(crm, user_id, "req-1")


@cache
def client(service: str) -> Any:
    """One client per service for the tests' own looks."""
    return boto3.client(service)


os.environ.update(ENVIRONMENT)
