"""Profiles, block keys and scores."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.records.matching import matching
from chalicelib.records.matching.blocks import MOST_KEYS, MOST_READ, block_keys, share
from chalicelib.records.matching.scores import judged
from chalicelib.records.matching.words import given_name, house_and_street, mailbox, organisation, sound

WORTH = matching.Matching(matching.person).worth_a_look


def person(first: str = "", last: str = "", **fields: Any) -> matching.Profile:
    return matching.person({"first_name": first, "last_name": last, **fields})


def company(name: str, **fields: Any) -> matching.Profile:
    return matching.organisation_profile({"name": name, **fields})


def mail(*addresses: str) -> list[dict[str, Any]]:
    return [{"value": each, "type": "work", "primary": not place} for place, each in enumerate(addresses)]


def score(one: matching.Profile, other: matching.Profile) -> float:
    return judged(one, other).score


def meet(one: matching.Profile, other: matching.Profile) -> bool:
    return bool(set(block_keys(one)) & set(block_keys(other)))


def test_words_are_compared_as_they_are_meant() -> None:
    assert given_name("Bob") == given_name("Robert") and given_name("Zoë") == "zoe"
    assert organisation("Müller & Söhne GmbH & Co. KG") == "muller sohne" and organisation("AG") == "ag"
    assert house_and_street("12b Rue Haute") == ("12", "b rue haute") and house_and_street("Hauptstr. 7") == ("7", "hauptstr")
    assert sound("meier") == sound("mayer") and sound("王小明") == "王小明" and sound("") == ""
    assert mailbox("A.na+x@Gmail.com") == ("ana", "gmail.com")


def test_one_person_in_two_spellings() -> None:
    one = person("Robert", "Meier", emails=mail("robert.meier@acme.example"), birthday="1980-02-03")
    other = person("Bob", "Mayer", emails=mail("robertmeier@acme.example"))
    assert meet(one, other) and score(one, other) > 0.8


def test_swapped_names_are_the_same_person() -> None:
    one = person("Ana", "Ruiz", birthday="1990-05-01")
    other = person("Ruiz", "Ana", birthday="1990-05-01")
    assert meet(one, other) and score(one, other) > 0.9


def test_a_name_alone_is_not_enough() -> None:
    assert score(person("John", "Smith"), person("John", "Smith")) < WORTH
    assert score(person("John", "Smith", company="Acme"), person("John", "Smith", company="Acme Inc.")) > WORTH


def test_a_family_in_one_house_is_not_one_person() -> None:
    home = {"address": {"street": "5 High Street", "city": "Leeds", "postal_code": "LS1 1AA", "country": "GB"}}
    mother, son = person("Mary", "Brown", birthday="1970-01-02", **home), person("Tim", "Brown", birthday="2001-11-30", **home)
    assert score(mother, son) < 0.3


def test_a_shared_office_mailbox_is_not_one_person() -> None:
    one, other = person("Ana", "Ruiz", emails=mail("info@acme.example")), person("Tom", "Berg", emails=mail("info@acme.example"))
    assert score(one, other) < WORTH


def test_companies_by_name_and_domain() -> None:
    one = company("Acme Holding GmbH", domain="acme.example")
    assert meet(one, company("ACME", domain="acme.example")) and score(one, company("ACME", domain="acme.example")) > 0.9
    assert score(one, company("Zenith", domain="zenith.example")) < 0.01
    assert score(company("Acme", domain="acme.example"), company("Acme", domain="acme.test")) < WORTH


def test_a_score_says_what_it_rests_on() -> None:
    found = judged(person("Ana", "Ruiz", birthday="1990-05-01"), person("Ana", "Ruis", birthday="1990-05-01"))
    assert [each["field"] for each in found.reasons] == ["birthday", "given", "family"]
    assert {"field", "similarity", "weight"} == found.reasons[0].keys() and found.reasons[0]["weight"] > 0


def test_nothing_known_says_nothing() -> None:
    assert block_keys(person()) == [] and score(person(), person()) < 0.01


TEXT = st.text(max_size=20)
PEOPLE = st.builds(
    lambda first, last, born, street, city, addresses: person(
        first, last, birthday=born, address={"street": street, "city": city}, emails=mail(*addresses)),
    TEXT, TEXT, st.dates().map(str), TEXT, TEXT, st.lists(st.emails(), max_size=4))


@given(PEOPLE, PEOPLE)
def test_judging_is_symmetric_and_bounded(one: matching.Profile, other: matching.Profile) -> None:
    assert abs(score(one, other) - score(other, one)) < 1e-9
    assert 0 <= score(one, other) <= 1


@given(PEOPLE)
def test_blocks_are_few_and_reads_bounded(profile: matching.Profile) -> None:
    wanted = block_keys(profile)
    assert len(wanted) == len(set(wanted)) <= MOST_KEYS
    assert share(len(wanted)) * len(wanted) <= MOST_READ


def test_what_is_not_a_record_is_no_error() -> None:
    assert matching.person({"address": "somewhere", "emails": ["x"], "first_name": 3}) == {}
    assert matching.organisation_profile({"addresses": "x", "name": None}) == {}


def test_a_companys_place_is_its_address_else_its_first_further_one() -> None:
    place = matching.organisation_profile({"name": "Acme", "address": {"city": "Ulm"}, "addresses": [{"city": "Bonn"}]})
    assert place["city"] == "ulm"
    assert matching.organisation_profile({"name": "Acme", "addresses": [{"city": "Bonn"}]})["city"] == "bonn"
