"""The audit: what it takes for accepted, what it finds where something is planted, and when it does not pass silently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infra.dependencies import ROOT
from security import __main__ as audit
from security import advisories, findings, scanners
from security.findings import Acceptance, Finding, accepted, judged

FOUND = Finding("bandit", "B101", "a.py", "assert x", 3)
REASON = "A reason that is long enough"


def test_what_nobody_accepted_is_told() -> None:
    assert judged([FOUND], [], ["bandit"]) == ["open   bandit B101  a.py:3  assert x"]


@pytest.mark.parametrize("acceptance", [
    Acceptance("bandit", "B101", "a.py", REASON), Acceptance("bandit", "B101", "*.py", REASON, what="assert x")])
def test_what_is_accepted_is_not(acceptance: Acceptance) -> None:
    assert judged([FOUND], [acceptance], ["bandit"]) == []


@pytest.mark.parametrize("acceptance", [
    Acceptance("secrets", "B101", "a.py", REASON), Acceptance("bandit", "B102", "a.py", REASON),
    Acceptance("bandit", "B101", "b.py", REASON), Acceptance("bandit", "B101", "a.py", REASON, what="assert y")])
def test_an_acceptance_covers_what_it_names_alone(acceptance: Acceptance) -> None:
    assert "open" in judged([FOUND], [acceptance], ["bandit"])[0]


def test_an_acceptance_that_nothing_needs_is_told() -> None:
    stale = Acceptance("bandit", "B101", "gone.py", REASON)
    assert judged([], [stale], ["bandit"])[0].startswith("stale  bandit B101  gone.py")
    assert judged([], [stale], ["checkov"]) == []  # who did not look cannot say


def test_an_acceptance_gives_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "accepted.yaml"
    file.write_text("bandit:\n  - {rule: B101, where: a.py, reason: because}\n")
    with pytest.raises(SystemExit, match="say why"):
        accepted(file)


def test_the_written_list_can_be_read() -> None:
    assert {each.tool for each in accepted()} == {"bandit", "secrets", "checkov"}


def test_a_planted_call_is_found_whatever_its_comment_says(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def run(text):\n    return eval(text)  # nosec\n")
    assert scanners.bandit(["bad.py"], tmp_path) == [Finding("bandit", "B307", "bad.py", "return eval(text)  # nosec", 2)]


def test_a_planted_key_is_found_whatever_its_comment_says(tmp_path: Path) -> None:
    key = "AKIA" + "Z7Q3M1X9P4K8T2W6"
    (tmp_path / "bad.py").write_text(f'KEY = "{key}"  # pragma: allowlist secret\n')
    assert [each.rule for each in scanners.secrets(["bad.py"], tmp_path)] == ["AWS Access Key"]


def test_a_planted_bucket_is_found(tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"Resources": {"Open": {
        "Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead", "Nonsense": 1}}}}))
    assert {"CKV_AWS_20", "CKV_AWS_53"} <= {each.rule for each in scanners.checkov(template)}
    assert "E3002" in {each.rule for each in scanners.cfn_lint(template)}


@pytest.mark.parametrize("scan", [lambda place: scanners.bandit(["nothing"], place), lambda place: scanners.secrets([], place),
                                  lambda place: scanners.checkov(place / "none.json")])
def test_who_looked_at_nothing_has_failed(scan: Any, tmp_path: Path) -> None:
    with pytest.raises(scanners.Failed):
        scan(tmp_path)


def test_every_file_is_looked_at_for_secrets() -> None:
    names = scanners.files()
    assert {"app.py", "README.md", "Makefile", "infra/people.yaml", "tests/edge.py"} <= {*names}
    assert str(findings.ACCEPTED.relative_to(ROOT)) not in names  # the hashes of what is accepted look like keys


def test_a_known_hole_and_an_unknown_package_are_findings() -> None:
    told = advisories.findings([
        {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]},
        {"name": "fine", "version": "1", "vulns": []}, {"name": "odd", "skip_reason": "not found"}])
    assert [(each.rule, each.where, each.what) for each in told] == [
        ("unknown", "odd", "not found"), ("PYSEC-2014-8", "jinja2 2.4.1", "mended in 2.7.2")]


def test_no_service_is_no_pass(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = {"dependencies": [{"name": "boto3", "skip_reason": "Dependency not found"}], "fixes": []}
    monkeypatch.setattr(advisories, "told", lambda *_command, **_more: json.dumps(answer))
    monkeypatch.setattr(advisories, "_resolved", lambda _folder: _pinned(tmp_path))
    with pytest.raises(advisories.Unreachable, match="NOT looked for in 1 packages"):
        advisories.advisories(tmp_path)
    monkeypatch.setattr(audit, "scans", lambda _folder: {"advisories": lambda: advisories.advisories(tmp_path)})
    monkeypatch.setattr(audit, "accepted", list)
    assert audit.audit() == [] and "SKIPPED" in capsys.readouterr().out
    monkeypatch.setenv("KITH_ADVISORIES", "required")
    assert audit.audit() == ["advisories are required, and none were to be had"]


def _pinned(folder: Path) -> Path:
    file = folder / "resolved.txt"
    file.write_text("boto3==1.0\n")
    return file
