"""A build that is killed is gone on with, and leaves neither processes nor memory behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import build, scratch
from bench.progress import Notes


def test_half_a_line_that_a_kill_left_is_forgotten(tmp_path: Path) -> None:
    notes = Notes(tmp_path)
    notes.add({"run": 0})
    with (tmp_path / "progress.jsonl").open("a") as file:
        file.write('{"run": 1, "cou')
    notes.mend()
    notes.add({"run": 2})
    assert notes.lines("run") == [{"run": 0}, {"run": 2}]


def test_what_the_dead_left_in_memory_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "fast", lambda size: str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, used = tmp_path / f"kith-bench-of-{gone.pid}-x", tmp_path / f"kith-bench-of-{os.getppid()}-x"
    for folder in (left, used):
        folder.mkdir()
    with scratch.scratch(1000) as mine:
        assert (mine.is_dir(), left.exists(), used.exists()) == (True, False, True)
    assert not mine.exists()


def test_memory_is_taken_only_where_it_has_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch.os, "access", lambda *_asked: True)
    monkeypatch.setattr(scratch.shutil, "disk_usage", lambda _folder: (24 << 30, 0, 24 << 30))
    assert (scratch.fast(100_000), scratch.fast(1_000_000)) == ("/dev/shm", scratch.tempfile.gettempdir())


def test_a_company_for_which_there_is_no_room_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch.shutil, "disk_usage", lambda _folder: (100 << 30, 0, 20_000_000_000))
    scratch.require_room(100_000, "/there")
    with pytest.raises(scratch.Full, match=r"1,000,000 contacts needs 37\.5 GB in /there, where 20\.0 GB are free.*TMPDIR"):
        scratch.require_room(1_000_000, "/there")
    monkeypatch.setattr(build, "fast", lambda _size: str(tmp_path))
    with pytest.raises(scratch.Full):
        build._build(tmp_path / "kept", 1_000_000)


def ended(pid: int) -> bool:
    """Whether a process is gone."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it becomes true in time."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_a_worker_ends_with_the_process_that_asked_it(tmp_path: Path) -> None:
    asks = ("import os, time; from multiprocessing import get_context; from bench import processes\n"
            "def work():\n    processes.end_with_parent(); print(os.getpid(), flush=True); time.sleep(60)\n"
            "if __name__ == '__main__':\n    get_context('spawn').Process(target=work).start()\n")
    (tmp_path / "asks.py").write_text(asks)
    asking = subprocess.Popen([sys.executable, str(tmp_path / "asks.py")], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "PYTHONPATH": str(build.ROOT)})
    with asking:
        worker = int((asking.stdout and asking.stdout.readline()) or 0)
        asking.send_signal(signal.SIGKILL)
    assert until(lambda: ended(worker))


def test_an_engine_ends_with_the_process_that_started_it() -> None:
    engine = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    starts = f"from bench import dynamodb; dynamodb.guard({engine.pid}); print(1, flush=True); import time; time.sleep(60)"
    starting = subprocess.Popen([sys.executable, "-c", starts], stdout=subprocess.PIPE, text=True, cwd=build.ROOT)
    with starting:
        assert starting.stdout and starting.stdout.readline()
        assert engine.poll() is None
        starting.send_signal(signal.SIGKILL)
    assert engine.wait(30) == -signal.SIGTERM
