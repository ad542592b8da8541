"""Where Chromium is on this machine, or how it gets here: for the browser tests and the pictures in docs/."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = """Chromium is not here. Install it, or name it by KITH_CHROMIUM=/path/to/chromium.
  Debian, Ubuntu: sudo apt install chromium      macOS: brew install --cask chromium"""


def found() -> str:
    """The program, or "" where there is none."""
    named = os.environ.get("KITH_CHROMIUM", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


def path() -> str:
    """The program; a machine that is ours to change (a container of root's) gets it now."""
    packages = shutil.which("apt-get")
    if not found() and packages and os.geteuid() == 0:
        print("installing Chromium for the browser tests (once)", flush=True)
        for command in ("update -qq", "install -qq -y --no-install-recommends chromium"):
            subprocess.run([packages, *command.split()], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    if not found():
        raise SystemExit(MISSING)
    return found()


def switches() -> list[str]:
    """Chromium's own sandbox refuses to work for root."""
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
