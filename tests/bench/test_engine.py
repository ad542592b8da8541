"""Amazon's engine, and our rules for what it does not tell; skipped where it is not installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from bench import dynamodb
from bench.capacity import write_units

KEY = {"pk": {"S": "one"}, "sk": {"S": "record"}}
PLACED = {"i1": {"S": "contact#0"}, "i1s": {"S": "2026"}, "i4": {"S": "contact#lead"}, "i4s": {"S": "2026"}}


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    if not shutil.which("java"):
        pytest.skip("needs Java")
    with dynamodb.running() as endpoint:
        client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-central-1",
                              aws_access_key_id="bench", aws_secret_access_key="bench")
        dynamodb.make_table(client)
        yield client


def item(length: int, **more: Any) -> dict[str, Any]:
    return {**KEY, "text": {"S": "x" * length}, **more}


def test_units_of_each_write_are_those_that_the_engine_reports(engine: Any) -> None:
    before = None
    for after in (item(100), item(1500), item(1500, **PLACED), item(1600, **PLACED),
                  item(1600, **{**PLACED, "i1s": {"S": "2027"}}), item(200), item(200)):
        told = engine.put_item(TableName="kith", Item=after, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]
        assert told["CapacityUnits"] == write_units(before, after, False)
        before = after


def test_a_transaction_costs_twice_and_the_engine_forgets_equal_parts(engine: Any) -> None:
    def transacted(*items: dict[str, Any]) -> float:
        answer = engine.transact_write_items(ReturnConsumedCapacity="TOTAL", TransactItems=[
            {"Put": {"TableName": "kith", "Item": each}} for each in items])
        return float(answer["ConsumedCapacity"][0]["CapacityUnits"])
    one = {**item(1500, **PLACED), "pk": {"S": "in a transaction"}}
    assert transacted(one) == write_units(None, one, True)
    small = [{**item(10), "pk": {"S": f"small {number}"}} for number in range(3)]
    assert transacted(*small) < sum(write_units(None, each, True) for each in small)  # else capacity.py may go


def test_without_an_engine_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(dynamodb.Missing, match="KITH_SKIP=bench-check"), dynamodb.running():
        pass


def test_a_wrong_path_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_DYNAMODB_JAR", "/nowhere/DynamoDBLocal.jar")
    with pytest.raises(dynamodb.Missing, match="/nowhere"), dynamodb.running():
        pass
