"""Builds the web client into `chalicelib/web`, from where the API serves it; again only when its source changed.

`python -m infra.web` is `make web`: types from the API's own description, compiler, linter, unit tests, then the build.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from infra.dependencies import ROOT, digest, one_at_a_time

SOURCE, BUILT = ROOT / "web", ROOT / "chalicelib" / "web"
WORKSHOP = SOURCE / "build"
LARGEST_FIRST_SCREEN = 300_000  # bytes of script, gzipped, until somebody who signed in sees the first screen
FIRST_SCREEN = ("index.html", "src/home/")  # the page, and what its route loads
INPUTS = ("package.json", "package-lock.json", "index.html", "vite.config.ts", "postcss.config.js", "src")
FOR_TESTS_ALONE = (".test.ts", ".test.tsx", ".d.ts")
MARK = "source.txt"
MISSING = """The web client is built with Node 20 or later, and `npm` is not here.
  Debian, Ubuntu: sudo apt install nodejs npm      macOS: brew install node
It comes with Node."""
Say = Callable[[str], None]


def tell(text: str) -> None:
    """One line of progress, at once."""
    print(text, flush=True)


def build(say: Say = tell) -> bool:
    """Whether it had to be built. Stops with a clear message where npm is missing or the build fails."""
    if _stands():
        return False
    with one_at_a_time(WORKSHOP / "lock"):
        if _stands():
            return False
        key = source_key()
        install(say)
        say("building the web client (once)")
        fresh = WORKSHOP / f"new-{os.getpid()}"
        _run("npx", "--no-install", "vite", "build", "--outDir", str(fresh))
        say(f"web client: {first_screen(fresh) / 1000:.0f} kB of script until the first screen")
        (fresh / "manifest.json").unlink()
        (fresh / MARK).write_text(key)
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    return True


def install(say: Say = tell) -> None:
    """The packages of the lock file; nothing of theirs runs."""
    if not shutil.which("npm"):
        raise SystemExit(MISSING)
    if not _installed():
        say("installing the web client's packages (once)")
        _run("npm", "ci", "--ignore-scripts", "--no-progress", "--prefer-offline")


def check(say: Say = tell) -> None:
    """Everything that is asked of the client without a stack."""
    with one_at_a_time(WORKSHOP / "lock"):
        install(say)
    describe()
    for what, command in (("types", "tsc --noEmit"), ("style", "eslint src"), ("unit tests", "vitest run")):
        say(f"web client: {what}")
        _run("npx", "--no-install", *command.split())
    build(say)


def describe() -> None:
    """TypeScript's view of `/openapi.json`, from the code as it is now; made again where the API changed."""
    from chalicelib.domains import registry
    from chalicelib.http.openapi import described
    told, description = json.dumps(described(registry())), WORKSHOP / "openapi.json"
    WORKSHOP.mkdir(exist_ok=True)
    types = SOURCE / "src" / "api" / "openapi.d.ts"
    if not types.exists() or not description.exists() or description.read_text() != told:
        description.write_text(told)
        _run("npm", "run", "--silent", "types")


def first_screen(folder: Path) -> int:
    """Bytes of gzipped script before the first screen is seen; a build with too many is refused."""
    chunks: dict[str, dict[str, Any]] = json.loads((folder / "manifest.json").read_text())
    starts = [name for name in chunks if name.startswith(FIRST_SCREEN) and not name.endswith(".json")]
    files = {chunks[name]["file"] for start in starts for name in _reached(chunks, start)}
    sizes = {name: len(gzip.compress((folder / name).read_bytes())) for name in files if name.endswith(".js")}
    whole, largest = sum(sizes.values()), sorted(sizes.items(), key=lambda each: -each[1])
    if whole > LARGEST_FIRST_SCREEN:
        raise SystemExit("\n".join([
            f"The first screen of the web client needs {whole / 1000:.0f} kB of script; "
            f"{LARGEST_FIRST_SCREEN / 1000:.0f} are the most. Load something with its screen instead:",
            *(f"  {size / 1000:6.1f} kB  {name}" for name, size in largest)]))
    return whole


def _reached(chunks: dict[str, dict[str, Any]], start: str) -> set[str]:
    """A chunk and all that it imports at once."""
    found, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += chunks[name].get("imports", [])
    return found


def source_key() -> str:
    """Changes exactly when what is built would."""
    return digest(*[SOURCE / name for name in INPUTS[:-1]], *_sources())


def _sources() -> Iterator[Path | str]:
    for file in sorted((SOURCE / INPUTS[-1]).rglob("*")):
        if file.is_file() and not file.name.endswith(FOR_TESTS_ALONE):
            yield str(file.relative_to(SOURCE))
            yield file


def _stands() -> bool:
    return (BUILT / MARK).exists() and (BUILT / MARK).read_text() == source_key()


def _installed() -> bool:
    """npm notes what it installed last; a newer lock file asks for more."""
    noted = SOURCE / "node_modules" / ".package-lock.json"
    return noted.exists() and noted.stat().st_mtime >= (SOURCE / "package-lock.json").stat().st_mtime


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=SOURCE, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        told = "\n".join(part.strip()[-2000:] for part in (done.stdout, done.stderr) if part.strip())
        raise SystemExit(f"The web client failed at `{' '.join(command)}`:\n{told}")


if __name__ == "__main__":
    check()
