"""A decision's sentences in German: every way in which a decision is told, whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domains import registry
from chalicelib.german import clauses, decisions
from chalicelib.leads.candidates import Candidate
from chalicelib.leads.routing import Choice, RoutingRule, Turn, choose
from chalicelib.leads.rules import LEAST_LOADED, WEIGHTED
from chalicelib.records import conditions

NOW = "2026-11-21T10:00:00.000Z"
ANA, BEN, EVA = (Candidate(f"usr_{name[0]}", name) for name in ("Ana Ruiz", "Ben Okoye", "Eva Diaz"))
AWAY = {"away_from": "2026-11-20T00:00:00.000Z", "away_until": "2026-12-01T00:00:00.000Z"}
IDS = (ANA.user_id, BEN.user_id, EVA.user_id)
RULE = RoutingRule("rrl_1", "DACH", 1, {"fits": True}, "country is DE and score is at least 50", IDS)
OTHER = replace(RULE, id="rrl_0", position=0, name="VIP", condition={"fits": False})
LEFT = re.compile(r"\b(rule|matched|because|was|were|the|of|away|until|not|active|nobody|skipped|lead:|is|and|has|who)\b")


def decided(*people: Candidate, rules: tuple[RoutingRule, ...] = (RULE,), **more: Any) -> Choice:
    return choose({}, list(rules), {each.user_id: each for each in people}, {"rrl_1": Turn()}, now=NOW,
                  holds=lambda condition, _lead: condition["fits"], fits=lambda _condition, _user: False, **more)


GONE = [replace(each, active=False) for each in (ANA, BEN, EVA)]
CASES = [
    decided(ANA, BEN, EVA), decided(ANA, replace(BEN, **AWAY), replace(EVA, capacity=5, open_leads=5)), decided(ANA, *GONE[1:]),
    decided(*GONE), decided(*GONE, rules=(RULE, replace(RULE, id="rrl_2", position=2, user_ids=(), words="", condition=None))),
    decided(ANA, BEN, EVA, rules=(replace(RULE, strategy=LEAST_LOADED),)), decided(ANA, BEN, EVA, first=ANA.user_id),
    decided(ANA, BEN, EVA, rules=(replace(RULE, strategy=WEIGHTED, weights={ANA.user_id: 3, EVA.user_id: 0}),)),
    decided(ANA, *GONE[1:], first=BEN.user_id, attempt=2), decided(ANA, rules=(replace(RULE, user_ids=IDS[:1], words=""),)),
    decided(ANA, rules=()), decided(ANA, BEN, rules=(OTHER, RULE), exclude={BEN.user_id}),
    decided(ANA, BEN, rules=(replace(RULE, pool_condition={"field": "skills", "op": "has", "value": "x"}),)),
    decided(ANA, rules=(replace(RULE, condition=None, user_ids=IDS[:1]),))]


@pytest.mark.parametrize("choice", CASES)
def test_every_decision_is_told_whole(choice: Choice) -> None:
    for english in (choice.explanation, *choice.tried):
        assert LEFT.findall(decisions.explanation(english)) == [], english


def test_a_decision_reads_as_a_colleague_would_say_it() -> None:
    assert decisions.explanation(CASES[1].explanation) == (
        "Regel „DACH“ passt, denn Land ist DE und Bewertung ist mindestens 50. Ana Ruiz war von 3 Personen an der Reihe; "
        "übergangen wurden Ben Okoye (abwesend bis 2026-12-01), Eva Diaz (5 von 5 offenen Leads).")


@pytest.mark.parametrize("text", ["", "Please call me. Thanks.", "Rule 'x' matched", "So nobody gets this lead. Or so.", "x" * 9000])
def test_what_is_no_decision_is_left_whole(text: str) -> None:
    assert decisions.explanation(text) == text


@pytest.mark.parametrize(("raw", "german"), [
    ({"field": "country", "op": "in", "value": ["DE", "AT"]}, "Land ist eines von DE, AT"),
    ({"all": [{"field": "company", "op": "contains", "value": "Smith and Sons"}, {"field": "tags", "op": "empty"}]},
     "Firma enthält Smith and Sons und Schlagwörter ist leer"),
    ({"not": {"field": "status", "op": "eq", "value": "new"}}, "nicht (Status ist new)"),
    ({"all": [{"any": [{"field": "score", "op": "gt", "value": 5}, {"field": "city", "op": "ne", "value": "Bonn"}]},
              {"field": "created_at", "op": "within", "value": {"days": -3}}]},
     "(Bewertung ist mehr als 5 oder Ort ist nicht Bonn) und Angelegt liegt höchstens 3 Tage zurück"),
    ({"field": "created_at", "op": "lt", "value": "2026-01-01T00:00:00Z"}, "Angelegt liegt vor 2026-01-01T00:00:00.000Z"),
    ({"field": "company", "op": "eq", "value": "Retail (big)"}, "Firma ist Retail (big)"),
])
def test_conditions_are_told(raw: Any, german: str) -> None:
    fields = registry().named("lead").all_fields
    assert clauses.clause(conditions.in_words(conditions.parse(raw, fields), fields)) == german


def test_a_step_further_is_two_labels_and_brackets_of_a_value_stay() -> None:
    assert clauses.clause("company record industry is Retail (big)") == "Firma (verknüpft): Branche ist Retail (big)"


def test_every_way_of_comparing_is_known() -> None:
    from chalicelib.records.conditions import words
    assert {*words.VERBS.values(), *words.TIME_VERBS.values()} - set(clauses._VERBS) == set()
    assert {unit for _size, unit in words.UNITS} == set(clauses._UNITS)
