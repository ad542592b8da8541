"""Dead letters are listed with what the log says of them, and stay where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.crm import Crm
from infra import dead_letters
from tests.installation import client

GROUP = "kith-prod-IntakeLogs-4711"


class Logs:
    """The two calls of the log service that are asked, each in pages of one."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def get_paginator(self, operation: str) -> Any:
        """Itself, for the call that comes next."""
        return SimpleNamespace(paginate=getattr(self, operation))

    def describe_log_groups(self) -> Iterator[dict[str, Any]]:
        """Ours among others."""
        for name in ("kith-test-IntakeLogs-1", GROUP, "kith-prod-JobsLogs-2"):
            yield {"logGroups": [{"logGroupName": name}]}

    def filter_log_events(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """The lines with the word, newest first, as several streams may have them."""
        word = asked["filterPattern"].strip('"')
        for place, line in reversed([*enumerate(self.lines)]):
            if asked["logGroupName"] == GROUP and word in json.dumps(line):
                yield {"events": [{"timestamp": place, "message": f"[INFO] {json.dumps(line)}"}]}


@pytest.fixture
def cloud(aws: Crm, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Logs, dict[str, str]]]:
    """Four empty dead-letter queues, and an empty log."""
    monkeypatch.setattr(dead_letters, "HIDDEN_SECONDS", 0)
    sqs = client("sqs")
    outputs = {f"{name}DeadLettersUrl": sqs.create_queue(QueueName=f"dead-{name}")["QueueUrl"] for name in dead_letters.QUEUES}
    yield sqs, Logs(), {**outputs, "StackName": "kith-prod"}
    for url in outputs.values():
        sqs.delete_queue(QueueUrl=url)


def told(cloud: tuple[Any, Logs, dict[str, str]], queue: str = "") -> list[str]:
    said: list[str] = []
    dead_letters.tell(*cloud, queue, said.append)
    return said


def test_each_with_its_kind_and_its_last_reason(cloud: tuple[Any, Logs, dict[str, str]]) -> None:
    sqs, logs, outputs = cloud
    body = {"submission_id": "sub_1", "channel": "form", "raw": {"email": "ana@client.example"}}
    id = sqs.send_message(QueueUrl=outputs["IntakeDeadLettersUrl"], MessageBody=json.dumps(body))["MessageId"]
    logs.lines = [{"id": id, "outcome": "failed", "error": "Unavailable in get (store/table.py:9)"}, {"id": "another", "error": "KeyError"},
                  {"id": id, "outcome": "failed", "error": "NotFound in get (aws/files.py:45)"}]
    sqs.send_message(QueueUrl=outputs["JobsDeadLettersUrl"], MessageBody="no json")
    for _time in range(2):  # they stay
        said = told(cloud)
        assert said[0].startswith("intake ") and said[0].endswith("submission_id sub_1, channel form")
        assert "NotFound in get (aws/files.py:45)" in said[1] and id in said[1]
        assert "not JSON" in said[2] and "the log says nothing" in said[3] and said[4] == "2 dead letters"
        assert "ana@client.example" not in "".join(said)


def test_all_of_many_and_none_of_none(cloud: tuple[Any, Logs, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead_letters, "HIDDEN_SECONDS", 60)
    assert told(cloud) == ["no dead letters"]
    for number in range(23):
        cloud[0].send_message(QueueUrl=cloud[2]["SettleDeadLettersUrl"], MessageBody=json.dumps({"id": f"con_{number}"}))
    assert told(cloud, "settle")[-1] == "23 dead letters" and told(cloud, "jobs") == ["no dead letters"]


def test_another_queue_is_a_usage_error(cloud: tuple[Any, Logs, dict[str, str]]) -> None:
    with pytest.raises(SystemExit, match="usage"):
        told(cloud, "nothing")


@pytest.mark.parametrize("body, about", [
    ("[]", "not a JSON object"), ('{"Records": []}', "a stored mail"), ('{"do": "step", "job": "job_1", "part": 0}', "do step, job job_1, part 0"),
    ("{}", "a message without a kind")])
def test_what_a_message_is_about(body: str, about: str) -> None:
    assert dead_letters.about(body) == about
