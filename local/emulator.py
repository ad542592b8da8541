"""The AWS emulator's process: MiniStack, with snapshots. Runs in MiniStack's own environment, never in ours.

MiniStack saves its state when it is asked to stop, service by service. A stack that people try their real work on
must survive a kill, so here it is also saved every few seconds, and on SIGUSR1, all services together or none:

- The state is read on the event loop, where every request is worked on, so no request is half in it.
- The files are written beside the old ones and take their places under a journal, which a restart finishes.
- Stream records that no function has seen yet, and mails sent, are saved with the rest (MiniStack forgets both, but
  not the positions in the stream, and would then skip as many changes as it had delivered before).
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ministack.app as emulator
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core import lambda_runtime, persistence
from ministack.core.responses import AccountRegionScopedDict
from ministack.services import apigateway_v1, dynamodb, lambda_svc, ses, sqs

STATE = Path(os.environ["STATE_DIR"])
SECONDS = float(os.environ.get("KITH_SNAPSHOT_SECONDS", "20"))
OLDEST_SECONDS = 45.0  # with the time to write it, a snapshot is never older than a minute
JOURNAL = "snapshot.commit"
READ_IN_PLACE = ("dynamodb", "cloudwatch_logs", "sqs")  # large, and only read while they are encoded: no copy needed
USED = frozenset({
    "apigateway", "apigateway_v1", "cloudformation", "cloudwatch", "cloudwatch_logs", "cognito", "dynamodb",
    "eventbridge", "iam", "lambda", "s3", "scheduler", "ses", "ses_v2", "sns", "sqs", "sts",
})  # each further service costs a tenth of a second at the start
OURS = "kith"


def encode() -> dict[str, str]:
    """Every service's state as JSON text, by service."""
    known: dict[str, Callable[[], Any]] = emulator._build_persistence_save_dict()
    sources = {**{name: source for name, source in known.items() if name in USED}, OURS: our_state}
    return {name: text for name, source in sources.items() if (text := _encoded(name, source)) is not None}


def _encoded(name: str, source: Callable[[], Any]) -> str | None:
    """One service's text; tried again when a poller's thread changed it meanwhile."""
    for attempt in range(5):
        try:
            state = _read_in_place(source) if name in READ_IN_PLACE and attempt < 4 else source()
            version = persistence._state_format_version(name)
            wrapped = {"__ministack_format__": version, "payload": state}
            return None if state is None else json.dumps(wrapped, default=persistence._json_default)
        except RuntimeError:  # "changed size during iteration"
            continue
        except Exception as error:
            print(f"snapshot: {name} cannot be saved: {error}", file=sys.stderr)
            return None
    return None


def _read_in_place(source: Callable[[], Any]) -> Any:
    real, here = copy.deepcopy, threading.get_ident()

    def itself(value: Any, memo: Any = None) -> Any:
        return value if threading.get_ident() == here else real(value, memo)

    copy.deepcopy = itself  # type: ignore[assignment]
    try:
        return source()
    finally:
        copy.deepcopy = real


def our_state() -> dict[str, Any]:
    """What MiniStack leaves out: changes not yet delivered, with their positions, and the mails sent."""
    waiting, positions = AccountRegionScopedDict(), AccountRegionScopedDict()
    for scope, records in list(dynamodb._stream_records._data.items()):
        trimmed = dynamodb._stream_trimmed._data.get(scope, 0)
        seen = max(trimmed, _slowest_reader(scope))
        waiting._data[scope] = list(records[seen - trimmed:])
        positions._data[scope] = seen
    return {"records": waiting, "positions": positions, "sequence": dynamodb._stream_seq_counter,
            "mails": ses._sent_emails}


def _slowest_reader(scope: tuple[str, str, str]) -> int:
    account, region, table = scope
    readers = [key for key, mapping in lambda_svc._esms._data.items()
               if key[:2] == (account, region) and f":table/{table}/stream/" in mapping.get("EventSourceArn", "")]
    return min((lambda_svc._dynamodb_stream_positions._data.get(key, 0) for key in readers), default=0)


