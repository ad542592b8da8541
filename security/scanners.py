"""The scanners, each asked for all it knows: what is accepted stands in one list, not in comments beside the code.

One that looked at nothing has failed: an empty answer proves nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.dependencies import ROOT
from infra.environments import environment
from infra.package import CACHE
from security.findings import ACCEPTED, Finding

PROGRAMS = Path(sys.executable).parent
REGIONS = ("us-east-1", "eu-central-1")
PERMITS = "detect_secrets.filters.allowlist.is_line_allowlisted"
SHOWN_OF_A_HASH = 12
ANY = range(128)  # cfn-lint ends with the sum of what it found


class Failed(Exception):
    """A scanner did not do its work."""


def told(*command: str | Path, codes: Sequence[int] = (0, 1), folder: Path = ROOT) -> str:
    """What a program prints. Failed where it ends otherwise than a scanner does."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=environment, check=False,
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode not in codes:
        raise Failed(f"{Path(command[0]).name} ended with {done.returncode}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout


def bandit(paths: Sequence[str], folder: Path = ROOT) -> list[Finding]:
    """Dangerous calls in Python code; `# nosec` is not heard."""
    answer = json.loads(told(PROGRAMS / "bandit", "--quiet", "--recursive", "--ignore-nosec", "--format", "json",
                             *paths, folder=folder))
    if not answer["metrics"]["_totals"]["loc"]:
        raise Failed("bandit read no code")
    unread = [Finding("bandit", "unread", each["filename"], each["reason"]) for each in answer["errors"]]
    return unread + [Finding("bandit", each["test_id"], each["filename"].removeprefix("./"),
                             _line(folder / each["filename"], each["line_number"]), each["line_number"])
                     for each in answer["results"]]


def secrets(paths: Sequence[str], folder: Path = ROOT) -> list[Finding]:
    """What looks like a password or key, told by the beginning of its hash; permits in comments are not heard."""
    if not paths:
        raise Failed("there is no file to look for secrets in")
    answer = json.loads(told(PROGRAMS / "detect-secrets", "scan", "--no-verify", "--disable-filter", PERMITS, *paths,
                             folder=folder))
    return [Finding("secrets", each["type"], file, each["hashed_secret"][:SHOWN_OF_A_HASH], each["line_number"])
            for file, found in answer["results"].items() for each in found]


def checkov(template: Path) -> list[Finding]:
    """Resources that are open, unencrypted, unwatched. Nothing is downloaded or sent."""
    program = environment("audit", ROOT / "requirements-audit.txt", CACHE).parent / "checkov"
    answer: Any = json.loads(told(program, "--file", template, "--framework", "cloudformation", "--quiet", "--compact",
                                  "--skip-download", "--output", "json"))
    if not answer.get("results") or answer["summary"]["parsing_errors"]:
        raise Failed("checkov could not read the template")
    return [Finding("checkov", each["check_id"], each["resource"], each["check_name"])
            for each in answer["results"]["failed_checks"]]


def cfn_lint(template: Path) -> list[Finding]:
    """What CloudFormation would refuse or warn of."""
    answer = json.loads(told(PROGRAMS / "cfn-lint", "--format", "json", "--regions", *REGIONS, "--", template,
                             codes=ANY))
    return [Finding("cfn-lint", each["Rule"]["Id"], "/".join(map(str, each["Location"]["Path"] or [])), each["Message"])
            for each in answer]


def files() -> list[str]:
    """Every file of the checkout that git keeps or would take, as it is now; not the list of hashes itself."""
    listed = told("git", "ls-files", "--cached", "--others", "--exclude-standard", codes=(0,)).splitlines()
    return [name for name in listed if (ROOT / name).is_file() and ROOT / name != ACCEPTED]


def _line(file: Path, number: int) -> str:
    return file.read_text().splitlines()[number - 1].strip()
