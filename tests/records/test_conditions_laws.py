"""Laws of conditions: De Morgan, order, time, and a filter that never drops a match (asked of an emulated DynamoDB)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.records.conditions import (
    Condition,
    Either,
    Every,
    Leaf,
    Not,
    Reader,
    compile_filter,
    equalities,
    holds,
    parse,
    until,
)
from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.condition_shape import check_shape
from chalicelib.records.fields.times import read_instant, shift
from chalicelib.store.items import encode, encode_item

ULIDS = ["01j" + letter * 23 for letter in "0ab"]
USERS, TEAMS = [f"usr_{ulid}" for ulid in ULIDS], [f"tea_{ulid}" for ulid in ULIDS]
READERS = st.builds(
    Reader,
    st.sampled_from(USERS),
    st.sampled_from([(), (TEAMS[0],), tuple(TEAMS[:2])]),
    st.just("2026-11-21T12:00:00.000Z"),
)
FIELDS = {
    field.name: field
    for field in (
        Field("name", "text"),
        Field("country", "country"),
        Field("size", "integer"),
        Field("rate", "number"),
        Field("tags", "tags"),
        Field("phone", "phone"),
        Field("amount", "money"),
        Field("at", "instant"),
        Field("day", "date"),
        Field("owner_id", "user"),
        Field("team_id", "reference", to="team"),
        Field("vip", "boolean"),
        Field("kinds", "multi_choice", options=("a", "ä", "b")),
        Field("status", "choice", options=("Open", "Öpen", "won")),
        Field("watchers", "users"),
    )
}
MONEY = st.fixed_dictionaries({"amount": st.integers(-2, 2), "currency": st.sampled_from(["EUR", "USD"])})
INSTANTS = st.integers(-5000, 5000).map(
    lambda n: f"2026-11-{21 + n // 2500:02d}T{12 + n % 3:02d}:{n % 60:02d}:00.{n % 2:03d}Z"
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Ann", "ANN", "änn", "b"]),
    "country": st.sampled_from(["DE", "FR"]),
    "size": st.integers(-2, 2),
    "rate": st.sampled_from([0.1, 0.3, 2, -1.5]),
    "phone": st.sampled_from(["+12125550123", "+12125550124"]),
    "amount": MONEY,
    "tags": st.sampled_from(["VIP", "vip", "b"]),
    "at": INSTANTS,
    "day": st.integers(15, 27).map(lambda day: f"2026-11-{day}"),
    "owner_id": st.sampled_from(USERS),
    "team_id": st.sampled_from(TEAMS),
    "vip": st.booleans(),
    "kinds": st.sampled_from(["a", "ä", "b"]),
    "status": st.sampled_from(["Open", "Öpen", "won"]),
    "watchers": st.sampled_from(USERS),
}
MANY = {"tags", "kinds", "watchers"}
SPANS = st.fixed_dictionaries({"hours": st.integers(-80, 80) | st.floats(-5, 5)})


@st.composite
def raw_leaves(draw: Any) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(VALUES)))
    op = draw(st.sampled_from(sorted(FIELD_TYPES[FIELDS[name].kind].operators)))
    value = VALUES[name]
    if name in ("owner_id", "watchers"):
        value = value | st.just({"me": True})
    if op == "in":
        value = st.lists(value, max_size=3) | (st.just({"my_teams": True}) if name == "team_id" else st.nothing())
    elif op == "empty":
        value = st.booleans()
    elif op == "within":
        value = SPANS
    return {"field": name, "op": op, "value": draw(value)}


RAW = st.recursive(
    raw_leaves(),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)
WITHIN = st.fixed_dictionaries({"field": st.sampled_from(["at", "day"]), "op": st.just("within"), "value": SPANS})


@st.composite
def records(draw: Any) -> dict[str, Any]:
    values = {
        name: draw(st.one_of(st.none(), st.lists(value, max_size=2) if name in MANY else value))
        for name, value in VALUES.items()
    }
    return {"id": f"con_{ULIDS[0]}", **{name: value for name, value in values.items() if value is not None}}


def read(raw: Any) -> Condition:
    assume(check_shape(raw) == "")
    return parse(raw, FIELDS)


@given(st.lists(RAW, max_size=3), records(), READERS)
@settings(max_examples=100, deadline=None)
def test_de_morgan_and_order(raws, record, reader):
    parts = tuple(read(raw) for raw in raws)
    opposite = Either(tuple(Not(part) for part in parts))
    assert holds(Not(Every(parts)), record, reader) == holds(opposite, record, reader)
    assert holds(Every(parts), record, reader) == holds(Every(parts[::-1]), record, reader)
    assert holds(Either(parts), record, reader) == holds(Either(parts[::-1]), record, reader)


@given(RAW, records(), READERS)
@settings(max_examples=150, deadline=None)
def test_equalities_follow_from_the_condition(raw, record, reader):
    condition = read(raw)
    if holds(condition, record, reader):
        assert all(record.get(name) == value for name, value in equalities(condition, reader).items())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "amount", "currency", "x"]), inner)
    ),
    max_leaves=5,
)


@given(RAW, st.dictionaries(st.sampled_from([*VALUES, "refs"]), JSON), READERS)
@settings(max_examples=150, deadline=None)
def test_any_record_can_be_asked(raw, record, reader):
    condition = read(raw)
    assert holds(condition, record, reader) in (True, False)
    flip = until(condition, record, reader.now)
    assert flip is None or flip > reader.now


@given(WITHIN | RAW, records(), READERS, st.floats(0, 1, exclude_max=True))
@settings(max_examples=300, deadline=None)
def test_nothing_flips_before_until(raw, record, reader, share):
    condition = read(raw)
    flip = until(condition, record, reader.now)
    start, end = read_instant(reader.now), read_instant(flip or "2027-11-21T12:00:00.000Z")
    assert start is not None
    assert end is not None
    later = shift(reader.now, timedelta(milliseconds=int(((end - start) // timedelta(milliseconds=1) - 1) * share)))
    just_before = shift(flip, timedelta(milliseconds=-1)) if flip else later
    for moment in (later, just_before):
        assert holds(condition, record, Reader(reader.user_id, reader.team_ids, str(moment))) == holds(
            condition, record, reader
        )


@given(WITHIN, records())
@settings(max_examples=150, deadline=None)
def test_a_lone_window_does_flip_at_until(raw, record):
    condition, now = read(raw), "2026-11-21T12:00:00.000Z"
    flip = until(condition, record, now)
    if flip:
        at_flip = holds(condition, record, Reader(USERS[0], (), flip))
        assert at_flip != holds(condition, record, Reader(USERS[0], (), now))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    import boto3
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        os.environ.setdefault(name, "testing")
    with mock_aws():
        made = boto3.client("dynamodb", region_name="eu-central-1")
        made.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        yield made


def kept_by_store(client: Any, expression: Any, record: dict[str, Any]) -> bool:
    client.put_item(TableName="t", Item=encode_item(record))
    values = {key: encode(value) for key, value in expression.values.items()}
    found = client.query(
        TableName="t",
        KeyConditionExpression="id = :id",
        FilterExpression=expression.expression,
        ExpressionAttributeNames=expression.names,
        ExpressionAttributeValues={**values, ":id": encode(record["id"])},
    )
    return bool(found["Count"])


@given(raw=RAW, record=records(), reader=READERS)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_filter_never_drops_a_match(client, raw, record, reader):
    condition = read(raw)
    expression = compile_filter(condition, reader)
    if expression is None:
        return
    assert len(expression.expression) <= 4000
    if holds(condition, record, reader):
        assert kept_by_store(client, expression, record)


@given(raw=raw_leaves(), record=records(), reader=READERS, negated=st.booleans())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_filter_is_exact_where_the_type_is(client, raw, record, reader, negated):
    condition = read(raw)
    exact = isinstance(condition, Leaf) and condition.op not in ("within", "starts", "contains")
    if not exact or condition.field in MANY | {"name"}:
        return
    condition = Not(condition) if negated else condition
    expression = compile_filter(condition, reader)
    assert expression is not None
    assert kept_by_store(client, expression, record) == holds(condition, record, reader)
