"""The benchmark of cold starts: the recorded call is answered again, a process that fails is told, the page says it."""

from __future__ import annotations

import os
from pathlib import Path

import boto3
import pytest

from bench import cold_start
from bench.cold_answers import Recorded, serving


def test_the_endpoint_gives_the_recorded_answers() -> None:
    found = Recorded({}, {}, {"GetItem": b'{"Item": {"pk": {"S": "a"}}}'})
    with serving(found) as endpoint:
        client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-central-1")
        assert client.get_item(TableName="kith", Key={"pk": {"S": "a"}})["Item"] == {"pk": {"S": "a"}}


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such table"):
        cold_start.cpu("raise SystemExit('no such table')", tmp_path, os.environ)


def test_the_page_states_the_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    took = {name: {"median": 100.0, "least": 90.0} for name in cold_start.CASES} | {"yardstick": {"median": 200.0, "least": 1.0}}
    monkeypatch.setattr(cold_start, "kept", lambda _section: {
        "runs": 15, "python": "3.13", "cpu_ms": took, "shares": {"botocore": 0.5},
        "megabytes": {"functions.zip": 17.4, "authorize.zip": 32.9}})
    assert "**0.5 of the yardstick**" in cold_start.section()


def test_nothing_is_stated_where_nothing_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cold_start, "kept", lambda _section: {})
    assert cold_start.section() == ""
