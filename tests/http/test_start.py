"""A cold start: every room by path is there, and a function loads what its first call needs, no more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from chalicelib import domains, rooms
from chalicelib.http import public_api, records_api

PATHS = {*records_api.OTHER.values(), *records_api.PARTS.values(), *records_api.COLLECTION.values(), *records_api.PAST.values(),
         *public_api.AUTH.values(), *domains.JOBS.values(), *domains.STEPS.values()}
SETTINGS = {f"KITH_{name}": "x" for name in (
    "TABLE", "FILES_BUCKET", "MAIL_BUCKET", "FAILURES_BUCKET", "INTAKE_QUEUE", "JOBS_QUEUE", "SETTLE_QUEUE", "USER_POOL",
    "USER_POOL_CLIENT", "MAIL_FROM")}
LAMBDA = {"AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_DEFAULT_REGION": "eu-central-1", "POWERTOOLS_TRACE_DISABLED": "true"}
HEAVY = ("openpyxl", "rapidfuzz", "phonenumbers", "jwt", "cryptography", "aws_xray_sdk", "boto3", "s3transfer",
         "multiprocessing", "chalicelib.records.imports", "chalicelib.exchange.service", "chalicelib.store.derive",
         "chalicelib.leads.assignment", "chalicelib.mail.templates")


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_room_by_path_is_there(path: str) -> None:
    assert callable(rooms.found(path))


def loaded(handler: str) -> set[str]:
    """The modules that a function has loaded before its first call."""
    done = subprocess.run([sys.executable, "-c", "import app, sys; print(*sys.modules)"], check=False, capture_output=True,
                          text=True, env={**os.environ, **SETTINGS, **LAMBDA, "_HANDLER": f"app.{handler}"})
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stdout.split())


def test_the_api_loads_nothing_heavy() -> None:
    found = loaded("app")
    assert {"chalicelib.http.requests", "chalicelib.people.objects", "botocore.client"} <= found
    assert found.isdisjoint(HEAVY)


@pytest.mark.parametrize(("handler", "room"), [("authorize", "http.identity"), ("changes", "records.changes"),
                                               ("intake", "leads.capture"), ("tick", "records.timers")])
def test_a_function_loads_its_own_room_beforehand(handler: str, room: str) -> None:
    assert f"chalicelib.{room}" in loaded(handler)


def test_what_is_used_of_a_later_module_is_the_modules_own() -> None:
    from chalicelib import ids
    assert rooms.Later("ids").is_id is ids.is_id
