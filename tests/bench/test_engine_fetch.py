"""The engine is fetched once, whole, however many processes of a test run want it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench import dynamodb

NAME = f"DynamoDBLocal-{dynamodb.version()}.jar"
MAVEN = """#!/bin/sh
for each in "$@"; do case "$each" in -DoutputDirectory=*) to="${each#*=}";; esac; done
echo run >> RUNS
[ "$(wc -l < RUNS)" -gt FAILURES ] || { echo "a stumble"; exit 1; }
mkdir -p "$to"; touch "$to/part.jar"; sleep 0.2; mv "$to/part.jar" "$to/JAR"
"""


class Repository:
    """Maven as it is from outside: it takes a while, and stumbles as often as it is told to."""

    def __init__(self, folder: Path) -> None:
        self._command, self._runs = folder / "mvn", folder / "runs"
        self.stumbles(0)

    def stumbles(self, times: int) -> None:
        words = {"RUNS": str(self._runs), "FAILURES": str(times), "JAR": NAME}
        text = MAVEN
        for word, value in words.items():
            text = text.replace(word, value)
        self._command.write_text(text)
        self._command.chmod(0o755)

    def runs(self) -> int:
        return len(self._runs.read_text().splitlines())


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setattr(dynamodb, "LIBRARY", tmp_path / "engine")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return Repository(tmp_path)


def test_many_at_once_fetch_it_once(repository: Repository) -> None:
    with ThreadPoolExecutor(4) as threads:
        jars = {each.result() for each in [threads.submit(dynamodb._fetched) for _number in range(4)]}
    assert len(jars) == 1 and jars.pop().is_file() and repository.runs() == 1


def test_a_stumble_is_tried_again(repository: Repository) -> None:
    repository.stumbles(2)
    assert dynamodb._fetched().is_file() and repository.runs() == 3


def test_what_cannot_be_fetched_leaves_nothing_behind(repository: Repository) -> None:
    repository.stumbles(99)
    with pytest.raises(dynamodb.Missing, match="a stumble"):
        dynamodb._fetched()
    assert [each.name for each in dynamodb.LIBRARY.iterdir()] == ["lock"]
    repository.stumbles(0)
    assert dynamodb._fetched().is_file()
