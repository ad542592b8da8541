"""Processes of our own for parts of a measurement: quiet, and gone with the one that asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any


def apart(step: Callable[..., Any], *arguments: Any) -> Any:
    """Run in a process of its own: one serves one installation, as in production."""
    with workers(1) as one:
        return one.submit(step, *arguments).result()


def workers(number: int | None, step: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:
    """So many, or one a processor; each begins with a step."""
    return ProcessPoolExecutor(number or os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin,
                               initargs=(step, arguments))


def end_with_parent() -> None:
    """A worker waits for ever for the next task from a process that was killed; this one does not."""
    if parent := parent_process():
        Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def _begin(step: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    end_with_parent()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if step:
        step(*arguments)
