"""Fixtures for all tests in process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.crm import Crm
from chalicelib.users import founding
from tests import installation
from tests.edge import Api
from tests.installation import World


@pytest.fixture(scope="session")
def aws() -> Iterator[Crm]:
    """One mock and one installation for the whole session."""
    with mock_aws():
        yield installation.make()


@pytest.fixture
def world(aws: Crm) -> Iterator[World]:
    """A founded company: default roles and an administrator, everything else empty."""
    installation.empty(aws.settings.table)
    aws.configuration.forget()
    founding.found(aws)
    made = World(aws)
    made.settle()
    yield made


@pytest.fixture
def crm(world: World) -> Crm:
    """The installation itself."""
    return world.crm


@pytest.fixture
def api(world: World, monkeypatch: pytest.MonkeyPatch) -> Api:
    """The HTTP edge in process, signed in as the administrator."""
    return Api(world, monkeypatch)
