"""Low-level clients made by boto3 on first use, one per service and process."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def client(service: str) -> Any:
    """The service's client: short timeouts, few jittered retries, so that an outage is told and not waited for."""
    import boto3
    from botocore.config import Config
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "max_attempts": 3},
                    parameter_validation=False, max_pool_connections=20,
                    signature_version="s3v4" if service == "s3" else None,  # the old links end at an encrypted bucket
                    s3={"addressing_style": "virtual"})  # so that presigned links name the region: others redirect
    return boto3.client(service, config=config)
