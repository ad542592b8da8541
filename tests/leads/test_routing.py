"""Routing: which rule, which person, in which words."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.leads.routing import Candidate, RoutingRule, Turn, catch_all, choose, from_user, rule_from_record

NOW = "2026-11-21T10:00:00.000Z"
ANA, BEN, CARLA = (Candidate(id, name) for id, name in (("usr_a", "Ana Ruiz"), ("usr_b", "Ben Okoye"),
                                                        ("usr_c", "Carla Diaz")))
DACH = RoutingRule("rrl_1", "DACH inbound", 1, {"country": "DE"}, "country is DE", ("usr_a", "usr_b", "usr_c"))
REST = RoutingRule("rrl_9", "Everyone else", 9, None, "", ("usr_c",))
GERMAN_LEAD = {"country": "DE", "language": "de"}


def holds(condition, record):
    return all(record.get(field) == value for field, value in condition.items())


def fits(condition, user):
    return condition["value"] in user.get(condition["field"], ())


def decide(lead, rules, *people, turns=None, **more):
    everyone = {person.user_id: person for person in people}
    return choose(lead, rules, everyone, turns or {}, now=NOW, holds=holds, fits=fits, **more)


def codes(choice):
    return {entry["user_id"]: entry["code"] for entry in choice.skipped}


def test_the_explanation_is_what_a_sales_person_would_say():
    ben = replace(BEN, away_from="2026-11-20T00:00:00.000Z", away_until="2026-12-01T00:00:00.000Z")
    choice = decide(GERMAN_LEAD, [DACH], ANA, ben, replace(CARLA, capacity=12, open_leads=12))
    assert choice.user_id == "usr_a"
    assert choice.explanation == (
        "Rule 'DACH inbound' matched because country is DE. Ana Ruiz was next in turn of 3; "
        "Ben Okoye was skipped: away until 2026-12-01; Carla Diaz: 12 of 12 open leads.")


def test_people_who_are_passed_over_for_one_reason_are_told_together():
    others = [replace(BEN, active=False), replace(CARLA, active=False)]
    assert decide(GERMAN_LEAD, [DACH], ANA, *others).explanation.endswith(
        "Ana Ruiz was next in turn of 3; Ben Okoye and Carla Diaz were skipped: not active.")


def test_rules_are_asked_by_position_then_id():
    first = replace(REST, id="rrl_0", position=9, user_ids=("usr_a",))
    assert decide({}, [REST, first], ANA, CARLA).rule_id == "rrl_0"
    assert decide({}, [replace(first, position=10), REST], ANA, CARLA).rule_id == "rrl_9"


def test_a_rule_that_does_not_match_is_told():
    choice = decide({"country": "FR"}, [DACH, REST], ANA, CARLA)
    assert (choice.user_id, choice.rule_name) == ("usr_c", "Everyone else")
    assert choice.tried == ("Rule 'DACH inbound' did not match: it asks that country is DE.",)


def test_a_rule_without_anybody_available_passes_to_the_next_and_says_so():
    choice = decide(GERMAN_LEAD, [DACH, REST], replace(ANA, active=False), CARLA, exclude=["usr_c"])
    assert choice.user_id is None
    later = decide(GERMAN_LEAD, [replace(DACH, user_ids=("usr_a",)), REST], replace(ANA, active=False), CARLA)
    assert later.user_id == "usr_c"
    assert later.explanation.startswith("Rule 'DACH inbound' matched because country is DE, but nobody of 1 could")
    assert codes(later) == {"usr_a": "inactive"}


def test_nobody_at_all_is_an_answer_too():
    assert decide({}, [DACH], ANA).explanation == "No rule matched, so nobody gets this lead."
    assert decide({}, [replace(REST, user_ids=())]).explanation == (
        "Rule 'Everyone else' takes every lead, but its pool is empty. So nobody gets this lead.")


def test_inactive_rules_are_not_asked():
    assert decide({}, [replace(REST, active=False)], CARLA).user_id is None


def test_each_reason_for_skipping():
    people = [replace(ANA, active=False), replace(BEN, away_from="2026-11-21T09:00:00.000Z"),
              replace(CARLA, capacity=0), Candidate("usr_d", "Dan"), Candidate("usr_e", "Eve")]
    rule = replace(REST, user_ids=("usr_a", "usr_b", "usr_c", "usr_d", "usr_e", "usr_gone"))
    choice = decide({}, [rule], *people, exclude=["usr_d"])
    assert choice.user_id == "usr_e"
    assert codes(choice) == {"usr_a": "inactive", "usr_b": "away", "usr_c": "capacity", "usr_d": "excluded",
                             "usr_gone": "unknown"}


def test_absence_begins_at_its_start_and_ends_before_its_end():
    spans = ((NOW, None, True), (None, NOW, False), ("2026-11-21T10:00:00.001Z", None, False),
             ("2026-11-20", "2026-11-22", True), ("2026-11-20", "2026-11-21", False), (None, None, False))
    for start, end, is_away in spans:
        choice = decide({}, [REST], replace(CARLA, away_from=start, away_until=end))
        assert (choice.user_id is None) == is_away, (start, end)


def test_the_end_of_an_absence_is_told_in_the_persons_own_zone():
    carla = replace(CARLA, away_until="2026-11-30T23:00:00.000Z", time_zone="Europe/Berlin")
    assert "away until 2026-12-01" in decide({}, [REST], carla).explanation
    assert "away until 2026-11-30" in decide({}, [REST], replace(carla, time_zone="Nowhere/At all")).explanation


def test_a_pool_is_users_then_team_members_each_once():
    rule = replace(REST, user_ids=("usr_c", "usr_b"), team_ids=("tea_1",))
    team = [replace(person, team_ids=("tea_1",)) for person in (CARLA, ANA)]
    assert decide({}, [rule], *team, BEN).pool == ("usr_c", "usr_b", "usr_a")


def test_a_pool_may_ask_for_the_leads_language():
    rule = replace(DACH, pool_condition={"field": "languages", "op": "has", "value": {"lead": "language"}})
    ana, ben = replace(ANA, record={"languages": ["es"]}), replace(BEN, record={"languages": ["de", "en"]})
    choice = decide(GERMAN_LEAD, [rule], ana, ben, CARLA)
    assert choice.user_id == "usr_b"
    assert codes(choice) == {"usr_a": "pool_condition", "usr_c": "pool_condition"}
    assert decide({"country": "DE"}, [rule], ana).user_id == "usr_a"


def test_a_known_owner_is_asked_first_out_of_turn():
    choice = decide(GERMAN_LEAD, [DACH], ANA, BEN, first="usr_b", turns={"rrl_1": Turn(sequence=4)})
    assert (choice.user_id, choice.rule_id, choice.strategy) == ("usr_b", "rrl_1", "known_owner")
    assert choice.turn == Turn(sequence=4, recent=(("usr_b", NOW, ""),))
    assert "belongs to Ben Okoye" in choice.explanation


def test_a_known_owner_gets_the_lead_where_no_rule_matches():
    choice = decide({}, [DACH], BEN, first="usr_b")
    assert (choice.user_id, choice.rule_id) == ("usr_b", "")


def test_an_absent_known_owner_is_told_and_the_rules_go_on():
    choice = decide(GERMAN_LEAD, [DACH], ANA, replace(BEN, active=False), first="usr_b")
    assert choice.user_id == "usr_a"
    assert choice.explanation.startswith("Ben Okoye, who looks after this contact, was skipped: not active. Rule")
    assert codes(choice) == {"usr_b": "inactive", "usr_c": "unknown"}


def test_a_later_attempt_passes_over_who_had_the_lead():
    choice = decide(GERMAN_LEAD, [DACH], ANA, BEN, CARLA, exclude={"usr_a"}, attempt=2)
    assert (choice.user_id, choice.attempt) == ("usr_b", 2)
    assert choice.explanation.startswith("Attempt 2. ")
    assert "Ana Ruiz was skipped: already had this lead" in choice.explanation


def test_the_least_loaded_counts_what_was_assigned_seconds_ago():
    rule = replace(DACH, strategy="least_loaded")
    people = [replace(ANA, open_leads=2), replace(BEN, open_leads=3), replace(CARLA, open_leads=9)]
    assert decide(GERMAN_LEAD, [rule], *people).user_id == "usr_a"
    just_now = Turn(recent=(("usr_a", "2026-11-21T09:59:55.000Z", "lea_1"), ("usr_a", "2026-11-21T09:59:56.000Z", "lea_2")))
    assert decide(GERMAN_LEAD, [rule], *people, turns={"rrl_1": just_now}).user_id == "usr_b"
    counted = [replace(people[0], counted_until="2026-11-21T09:59:58.000Z"), *people[1:]]
    assert decide(GERMAN_LEAD, [rule], *counted, turns={"rrl_1": just_now}).user_id == "usr_a"


def test_assignments_of_other_rules_weigh_on_capacity():
    elsewhere = {"rrl_2": Turn(recent=(("usr_c", "2026-11-21T09:59:59.000Z", "lea_1"),))}
    assert decide({}, [REST], replace(CARLA, capacity=1), turns=elsewhere).user_id is None
    earlier = {"rrl_2": Turn(recent=(("usr_c", "2026-11-21T09:59:40.000Z", "lea_1"),))}
    assert decide({}, [REST], replace(CARLA, capacity=1), turns=earlier).user_id == "usr_c"


def test_no_share_means_no_turn_by_weight():
    rule = replace(DACH, strategy="weighted", weights={"usr_a": 0, "usr_b": 2})
    choice = decide(GERMAN_LEAD, [rule], ANA, BEN, CARLA)
    assert (choice.user_id, codes(choice)) == ("usr_b", {"usr_a": "no_share"})
    assert "Ben Okoye was next by share (2 of 3) of 3" in choice.explanation


def test_long_lists_of_people_are_cut_in_words_only():
    away = [Candidate(f"usr_{number}", f"Person {number}", active=False) for number in range(9)]
    choice = decide({}, [replace(REST, user_ids=tuple(person.user_id for person in away))], *away)
    assert choice.explanation.count("Person") == 5
    assert "and 4 more" in choice.explanation
    assert len(choice.skipped) == 9


def test_the_stored_decision_has_the_fields_of_the_contract():
    decision = decide({}, [REST], CARLA).decision("dec_1", NOW)
    assert {"decision_id", "at", "rule_id", "rule_name", "pool_size", "skipped", "chosen", "strategy", "attempt",
            "explanation"} <= set(decision)
    assert (decision["chosen"], decision["at"], decision["pool_size"]) == ("usr_c", NOW, 1)


def test_the_catch_all_is_the_last_rule_without_a_condition():
    assert catch_all([REST, DACH, replace(REST, id="rrl_0", position=0)]) == REST
    assert catch_all([DACH]) is None


def test_a_rule_and_a_person_from_their_records():
    rule = rule_from_record({"id": "rrl_1", "name": "A", "position": 3, "condition": {"x": 1}, "pool": {
        "user_ids": ["usr_a"], "condition": {"y": 1}}}, parse=str, words=lambda condition: f"said {condition}")
    assert (rule.condition, rule.words, rule.pool_condition) == ("{'x': 1}", "said {'x': 1}", {"y": 1})
    person = from_user({"id": "usr_a", "first_name": "Ana", "last_name": "Ruiz", "team_ids": ["tea_1"]}, open_leads=3)
    assert (person.name, person.active, person.team_ids, person.open_leads) == ("Ana Ruiz", True, ("tea_1",), 3)


def told(choice):
    return [part["say"] for part in choice.told]


def test_the_parts_say_what_the_explanation_says():
    raw = {"field": "country", "op": "eq", "value": "DE"}
    dach, ben = replace(DACH, raw=raw), replace(BEN, active=False)
    choice = decide(GERMAN_LEAD, [dach], ANA, ben)
    assert choice.told == ({"say": "turn", "rule": "DACH inbound", "why": raw, "name": "Ana Ruiz", "of": 3},)
    assert decide({"country": "FR"}, [dach, REST], CARLA).told == (
        {"say": "unmatched", "rule": "DACH inbound", "why": raw},
        {"say": "only", "rule": "Everyone else", "name": "Carla Diaz", "of": 1})
    assert told(decide({}, [replace(REST, user_ids=())])) == ["empty", "nobody"]
    assert told(decide({}, [DACH], ANA)) == ["unmatched", "no_rule"]
    assert told(decide(GERMAN_LEAD, [DACH], ANA, BEN, first="usr_b")) == ["known"]
    away = replace(BEN, away_until="2026-12-01")
    assert decide(GERMAN_LEAD, [dach], ANA, away, first="usr_b").told[0] == {
        "say": "known_but", "name": "Ben Okoye", "code": "away", "until": "2026-12-01"}
    nobody = decide(GERMAN_LEAD, [replace(dach, user_ids=("usr_b",))], ben)
    assert nobody.told == ({"say": "exhausted", "rule": "DACH inbound", "why": raw, "of": 1}, {"say": "nobody"})


def test_the_parts_have_the_figures_that_were_looked_at():
    least = decide(GERMAN_LEAD, [replace(DACH, strategy="least_loaded")], replace(ANA, open_leads=3), BEN)
    assert least.told[0] == {"say": "load", "rule": "DACH inbound", "name": "Ben Okoye", "of": 3, "load": 0}
    shared = decide(GERMAN_LEAD, [replace(DACH, strategy="weighted", weights={"usr_a": 3})], ANA, BEN)
    assert {name: shared.told[0][name] for name in ("say", "share", "shares")} == {"say": "share", "share": 3, "shares": 4}
    full = decide(GERMAN_LEAD, [DACH], ANA, replace(BEN, capacity=2, open_leads=5))
    assert [(entry["held"], entry["most"]) for entry in full.skipped if entry["code"] == "capacity"] == [(5, 2)]


def test_a_long_condition_is_not_kept_again():
    long = {"field": "country", "op": "in", "value": ["DE"] * 200}
    assert decide(GERMAN_LEAD, [replace(DACH, raw=long)], ANA).told[0]["why"] is True
    assert "why" not in decide(GERMAN_LEAD, [REST], CARLA).told[0]