def restore_ours() -> None:
    """Put our own part of a snapshot back."""
    state = persistence.load_state(OURS)
    if not state:
        return
    dynamodb._stream_records._data.update(state["records"]._data)
    dynamodb._stream_trimmed._data.update(state["positions"]._data)
    dynamodb._stream_seq_counter = max(dynamodb._stream_seq_counter, state["sequence"])
    ses._sent_emails._data.update(state["mails"]._data)


def release_messages() -> None:
    """Whoever was working on a message died with the stack: let it come again now, not when its hiding ends."""
    now = time.time()
    for queue in sqs._queues._data.values():
        for message in queue["messages"]:
            if message.get("receive_count"):  # one that was never received may be delayed on purpose
                message["visible_at"] = min(message["visible_at"], now)


class Snapshots:
    """Writes snapshots that are whole, and only what changed since the last one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._written, self._one_at_a_time = folder, dict[str, str](), threading.Lock()

    def recover(self) -> None:
        """Finish a snapshot whose journal was written; forget one that had not come so far."""
        self._folder.mkdir(parents=True, exist_ok=True)
        journal = self._folder / JOURNAL
        if journal.exists():
            self._take_places(json.loads(journal.read_text()))
        for leftover in self._folder.glob("*.new"):
            leftover.unlink()

    def write(self, texts: dict[str, str]) -> None:
        """Make these texts the state that a restart finds."""
        with self._one_at_a_time:
            changed = {name: text for name, text in texts.items() if self._written.get(name) != text}
            for name, text in changed.items():
                (self._folder / f"{name}.json.new").write_text(text)
            journal = self._folder / f"{JOURNAL}.new"
            journal.write_text(json.dumps(sorted(changed)))
            journal.replace(self._folder / JOURNAL)
            self._take_places(sorted(changed))
            self._written.update(changed)

    def _take_places(self, names: list[str]) -> None:
        for name in names:
            fresh = self._folder / f"{name}.json.new"
            if fresh.exists():
                fresh.replace(self._folder / f"{name}.json")
        (self._folder / JOURNAL).unlink()


def teach_gateway_responses() -> None:
    """MiniStack knows gateway responses, but does not read them from an API's definition, where ours are."""
    import_api = apigateway_v1._import_rest_api

    def import_with_responses(definition: dict[str, Any], data: dict[str, Any] | None = None) -> str:
        api_id: str = import_api(definition, data)
        for kind, response in (definition.get("x-amazon-apigateway-gateway-responses") or {}).items():
            apigateway_v1._put_gateway_response(api_id, kind, response)
        return api_id

    apigateway_v1._import_rest_api = import_with_responses


def answer_at_once() -> None:
    """MiniStack waits 50 ms after each call for a log line that may still come; ours are there when we answer."""
    drain = lambda_runtime.Worker._drain_stderr_bounded
    drain.__defaults__ = (0.002, 0.001, 0.05)


async def run() -> None:
    """Serve until a signal comes or whoever started us is gone, then save everything and stop."""
    snapshots = Snapshots(STATE)
    snapshots.recover()
    restore_theirs = emulator._load_persisted_state
    emulator._load_persisted_state = lambda: [restore() for restore in (restore_theirs, restore_ours, release_messages)]
    emulator.save_all = lambda _sources: snapshots.write(encode())
    teach_gateway_responses()
    answer_at_once()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    asked = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, asked.set)
    threading.Thread(target=_watch_parent, args=(loop, stop), daemon=True).start()
    saving = asyncio.create_task(_save_now_and_then(snapshots, asked))
    await serve(emulator.app, _config(), shutdown_trigger=stop.wait)
    saving.cancel()


def _config() -> Config:
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 2
    config.accesslog = None
    return config


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Standard input is a pipe from whoever started us: its end means that they are gone, however they went."""
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(stop.set)


async def _save_now_and_then(snapshots: Snapshots, asked: asyncio.Event) -> None:
    """Requests wait while the state is read (half a second at 20 MB), so the more there is the rarer, up to a point;
    and whenever it is asked for."""
    pause = 0.0
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), min(OLDEST_SECONDS, max(SECONDS, 60 * pause)))
        asked.clear()
        began = time.monotonic()
        texts = encode()
        pause = time.monotonic() - began
        await asyncio.to_thread(snapshots.write, texts)


if __name__ == "__main__":
    asyncio.run(run())
    os._exit(0)  # pollers of the emulator are threads that never end
