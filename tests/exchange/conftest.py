"""An import as its people do it: made, uploaded, started, waited for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.crm import Crm
from chalicelib.exchange import service, source
from chalicelib.records.objects import Record
from chalicelib.records.permissions import Actor
from chalicelib.store import keys
from chalicelib.users import founding
from tests import installation
from tests.installation import World

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A founded company whose configuration is read once: nobody else changes it here, and rows are many."""
    world.crm.configuration.reload()
    monkeypatch.setattr(world.crm.configuration, "_max_age", 3600.0)
    return world


@pytest.fixture
def admin(world: World) -> Actor:
    """The administrator."""
    person = founding.first_admin(world.crm, "admin@example.com", "Ada", "Admin")
    return installation.actor(world.crm, person["id"])


@pytest.fixture
def upload(crm: Crm, admin: Actor) -> Callable[..., str]:
    """Makes an import with its file; its id."""
    def made(content: bytes | str, object: str = "leads", **asked: Any) -> str:
        record = service.create(crm, admin, {"object": object, **asked}).record
        raw = content.encode() if isinstance(content, str) else content
        crm.files.put(crm.settings.files_bucket, source.key(record["id"]), raw)
        return str(record["id"])
    return made


@pytest.fixture
def imported(world: World, admin: Actor, upload: Callable[..., str]) -> Callable[..., Record]:
    """Imports a file and waits; the import as clients see it."""
    def done(content: bytes | str, object: str = "leads", **asked: Any) -> Record:
        id = upload(content, object, **asked)
        service.start(world.crm, admin, id, {})
        world.work("jobs")
        return service.shown(world.crm, admin, service.find(world.crm, admin, id))
    return done


@pytest.fixture
def stored(crm: Crm) -> Callable[[str], list[Record]]:
    """Every record of a type, oldest id first."""
    def found(type: str) -> list[Record]:
        return sorted(crm.table.query(keys.newest(type), index="i1", limit=1000).items, key=lambda each: each["id"])
    return found


def shared(path: str) -> bytes:
    """A file of the shared test data, or the test is skipped."""
    file = DATA / path
    if not file.exists():
        pytest.skip(f"needs the shared test data: {path}")
    return file.read_bytes()
