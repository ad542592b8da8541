"""What the benchmarks found last: `bench/results.json`, one section per benchmark, each written by its own command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "results.json"


def kept(section: str, file: Path = KEPT) -> dict[str, Any]:
    """A section as it was kept last; empty where it never was."""
    found: dict[str, Any] = _all(file).get(section, {})
    return found


def keep(section: str, found: dict[str, Any], file: Path = KEPT) -> None:
    """Replace one section and leave the others."""
    text = json.dumps({**_all(file), section: found}, indent=1, sort_keys=True) + "\n"
    fresh = file.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(file)


def _all(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text()) if file.exists() else {}
