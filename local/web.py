"""A client of the HTTP API: connections kept open, one per thread; it waits where it is told to wait."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

STALE = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
WAIT_STATUSES = (429, 503, 504)
PATIENCE_SECONDS = 120.0
FORM = "application/x-www-form-urlencoded"
_connections = threading.local()


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is read from JSON, None where there is none."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Refused(Exception):
    """An answer that is no success, in words."""

    def __init__(self, method: str, path: str, answer: Answer) -> None:
        body = answer.body if isinstance(answer.body, dict) else {}
        fields = ", ".join(f"{each['field']}: {each['message']}" for each in body.get("errors") or ())
        super().__init__(f"{method} {path} answered {answer.status}: {body.get('detail') or body} {fields}".strip())
        self.answer = answer


@dataclass(frozen=True)
class Web:
    """One address, perhaps with somebody's token."""

    url: str
    token: str = ""

    def get(self, path: str) -> Any:
        """The body of a successful GET."""
        return self.ask("GET", path).body

    def post(self, path: str, body: Any, key: str = "") -> Any:
        """The body of a successful POST; `key` is its Idempotency-Key."""
        return self.ask("POST", path, body, {"Idempotency-Key": key} if key else {}).body

    def patch(self, path: str, body: Any) -> Any:
        """The body of a successful PATCH."""
        return self.ask("PATCH", path, body).body

    def submit(self, path: str, fields: Mapping[str, str]) -> Any:
        """Send a form as a browser's script does; the body of the answer."""
        return self._answered("POST", path, urlencode(fields).encode(), {"Content-Type": FORM}).body

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One call with a JSON body; Refused unless it succeeds."""
        raw = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} if raw is not None else {}
        return self._answered(method, path, raw, {**sent, **(headers or {})})

    def _answered(self, method: str, path: str, raw: bytes | None, headers: Mapping[str, str]) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._sent(method, path, raw, headers)
            if answer.status < 400:
                return answer
            if answer.status not in WAIT_STATUSES or time.monotonic() > deadline:
                raise Refused(method, path, answer)
            time.sleep(pause(answer.headers))

    def _sent(self, method: str, path: str, raw: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One exchange; a kept connection that the server closed meanwhile is opened anew."""
        wanted = {**headers, **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        try:
            return _exchange(_connection(self.url), method, path, raw, wanted)
        except STALE:
            return _exchange(_connection(self.url, fresh=True), method, path, raw, wanted)


def pause(headers: Mapping[str, str]) -> float:
    """Seconds to wait as `Retry-After` says, a second where it does not; never longer than a minute at once."""
    said = headers.get("retry-after", "")
    return min(60.0, float(said)) if said.isdigit() else 1.0


def _exchange(connection: http.client.HTTPConnection, method: str, path: str, raw: bytes | None,
              headers: Mapping[str, str]) -> Answer:
    connection.request(method, path, body=raw, headers=dict(headers))
    answer = connection.getresponse()
    content = answer.read()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, found, _parsed(content))


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return content.decode(errors="replace")


def _connection(url: str, *, fresh: bool = False) -> http.client.HTTPConnection:
    kept: dict[str, http.client.HTTPConnection] = _connections.__dict__.setdefault("by_url", {})
    if url in kept and not fresh:
        return kept[url]
    if url in kept:
        kept[url].close()
    address = urlsplit(url)
    kept[url] = http.client.HTTPConnection(address.hostname or "localhost", address.port, timeout=60)
    return kept[url]
