"""`make reference`: write the generated pages. Run as `python -m docs.generate`; `--check` only looks for drift."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from docs.pages.errors import errors
from docs.pages.objects import objects
from docs.pages.operations import operations
from docs.pages.settings import settings

FOLDER = Path(__file__).resolve().parent / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "objects.md": objects, "operations.md": operations, "errors.md": errors, "settings.md": settings}


def drifted() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name, made in PAGES.items()
            if not (FOLDER / name).exists() or (FOLDER / name).read_text() != made()]


def write() -> None:
    """Write those."""
    FOLDER.mkdir(exist_ok=True)
    for name in drifted():
        (FOLDER / name).write_text(PAGES[name]())
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"run make reference: {', '.join(drifted())}" if drifted() else 0)
    write()
