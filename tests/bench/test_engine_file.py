"""What we put into the engine's file is what the engine would have put there."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bench import dynamodb, engine_file
from chalicelib.aws.clients import session
from chalicelib.store.items import encode_item

NUMBERS = (0, 1, -1, 9, 10, 99, 100, 101, 12345, -12345, 10**20, 0.5, -0.05, 123.456,
           1e22, 1e-7, -10**37)
VALUES: dict[str, Any] = {
    "text": "Zoë Ångström 漢字 \u202e \"quoted\" \\ \n", "bytes": b"\x00\xff", "yes": True, "no": False, "none": None,
    "names": {"a", "ß", "long name"}, "list": ["a", 1, None, [], {}, [b"x", {"deep": {"deeper": [2]}}]],
    "map": {"ключ": {"a": [True]}, "empty": ""}, "numbers": list(NUMBERS),
}
INDEXED = {f"i{number}{part}": f"{number}{part}ü" for number in range(1, 6) for part in ("", "s")}
ITEMS: list[dict[str, Any]] = [
    {"pk": "ünï", "sk": "record", **VALUES, **INDEXED}, {"pk": "ünï", "sk": "x#1", "i4": "a", "i4s": "b"}, {"pk": "a", "sk": "b"}]
ROWS = [engine_file.row(item) for item in ITEMS]


def rows(folder: Path) -> list[Any]:
    """The table as it stands in the file; the order of names in the JSON is nobody's."""
    with sqlite3.connect(folder / engine_file.NAME) as file:
        found = file.execute(f'SELECT {", ".join(engine_file.COLUMNS)} FROM "{dynamodb.TABLE}" ORDER BY 1, 2').fetchall()
    return [(*row[:5], *row[6:]) for row in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not shutil.which("java"):
        pytest.skip("needs Java")
    with dynamodb.running(tmp_path) as endpoint:
        dynamodb.make_table(client(endpoint))
    return tmp_path


def client(endpoint: str) -> Any:
    return session().create_client("dynamodb", endpoint_url=endpoint, region_name="eu-central-1", aws_access_key_id="bench",
                                   aws_secret_access_key="bench")


def test_rows_equal_the_engines_and_it_reads_them(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    theirs = tmp_path_factory.mktemp("theirs")
    shutil.copytree(folder, theirs, dirs_exist_ok=True)
    with dynamodb.running(theirs) as endpoint:
        for item in ITEMS:
            client(endpoint).put_item(TableName=dynamodb.TABLE, Item=encode_item(item))
        told = everything(endpoint)
    made = engine_file.indexes(folder)
    engine_file.drop_indexes(folder)
    engine_file.widen(folder)
    engine_file.pour(folder, ROWS[:2])
    engine_file.pour(folder, ROWS[1:])  # what was done already is done again
    assert [*engine_file.make_indexes(folder, made)] == [*engine_file.make_indexes(folder, made)] == [*made]
    assert rows(folder) == rows(theirs)
    assert engine_file.indexes(folder) == engine_file.indexes(theirs) != {}
    engine_file.check(theirs)
    with dynamodb.running(folder) as endpoint:
        assert everything(endpoint) == told


def everything(endpoint: str) -> Any:
    """What an engine tells of the table, and of a part by an index."""
    asked = client(endpoint)
    found = asked.query(TableName=dynamodb.TABLE, IndexName="index-i4", KeyConditionExpression="i4 = :a",
                        ExpressionAttributeValues={":a": {"S": "a"}})["Items"]
    assert [each["sk"]["S"] for each in found] == ["x#1"]
    return sorted(asked.scan(TableName=dynamodb.TABLE)["Items"], key=str)


def test_an_engine_that_keeps_its_items_otherwise_is_refused(folder: Path) -> None:
    engine_file.pour(folder, ROWS)
    engine_file.check(folder)
    with sqlite3.connect(folder / engine_file.NAME) as file:
        file.execute(f'UPDATE "{dynamodb.TABLE}" SET itemSize = itemSize + 1')
    with pytest.raises(engine_file.Strange, match="engine_file"):
        engine_file.check(folder)
