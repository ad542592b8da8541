"""The rule language by example: what is refused, what holds, how it reads in words."""

from __future__ import annotations

import pytest

from chalicelib.errors import Invalid
from chalicelib.records.conditions import (
    ALWAYS,
    Reader,
    check_shape,
    compile_filter,
    equalities,
    holds,
    in_words,
    parse,
    until,
)
from chalicelib.records.fields import Field

ULID = "01j" + "0" * 23
ME, TEAM = f"usr_{ULID}", f"tea_{ULID}"
NOW = "2026-11-21T12:00:00.000Z"
READER = Reader(ME, (TEAM,), NOW)
FIELDS = {
    field.name: field
    for field in (
        Field("name", "text"),
        Field("country", "country"),
        Field("employees", "integer", label="Company size"),
        Field("tags", "tags"),
        Field("emails", "emails"),
        Field("amount", "money"),
        Field("due_at", "instant"),
        Field("birthday", "date"),
        Field("owner_id", "user"),
        Field("team_id", "reference", to="team"),
        Field("vip", "boolean"),
        Field("status", "choice", options=("open", "won")),
        Field("company_id", "reference", to="company", snapshot=("industry", "size")),
        Field("extra", "json"),
        Field("message", "long_text"),
        Field("watchers", "users"),
    )
}
RECORD = {
    "id": f"con_{ULID}",
    "name": "Café Straße",
    "country": "DE",
    "employees": 50,
    "tags": ["VIP", "b2b"],
    "vip": False,
    "emails": [{"value": "ann@example.com"}, {"value": "boss@müller.example"}],
    "amount": {"amount": 500, "currency": "EUR"},
    "due_at": "2026-11-23T12:00:00.000Z",
    "birthday": "2026-11-20",
    "owner_id": ME,
    "team_id": TEAM,
    "status": "open",
    "watchers": [ME],
    "message": "Dear team,\nwe need\r\n\r\ta  quote",
    "refs": {"company_id": {"industry": "Retail", "revision": 3}},
    "company_id": f"com_{ULID}",
}


def leaf(field, op, value=None):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    "raw, expected",
    [
        (leaf("name", "eq", "cafe strasse"), True),
        (leaf("name", "starts", "CAFÉ"), True),
        (leaf("name", "contains", "STRASSE"), True),
        *((leaf("message", "contains", part), True) for part in ("team, we", "team,\nwe", "need a quote", "a  quote", "DEAR")),
        (leaf("message", "starts", "dear team, we"), True),
        (leaf("message", "contains", "teamwe"), False),
        (leaf("name", "ne", "cafe strasse"), False),
        (leaf("name", "in", ["x", "CAFE STRASSE"]), True),
        (leaf("country", "eq", "Germany"), True),
        (leaf("employees", "gte", 50), True),
        (leaf("employees", "gt", 50), False),
        (leaf("vip", "eq", False), True),
        (leaf("vip", "empty"), False),
        (leaf("extra", "empty"), True),
        (leaf("extra", "empty", False), False),
        (leaf("tags", "has", "vip"), True),
        (leaf("tags", "ne", "vip"), False),
        (leaf("tags", "contains", "2"), True),
        (leaf("emails", "contains", "@example"), True),
        (leaf("emails", "eq", "ANN@example.com"), True),
        (leaf("amount", "lt", {"amount": 600, "currency": "EUR"}), True),
        (leaf("amount", "lt", {"amount": 600, "currency": "USD"}), False),
        (leaf("due_at", "within", {"days": 3}), True),
        (leaf("due_at", "within", {"hours": 47}), False),
        (leaf("due_at", "lt", "2026-11-23T13:00:00+01:00"), False),
        (leaf("birthday", "within", {"weeks": -1}), True),
        (leaf("birthday", "within", {"hours": -11}), False),
        (leaf("birthday", "within", {"hours": -13}), True),
        (leaf("owner_id", "eq", {"me": True}), True),
        (leaf("team_id", "in", {"my_teams": True}), True),
        (leaf("watchers", "has", {"me": True}), True),
        (leaf("owner_id", "ne", {"me": True}), False),
        (leaf("company_id.industry", "eq", "retail"), True),
        (leaf("company_id.size", "eq", 3), False),
        (leaf("company_id.size", "ne", 3), True),
        (leaf("created_at", "lt", NOW), False),
        (leaf("updated_by", "ne", "system"), True),
        (None, True),
        ({}, True),
        ({"all": []}, True),
        ({"not": {"any": [leaf("vip", "eq", True), leaf("employees", "lt", 10)]}}, True),
    ],
)
def test_holds(raw, expected):
    assert holds(parse(raw, FIELDS), RECORD, READER) is expected


