"""Builds what is deployed: our code with its packages as zip archives, and one CloudFormation template.

`python -m infra.package [local|production]` prints where they are and how large. Both are kept under the hash of
everything that goes into them, so that nothing is built twice; a change of our code does not touch the packages.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import archives, dependencies, template, web
from infra.dependencies import LOCAL, PRODUCTION, ROOT, Target

CACHE = Path(os.environ.get("KITH_BUILD_DIR", ROOT / "build"))
KEPT_PACKAGES = 4
DEPLOYERS = ("cloudformation", "deploy", "mail_setup")  # they run after the package is built


@dataclass(frozen=True)
class Package:
    """A built package: `key` changes exactly when its content does."""

    key: str
    folder: Path
    template: dict[str, Any]

    def archive(self, name: str = archives.USUAL) -> Path:
        """One of the archives that the template's functions name."""
        return self.folder / name


def package(target: Target = LOCAL, cache: Path = CACHE) -> Package:
    """The package of the checkout as it is now, built or found."""
    web.build()
    cache.mkdir(parents=True, exist_ok=True)
    vendor = dependencies.install(target, cache)
    key = dependencies.digest(*_inputs(), vendor.name)
    folder = cache / f"package-{key}"
    if not folder.exists():
        _build(folder, vendor, target)
        _forget_old(cache)
    return Package(key, folder, json.loads((folder / "template.json").read_text()))


def _inputs() -> list[Path]:
    infra = ROOT / "infra"
    builders = [file for file in sorted(infra.glob("*.py")) if file.stem not in DEPLOYERS]
    return [ROOT / "app.py", ROOT / "chalicelib", ROOT / ".chalice" / "config.json", infra / "policies",
            *sorted(infra.glob("*.yaml")), *builders]


def _build(folder: Path, vendor: Path, target: Target) -> None:
    with tempfile.TemporaryDirectory(prefix="kith-package-") as scratch:
        project, out, code, fresh = (Path(scratch) / name for name in ("project", "out", "code", "fresh"))
        _lay_out(project)
        _run_chalice(project, out)
        shutil.unpack_archive(out / "deployment.zip", code)
        dependencies.compile_sources(code, target)
        fresh.mkdir()
        archives.write(fresh, vendor, code)
        composed = template.compose(json.loads((out / "sam.json").read_text()))
        (fresh / "template.json").write_text(json.dumps(composed, indent=1))
        finished = folder.with_name(f"new-{os.getpid()}-{folder.name}")
        shutil.copytree(fresh, finished, dirs_exist_ok=True)
        dependencies.settle(finished, folder)


def _lay_out(project: Path) -> None:
    """A copy of what Chalice packages, with an empty requirements file: the packages are added to what it made."""
    project.mkdir()
    shutil.copy(ROOT / "app.py", project)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    (project / "requirements.txt").touch()


def _run_chalice(project: Path, out: Path) -> None:
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", "from chalice.cli import main; main()", "package", "--stage", "stack", str(out)]
    done = subprocess.run(command, cwd=project, env=environment, check=False, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode or not (out / "sam.json").exists():
        told = (done.stderr or done.stdout).strip().splitlines()
        raise SystemExit("The app could not be packaged:\n" + "\n".join(told[-4:]))


def _forget_old(cache: Path) -> None:
    """Keep the latest few: each is some megabytes, and every change of code makes one."""
    built = sorted(cache.glob("package-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in built[KEPT_PACKAGES:]:
        shutil.rmtree(folder, ignore_errors=True)


def size(built: Package) -> str:
    """How large a package is, in words."""
    told = {name: built.archive(name) for name in (archives.USUAL, archives.AUTHORIZER)}
    return ", ".join(f"{name} {file.stat().st_size / 1e6:.1f} MB, unzipped {archives.unzipped_bytes(file) / 1e6:.1f} MB"
                     for name, file in told.items())


def main(arguments: list[str]) -> None:
    """Build one target and say what came out."""
    target = PRODUCTION if arguments == ["production"] else LOCAL
    built = package(target)
    print(f"{built.folder}: {size(built)}, {len(built.template['Resources'])} resources")


if __name__ == "__main__":
    main(sys.argv[1:])
