"""Fixtures for all tests in process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from moto import mock_aws

from chalicelib.crm import Crm
from chalicelib.http import limits
from chalicelib.records import pausing
from chalicelib.users import founding
from tests import installation, quick_moto
from tests.edge import Api
from tests.installation import World

# How long an example takes says more of the machine than of the code.
settings.register_profile("kith", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kith")


@pytest.fixture(scope="session")
def aws() -> Iterator[Crm]:
    """One mock and one installation for the whole session."""
    with mock_aws():
        yield installation.make()


@pytest.fixture(scope="session")
def company(aws: Crm) -> tuple[World, dict[str, Any]]:
    """The installation with default roles, saved; and once more with an administrator."""
    installation.empty(aws.settings.table)  # tests that need no company may have been here before
    aws.configuration.forget()
    founding.found(aws)
    world = World(aws)
    world.settle()
    saved: dict[str, Any] = {"roles": world.save()}
    saved["id"] = founding.first_admin(aws, "admin@kith.example", "Ada", "Admin")["id"]
    world.settle()
    return world, {**saved, "admin": world.save()}


@pytest.fixture
def world(aws: Crm, company: tuple[World, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> World:
    """A founded company with the default roles, everything else empty.

    Jobs and imports do not wait for the stream, which only moves when a test says so (`records/test_pausing.py`).
    """
    monkeypatch.setattr(pausing, "behind", lambda crm, mark: False)
    made = World(aws)
    made.restore(company[1]["roles"])
    quick_moto.no_files()
    limits.forget()
    return made


@pytest.fixture
def crm(world: World) -> Crm:
    """The installation itself."""
    return world.crm


@pytest.fixture
def api(world: World, company: tuple[World, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Api:
    """The HTTP edge in process, signed in as the administrator."""
    world.restore(company[1]["admin"])
    return Api(world, monkeypatch, company[1]["id"])
