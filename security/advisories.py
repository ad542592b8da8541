"""Known holes in the packages that run: the pinned ones and all that they bring along.

Asked of two services, one after the other. Where neither knows any of the packages nothing was learnt, and that is
said aloud: `KITH_ADVISORIES=required` makes it a failure, for a release and for a machine that is online.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from infra.dependencies import BUILD_ONLY, PRODUCTION, ROOT
from security.findings import Finding
from security.scanners import PROGRAMS, Failed, told

SERVICES = ("pypi", "osv")
TIMEOUT_SECONDS = 20


class Unreachable(Exception):
    """No service answered: nothing is known."""


def advisories(folder: Path) -> list[Finding]:
    """Each known hole; a package that a service does not know, though it knows others, is a finding as well."""
    resolved = _resolved(folder)
    for service in SERVICES:
        packages = _asked(resolved, service)
        if any("vulns" in package for package in packages):
            return findings(packages)
    raise Unreachable(f"no advisory service answers ({', '.join(SERVICES)}); known holes were NOT looked for in "
                      f"{len(resolved.read_text().split())} packages")


def findings(packages: list[dict[str, Any]]) -> list[Finding]:
    """What an answer of pip-audit says."""
    unknown = [Finding("advisories", "unknown", package["name"], package["skip_reason"]) for package in packages
               if "skip_reason" in package]
    return unknown + [Finding("advisories", hole["id"], f"{package['name']} {package['version']}",
                              f"mended in {', '.join(hole['fix_versions']) or 'no version yet'}")
                      for package in packages for hole in package.get("vulns", [])]


def _resolved(folder: Path) -> Path:
    """All packages of a deployment with their versions, as the packaging of this moment would choose them."""
    wanted, resolved = folder / "wanted.txt", folder / "resolved.txt"
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    wanted.write_text("\n".join(line for line in lines if not line.startswith(BUILD_ONLY)))
    told(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary",
         ":all:", "--python-version", PRODUCTION.python, "--python-platform", PRODUCTION.platform, wanted,
         "--output-file", resolved, codes=(0,))
    return resolved


def _asked(resolved: Path, service: str) -> list[dict[str, Any]]:
    try:
        answer = told(PROGRAMS / "pip-audit", "--vulnerability-service", service, "--timeout", str(TIMEOUT_SECONDS),
                      "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json",
                      "--requirement", resolved)
        return list(json.loads(answer)["dependencies"])
    except (Failed, ValueError):  # it ends with a trace, or with 1 and no answer, where the service is not there
        return []
