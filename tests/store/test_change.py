from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from chalicelib.store.change import Change, from_stream
from chalicelib.store.items import encode_item

REAL = Path(__file__).parents[2] / "../shared/data/webhooks/aws_lambda_events/dynamodb-event.json"
BEFORE = {"pk": "lea_a", "sk": "record", "id": "lea_a", "type": "lead", "revision": 4, "name": "Ana"}
AFTER = {**BEFORE, "revision": 5, "name": "Ben"}


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    if not REAL.exists():
        pytest.skip("needs ../shared/data/webhooks/aws_lambda_events")
    event: dict[str, Any] = json.loads(REAL.read_text())
    return event


def entry(before: dict[str, Any] | None, after: dict[str, Any] | None, name: str, **more: Any) -> dict[str, Any]:
    images = {"OldImage": before, "NewImage": after}
    keys = {part: {"S": (after or before or {})[part]} for part in ("pk", "sk")}
    encoded = {side: encode_item(image) for side, image in images.items() if image}
    images = {"Keys": keys, "ApproximateCreationDateTime": 1480642020.5, **encoded}
    return {"eventName": name, "dynamodb": images, **more}


def only(entry: dict[str, Any]) -> Change:
    (change,) = from_stream({"Records": [entry]})
    return change


def test_an_update_has_both_images() -> None:
    assert only(entry(BEFORE, AFTER, "MODIFY")) == Change("lea_a", BEFORE, AFTER, "2016-12-02T01:27:00.500Z")


def test_a_creation_and_a_removal_have_one() -> None:
    assert only(entry(None, AFTER, "INSERT")).before is None
    assert only(entry(AFTER, None, "REMOVE")).after is None


def test_revision_and_type() -> None:
    assert only(entry(BEFORE, AFTER, "MODIFY")).revision == 5
    assert only(entry(AFTER, None, "REMOVE")).revision == 6
    assert only(entry(AFTER, None, "REMOVE")).type == "lead"


def test_what_is_no_record_is_skipped() -> None:
    assert from_stream({"Records": [entry(None, {**AFTER, "sk": "link#contact#con_b"}, "INSERT")]}) == []
    assert from_stream({}) == []


def test_expiry_is_told_from_a_persons_removal() -> None:
    service = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert only(entry(AFTER, None, "REMOVE", userIdentity=service)).expired
    assert not only(entry(AFTER, None, "REMOVE")).expired
    assert not only(entry(AFTER, None, "REMOVE", userIdentity={**service, "principalId": "someone"})).expired
    assert not only(entry(None, AFTER, "INSERT", userIdentity=service)).expired


def test_another_tables_real_event_has_no_records_of_ours(real: dict[str, Any]) -> None:
    assert from_stream(real) == []


def test_every_kind_of_attribute_in_a_real_event(real: dict[str, Any]) -> None:
    event = deepcopy(real)
    for one in event["Records"]:
        one["dynamodb"]["Keys"] = {"pk": {"S": "lea_a"}, "sk": {"S": "record"}}
    first, second = from_stream(event)
    assert (first.at, first.before) == ("2016-12-02T01:27:00.000Z", None)
    assert not first.expired
    assert second.after == {
        "val": "data", "asdf1": b"\x00\x01*A", "asdf2": {b"\x00\x01*A", b"A*\x01\x00"}, "key": "binary",
        "b2": b"\xb5\xeb-", "Binary": b"\x00\x01*A", "Boolean": True, "BinarySet": {b"\x00\x01*A"},
        "List": ["Cookies", "Coffee", 3.14159], "Map": {"Name": "Joe", "Age": 35}, "FloatNumber": 123.45,
        "IntegerNumber": 123, "NumberSet": {1234, 567.8}, "Null": None, "String": "Hello",
        "StringSet": {"Giraffe", "Zebra"}, "EmptyStringSet": set(),
    }
