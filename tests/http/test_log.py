"""Metrics cost a log line; traces cost nothing until they are switched on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from chalicelib.http import log


def test_a_metric_is_one_line_in_the_embedded_format(capsys: pytest.CaptureFixture[str]) -> None:
    log.count("SubmissionsTaken", 3)
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["SubmissionsTaken"] == [3.0]
    assert line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Kith"


@pytest.mark.parametrize(("disabled", "loaded"), [("true", False), ("", False), ("false", True)])
def test_the_tracer_is_loaded_only_where_it_is_switched_on(disabled: str, loaded: bool) -> None:
    code = ("import sys; from chalicelib.http import log\n"
            "with log.traced('x'): pass\n"
            f"sys.exit(0 if ('aws_xray_sdk' in sys.modules) is {loaded} else 1)")
    environment = {"POWERTOOLS_TRACE_DISABLED": disabled, "AWS_XRAY_CONTEXT_MISSING": "IGNORE_ERROR"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
