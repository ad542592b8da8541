"""What never runs is not shipped: data of unused AWS services, texts for readers, tests, metadata nobody reads.

The SDK reads its data at every cold start; without its manual and the services we never call it is a fiftieth.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

AWS_SERVICES = frozenset({"cognito-idp", "dynamodb", "s3", "sesv2", "sqs", "sts"})
ENDPOINTS = AWS_SERVICES - {"sesv2"} | {"email"}  # endpoints.json knows the mail service by its address
BUILD_TOOLS = ("cffi", "pycparser")  # cryptography runs on _cffi_backend alone
KEPT_METADATA = ("aws_lambda_powertools",)  # reads its own version through importlib.metadata
UNUSED = (
    *(f"aws_lambda_powertools/{part}" for part in (
        "event_handler", "utilities/parser", "utilities/kafka", "utilities/feature_flags", "utilities/parameters",
        "utilities/data_masking", "utilities/streaming", "utilities/idempotency", "utilities/validation",
        "metrics/provider/datadog")),
    *BUILD_TOOLS, "boto3/data", "boto3/examples", "bin",
)
# Of rapidfuzz only the distances are used; without the copy for newer processors it takes the plain one.
UNUSED_FILES = ("rapidfuzz/fuzz_cpp*.so", "rapidfuzz/process_cpp*.so", "rapidfuzz/distance/*_avx2*.so",
                "**/*.pyi", "**/*.c", "**/*.h", "**/py.typed", "**/examples-1.json",
                "**/paginators-1.sdk-extras.json")


def trim(folder: Path) -> None:
    """Take out of installed packages what never runs."""
    for unused in UNUSED:
        shutil.rmtree(folder / unused, ignore_errors=True)
    for found in [*folder.rglob("tests"), *folder.rglob("__pycache__"), *folder.glob("*.dist-info")]:
        if not found.name.startswith(KEPT_METADATA):
            shutil.rmtree(found, ignore_errors=True)
    for file in [file for pattern in UNUSED_FILES for file in folder.glob(pattern)]:
        file.unlink(missing_ok=True)
    trim_sdk(folder / "botocore" / "data")


def trim_sdk(data: Path) -> None:
    """Keep the services that we call, each in its latest version and without its manual, in every region."""
    for service in [found for found in data.iterdir() if found.is_dir()]:
        kept = [max(found for found in service.iterdir() if found.is_dir())] if service.name in AWS_SERVICES else []
        for version in [found for found in service.iterdir() if found not in kept]:
            shutil.rmtree(version)
    for model in data.glob("*/*/service-2.json.gz"):
        described = without_manual(json.loads(gzip.decompress(model.read_bytes())))
        model.with_suffix("").write_text(json.dumps(described, separators=(",", ":")))
        model.unlink()
    endpoints = data / "endpoints.json"
    if endpoints.exists():
        endpoints.write_text(json.dumps(of_our_services(json.loads(endpoints.read_text())), separators=(",", ":")))


def without_manual(described: Any) -> Any:
    """A service's description without the sentences about each call and field; the SDK asks for those of parameters."""
    if isinstance(described, list):
        return [without_manual(part) for part in described]
    if not isinstance(described, dict):
        return described
    return {key: part if key == "clientContextParams" else without_manual(part) for key, part in described.items()
            if not (key == "documentation" and isinstance(part, str))}


def of_our_services(endpoints: dict[str, Any]) -> dict[str, Any]:
    """The addresses of the services that we call, in every partition and region."""
    return {**endpoints, "partitions": [
        {**partition, "services": {name: told for name, told in partition["services"].items() if name in ENDPOINTS}}
        for partition in endpoints["partitions"]]}
