"""Builds the web client into `chalicelib/web`, from where the API serves it; again only when its source changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from infra.dependencies import ROOT, digest

SOURCE, BUILT = ROOT / "web", ROOT / "chalicelib" / "web"
LARGEST_FIRST_SCREEN = 300_000  # bytes of script, gzipped, before anybody sees anything
MARK = "source.txt"
MISSING = """The web client is built with Node 20 or later, and `npm` is not here.
  Debian, Ubuntu: sudo apt install nodejs npm      macOS: brew install node
It comes with Node."""


def build() -> bool:
    """Whether it had to be built. Stops with a clear message where npm is missing or the build fails."""
    key = digest(*_inputs())
    if (BUILT / MARK).exists() and (BUILT / MARK).read_text() == key:
        return False
    if not shutil.which("npm"):
        raise SystemExit(MISSING)
    if not _installed():
        _run("npm", "ci", "--ignore-scripts", "--no-progress")
    _run("npx", "--no-install", "vite", "build")
    (BUILT / MARK).write_text(key)
    return True


def _inputs() -> list[Path | str]:
    names = ("package-lock.json", "index.html", "vite.config.ts", "postcss.config.js", "src")
    return [SOURCE / name for name in names]


def _installed() -> bool:
    """npm notes what it installed last; a newer lock file asks for more."""
    noted = SOURCE / "node_modules" / ".package-lock.json"
    return noted.exists() and noted.stat().st_mtime >= (SOURCE / "package-lock.json").stat().st_mtime


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=SOURCE, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        told = (done.stderr or done.stdout)[-1500:]
        raise SystemExit(f"Building the web client failed at `{' '.join(command)}`:\n{told}")
