"""The stack itself: up, its own refusals, and what survives a stop and a kill."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from local import settings, tools
from local import stack as local_stack

pytestmark = pytest.mark.e2e


def quiet(_text: str) -> None:
    """No progress lines in tests."""


def put(stack: local_stack.Stack, pk: str) -> None:
    client = local_stack.client(stack.place, "dynamodb")
    client.put_item(TableName=stack.outputs["TableName"], Item={"pk": {"S": pk}, "sk": {"S": "kept"}})


def has(stack: local_stack.Stack, pk: str) -> bool:
    client = local_stack.client(stack.place, "dynamodb")
    return "Item" in client.get_item(TableName=stack.outputs["TableName"], Key={"pk": {"S": pk}, "sk": {"S": "kept"}})


def test_answers_its_openapi_document(stack: Any) -> None:
    answer = stack.call("GET", "/openapi.json")
    assert answer.status == 200
    assert answer.json["openapi"].startswith("3.")


def test_an_unknown_path_is_a_problem(stack: Any) -> None:
    answer = stack.call("GET", "/nothing/here")
    assert (answer.status, answer.json["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["request_id"]


@pytest.mark.parametrize("token", ["", "nonsense", "kith_nonsense"])
def test_without_a_valid_token_the_answer_is_a_problem(stack: Any, token: str) -> None:
    answer = stack.call("GET", "/v1/contacts", token=token)
    assert (answer.status, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_beyond_the_gateways_limit_is_a_problem(stack: Any) -> None:
    answer = stack.call("POST", "/public/forms/none", b" " * (10 * 1024 * 1024 + 1))
    assert (answer.status, answer.json["code"]) == (413, "too_large")


def test_dead_letters_go_back_to_their_queue(stack: Any) -> None:
    sqs, outputs = stack.client("sqs"), stack.outputs
    queue = sqs.create_queue(QueueName="redriven")["QueueUrl"]
    sqs.send_message(QueueUrl=outputs["SettleDeadLettersUrl"], MessageBody="{}")
    assert tools.move_back(sqs, outputs["SettleDeadLettersUrl"], queue) == 1
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=queue)["Messages"]] == ["{}"]


def test_the_clock_shifts_and_returns(stack: Any) -> None:
    def shift() -> dict[str, Any]:
        item: dict[str, Any] = stack.client("dynamodb").get_item(
            TableName=stack.outputs["TableName"], Key=tools.CLOCK).get("Item", {})
        return item.get("shift", {})

    tools.clock(stack.place, "1h")
    tools.clock(stack.place, "30m")
    assert shift() == {"N": "5400"}
    tools.clock(stack.place, "0")
    assert shift() == {}


def test_a_stop_keeps_everything_and_deploys_nothing_again(new_place: Any) -> None:
    place, said = new_place(), list[str]()
    first = local_stack.start(place, quiet, with_sample=False)
    put(first, "before the stop")
    first.stop()
    second = local_stack.start(place, said.append, with_sample=False)
    try:
        assert has(second, "before the stop")
        assert second.outputs == first.outputs
        assert any("nothing to deploy" in line for line in said)
    finally:
        second.stop()


def test_a_kill_loses_nothing_that_a_snapshot_has(new_place: Any, eventually: Any) -> None:
    place = new_place()
    first = local_stack.start(place, quiet, with_sample=False)
    put(first, "before the kill")
    saved = place.folder / "state" / "dynamodb.json"
    eventually(lambda: saved.exists() and "before the kill" in saved.read_text(), seconds=30)
    first.kill()
    second = local_stack.start(place, quiet, with_sample=False)
    try:
        assert has(second, "before the kill")
    finally:
        second.stop()


def test_a_snapshot_cut_short_is_finished_or_forgotten(new_place: Any) -> None:
    place = new_place()
    first = local_stack.start(place, quiet, with_sample=False)
    put(first, "whole")
    first.stop()
    state = place.folder / "state"
    (state / "dynamodb.json").rename(state / "dynamodb.json.new")
    (state / "snapshot.commit").write_text(json.dumps(["dynamodb"]))
    (state / "sqs.json.new").write_text("half of a snapsh")
    second = local_stack.start(place, quiet, with_sample=False)
    try:
        assert has(second, "whole")
        assert not list(state.glob("sqs.json.new"))
    finally:
        second.stop()


def test_a_busy_port_is_told_with_what_to_do(stack: Any, new_place: Any) -> None:
    elsewhere = replace(new_place(), port=stack.place.port)
    with pytest.raises(SystemExit, match=f"Port {stack.place.port} is in use.*KITH_PORT="):
        local_stack.start(elsewhere, quiet)


def test_a_second_stack_in_the_same_folder_is_refused(stack: Any) -> None:
    with pytest.raises(SystemExit, match="make stop"):
        local_stack.start(stack.place, quiet)


def test_many_callers_at_once_are_all_answered(stack: Any) -> None:
    statuses: list[int] = []

    def call() -> None:
        statuses.append(stack.call("GET", "/nothing").status)

    callers = [threading.Thread(target=call) for _ in range(16)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert statuses == [404] * 16


def test_the_place_comes_from_the_environment() -> None:
    place = settings.read({"KITH_PORT": "1", "KITH_AWS_PORT": "2", "KITH_LOCAL_DIR": "/tmp/x"})
    assert (place.url, place.aws_endpoint) == ("http://localhost:1", "http://localhost:2")
    assert place.facts.name == "stack.json"


# Last, since the first tick comes a minute after the start.
def test_the_clock_ticks(stack: Any, eventually: Any) -> None:
    groups = [group["logGroupName"] for group in stack.client("logs").describe_log_groups()["logGroups"]]
    clock = next(name for name in groups if "TickLogs" in name)
    assert eventually(lambda: stack.client("logs").filter_log_events(logGroupName=clock)["events"], seconds=90)
