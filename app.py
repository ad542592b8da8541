"""The entrances of Kith, nothing else: what calls us, and which room answers."""

from __future__ import annotations

import gc

gc.disable()  # nothing of what is loaded at the start is garbage, and looking for it takes a sixth of the time

import os
from typing import Any

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, DynamoDBEvent, Rate, Response, SQSEvent

app = Chalice(app_name="kith", configure_logs=False)  # the log is ours: Chalice would write each line again
app.api.binary_types = []  # binary answers go by presigned links

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
SIGNED_IN = ["/v1/{objects}", "/v1/{objects}/{id}", "/v1/{objects}/{id}/{action}", "/v1/{objects}/{id}/{action}/{other_id}"]
PUBLIC = ["/", "/openapi.json", "/assets/{name}", "/public/{area}/{token}", "/public/{area}/{token}/{rest}"]


@app.authorizer(ttl_seconds=30)
def authorize(request: AuthRequest) -> AuthResponse:
    """Who is asking: a verified id token or API key; the answer is cached for 30 seconds."""
    from chalicelib.http import identity
    return identity.authorize(request)


def answer(**_path: str) -> Response:
    """Every HTTP call; `requests` finds the use case by path and method."""
    from chalicelib.http import requests
    return requests.answer(app.current_request)


for path in SIGNED_IN:
    app.route(path, methods=METHODS, authorizer=authorize, content_types=[])(answer)
    app.route(path, methods=["OPTIONS"], content_types=[])(answer)
for path in PUBLIC:
    app.route(path, methods=[*METHODS, "OPTIONS"], content_types=[])(answer)


@app.on_sqs_message(queue="intake", batch_size=10, name="intake")
def intake(event: SQSEvent) -> Any:
    """Form submissions, durably queued by the public entrance."""
    from chalicelib.http import events
    return events.from_queue("intake", event.to_dict(), event.context)


@app.on_sqs_message(queue="inbound", batch_size=10, name="inbound")
def inbound(event: SQSEvent) -> Any:
    """Raw mails that SES put into S3."""
    from chalicelib.http import events
    return events.from_queue("inbound", event.to_dict(), event.context)


@app.on_sqs_message(queue="jobs", batch_size=10, name="jobs")
def jobs(event: SQSEvent) -> Any:
    """Reactions, timers, sends, imports: work that nobody waits for."""
    from chalicelib.http import events
    return events.from_queue("jobs", event.to_dict(), event.context)


@app.on_sqs_message(queue="settle", batch_size=10, name="settle")
def settle(event: SQSEvent) -> Any:
    """Records whose derived rows could not be brought up to date by the stream."""
    from chalicelib.http import events
    return events.from_queue("settle", event.to_dict(), event.context)


@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/kith/stream/merged", batch_size=100,
                        starting_position="TRIM_HORIZON", name="changes")
def changes(event: DynamoDBEvent) -> Any:
    """Changes of records: history, derived rows, reactions. The real stream is merged into the template."""
    from chalicelib.http import events
    return events.from_stream(event.to_dict(), event.context)


@app.schedule(Rate(1, unit=Rate.MINUTES), name="tick")
def tick(event: CloudWatchEvent) -> Any:
    """Once a minute: what is due."""
    from chalicelib.http import events
    return events.from_clock(event.to_dict(), event.context)


if "AWS_LAMBDA_INITIALIZATION_TYPE" in os.environ:
    from chalicelib.http import start
    start.load(os.environ["_HANDLER"])
gc.enable()
