"""The commands of the local stack; the Makefile calls them."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from local import settings
from local.settings import Place

if TYPE_CHECKING:
    from local.stack import Stack

STOP_SECONDS = 70
OWN_MODULES = ("recount", "demo", "reference")  # each `run(place, *options)`


def run(place: Place) -> None:
    """Start the stack and keep it until Ctrl-C or a signal."""
    from local import stack

    began = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {text}", flush=True)

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        running = stack.start(place, say)
    except KeyboardInterrupt:
        raise SystemExit("Stopped before it was ready.") from None
    say("ready")
    _welcome(running)
    try:
        while running.is_up:
            time.sleep(0.5)
        raise SystemExit(f"The AWS emulator ended by itself; see {place.folder / 'emulator.log'}.")
    except KeyboardInterrupt:
        say("saving and stopping")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        running.stop()
        say("stopped; everything is kept for the next make run")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _welcome(running: Stack) -> None:
    admin = running.facts.get("admin") or {}
    print(f"\n  Kith      {running.place.url}")
    if admin:
        print(f"  sign in   {admin['email']}  {admin['password']}")
    print(f"  facts     {running.place.facts}\n  stop      Ctrl-C (everything is kept)\n", flush=True)


def stop(place: Place) -> None:
    """Stop a stack that runs in another terminal, and wait until it has saved."""
    from local.stack import holder_of

    pid = holder_of(place)
    if not pid:
        print("No local stack is running here.")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while holder_of(place) and time.monotonic() < deadline:
        time.sleep(0.1)
    print("It is still saving." if holder_of(place) else "Stopped; everything is kept.")


def _carry_out(command: Callable[..., None], *options: str) -> None:
    """One command; where the stack is not running, one line says so."""
    from botocore.exceptions import EndpointConnectionError

    try:
        command(settings.read(), *options)
    except EndpointConnectionError:
        raise SystemExit("The local stack is not running: make run starts it.") from None


def main(arguments: list[str]) -> None:
    """Run one command."""
    from local import tools

    commands = {"run": run, "stop": stop, "mail": tools.mail, "clock": tools.clock, "redrive": tools.redrive,
                "letters": tools.letters, "logs": tools.logs}
    name = arguments[0] if arguments else ""
    if name in OWN_MODULES:
        importlib.import_module(f"local.{name}").run(settings.read(), *arguments[1:])
    elif name in commands:
        _carry_out(commands[name], *arguments[1:])
    else:
        raise SystemExit(f"usage: python -m local {' | '.join([*commands, *OWN_MODULES])}")


if __name__ == "__main__":
    main(sys.argv[1:])