def nested(depth):
    return leaf("vip", "eq", True) if depth == 1 else {"not": nested(depth - 1)}


@pytest.mark.parametrize(
    "raw, code, path",
    [
        ([], "invalid_filter", "filter"),
        ("x", "invalid_filter", "filter"),
        ({"any": []}, "invalid_filter", "filter.any"),
        ({"all": [1]}, "invalid_filter", "filter.all[0]"),
        ({"all": [], "any": []}, "invalid_filter", "filter"),
        ({"field": "name", "op": "eq", "value": "x", "or": 1}, "invalid_filter", "filter"),
        (leaf("Name!", "eq", "x"), "invalid_filter", "filter.field"),
        (leaf("name", "like", "x"), "invalid_filter", "filter.op"),
        (leaf("nome", "eq", "x"), "unknown_field", "filter.field"),
        (leaf("vip", "gt", True), "operator_not_supported", "filter.op"),
        (leaf("country", "eq", "Atlantis"), "invalid_value", "filter.value"),
        (leaf("status", "in", ["open", "x"]), "invalid_value", "filter.value[1]"),
        (leaf("status", "in", "open"), "invalid_value", "filter.value"),
        (leaf("name", "eq", None), "invalid_value", "filter.value"),
        (leaf("name", "eq", {"me": True}), "invalid_value", "filter.value"),
        (leaf("owner_id", "eq", {"my_teams": True}), "invalid_value", "filter.value"),
        (leaf("due_at", "within", {"years": 1}), "invalid_value", "filter.value"),
        (leaf("due_at", "within", {"days": 1e300}), "invalid_value", "filter.value"),
        (leaf("name.first", "eq", "x"), "invalid_filter", "filter.field"),
        (nested(6), "too_deep", "filter.not.not.not.not.not"),
        ({"all": [leaf("vip", "eq", True)] * 30}, "too_many", "filter.all[29]"),
    ],
)
def test_what_is_refused(raw, code, path):
    with pytest.raises(Invalid) as caught:
        parse(raw, FIELDS)
    assert [(error.code, error.field) for error in caught.value.errors] == [(code, path)]


def test_all_wrong_leaves_are_named_at_once():
    with pytest.raises(Invalid) as caught:
        parse({"any": [leaf("a", "eq", 1), leaf("b", "eq", 1)]}, FIELDS)
    assert len(caught.value.errors) == 2


def test_the_limits_themselves_are_allowed():
    assert check_shape(nested(5)) == ""
    assert check_shape({"all": [leaf("vip", "eq", True)] * 29}) == ""


@pytest.mark.parametrize(
    "raw", [leaf("gone", "eq", 1), leaf("status", "eq", "former"), leaf("vip", "starts", "x"), "nonsense"]
)
def test_a_stored_rule_over_what_is_gone_does_not_hold(raw):
    assert holds(parse(raw, FIELDS, stored=True), RECORD, READER) is False


@pytest.mark.parametrize("op, expected", [("eq", False), ("ne", True), ("contains", False), ("empty", True)])
def test_a_missing_field(op, expected):
    assert holds(parse(leaf("name", op, None if op == "empty" else "x"), FIELDS), {}, READER) is expected


