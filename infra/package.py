"""Builds what is deployed: one zip with our code and its packages, and one CloudFormation template.

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
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import dependencies, template
from infra.dependencies import LOCAL, PRODUCTION, ROOT, Target

CACHE = Path(os.environ.get("KITH_BUILD_DIR", ROOT / "build"))
KEPT_PACKAGES = 4


@dataclass(frozen=True)
class Package:
    """A built package: `key` changes exactly when its content does."""

    key: str
    code: Path
    template: dict[str, Any]
    unzipped_bytes: int


def package(target: Target = LOCAL, cache: Path = CACHE) -> Package:
    """The package of the checkout as it is now, built or found."""
    cache.mkdir(parents=True, exist_ok=True)
    vendor = dependencies.install(target, cache)
    key = dependencies.digest(*_inputs(), vendor.name)
    folder = cache / f"package-{key}"
    if not folder.exists():
        _build(folder, vendor, target)
        _forget_old(cache)
    return _read(folder, key)


def _inputs() -> list[Path]:
    infra = ROOT / "infra"
    return [ROOT / "app.py", ROOT / "chalicelib", ROOT / ".chalice" / "config.json", infra / "policies",
            *sorted(infra.glob("*.yaml")), infra / "template.py", infra / "refusals.py", infra / "package.py"]


def _build(folder: Path, vendor: Path, target: Target) -> None:
    with tempfile.TemporaryDirectory(prefix="kith-package-") as scratch:
        project, out = Path(scratch) / "project", Path(scratch) / "out"
        _lay_out(project, vendor, target)
        _run_chalice(project, out)
        composed = template.compose(json.loads((out / "sam.json").read_text()))
        (out / "template.json").write_text(json.dumps(composed, indent=1))
        (out / "sam.json").unlink()
        fresh = folder.with_name(f"new-{os.getpid()}-{folder.name}")
        shutil.copytree(out, fresh, dirs_exist_ok=True)
        dependencies.settle(fresh, folder)


def _lay_out(project: Path, vendor: Path, target: Target) -> None:
    """A copy of what Chalice packages, with an empty requirements file: the packages come as `vendor/`."""
    project.mkdir()
    shutil.copy(ROOT / "app.py", project)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    (project / "requirements.txt").touch()
    dependencies.compile_sources(project / "chalicelib", target)
    (project / "vendor").symlink_to(vendor.resolve())


def _run_chalice(project: Path, out: Path) -> None:
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", "from chalice.cli import main; main()", "package", "--stage", "stack", str(out)]
    done = subprocess.run(command, cwd=project, env=environment, check=False, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode or not (out / "sam.json").exists():
        told = (done.stderr or done.stdout).strip().splitlines()
        raise SystemExit("The app could not be packaged:\n" + "\n".join(told[-4:]))


def _read(folder: Path, key: str) -> Package:
    code = folder / "deployment.zip"
    with zipfile.ZipFile(code) as zipped:
        unzipped = sum(entry.file_size for entry in zipped.infolist())
    return Package(key, code, json.loads((folder / "template.json").read_text()), unzipped)


def _forget_old(cache: Path) -> None:
    """Keep the latest few: each is some megabytes, and every change of code makes one."""
    built = sorted(cache.glob("package-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in built[KEPT_PACKAGES:]:
        shutil.rmtree(folder, ignore_errors=True)


def size(built: Package) -> str:
    """How large a package is, in words."""
    return f"{built.code.stat().st_size / 1e6:.1f} MB zipped, {built.unzipped_bytes / 1e6:.1f} MB unzipped"


def main(arguments: list[str]) -> None:
    """Build one target and say what came out."""
    target = PRODUCTION if arguments == ["production"] else LOCAL
    built = package(target)
    print(f"{built.code}: {size(built)}, {len(built.template['Resources'])} resources")


if __name__ == "__main__":
    main(sys.argv[1:])
