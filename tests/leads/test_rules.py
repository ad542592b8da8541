"""Conditions of pools that speak of the lead."""

from __future__ import annotations

from chalicelib.leads.rules import with_lead

SPEAKS = {"field": "languages", "op": "has", "value": {"lead": "language"}}
SENIOR = {"field": "skills", "op": "has", "value": "enterprise"}


def test_the_leads_value_takes_the_place():
    assert with_lead(SPEAKS, {"language": "de"}) == {"field": "languages", "op": "has", "value": "de"}


def test_plain_conditions_stay():
    nested = {"all": [SENIOR, {"any": [{"not": SENIOR}, SENIOR]}]}
    assert with_lead(nested, {}) == nested


def test_what_the_lead_does_not_say_excludes_nobody():
    assert with_lead(SPEAKS, {}) is None
    assert with_lead({"not": SPEAKS}, {"language": ""}) is None
    assert with_lead({"any": [SPEAKS]}, {}) is None
    assert with_lead({"all": [SENIOR, {"any": [SPEAKS]}]}, {}) == {"all": [SENIOR]}


def test_other_values_in_braces_are_left_alone():
    within = {"field": "away_until", "op": "within", "value": {"days": 3}}
    assert with_lead(within, {"days": 1}) == within


def test_no_condition_is_none():
    assert with_lead(None, {}) is None
    assert with_lead({}, {}) is None


def test_with_the_rule_language():
    from chalicelib.records import conditions
    from chalicelib.records.fields import Field
    fields = {"languages": Field("languages", "tags")}
    condition = conditions.parse(with_lead(SPEAKS, {"language": "de"}), fields)
    reader = conditions.Reader("usr_1", (), "2026-11-21T10:00:00.000Z")
    assert conditions.holds(condition, {"languages": ["en", "de"]}, reader)
    assert not conditions.holds(condition, {"languages": ["en"]}, reader)
