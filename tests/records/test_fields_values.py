"""What each field type makes of typical values."""

from __future__ import annotations

import pytest

from chalicelib.records.fields import FIELD_TYPES, Errors, Field

ULID = "01j" + "0" * 23


def stored(kind, value, region="US", **options):
    errors = Errors()
    result = FIELD_TYPES[kind].parse(Field("x", kind, **options), value, "x", errors, region)
    return [error.code for error in errors] if errors else result


def from_cell(kind, text, region="US", **options):
    field = Field("x", kind, **options)
    return stored(kind, FIELD_TYPES[kind].from_text(field, text, region), region, **options)


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("text", " Cafe\u0301\x00 \n bar ", "Café   bar"),
        ("text", "x" * 501, ["too_long"]),
        ("text", 3, ["invalid_text"]),
        ("text", "\ud83d", "\ufffd"),
        ("long_text", "a\r\nb\tc\x07", "a\nb\tc"),
        ("long_text", "ß" * 50_001, ["too_long"]),
        ("person_name", " Ann   Marie ", "Ann Marie"),
        ("number", True, ["invalid_number"]),
        ("number", float("nan"), ["invalid_number"]),
        ("number", 1e16, ["too_large"]),
        ("number", 10**400, ["too_large"]),
        ("number", 0.1 + 0.2, 0.3),
        ("number", 5.0, 5),
        ("number", "5", ["invalid_number"]),
        ("integer", 5.5, ["invalid_integer"]),
        ("integer", -0.0, 0),
        ("money", {"amount": 1999, "currency": "eur"}, {"amount": 1999, "currency": "EUR"}),
        (
            "money",
            {"amount": 1.5, "currency": "XXQ", "tax": 1},
            ["unknown_field", "invalid_integer", "invalid_currency"],
        ),
        ("boolean", 1, ["invalid_boolean"]),
        ("date", "2026-02-30", ["invalid_date"]),
        ("date", "2024-02-29", "2024-02-29"),
        ("instant", "2026-11-22T01:55:16.1239+02:00", "2026-11-21T23:55:16.123Z"),
        ("instant", "2026-11-22T01:55:16", ["invalid_instant"]),
        ("instant", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"),
        ("instant", "0001-01-01T00:00:00+10:00", ["invalid_instant"]),
        ("instant", "0999-01-01T00:00:00Z", "0999-01-01T00:00:00.000Z"),
        ("tags", [" VIP ", "vip", "", "ä"], ["VIP", "ä"]),
        ("tags", ["x"] * 51, ["too_many"]),
        ("email", " Ann@Example.COM ", "ann@example.com"),
        ("email", "ann@localhost", ["invalid_email"]),
        ("phone", "+1 (212) 555-0123 ext. 4", "+12125550123"),
        ("phone", "12", ["invalid_phone"]),
        ("url", "Example.com", "https://example.com"),
        ("url", "javascript:alert(1)", ["invalid_url"]),
        ("url", "https://user:pass@example.com", ["invalid_url"]),
        ("url", "http://[::1", ["invalid_url"]),
        ("url", "http://localhost:8000/a?b=c", "http://localhost:8000/a?b=c"),
        ("url", "ftp://example.com", ["invalid_url"]),
        ("domain", "https://www.Example.com/about", "example.com"),
        ("domain", "example", ["invalid_domain"]),
        ("domain", "straße.de", "xn--strae-oqa.de"),
        ("address", {"city": " Berlin ", "country": "Deutschland"}, {"city": "Berlin", "country": "DE"}),
        ("address", {"town": "Berlin", "city": 3}, ["unknown_field", "invalid_text"]),
        ("country", "Germany", "DE"),
        ("country", "uk", "GB"),
        ("country", "Atlantis", ["invalid_country"]),
        ("language", "pt_br", "pt-BR"),
        ("language", "german!", ["invalid_language"]),
        ("time_zone", "europe/berlin", "Europe/Berlin"),
        ("time_zone", "Mars/Base", ["invalid_time_zone"]),
        ("user", f"con_{ULID}", ["invalid_user"]),
        ("users", [f"usr_{ULID}"] * 2, [f"usr_{ULID}"]),
        ("json", {"a": [1.0, float("inf")]}, ["invalid_json"]),
        ("json", {"a": [1.0, None]}, {"a": [1, None]}),
        ("json", [[[[[[[[[[["deep"]]]]]]]]]]], ["invalid_json"]),
        ("json", "x" * 20_001, ["too_long"]),
        ("condition", {"field": "x", "op": "like", "value": 1}, ["invalid_condition"]),
        ("condition", {}, {}),
    ],
)
def test_values(kind, value, expected):
    assert stored(kind, value) == expected


