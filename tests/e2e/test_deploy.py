"""`make deploy` against the emulated services: as near to AWS as this machine comes."""

from __future__ import annotations

from typing import Any

import pytest

from infra import cloudformation, deploy

pytestmark = pytest.mark.e2e


@pytest.fixture
def as_aws(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's usual settings lead to the emulator."""
    for name, value in {"AWS_ENDPOINT_URL": stack.aws_endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_REGION": "us-east-1",
                        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("as_aws")
def test_a_first_deployment_tells_the_functions_their_address_and_a_second_changes_nothing() -> None:
    said: list[str] = []
    first = deploy.deploy("trial", {"CompanyName": "Müller & Söhne", "Protect": "false"}, said.append, poll_seconds=0.1)
    assert first.parameters["BaseUrl"] == first.outputs["ApiUrl"]
    again = deploy.deploy("trial", {}, said.append, poll_seconds=0.1)
    assert again == first
    assert sum("telling the functions" in line for line in said) == 1


@pytest.mark.usefixtures("as_aws")
def test_a_deployment_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="LogDays"):
        deploy.deploy("broken", {"LogDays": "2"}, lambda _text: None, poll_seconds=0.1)


@pytest.mark.usefixtures("as_aws")
def test_there_are_no_outputs_of_a_stack_that_is_not_there() -> None:
    (formation,) = deploy.clients("cloudformation")
    assert cloudformation.outputs(formation, "kith-nowhere") == {}
