"""What every field type owes: it survives any input, its stored form is final, its cell reads back, its order holds."""

from __future__ import annotations

import copy
import json
import pathlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.records.fields import FIELD_TYPES, Errors, Field

NAUGHTY = pathlib.Path("../shared/data/hostile/naughty_strings.json")
ULID = "01j" + "0123456789abcdefghjkmnpqrstvwxyz"[:23]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=30)
)  # halves of surrogate pairs too
KEYS = (
    st.sampled_from(["value", "type", "primary", "typed", "amount", "currency", "city", "country", "field", "op"])
    | st.text()
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
TEXTS = st.text(max_size=20)
LABELS = st.sampled_from(["work", "Home", "x, y", "primary", "(a)", ""])
ADDRESSES = st.sampled_from(["Ann@Example.com", "b.c@x-y.de", "d@müller.de", "o'neil+1@mail.example"])
NUMBERS = st.sampled_from(
    ["+49 30 1234567", "(212) 555-0123", "+44 20 7946 0018", "1-800-FLOWERS", "+39 06 1234 5678 ext 9"]
)
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "long_text": TEXTS,
    "person_name": TEXTS,
    "number": st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15),
    "integer": st.integers(-(10**15), 10**15),
    "money": st.fixed_dictionaries(
        {"amount": st.integers(-(10**15), 10**15), "currency": st.sampled_from(["EUR", "jpy", "KWD"])}
    ),
    "boolean": st.booleans(),
    "date": st.dates().map(str),
    "instant": st.datetimes(timezones=st.timezones()).map(
        lambda moment: (
            moment.isoformat()[:26].split("+")[0] + "+02:00" if moment.microsecond else "2026-01-01T00:00:00Z"
        )
    ),
    "choice": st.sampled_from(["new", "Über", "a; b"]),
    "multi_choice": st.lists(st.sampled_from(["new", "Über", "a; b"])),
    "tags": st.lists(st.text(max_size=20) | st.sampled_from([":::", "a;b", "[x]", " ::: ", "VIP", "vip"]), max_size=6),
    "email": ADDRESSES,
    "phone": NUMBERS,
    "url": st.sampled_from(["example.com", "HTTP://Ex.com:80/a b?q=ü#f", "[::1]/x"]),
    "domain": st.sampled_from(["https://www.Example.com/x", "ann@müller.de", "a.b.c."]),
    "emails": st.lists(
        ADDRESSES | st.fixed_dictionaries({"value": ADDRESSES, "type": LABELS, "primary": st.booleans()}), max_size=5
    ),
    "phones": st.lists(
        NUMBERS | st.fixed_dictionaries({"value": NUMBERS, "type": LABELS, "primary": st.booleans()}), max_size=5
    ),
    "address": st.dictionaries(
        st.sampled_from(["street", "line2", "city", "country"]), TEXTS | st.sampled_from([":::", "Germany"])
    ),
    "country": st.sampled_from(["DE", "germany", "USA", "Côte d’Ivoire"]),
    "language": st.sampled_from(["DE", "pt_br", "zh-hant-tw"]),
    "time_zone": st.sampled_from(["europe/berlin", "UTC"]),
    "reference": st.just(f"con_{ULID}"),
    "user": st.just(f"usr_{ULID}"),
    "references": st.lists(st.just(f"con_{ULID}") | st.just(f"com_{ULID}")),
    "users": st.lists(st.just(f"usr_{ULID}")),
    "json": JSON,
    "condition": st.just({"field": "score", "op": "gte", "value": 3}),
}


def field_of(kind: str) -> Field:
    return Field("x", kind, options=("new", "Über", "a; b") if "choice" in kind else ())


def parsed(kind: str, value: object, region: str = "US") -> tuple[Any, Errors]:
    errors = Errors()
    return FIELD_TYPES[kind].parse(field_of(kind), value, "x", errors, region), errors


def survives(kind: str, value: object) -> None:
    given_value = copy.deepcopy(value)
    stored, errors = parsed(kind, value)
    assert repr(given_value) == repr(value), "the payload was changed"
    if errors or stored is None:
        return
    json.dumps(stored, ensure_ascii=False, allow_nan=False).encode()
    assert parsed(kind, stored) == (stored, [])
    each = FIELD_TYPES[kind]
    assert all(isinstance(word, str) for word in each.words(stored))
    assert isinstance(each.sort_key(stored), str)
    assert isinstance(each.elements(stored), list)


def test_every_kind_is_tried():
    assert set(GOOD) == set(FIELD_TYPES)


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_json_is_parsed_or_refused(kind, data):
    survives(kind, data.draw(JSON | GOOD[kind]))


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_hostile_strings_are_parsed_or_refused(kind):
    if not NAUGHTY.exists():
        pytest.skip("needs ../shared/data/hostile/naughty_strings.json")
    for text in [*json.loads(NAUGHTY.read_text("utf-8")), "\ud800", "a\udfffb", "\x00", "\x85", "\u202e"]:
        survives(kind, text)
        survives(kind, [text])
        survives(kind, {"value": text, "type": text, "street": text, "country": text})
        survives(kind, FIELD_TYPES[kind].from_text(field_of(kind), text, "DE"))


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_good_values_pass_and_their_cell_reads_back(kind, data):
    stored, errors = parsed(
        kind, data.draw(GOOD[kind].filter(lambda value: kind != "json" or not parsed(kind, value)[1]))
    )
    assert errors == []
    each = FIELD_TYPES[kind]
    raw = each.from_text(field_of(kind), each.to_text(field_of(kind), stored), "US")
    again = None if raw is None else parsed(kind, raw)[0]
    assert comparable(again) == comparable(None if stored == [] and kind != "json" else stored)


def comparable(value: Any) -> Any:
    """A phone's cell keeps the number, not the way it was typed; an empty list has the same cell as none."""
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], dict)
        and str(value[0].get("value", "")).startswith("+")
    ):
        return [{**entry, "typed": ""} for entry in value]
    return value


@pytest.mark.parametrize("kind", ["number", "integer", "date", "money", "boolean"])
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_sort_keys_sort_as_values_do(kind, data):
    def order(value: Any) -> Any:
        return value["amount"] if isinstance(value, dict) else value

    euros = GOOD[kind].map(lambda value: {**value, "currency": "EUR"} if isinstance(value, dict) else value)
    one, two = parsed(kind, data.draw(euros))[0], parsed(kind, data.draw(euros))[0]
    keys = [FIELD_TYPES[kind].sort_key(value) for value in (one, two)]
    assert (keys[0] < keys[1]) == (order(one) < order(two))
    assert FIELD_TYPES[kind].sort_key(None) == "" < keys[0]


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_every_kind_has_all_powers(kind):
    each = FIELD_TYPES[kind]
    assert each.name == kind
    assert "empty" in each.operators
    assert isinstance(each.schema(field_of(kind)), dict)
    assert (each.sort_key(None), each.elements(None), list(each.words(None))) == ("", [], [])
    assert each.from_text(field_of(kind), "  ", "US") is None
