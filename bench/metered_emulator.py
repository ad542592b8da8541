"""The local stack's emulator with a meter: which AWS calls the functions make. Runs where local/emulator.py runs.

`GET /_bench/calls` answers `{"dynamodb.Query": 12, ...}`: signed requests since the start, by service and operation.
What the emulator does by itself (receiving messages for functions, reading the stream) comes by no request.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

EMULATOR = Path(__file__).resolve().parent.parent / "local" / "emulator.py"
READING = "/_bench/calls"
SIGNED = re.compile(rb"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
calls: Counter[str] = Counter()
App = Callable[[Any, Any, Any], Awaitable[None]]


def named(path: str, method: str, headers: dict[bytes, bytes]) -> str:
    """`service.Operation` of a signed request; empty for any other."""
    service = SIGNED.search(headers.get(b"authorization", b""))
    if not service:
        return ""
    operation = headers.get(b"x-amz-target", b"").decode().rpartition(".")[2]
    last = path.rstrip("/").rpartition("/")[2]
    return f"{service[1].decode()}.{operation or f'{method} {last}'[:60]}"


def metered(app: App) -> App:
    """The same application, counted."""
    async def counted(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            if scope["path"] == READING:
                return await _told(send)
            if name := named(scope["path"], scope["method"], dict(scope["headers"])):
                calls[name] += 1
        return await app(scope, receive, send)
    return counted


async def _told(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(calls).encode()})


def _emulator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kith_emulator", EMULATOR)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    ours = _emulator()
    ours.emulator.app = metered(ours.emulator.app)
    asyncio.run(ours.run())
    os._exit(0)  # pollers of the emulator are threads that never end
