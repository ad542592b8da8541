"""What Lambda gets: everything it needs, nothing it does not, built again only when something changed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import dependencies
from infra.dependencies import LOCAL, Target, digest, trim
from infra.package import CACHE, Package, package

NEEDED = "import app, jwt, boto3, phonenumbers, openpyxl, defusedxml, cryptography.hazmat.primitives.asymmetric.rsa; " \
         "from rapidfuzz.distance import OSA, JaroWinkler; " \
         "from aws_lambda_powertools import Logger, Metrics, Tracer; " \
         "from aws_lambda_powertools.utilities.batch import BatchProcessor, process_partial_response; " \
         "from aws_lambda_powertools.metrics import MetricUnit; " \
         "[boto3.client(s, region_name='eu-central-1') for s in ('dynamodb','s3','sqs','sesv2','cognito-idp','sts')]"


@pytest.fixture(scope="module")
def built() -> Package:
    return package()


@pytest.fixture(scope="module")
def names(built: Package) -> set[str]:
    with zipfile.ZipFile(built.code) as zipped:
        return set(zipped.namelist())


def test_the_package_runs_by_itself(built: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.code) as zipped:
        zipped.extractall(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AWS_"))}
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, '.'); {NEEDED}"], cwd=tmp_path,
                          env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def test_everything_of_ours_is_in_it(names: set[str]) -> None:
    root = dependencies.ROOT
    ours = {str(file.relative_to(root)) for file in dependencies.source_files(root / "chalicelib")}
    assert ours <= names
    assert "app.py" in names


def test_nothing_that_belongs_elsewhere_is_in_it(names: set[str]) -> None:
    elsewhere = ("local/", "infra/", "tests/", "moto/", "pip/", "chalice/cli", "botocore/data/ec2/", ".chalice/")
    assert [name for name in names if name.startswith(elsewhere)] == []


def test_it_is_small(built: Package) -> None:
    assert built.unzipped_bytes < 44_000_000
    assert built.code.stat().st_size < 16_000_000


def test_what_is_built_is_not_built_again(built: Package) -> None:
    before = built.code.stat().st_mtime_ns
    again = package()
    assert (again.key, again.code.stat().st_mtime_ns) == (built.key, before)


def test_a_change_of_code_leaves_the_dependencies(tmp_path: Path) -> None:
    folder = dependencies.install(LOCAL, CACHE)
    before = folder.stat().st_mtime_ns
    assert dependencies.install(LOCAL, CACHE) == folder
    assert folder.stat().st_mtime_ns == before


def test_the_digest_sees_names_and_content_but_no_caches(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert digest(tmp_path) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert digest(tmp_path) != first


def test_trimming_keeps_the_services_that_are_used(tmp_path: Path) -> None:
    for service in ("dynamodb", "ec2"):
        (tmp_path / "botocore" / "data" / service).mkdir(parents=True)
    (tmp_path / "six-1.dist-info").mkdir()
    (tmp_path / "aws_lambda_powertools-3.dist-info").mkdir()
    trim(tmp_path)
    assert (tmp_path / "botocore" / "data" / "dynamodb").exists()
    assert not (tmp_path / "botocore" / "data" / "ec2").exists()
    assert [found.name for found in tmp_path.glob("*.dist-info")] == ["aws_lambda_powertools-3.dist-info"]


def test_bytecode_is_only_made_by_an_interpreter_of_the_targets_version() -> None:
    assert LOCAL.is_this_interpreter
    assert not Target("aarch64-manylinux_2_28", "3.99").is_this_interpreter
