"""Where the local stack lives: its folder and ports, all of which a second stack beside it can have otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STACK_NAME = "kith"
REGION = "us-east-1"


@dataclass(frozen=True)
class Place:
    """One local stack's folder and ports."""

    folder: Path
    port: int
    aws_port: int
    snapshot_seconds: float = 20

    @property
    def url(self) -> str:
        """Where people and clients go."""
        return f"http://localhost:{self.port}"

    @property
    def aws_endpoint(self) -> str:
        """Where the emulated AWS services answer."""
        return f"http://localhost:{self.aws_port}"

    @property
    def holder(self) -> Path:
        """The file that whoever runs a stack here holds, with their process id."""
        return self.folder / "run.json"

    @property
    def facts(self) -> Path:
        """The file that tells everything else about the running stack."""
        return self.folder / "stack.json"


def read(environment: Mapping[str, str] = os.environ) -> Place:
    """The place that the environment names, or the usual one."""
    return Place(
        folder=Path(environment.get("KITH_LOCAL_DIR", ROOT / ".local")).resolve(),
        port=int(environment.get("KITH_PORT", "8000")),
        aws_port=int(environment.get("KITH_AWS_PORT", "4566")),
        snapshot_seconds=float(environment.get("KITH_SNAPSHOT_SECONDS", "20")),
    )
