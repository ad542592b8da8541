"""A local stack of its own for the pipeline's benchmark: free ports, a scratch folder, an emulator with a meter."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from local import process, services, stack
from local.installation import crm_of
from local.settings import Place
from local.web import Web

Record = dict[str, Any]
METERED = Path(__file__).parent / "metered_emulator.py"


@contextmanager
def started() -> Iterator[stack.Stack]:
    """The packaged stack with the sample company; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kith-pipeline-"))
    port, aws_port = _free_ports()
    try:
        with patch.object(process, "launch", _launch):
            running = stack.start(Place(folder, port, aws_port), lambda text: print(f"  {text}", flush=True))
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _launch(place: Place, python: Path) -> subprocess.Popen[bytes]:
    """As `process.launch` does, but with the metered emulator."""
    popen = subprocess.Popen

    def metered(command: list[str], **rest: Any) -> subprocess.Popen[bytes]:
        return popen([*command[:-1], str(METERED)], **rest)
    with patch.object(subprocess, "Popen", metered):
        return _plain_launch(place, python)


_plain_launch = process.launch


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


class Observer:
    """Looks at a running stack without making its functions work."""

    def __init__(self, running: stack.Stack) -> None:
        self.place, self.facts = running.place, running.facts
        self.crm = crm_of(running.place, running.outputs)

    def admin(self) -> Web:
        """The administrator, signed in."""
        token = Web(self.place.url).post("/public/auth/login", self.facts["admin"])["id_token"]
        return Web(self.place.url, token)

    def calls(self) -> dict[str, int]:
        """AWS calls since the start, ours included."""
        return dict(self._ask("/_bench/calls"))

    def mails(self) -> list[Record]:
        """The emulated SES outbox."""
        return [mail for mails in self._ask("/_ministack/ses/messages")["messages"].values() for mail in mails]

    def records(self, type: str) -> list[Record]:
        """Every record of a type, by its index."""
        found, page = [], self.crm.table.query(f"{type}#0", index="i1", limit=1000)
        while True:
            found += page.items
            if not page.more:
                return found
            page = self.crm.table.query(f"{type}#0", index="i1", after=page.last, limit=1000)

    def work(self, since: float) -> dict[str, Counter[str]]:
        """What each function did since an instant, by its log: invocations, messages, database calls, bytes logged."""
        logs = services.client(self.place, "logs")
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
        found: dict[str, Counter[str]] = {}
        for group in groups:
            events = logs.filter_log_events(logGroupName=group, startTime=int(since * 1000), limit=1_000_000)["events"]
            found[group.rpartition("/")[2].removesuffix("Logs").lower()] = _summed(events)
        return found

    def _ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.place.aws_endpoint}{path}", timeout=60) as answer:
            return json.load(answer)


def _summed(events: list[Mapping[str, Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for event in events:
        text = event["message"]
        found["bytes"] += len(text.encode()) + 26  # what CloudWatch adds to each event
        found["invocations"] += text.startswith("START ")
        line = _line(text)
        if "calls" in line:
            found["messages"] += 1
            found["calls"] += line["calls"]
    return found


def _line(text: str) -> Record:
    try:
        found = json.loads(text) if text.startswith("{") else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
