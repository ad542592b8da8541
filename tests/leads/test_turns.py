"""Laws of turns: fairness, exact shares, nobody skipped is chosen, state survives JSON."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from chalicelib import instants
from chalicelib.leads.routing import Candidate, RoutingRule, Turn, choose, from_item, to_item
from chalicelib.leads.turns import RECENT_LIMIT, forget, note

START = "2026-11-21T10:00:00.000Z"


def people_of(size, away=()):
    ids = [f"usr_{number}" for number in range(size)]
    return {id: Candidate(id, id, active=id not in away) for id in ids}


def run(rule, crowd, turn=None, number=0):
    now = instants.plus(START, seconds=number)
    return choose({}, [rule], crowd, {rule.id: turn or Turn()}, now=now, holds=lambda c, r: True,
                  fits=lambda c, r: True)


def rule_of(size, strategy="round_robin", weights=None):
    return RoutingRule("rrl_1", "Rule", user_ids=tuple(people_of(size)), strategy=strategy, weights=weights or {})


def served(rule, crowds):
    turn, chosen = Turn(), []
    for number, crowd in enumerate(crowds):
        choice = run(rule, crowd, turn, number)
        chosen.append(choice.user_id)
        turn = from_item(json.loads(json.dumps(to_item(choice.turn))))
    return chosen


@given(st.integers(1, 8), st.integers(1, 60))
def test_round_robin_differs_by_one_at_any_time(size, leads):
    chosen = served(rule_of(size), [people_of(size)] * leads)
    for end in range(1, leads + 1):
        counts = Counter({id: 0 for id in people_of(size)})
        counts.update(chosen[:end])
        assert max(counts.values()) - min(counts.values()) <= 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=5).filter(any), st.integers(1, 4))
def test_shares_are_exact_over_each_cycle(shares, cycles):
    weights = {f"usr_{number}": share for number, share in enumerate(shares)}
    chosen = served(rule_of(len(shares), "weighted", weights), [people_of(len(shares))] * (sum(shares) * cycles))
    for cycle in range(cycles):
        counts = Counter(chosen[cycle * sum(shares):(cycle + 1) * sum(shares)])
        assert counts == Counter({id: share for id, share in weights.items() if share})


def test_shares_are_spread_not_bunched():
    weights = {"usr_0": 3, "usr_1": 1}
    assert served(rule_of(2, "weighted", weights), [people_of(2)] * 4) == ["usr_0", "usr_0", "usr_1", "usr_0"]


def test_back_from_leave_there_is_one_turn_and_no_catching_up():
    crowds = [people_of(3)] * 3 + [people_of(3, away={"usr_0"})] * 10 + [people_of(3)] * 6
    after = served(rule_of(3), crowds)[13:]
    assert after[0] == "usr_0"
    assert Counter(after) == {"usr_0": 2, "usr_1": 2, "usr_2": 2}


def test_newcomers_line_up_at_the_end_of_the_round():
    crowds = [people_of(2)] * 5 + [people_of(3)] * 4
    assert served(rule_of(3), crowds)[5:] == ["usr_1", "usr_0", "usr_2", "usr_1"]


def test_a_turn_forgets_who_left_the_pool():
    turn = run(rule_of(3), people_of(3)).turn
    assert set(run(rule_of(2), people_of(2), turn).turn.served) == {"usr_0", "usr_1"}


@given(st.sampled_from(["round_robin", "weighted", "least_loaded"]),
       st.lists(st.sets(st.sampled_from(["usr_0", "usr_1", "usr_2", "usr_3"])), max_size=25))
def test_nobody_who_is_skipped_is_chosen_and_nobody_is_nobody_while_one_is_free(strategy, absences):
    chosen = served(rule_of(4, strategy), [people_of(4, away) for away in absences])
    for user, away in zip(chosen, absences, strict=True):
        assert user not in away
        assert (user is None) == (len(away) == 4)


@given(st.lists(st.sets(st.sampled_from(["usr_0", "usr_1", "usr_2"])), max_size=15))
def test_equal_arguments_give_equal_choices(absences):
    crowds = [people_of(3, away) for away in absences]
    assert served(rule_of(3, "weighted"), crowds) == served(rule_of(3, "weighted"), crowds)
    assert run(rule_of(3), people_of(3)) == run(rule_of(3), people_of(3))


@given(st.builds(Turn, sequence=st.integers(0), served=st.dictionaries(st.text(), st.integers()),
                 weights=st.dictionaries(st.text(), st.integers()),
                 recent=st.lists(st.tuples(st.text(), st.text(), st.text())).map(tuple)))
def test_the_state_survives_json(turn):
    assert from_item(json.loads(json.dumps(to_item(turn)))) == turn


def test_no_state_is_the_beginning():
    assert from_item(None) == from_item({}) == Turn()


def test_recent_assignments_are_forgotten_and_bounded():
    turn = Turn(recent=(("usr_0", instants.plus(START, seconds=-301), "lea_0"),
                       ("usr_1", instants.plus(START, seconds=-299), "lea_1")))
    assert [user for user, _at, _lead in note(turn, "usr_2", START, "lea_2").recent] == ["usr_1", "usr_2"]
    busy = Turn(recent=(("usr_0", START, "lea_0"),) * 500)
    assert len(note(busy, "usr_1", START).recent) == RECENT_LIMIT


def test_what_is_counted_and_what_nobody_is_limited_by_is_forgotten():
    old, new = instants.plus(START, seconds=-11), instants.plus(START, seconds=-9)
    turn = Turn(recent=(("usr_0", new, "lea_0"), ("usr_1", new, "lea_0"), ("usr_1", old, "lea_1"), ("usr_2", old, "lea_2"), ("usr_2", new, "lea_3")))
    left = forget(turn, {("usr_0", "lea_0")}, {"usr_2"}, START)
    assert left.recent == (("usr_1", new, "lea_0"), ("usr_1", old, "lea_1"), ("usr_2", new, "lea_3"))


def test_equally_loaded_people_take_turns():
    chosen = served(rule_of(3, "least_loaded"), [people_of(3)] * 9)
    assert Counter(chosen) == {"usr_0": 3, "usr_1": 3, "usr_2": 3}
