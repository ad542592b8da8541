"""`make audit`: every scanner over the checkout and the template of production, held against the accepted findings."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.dependencies import PRODUCTION
from infra.package import package
from security import scanners
from security.advisories import Unreachable, advisories
from security.findings import Finding, accepted, judged

CODE = ("app.py", "chalicelib", "infra", "local", "security")
AT_ONCE = 2
Scan = Callable[[], list[Finding]]


def scans(folder: Path) -> dict[str, Scan]:
    """Each scanner with what it looks at, the slowest first."""
    template = folder / "template.json"
    template.write_text(json.dumps(package(PRODUCTION).template, indent=1))
    (folder / "deployment.zip").touch()  # the template names it, cfn-lint looks whether it is there
    return {
        "secrets": lambda: scanners.secrets(scanners.files()),
        "checkov": lambda: scanners.checkov(template),
        "cfn-lint": lambda: scanners.cfn_lint(template),
        "bandit": lambda: scanners.bandit(CODE),
        "advisories": lambda: advisories(folder),
    }


def audit() -> list[str]:
    """What is wrong, after a line for each scanner."""
    with tempfile.TemporaryDirectory(prefix="kith-audit-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        running = {name: pool.submit(_timed, name, scan) for name, scan in scans(Path(folder)).items()}
        answers = {name: future.result() for name, future in running.items()}
    found = {name: findings for name, findings in answers.items() if findings is not None}
    unlooked = ["advisories are required, and none were to be had"] if required() and len(found) < len(answers) else []
    return unlooked + judged([each for findings in found.values() for each in findings], accepted(), found)


def required() -> bool:
    """Whether an audit without advisories is a failed one."""
    return os.environ.get("KITH_ADVISORIES") == "required"


def _timed(name: str, scan: Scan) -> list[Finding] | None:
    began = time.monotonic()
    try:
        found = scan()
    except Unreachable as silence:
        print(f"  {name:11} SKIPPED: {silence}", flush=True)
        return None
    print(f"  {name:11} {len(found):3} found, {time.monotonic() - began:4.1f} s", flush=True)
    return found


def main() -> None:
    """Print what is wrong and end with 1 if anything is."""
    try:
        wrong = audit()
    except scanners.Failed as failure:
        raise SystemExit(f"The audit could not be done: {failure}") from failure
    print("\n".join(wrong) or "  every finding is mended or accepted in security/accepted.yaml")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
