"""The emulated AWS services as SDK clients."""

from __future__ import annotations

from typing import Any

from local.settings import REGION, Place


def client(place: Place, service: str) -> Any:
    """A client that can only reach the local stack, whatever credentials the machine has."""
    from botocore.config import Config

    from chalicelib.aws import clients

    return clients.session().create_client(
        service, endpoint_url=place.aws_endpoint, region_name=REGION, aws_access_key_id="test",
        aws_secret_access_key="test", config=Config(retries={"max_attempts": 2, "mode": "standard"}, read_timeout=120),
    )
