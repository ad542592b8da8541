"""Tables on an emulated DynamoDB, in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from chalicelib.aws.clients import session
from chalicelib.store.keys import INDEXES
from chalicelib.store.table import Table


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[Any]:
    """One client for all tests; each table has a name of its own."""
    from moto import mock_aws
    with mock_aws():
        yield session().create_client("dynamodb", "eu-central-1", aws_access_key_id="none", aws_secret_access_key="none")


@pytest.fixture(scope="session")
def new_table(dynamodb: Any) -> Callable[[], Table]:
    """Makes an empty table with the keys and indexes of the real one."""
    numbers = count(1)

    def made() -> Table:
        name = f"store-{next(numbers)}"
        attributes = ["pk", "sk", *INDEXES, *(f"{index}s" for index in INDEXES)]
        dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=_schema("pk", "sk"),
            AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes],
            GlobalSecondaryIndexes=[{"IndexName": f"index-{index}", "KeySchema": _schema(index, f"{index}s"),
                                     "Projection": {"ProjectionType": "ALL"}} for index in INDEXES])
        return Table(name, lambda: dynamodb)
    return made


@pytest.fixture
def table(new_table: Callable[[], Table]) -> Table:
    """An empty table."""
    return new_table()


def _schema(hash: str, range: str) -> list[dict[str, str]]:
    return [{"AttributeName": hash, "KeyType": "HASH"}, {"AttributeName": range, "KeyType": "RANGE"}]
