"""An installation on the engine, wired as in production: the HTTP edge, the stream and the queues, all in process."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from bench.dynamodb import TABLE
from bench.meter import SERVICES, Change, Meter
from bench.wire import Wire

QUEUE = "https://sqs.eu-central-1.amazonaws.com/000000000000/"
CLOUD = {
    "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ENDPOINT_URL_S3": "http://s3.bench", "AWS_EC2_METADATA_DISABLED": "true"}
SETTINGS = {
    "KITH_TABLE": TABLE, "KITH_FILES_BUCKET": "files", "KITH_MAIL_BUCKET": "mail", "KITH_FAILURES_BUCKET": "failures",
    "KITH_INTAKE_QUEUE": f"{QUEUE}intake", "KITH_JOBS_QUEUE": f"{QUEUE}jobs", "KITH_SETTLE_QUEUE": f"{QUEUE}settle",
    "KITH_USER_POOL": "eu-central-1_bench", "KITH_USER_POOL_CLIENT": "bench", "KITH_MAIL_FROM": "crm@kith.example",
    "KITH_BASE_URL": "https://crm.example", "KITH_COMPANY_NAME": "Acme", "KITH_CONFIGURATION_AGE": "3600",
    "POWERTOOLS_SERVICE_NAME": "kith", "POWERTOOLS_METRICS_NAMESPACE": "Kith", "POWERTOOLS_TRACE_DISABLED": "true"}
RESOURCES = {1: "/v1/{objects}", 2: "/v1/{objects}/{id}", 3: "/v1/{objects}/{id}/{action}"}
ROUNDS = 30
PATIENCE = 60  # seconds for one call: the engine has just started, and shares its processors


@dataclass(frozen=True)
class Answer:
    """Status and body of one HTTP call."""

    status: int
    text: str

    @property
    def body(self) -> Any:
        """The body, read."""
        return json.loads(self.text) if self.text else None


class Installation:
    """One process's view of the company; the configuration is read once, as in a warm function.

    `clients` are ours by service, `bare` those that the SDK makes without us, for what is measured beside us.
    """

    def __init__(self, endpoint: str) -> None:
        os.environ.update({**CLOUD, **SETTINGS, "AWS_ENDPOINT_URL_DYNAMODB": endpoint})
        import app
        from chalicelib.aws import clients
        from chalicelib.crm import Clock, live_crm
        clients.READ_SECONDS["dynamodb"] = PATIENCE
        self.crm, self._app, self.wire = live_crm(), app.app, Wire()
        object.__setattr__(self.crm, "clock", Clock(lambda: self.wire.waited))
        rooms = (self.crm.table, self.crm.queues, self.crm.mail, self.crm.files)
        self.clients = dict(zip(SERVICES, (room._client() for room in rooms), strict=True))
        self.bare = {service: _as_shipped(client) for service, client in self.clients.items()}
        for each in (*self.clients.values(), *self.bare.values()):
            self.wire.attach(each)
        self.meter = Meter(self.clients)
        self.user = ""

    def ask(self, method: str, url: str, body: Any = None, *, expect: int = 200, address: str = "192.0.2.1",
            **headers: str) -> Answer:
        """One HTTP call through the whole edge; RuntimeError for another status than expected."""
        answer = self._app(event(method, url, body, self.user, address, headers), None)
        if answer["statusCode"] != expect:
            raise RuntimeError(f"{method} {url}: {answer['statusCode']} {answer['body'][:600]}")
        return Answer(answer["statusCode"], answer["body"] or "")

    def made(self, path: str, body: Any) -> str:
        """The id of a new record."""
        return str(self.ask("POST", path, body, expect=201).body["id"])

    def stream(self, changes: list[Change]) -> None:
        """Hand changes to the function behind the stream, as one batch."""
        from chalicelib.http import events
        events.from_stream(stream_event(changes))

    def take(self, queue: str, messages: list[dict[str, Any]]) -> None:
        """Hand messages to the function behind a queue, as one batch; RuntimeError where one failed."""
        from chalicelib.http import events
        answer = events.from_queue(queue, queue_event(queue, messages), None)
        if answer["batchItemFailures"]:
            raise RuntimeError(f"{queue}: {answer} of {messages}")

    def worked(self, queue: str, messages: list[dict[str, Any]]) -> None:
        """Take these messages, and all that they queue there, until nothing waits."""
        while messages:
            self.take(queue, messages)
            messages = self.waiting(queue)

    def settle(self, changes: list[Change]) -> None:
        """Deliver these changes and all that follows from them, except invitations by mail."""
        for _round in range(ROUNDS):
            with self.meter.noted() as following:
                if changes:
                    self.stream(changes)
                for message in self.waiting("jobs"):
                    if message.get("reaction") != "invite":
                        self.take("jobs", [message])
            changes = following
            if not changes and not self.wire.queues["jobs"]:
                return
        raise RuntimeError("the background does not come to rest")

    def waiting(self, queue: str) -> list[dict[str, Any]]:
        """The messages of a queue, taken out."""
        found = list(self.wire.queues[queue])
        self.wire.queues[queue].clear()
        return found


def _as_shipped(client: Any) -> Any:
    """The SDK's own client with the same settings as ours, and nothing that ours knows beside them."""
    from botocore.config import Config
    from botocore.session import get_session
    settings = client.meta.config.merge(Config(user_agent=None))
    return get_session().create_client(client.meta.service_model.service_name, config=settings)


def event(method: str, url: str, body: Any, user: str, address: str, headers: dict[str, str]) -> dict[str, Any]:
    """What API Gateway hands to the function; whoever calls a path under /v1 has passed the authorizer."""
    from urllib.parse import parse_qsl
    path, _, query = url.partition("?")
    resource, params = _matched(path)
    pairs: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        pairs.setdefault(name, []).append(value)
    given = {"host": "crm.example", "x-forwarded-proto": "https", "content-type": "application/json"}
    given |= {name.replace("_", "-").lower(): value for name, value in headers.items()}
    return {
        "requestContext": {"resourcePath": resource, "httpMethod": method, "path": f"/api{path}",
                           "requestId": "bench-1", "identity": {"sourceIp": address},
                           "authorizer": {"user_id": user} if resource.startswith("/v1") else {}},
        "headers": given, "pathParameters": params, "multiValueQueryStringParameters": pairs or None,
        "body": None if body is None else json.dumps(body), "isBase64Encoded": False, "stageVariables": None,
        "path": path, "httpMethod": method}


def _matched(path: str) -> tuple[str, dict[str, str]]:
    room, *parts = path.strip("/").split("/")
    if room == "public":
        return "/public/{area}/{token}", dict(zip(("area", "token"), parts, strict=True))
    return RESOURCES[len(parts)], dict(zip(("objects", "id", "action"), parts, strict=False))


def stream_event(changes: list[Change]) -> dict[str, Any]:
    """A Lambda event of the table's stream."""
    return {"Records": [{
        "eventName": "MODIFY" if before else "INSERT",
        "dynamodb": {"Keys": {"pk": after["pk"], "sk": after["sk"]}, "ApproximateCreationDateTime": 1.0,
                     "NewImage": after, **({"OldImage": before} if before else {})}} for before, after in changes]}


def queue_event(queue: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    """A Lambda event of an SQS queue."""
    return {"Records": [{
        "messageId": f"message-{place}", "receiptHandle": f"receipt-{place}", "body": json.dumps(message),
        "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-central-1:000000000000:{queue}", "awsRegion": "eu-central-1"}
        for place, message in enumerate(messages)]}