def test_equalities_are_what_must_hold_at_the_top():
    raw = {
        "all": [
            leaf("owner_id", "eq", {"me": True}),
            leaf("team_id", "in", {"my_teams": True}),
            leaf("name", "eq", "x"),
            leaf("status", "in", ["open"]),
            {"any": [leaf("country", "eq", "DE")]},
            leaf("watchers", "eq", ME),
        ]
    }
    assert equalities(parse(raw, FIELDS), READER) == {"owner_id": ME, "team_id": TEAM, "status": "open"}
    assert equalities(ALWAYS, READER) == {}


def test_until_is_when_the_window_is_left():
    assert until(parse(leaf("due_at", "within", {"days": 3}), FIELDS), RECORD, NOW) == "2026-11-23T12:00:00.001Z"
    assert until(parse(leaf("due_at", "within", {"days": 1}), FIELDS), RECORD, NOW) == "2026-11-22T12:00:00.000Z"
    assert until(parse(leaf("birthday", "within", {"days": -2}), FIELDS), RECORD, NOW) == "2026-11-23T00:00:00.000Z"
    assert until(parse(leaf("employees", "gt", 3), FIELDS), RECORD, NOW) is None


@pytest.mark.parametrize(
    "raw, words",
    [
        (
            {"all": [leaf("country", "eq", "DE"), leaf("employees", "gte", 50)]},
            "country is DE and company size is at least 50",
        ),
        (
            {"any": [leaf("tags", "has", "vip"), {"all": [leaf("name", "empty"), leaf("due_at", "lt", NOW)]}]},
            f"tags has vip or (name is empty and due at is before {NOW})",
        ),
        (leaf("due_at", "within", {"days": -7}), "due at is within the last week"),
        (leaf("due_at", "within", {"hours": 36}), "due at is within the next 36 hours"),
        ({"not": leaf("owner_id", "eq", {"me": True})}, "not (owner is me)"),
        (leaf("amount", "gt", {"amount": 1050, "currency": "EUR"}), "amount is more than 10.50 EUR"),
        (leaf("status", "in", ["open", "won"]), "status is one of open, won"),
        ({}, "always"),
        (leaf("company_id.industry", "eq", "retail"), "company industry is retail"),
    ],
)
def test_in_words(raw, words):
    assert in_words(parse(raw, FIELDS), FIELDS) == words


def test_what_the_store_cannot_say_is_left_to_us():
    raw = {"all": [leaf("company_id.industry", "eq", "retail"), {"not": leaf("name", "eq", "x")}]}
    assert compile_filter(parse(raw, FIELDS), READER) is None
    narrowed = compile_filter(parse({"all": [raw, leaf("status", "eq", "open")]}, FIELDS), READER)
    assert narrowed is not None
    assert narrowed.expression == "(#c1 IN (:c0))"
    assert (narrowed.names, narrowed.values) == ({"#c1": "status"}, {":c0": "open"})


@pytest.mark.parametrize(
    "raw",
    [
        leaf("name", "eq", "x"),
        leaf("name", "in", ["x"]),
        leaf("tags", "has", "vip"),
        leaf("emails", "eq", "ann@example.com"),
        leaf("name", "starts", "x"),
    ],
)
def test_folded_texts_are_not_compared_by_the_store(raw):
    narrowed = compile_filter(parse(raw, FIELDS), READER)
    assert narrowed is not None
    assert narrowed.expression == "attribute_exists(#c0)"
    assert compile_filter(parse({"not": raw}, FIELDS), READER) is None


@pytest.mark.parametrize(("stored", "asked"), [("Sørensen", "sorensen"), ("Łukasz", "lukasz"), ("Lukasz", "ŁUKASZ"), ("Þór", "thor"),
                                               ("Œuvre", "oeuvre"), ("İzmir", "izmir"), ("Weiß", "weiss")])
def test_a_filter_folds_letters_as_search_does(stored, asked):
    from chalicelib.records.fields.text import fold
    from chalicelib.records.words import folded
    assert fold(stored) == fold(asked) == folded(stored)
