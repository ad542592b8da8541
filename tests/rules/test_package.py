"""What Lambda gets: everything it needs, nothing it does not, built again only when something changed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import botocore.session
import pytest
from botocore.loaders import Loader

from infra import archives, dependencies
from infra.archives import AUTHORIZER, USUAL
from infra.dependencies import LOCAL, Target, digest
from infra.package import CACHE, Package, package
from infra.trimming import AWS_SERVICES, trim, without_manual

NEEDED = "import app, boto3, phonenumbers, openpyxl, defusedxml; " \
         "from rapidfuzz.distance import OSA, JaroWinkler; " \
         "from aws_lambda_powertools import Logger, Metrics, Tracer; " \
         "from aws_lambda_powertools.utilities.batch import BatchProcessor, process_partial_response; " \
         "from aws_lambda_powertools.metrics import MetricUnit; " \
         "from chalicelib.german.sentences import sentence; assert sentence('Sign in first') != 'Sign in first'; " \
         "[boto3.client(s, region_name='eu-central-1') for s in ('dynamodb','s3','sqs','sesv2','cognito-idp','sts')]"
VERIFIES = "import app, jwt; from jwt.algorithms import has_crypto; assert has_crypto"


@pytest.fixture(scope="module")
def built() -> Package:
    return package()


def names(built: Package, archive: str) -> set[str]:
    with zipfile.ZipFile(built.archive(archive)) as zipped:
        return set(zipped.namelist())


@pytest.mark.parametrize(("archive", "needed"), [(USUAL, NEEDED), (AUTHORIZER, VERIFIES)])
def test_an_archive_runs_by_itself(built: Package, archive: str, needed: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.archive(archive)) as zipped:
        zipped.extractall(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AWS_"))}
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, '.'); {needed}"], cwd=tmp_path,
                          env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def test_every_function_runs_one_of_the_archives(built: Package) -> None:
    functions = {name: found["Properties"]["CodeUri"] for name, found in built.template["Resources"].items()
                 if found["Type"] == "AWS::Serverless::Function"}
    assert functions.pop("Authorize") == AUTHORIZER
    assert set(functions.values()) == {USUAL}


@pytest.mark.parametrize("archive", [USUAL, AUTHORIZER])
def test_everything_of_ours_is_in_it_with_its_bytecode(built: Package, archive: str) -> None:
    root, found = dependencies.ROOT, names(built, archive)
    ours = {str(file.relative_to(root)) for file in dependencies.source_files(root / "chalicelib")} | {"app.py"}
    assert ours <= found
    assert {_bytecode(name) for name in ours if name.endswith(".py")} <= found
    assert _bytecode("chalice/app.py") in found


def _bytecode(name: str) -> str:
    source = Path(name)
    return str(source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc")


def test_nothing_that_belongs_elsewhere_is_in_it(built: Package) -> None:
    elsewhere = ("local/", "infra/", "tests/", "moto/", "pip/", "chalice/cli", "botocore/data/ec2/", ".chalice/",
                 "cryptography/", "jwt/")
    assert [name for name in names(built, USUAL) if name.startswith(elsewhere)] == []


def test_what_a_function_carries_is_small(built: Package) -> None:
    assert archives.unzipped_bytes(built.archive(USUAL)) <= 20_000_000
    assert archives.unzipped_bytes(built.archive(AUTHORIZER)) <= 36_000_000


def test_what_is_built_is_not_built_again(built: Package) -> None:
    before = built.archive().stat().st_mtime_ns
    again = package()
    assert (again.key, again.archive().stat().st_mtime_ns) == (built.key, before)


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
    for service in ("dynamodb/2011-12-05", "dynamodb/2012-08-10", "ec2/2016-11-15"):
        (tmp_path / "botocore" / "data" / service).mkdir(parents=True)
    (tmp_path / "six-1.dist-info").mkdir()
    (tmp_path / "aws_lambda_powertools-3.dist-info").mkdir()
    trim(tmp_path)
    left = {str(found.relative_to(tmp_path)) for found in (tmp_path / "botocore" / "data").glob("*/*")}
    assert left == {"botocore/data/dynamodb/2012-08-10"}
    assert [found.name for found in tmp_path.glob("*.dist-info")] == ["aws_lambda_powertools-3.dist-info"]


def test_a_field_that_is_called_documentation_stays() -> None:
    told = {"documentation": "All about it.", "members": {"documentation": {"shape": "String", "documentation": "A."}}}
    assert without_manual(told) == {"members": {"documentation": {"shape": "String"}}}


@pytest.mark.parametrize("service", sorted(AWS_SERVICES))
def test_trimmed_data_leads_to_the_same_addresses_and_calls(built: Package, service: str) -> None:
    data = dependencies.install(LOCAL, CACHE) / "botocore" / "data"
    assert _told(service, str(data)) == _told(service, "")


def _told(service: str, data: str) -> list[tuple[str, str, list[str], list[str]]]:
    """Where a client of the service calls in some regions of each partition, what it can, and what it may be told."""
    session = botocore.session.get_session()
    if data:
        session.register_component("data_loader", Loader([data], include_default_search_paths=False))
    regions = ("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1")
    clients = [session.create_client(service, region, aws_access_key_id="x", aws_secret_access_key="x")
               for region in regions]
    return [(one.meta.endpoint_url, one.meta.config.signature_version, one.meta.service_model.operation_names,
             [told.name for told in one.meta.service_model.client_context_parameters]) for one in clients]


def test_bytecode_is_only_made_by_an_interpreter_of_the_targets_version() -> None:
    assert LOCAL.is_this_interpreter
    assert not Target("aarch64-manylinux_2_28", "3.99").is_this_interpreter
