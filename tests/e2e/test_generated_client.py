"""A client in another language, generated from the running stack's description, compiles and works."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e
CLIENT = Path(__file__).resolve().parents[1] / "client"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client's source and its pinned tools."""
    if not shutil.which("npm"):
        pytest.skip("needs npm (Node 20 or later) to generate and compile a TypeScript client")
    folder = tmp_path_factory.mktemp("client")
    for name in ("package.json", "package-lock.json", "tsconfig.json", "client.ts", ".npmrc"):
        shutil.copy(CLIENT / name, folder)
    run(folder, "npm", "ci", "--ignore-scripts")
    return folder


def run(folder: Path, *command: str) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_compiles_strictly_and_works(stack: Any, place: Path) -> None:
    description = stack.call("GET", "/openapi.json").json
    (place / "openapi.json").write_text(json.dumps(description))
    run(place, "npx", "--no-install", "openapi-typescript", "openapi.json", "--output", "schema.ts")
    run(place, "npx", "--no-install", "tsc", "--project", ".")
    told = run(place, "node", "client.js", stack.url, stack.admin["email"], stack.admin["password"])
    assert "a generated client works" in told
