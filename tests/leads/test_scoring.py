"""Scoring: points, caps, clamps, reasons."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.leads.scoring import ScoringRule, from_record, grade, score

BUDGET = ScoringRule("srl_1", "Budget named", "budget", 30)
DEMO = ScoringRule("srl_2", "Asked for a demo", "demo", 25, kind="engagement", cap=60)


def holds(condition, lead):
    return condition is None or bool(lead.get(condition))


def rules_strategy():
    points = st.integers(-150, 150)
    rule = st.builds(ScoringRule, id=st.uuids().map(str), name=st.text(max_size=3), points=points,
                     condition=st.sampled_from([None, "demo", "budget"]), kind=st.sampled_from(["fit", "engagement"]),
                     cap=st.none() | st.integers(0, 100), active=st.booleans())
    return st.lists(rule, max_size=8)


def test_fit_and_engagement_are_added():
    result = score({"budget": True, "demo": True}, [BUDGET, DEMO], holds)
    assert (result.score, result.fit_score, result.engagement_score, result.grade) == (55, 30, 25, "B")


def test_a_rule_that_does_not_hold_gives_nothing():
    result = score({"demo": True}, [BUDGET], holds)
    assert (result.score, result.grade, result.reasons) == (0, "D", ())


def test_engagement_counts_each_submission_up_to_its_cap():
    lead = {"demo": True, "submission_count": 2}
    assert score(lead, [DEMO], holds).engagement_score == 50
    assert score({**lead, "submission_count": 9}, [DEMO], holds).engagement_score == 60


def test_fit_counts_once_however_often_somebody_writes():
    assert score({"budget": True, "submission_count": 9}, [BUDGET], holds).fit_score == 30


def test_a_cap_bounds_fit_and_what_is_taken_away():
    assert score({"budget": 1}, [replace(BUDGET, cap=20)], holds).fit_score == 20
    minus = ScoringRule("srl_3", "Competitor", None, -80, cap=10)
    assert score({"budget": 1}, [BUDGET, minus], holds).fit_score == 20


def test_inactive_and_deleted_rules_do_not_count():
    stored = {"id": "srl_1", "name": "Budget", "condition": None, "points": 10}
    assert score({}, [from_record(stored)], holds).score == 10
    for silent in ({"active": False}, {"deleted_at": "2026-11-21T10:00:00.000Z"}):
        assert score({}, [from_record({**stored, **silent})], holds).score == 0


def test_reasons_name_the_rule_weightiest_first_then_by_label():
    named = (("srl_1", "b", 5), ("srl_2", "a", 5), ("srl_3", "c", -9))
    rules = [ScoringRule(id, name, None, points) for id, name, points in named]
    reasons = score({}, rules, holds).reasons
    assert [reason["label"] for reason in reasons] == ["c", "a", "b"]
    assert reasons[0] == {"rule_id": "srl_3", "label": "c", "points": -9}


def test_grades_begin_at_their_points():
    assert [grade(points) for points in (100, 75, 74, 50, 49, 25, 24, 0)] == list("AABBCCDD")


def test_the_fields_of_a_lead():
    fields = score({"budget": 1}, [BUDGET], holds).fields()
    assert fields == {"score": 30, "fit_score": 30, "engagement_score": 0, "grade": "C",
                      "score_reasons": [{"rule_id": "srl_1", "label": "Budget named", "points": 30}]}


@given(rules_strategy(), st.integers(0, 50))
def test_every_part_stays_within_0_and_100(rules, count):
    result = score({"demo": True, "submission_count": count}, rules, holds)
    assert all(0 <= part <= 100 for part in (result.score, result.fit_score, result.engagement_score))
    assert result.score == min(100, result.fit_score + result.engagement_score)


@given(rules_strategy(), st.randoms())
def test_the_order_of_rules_does_not_matter(rules, random):
    shuffled = random.sample(rules, len(rules))
    assert score({"budget": True}, shuffled, holds) == score({"budget": True}, rules, holds)
