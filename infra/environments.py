"""Python environments for tools whose pins clash with ours, kept under the hash of what they hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from infra.dependencies import digest


def environment(name: str, requirements: Path, cache: Path) -> Path:
    """The interpreter of an environment with these requirements, made (or made anew) if they changed."""
    folder = cache / f"{name}-{digest(requirements, sys.version)}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, requirements)
    return folder / "bin" / "python"


def _make(folder: Path, requirements: Path) -> None:
    python = folder / "bin" / "python"
    try:
        _run("venv", "--without-pip", str(folder))
        _run("uv", "pip", "install", "--quiet", "--python", str(python), "-r", str(requirements))
    except subprocess.CalledProcessError as failure:
        reason = failure.stderr or failure.stdout
        raise SystemExit(f"The environment of {requirements.name} could not be made: {reason}") from failure
    (folder / "complete").touch()


def _run(*command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, text=True)