@pytest.mark.parametrize(("kind", "text"), [("date", "0/0/00"), ("date", "0000-00-00"), ("date", "00.00.0000"), ("instant", "0000-00-00 00:00:00")])
def test_the_day_zero_of_other_programs_is_none(kind, text):
    assert FIELD_TYPES[kind].from_text(Field("x", kind), text, "DE") is None


def test_choices_are_stored_as_declared():
    assert stored("choice", "NEW", options=("new", "won")) == "new"
    assert stored("multi_choice", ["won", "WON", "x"], options=("new", "won")) == ["invalid_choice"]


def test_limits_of_a_field():
    assert stored("text", "abcd", max_length=3) == ["too_long"]
    assert stored("number", 101, minimum=0, maximum=100) == ["too_large"]


def test_a_reference_has_the_prefix_of_its_type():
    assert stored("reference", f"com_{ULID}", to="company") == f"com_{ULID}"
    assert stored("reference", f"con_{ULID}", to="company") == ["invalid_reference"]
    assert stored("reference", f"xyz_{ULID}", to="spaceship") == f"xyz_{ULID}"


def test_emails_have_one_primary_and_no_doubles():
    given = [
        "Ann@X.com",
        {"value": "b@x.com", "primary": True, "type": "home"},
        "ann@x.COM",
        {"value": "c@x.com", "primary": True},
    ]
    assert stored("emails", given) == [
        {"value": "ann@x.com", "typed": "Ann@X.com", "type": "other", "primary": False},
        {"value": "b@x.com", "type": "home", "primary": True},
        {"value": "c@x.com", "type": "other", "primary": False},
    ]


def test_what_was_typed_goes_when_the_value_changes():
    assert stored("emails", [{"value": "new@x.com", "typed": "OLD@x.com"}])[0] == {
        "value": "new@x.com",
        "type": "other",
        "primary": True,
    }
    assert stored("phones", [{"value": "+49301234567", "typed": "030 7654321"}])[0]["typed"] == "+49301234567"


def test_phones_keep_what_was_typed():
    assert stored("phones", ["030 / 123 45 67"], "DE") == [
        {"value": "+49301234567", "typed": "030 / 123 45 67", "type": "other", "primary": True}
    ]


@pytest.mark.parametrize(
    "kind, text, region, expected",
    [
        ("date", "0/1/00", "DE", ["invalid_date"]),
        ("number", "1.234,56", "DE", 1234.56),
        ("number", "1,234.56", "US", 1234.56),
        ("number", "1'234.5", "CH", 1234.5),
        ("number", "1,234", "US", 1234),
        ("number", "1,234", "DE", 1.234),
        ("number", "12,5", "US", 12.5),
        ("number", "1.234.567", "DE", 1234567),
        ("integer", "1.234", "DE", 1234),
        ("number", "abc", "US", ["invalid_number"]),
        ("money", "19,99 €", "DE", {"amount": 1999, "currency": "EUR"}),
        ("money", "$1,234", "US", {"amount": 123400, "currency": "USD"}),
        ("money", "500", "JP", {"amount": 500, "currency": "JPY"}),
        ("money", "1.5 kwd", "US", {"amount": 1500, "currency": "KWD"}),
        ("boolean", "Ja", "DE", True),
        ("boolean", "off", "US", False),
        ("boolean", "maybe", "US", ["invalid_boolean"]),
        ("date", "31.12.2026", "DE", "2026-12-31"),
        ("date", "20261231", "DE", "2026-12-31"), ("date", "20261331", "DE", ["invalid_date"]), ("date", "12345678", "DE", ["invalid_date"]),
        ("date", "12/31/2026", "US", "2026-12-31"),
        ("date", "31/12/26", "GB", "2026-12-31"),
        ("date", "3. März 2026", "DE", "2026-03-03"),
        ("date", "Dec 31, 2026", "US", "2026-12-31"),
        ("date", "2026/1/2", "US", "2026-01-02"),
        ("instant", "2026-01-02 03:04", "US", "2026-01-02T03:04:00.000Z"),
        ("instant", "31.12.2026", "DE", "2026-12-31T00:00:00.000Z"),
        ("tags", "a; b;a", "US", ["a", "b"]),
        ("tags", "a ::: b;c", "US", ["a", "b;c"]),
        ("email", "Ann Lee <Ann@x.com>", "US", "ann@x.com"),
        ("country", "Österreich", "AT", "AT"),
    ],
)
def test_cells(kind, text, region, expected):
    assert from_cell(kind, text, region) == expected


def test_a_cell_of_emails():
    text = "Ann Lee <Ann@x.com> (work) ::: b@x.com (home, primary)"
    assert from_cell("emails", text) == [
        {"value": "ann@x.com", "typed": "Ann@x.com", "type": "work", "primary": False},
        {"value": "b@x.com", "type": "home", "primary": True},
    ]
