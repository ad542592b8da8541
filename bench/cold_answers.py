"""Answers of the database for one call, recorded from a small company on moto, then given by a local endpoint."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zlib import crc32

import pytest
from moto import mock_aws

from tests import installation
from tests.edge import Api
from tests.installation import World

CONTACT = {"first_name": "Maria", "last_name": "Example", "job_title": "Head of purchasing", "source": "web",
           "emails": [{"value": "maria@customer.example", "type": "work"}], "tags": ["trade fair"],
           "phones": [{"value": "+49301234000", "type": "work"}],
           "address": {"street": "Long Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}}


@dataclass(frozen=True)
class Recorded:
    """An API Gateway event, the function's settings, and what DynamoDB answers to each operation."""

    event: dict[str, Any]
    settings: dict[str, str]
    answers: dict[str, bytes]


def recorded() -> Recorded:
    """Reading a contact by its owner, configuration included."""
    from chalicelib.users import founding
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        for name, value in installation.ENVIRONMENT.items():
            patch.setenv(name, value)
        world = World(installation.make())
        founding.found(world.crm)
        admin = founding.first_admin(world.crm, "admin@kith.example", "Ada", "Admin")["id"]
        world.settle()
        api = Api(world, patch, admin)
        contact = api("POST", "/v1/contacts", CONTACT).body["id"]
        event: dict[str, Any] = {}
        answers: dict[str, bytes] = {}
        patch.setattr(api, "app", lambda asked, _context, call=api.app: event.update(asked) or call(asked, None))
        _record(world, answers)
        world.crm.configuration.forget()
        found = api("GET", f"/v1/contacts/{contact}")
        if found.status != 200 or set(answers) != {"Query", "GetItem"}:
            raise RuntimeError(f"not the calls that were expected: {found.status}, {sorted(answers)}")
        settings = {f"KITH_{name.upper()}": str(value) for name, value in asdict(world.crm.settings).items()}
        return Recorded(event, settings | {"KITH_LOCAL": "", "KITH_CONFIGURATION_AGE": "30"}, answers)


def _record(world: World, answers: dict[str, bytes]) -> None:
    def listen(http_response: Any, model: Any, **_rest: Any) -> None:
        answers[model.name] = http_response.content
    client = world.crm.table._client()
    client.meta.events.register("after-call.dynamodb", listen)


@contextmanager
def serving(found: Recorded) -> Iterator[str]:
    """An endpoint that gives these answers; its URL."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            body = found.answers[self.headers["x-amz-target"].rpartition(".")[2]]
            self.send_response(200)
            self.send_header("content-type", "application/x-amz-json-1.0")
            self.send_header("content-length", str(len(body)))
            self.send_header("x-amz-crc32", str(crc32(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
