"""One deployed local stack for every test here: free ports, a folder of its own, the build shared with `make run`."""

from __future__ import annotations

import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib import instants
from local import process, services
from local import stack as local_stack
from local.settings import Place


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Running:
    """The running stack as a test sees it: over HTTP, and with the emulated services for looking behind it."""

    def __init__(self, stack: local_stack.Stack) -> None:
        self.stack, self.place = stack, stack.place
        self.url, self.aws_endpoint = stack.place.url, stack.place.aws_endpoint
        self.outputs, self.facts = stack.outputs, stack.facts

    admin = property(lambda self: self.facts["admin"])
    users = property(lambda self: self.facts["users"])
    form_id = property(lambda self: self.facts["form_id"])

    def client(self, service: str) -> Any:
        """An SDK client for an emulated service."""
        return services.client(self.place, service)

    def call(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Answer:
        """One HTTP call; `body` is sent as JSON unless it is bytes; header names take _ for -."""
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if raw is not None:
            sent = {"Content-Type": "application/json", **sent}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, raw, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, lowered(answer.headers), answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, lowered(refusal.headers), refusal.read())

    def mails(self) -> list[dict[str, Any]]:
        """Every mail sent so far."""
        with urllib.request.urlopen(f"{self.aws_endpoint}/_ministack/ses/messages", timeout=10) as answer:
            return [mail for mails in json.load(answer)["messages"].values() for mail in mails]


def lowered(headers: Any) -> dict[str, str]:
    """Header names in lower case."""
    return {name.lower(): value for name, value in headers.items()}


def wait_until(found: Callable[[], Any], seconds: float = 60, every: float = 0.1) -> Any:
    """The first true answer of `found`, asked again and again until the deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {seconds} s")


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now, below those that the system gives to calls that go out: until a stack listens
    on its own, packages are downloaded."""
    found: list[int] = []
    while len(found) < count:
        port = random.randint(20_000, 32_000)
        if port not in found and process.is_free(port):
            found.append(port)
    return found


@pytest.fixture(scope="session")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    """Makes places for further stacks, with snapshots every second."""

    def make() -> Place:
        folder: Path = tmp_path_factory.mktemp("stack")
        port, aws_port = free_ports(2)
        return Place(folder, port, aws_port, snapshot_seconds=1)

    return make


@pytest.fixture(scope="session")
def stack(new_place: Callable[[], Place], request: pytest.FixtureRequest) -> Iterator[Running]:
    """The stack with the sample data, started once. Where it does not start no test has anything to say: it is told
    why, and as a person would be told, the next start goes on with what is there."""
    place, said = new_place(), list[str]()
    for attempt in (1, 2):
        try:
            running = local_stack.start(place, said.append)
            break
        except (SystemExit, Exception) as failure:
            why = f"the local stack did not start after {said[-1:]}: {type(failure).__name__}: {failure}"
        if attempt == 2:
            pytest.exit(why, returncode=1)
        with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
            print(f"\n{why}\nIt is tried once more.", flush=True)
    yield Running(running)
    running.stop()


@pytest.fixture(scope="session")
def eventually() -> Callable[..., Any]:
    """`wait_until`, for tests in other files."""
    return wait_until


@pytest.fixture(scope="session")
def reminded(stack: Running) -> dict[str, Any]:
    """A task that reminds in a minute of real time: asked for early, looked at last."""
    from tests.e2e.people import acting
    rep = acting(stack, "rep")
    now = rep.post("/v1/notes", {"body": "Remind me"})["created_at"]
    made: dict[str, Any] = rep.post("/v1/tasks", {
        "subject": "In real time", "due_at": instants.plus(now, minutes=1),
        "reminders": [{"before_minutes": 0, "channel": "app"}]})
    return made
