"""Our clients are those that boto3 would make: from the same surroundings the same addresses, keys and calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest
from moto import mock_aws

from chalicelib.aws import clients
from chalicelib.budget import Budget

SERVICES = ("cognito-idp", "dynamodb", "s3", "sesv2", "sqs")
KEYS = {"AWS_ACCESS_KEY_ID": "AKIA1", "AWS_SECRET_ACCESS_KEY": "secret"}
LAMBDA = {**KEYS, "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}
SURROUNDINGS: dict[str, dict[str, str]] = {
    "lambda": LAMBDA,
    "china": {**KEYS, "AWS_DEFAULT_REGION": "cn-north-1"},
    "local": {**LAMBDA, "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"},
    "one service elsewhere": {**LAMBDA, "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:4567"},
    "fips": {**LAMBDA, "AWS_DEFAULT_REGION": "us-gov-west-1", "AWS_USE_FIPS_ENDPOINT": "true"},
    "profile": {"AWS_PROFILE": "mine"},
}


@pytest.fixture(params=SURROUNDINGS)
def surroundings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A process's environment in which no client was made yet."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "config").write_text(
        "[profile mine]\nregion = ap-south-1\naws_access_key_id = AKIA2\naws_secret_access_key = other\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    for name, value in SURROUNDINGS[request.param].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clients, "session", clients.session.__wrapped__)
    return str(request.param)


@pytest.mark.parametrize("service", SERVICES)
def test_a_client_is_the_one_that_boto3_makes(surroundings: str, service: str) -> None:
    assert told(clients.made(service, Budget())) == told(boto3.Session().client(service))


def told(client: Any) -> tuple[Any, ...]:
    """Where a client calls, with which keys, and what it can be asked for."""
    keys = client._request_signer._credentials.get_frozen_credentials()
    return (client.meta.endpoint_url, client.meta.region_name, client.meta.partition, tuple(keys),
            client.meta.config.use_fips_endpoint, client.meta.service_model.api_version,
            tuple(client.meta.service_model.operation_names))


def test_the_clients_of_a_process_share_one_session() -> None:
    assert clients.session() is clients.session()


def test_a_call_says_who_calls() -> None:
    client, sent = clients.made("dynamodb", Budget()), list[str]()
    client.meta.events.register_last("before-send", lambda request, **_rest: sent.append(request.headers["User-Agent"].decode()))
    with mock_aws():
        client.list_tables()
    # Powertools, where it was loaded, adds its own few words.
    assert [each.split(" PT/")[0] for each in sent] == [f"Kith Botocore/{botocore.__version__}"]
