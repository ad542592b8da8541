"""The packages that Lambda runs beside our own code: installed for the target, trimmed, compiled, kept by content.

Chalice would compile from source whatever wheel is newer than the glibc it assumes (minutes); asking uv for ready
wheels of the target takes seconds. A folder is named by everything that went into it, so it is never stale.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.trimming import trim

ROOT = Path(__file__).resolve().parent.parent
_INPUTS = (Path(__file__), Path(__file__).with_name("trimming.py"))
BUILD_ONLY = ("chalice",)  # Chalice puts the two files of it that run into the package by itself


@dataclass(frozen=True)
class Target:
    """The machine that the packages are for."""

    platform: str
    python: str

    @property
    def is_this_interpreter(self) -> bool:
        """Whether bytecode compiled here can be loaded there (bytecode does not depend on the processor)."""
        return self.python == f"{sys.version_info.major}.{sys.version_info.minor}"


PRODUCTION = Target("aarch64-manylinux_2_28", "3.13")
LOCAL = Target("", f"{sys.version_info.major}.{sys.version_info.minor}")


def digest(*parts: Path | str) -> str:
    """A short content hash of files, folders and strings, in the order given."""
    found = hashlib.sha256()
    for part in parts:
        for name, content in _contents(part):
            found.update(f"{name}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()[:16]


def _contents(part: Path | str) -> list[tuple[str, bytes]]:
    if isinstance(part, str):
        return [("", part.encode())]
    if part.is_file():
        return [(part.name, part.read_bytes())]
    return [(str(file.relative_to(part)), file.read_bytes()) for file in source_files(part)]


def source_files(folder: Path) -> list[Path]:
    """Every file below a folder but what interpreters and tools leave there."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def install(target: Target, cache: Path) -> Path:
    """The folder with the target's packages, made if it is not there; safe when two builds race."""
    requirements = ROOT / "requirements.txt"
    form = "bytecode" if compiler(target) else "sources"
    folder = cache / f"dependencies-{digest(requirements, *_INPUTS, target.platform, target.python, form)}"
    if folder.exists():
        return folder
    fresh = cache / f"new-{os.getpid()}-{folder.name}"
    shutil.rmtree(fresh, ignore_errors=True)
    _download(target, requirements, fresh)
    trim(fresh)
    compile_packages(fresh, target)
    return settle(fresh, folder)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Tests run in several processes, each of which may want the same thing built; the lock is a file of its own."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def settle(fresh: Path, folder: Path) -> Path:
    """Give a finished folder its name at once; where another build was faster, its equal is taken."""
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(fresh)
    return folder


def _download(target: Target, requirements: Path, folder: Path) -> None:
    runtime = [line for line in requirements.read_text().splitlines() if not line.startswith(BUILD_ONLY)]
    wanted = folder.with_suffix(".txt")
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text("\n".join(runtime))
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--only-binary", ":all:", "--target",
               str(folder), "--python-version", target.python, "-r", str(wanted)]
    if target.platform:
        command += ["--python-platform", target.platform]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failure:
        raise SystemExit(f"Installing the runtime packages failed: {failure.stderr.strip()[-600:]}") from failure
    finally:
        wanted.unlink()


def compile_packages(folder: Path, target: Target) -> None:
    """Replace the sources of packages by bytecode, if an interpreter of the target's version is here."""
    _compile(folder, target, "-b")
    for source in folder.rglob("*.py"):
        if source.with_suffix(".pyc").exists():
            source.unlink()


def compile_sources(folder: Path, target: Target) -> None:
    """Put bytecode beside our own sources, which stay: a traceback then shows the line."""
    _compile(folder, target)


def _compile(folder: Path, target: Target, *how: str) -> None:
    """A cold start then compiles nothing.

    The bytecode is unchecked: a zip does not keep the times that the usual check compares. Tracebacks name files by
    where Lambda keeps them.
    """
    interpreter = compiler(target)
    if interpreter:
        subprocess.run([interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash",
                        "-s", str(folder), "-p", "/var/task", *how, str(folder)], check=False, capture_output=True)


def compiler(target: Target) -> str:
    """An interpreter of the target's version on this machine, or ""."""
    if target.is_this_interpreter:
        return sys.executable
    command = [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads", target.python]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def size(folder: Path) -> int:
    """Bytes of all files below a folder, links followed."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
