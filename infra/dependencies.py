"""The packages that Lambda runs beside our own code: installed for the target, trimmed, compiled, kept by content.

Chalice would compile from source whatever wheel is newer than the glibc it assumes (minutes); asking uv for ready
wheels of the target takes seconds. A folder is named by everything that went into it, so it is never stale.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AWS_SERVICES = frozenset({"cognito-idp", "dynamodb", "s3", "sesv2", "sqs", "sts"})  # the SDK's data of others goes
BUILD_ONLY = ("chalice",)  # Chalice puts the two files of it that run into the package by itself
BUILD_TOOLS = ("cffi", "pycparser")  # cryptography runs on _cffi_backend alone
KEPT_METADATA = ("aws_lambda_powertools",)  # reads its own version through importlib.metadata
UNUSED_POWERTOOLS = (
    "event_handler", "utilities/parser", "utilities/kafka", "utilities/feature_flags",
    "utilities/parameters", "utilities/data_masking", "utilities/streaming", "utilities/idempotency",
    "utilities/validation", "metrics/provider/datadog",
)
# Of rapidfuzz only the distances are used; without the copy for newer processors it takes the plain one.
UNUSED_LIBRARIES = ("rapidfuzz/fuzz_cpp*.so", "rapidfuzz/process_cpp*.so", "rapidfuzz/distance/*_avx2*.so")


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
    folder = cache / f"dependencies-{digest(requirements, Path(__file__), target.platform, target.python)}"
    if folder.exists():
        return folder
    fresh = cache / f"new-{os.getpid()}-{folder.name}"
    shutil.rmtree(fresh, ignore_errors=True)
    _download(target, requirements, fresh)
    trim(fresh)
    compile_sources(fresh, target)
    return settle(fresh, folder)


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


def trim(folder: Path) -> None:
    """Take out what never runs: data of unused AWS services, tests, type stubs, metadata nobody reads."""
    for data in (folder / "botocore" / "data").iterdir():
        if data.is_dir() and data.name not in AWS_SERVICES:
            shutil.rmtree(data)
    shutil.rmtree(folder / "boto3" / "data", ignore_errors=True)
    shutil.rmtree(folder / "boto3" / "examples", ignore_errors=True)
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for unused in (*(f"aws_lambda_powertools/{part}" for part in UNUSED_POWERTOOLS), *BUILD_TOOLS):
        shutil.rmtree(folder / unused, ignore_errors=True)
    for found in [*folder.rglob("tests"), *folder.rglob("__pycache__"), *folder.glob("*.dist-info")]:
        if not found.name.startswith(KEPT_METADATA):
            shutil.rmtree(found, ignore_errors=True)
    for pattern in UNUSED_LIBRARIES:
        for file in folder.glob(pattern):
            file.unlink()
    for pattern in ("*.pyi", "*.c", "*.h", "py.typed", "examples-1.json", "paginators-1.sdk-extras.json"):
        for file in folder.rglob(pattern):
            file.unlink()


def compile_sources(folder: Path, target: Target) -> bool:
    """Compile for the target if an interpreter of its version is here: a cold start then compiles nothing.

    The bytecode is unchecked: a zip does not keep the times that the usual check compares.
    """
    interpreter = compiler(target)
    if not interpreter:
        return False
    subprocess.run([interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(folder)],
                   check=False, capture_output=True)
    return True


def compiler(target: Target) -> str:
    """An interpreter of the target's version on this machine, or ""."""
    if target.is_this_interpreter:
        return sys.executable
    command = [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads", target.python]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def size(folder: Path) -> int:
    """Bytes of all files below a folder, links followed."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
