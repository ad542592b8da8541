"""Cleaning, matching and merging submissions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.leads.matching import ADDRESSES_LIMIT, MESSAGE_LIMIT, clean, merge_submission, same_person
from chalicelib.leads.names import cased

ANA = {"value": "ana@example.com", "type": "work", "primary": True}
ANA_AT_HOME = {"value": "ana@home.example", "type": "home", "primary": True}
PHONE = {"value": "+493012345", "typed": "030 12345", "primary": True}
FIELDS = st.sampled_from(["first_name", "last_name", "company", "country", "message"])


@pytest.mark.parametrize(("typed", "tidy"), [
    ("  ana   maria ", "Ana Maria"), ("RUIZ", "Ruiz"), ("o'neil", "O'Neil"), ("MCDONALD", "McDonald"),
    ("VAN DER BERG", "van der Berg"), ("de la cruz", "de la Cruz"), ("MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"),
    ("smith iii", "Smith III"), ("van", "Van"), ("JP", "JP"), ("li", "li"), ("MacLeod", "MacLeod"),
    ("van Dam", "van Dam"), ("王小明", "王小明"), ("", ""),
])
def test_family_names(typed, tidy):
    assert clean({"last_name": typed}) == {"last_name": tidy}


def test_a_given_name_begins_with_a_capital():
    assert clean({"first_name": "DE ANDRÉ"}) == {"first_name": "De André"}


def test_companies_keep_their_case_and_lose_spaces():
    typed = {"company": "  ACME   GmbH ", "message": " a\n\n b "}
    assert clean(typed) == {"company": "ACME GmbH", "message": "a\n\n b"}


def test_what_is_not_text_stays():
    assert clean({"emails": [ANA], "last_name": None}) == {"emails": [ANA], "last_name": None}


@given(st.text(max_size=40), st.booleans())
def test_a_tidy_name_stays(name, given_name):
    once = cased(name, given=given_name)
    assert cased(once, given=given_name) == once


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_only_case_and_spaces_change(name):
    assert cased(name).casefold().split() == name.casefold().split()


def test_identities_that_agree():
    lead = {"emails": [ANA], "phones": [PHONE]}
    assert same_person(lead, {"emails": [{"value": "Ana@Example.com"}]}) == ("email",)
    assert same_person(lead, {"phones": ["+493012345"], "emails": ["ana@example.com"]}) == ("email", "phone")
    assert same_person(lead, {"emails": ["ben@example.com"]}) == ()
    assert same_person({}, {"emails": None}) == ()


def test_a_later_submission_fills_what_is_empty_and_changes_nothing_else():
    lead = {"first_name": "Ana", "city": "", "country": None}
    assert merge_submission(lead, {"first_name": "Anna", "city": "Bonn", "country": None}) == {"city": "Bonn"}


def test_new_addresses_come_behind_the_known_ones():
    changes = merge_submission({"emails": [ANA]}, {"emails": [{**ANA, "value": "ANA@example.com"}, ANA_AT_HOME]})
    assert changes == {"emails": [ANA, {**ANA_AT_HOME, "primary": False}]}


def test_a_lead_does_not_collect_addresses_without_end():
    many = [{"value": f"a{number}@example.com"} for number in range(50)]
    assert len(merge_submission({"emails": [ANA]}, {"emails": many})["emails"]) == ADDRESSES_LIMIT


def test_messages_are_appended_once():
    changes = merge_submission({"message": "First"}, {"message": "Second"})
    assert changes == {"message": "First\n\nSecond"}
    assert merge_submission(changes, {"message": "Second"}) == {}
    assert merge_submission(changes, {"message": "First"}) == {}


def test_of_long_messages_the_newest_end_is_kept():
    merged = merge_submission({"message": "ä" * 50_000}, {"message": "newest"})["message"]
    assert len(merged.encode()) <= MESSAGE_LIMIT
    assert merged.endswith("ä\n\nnewest")


@given(st.dictionaries(FIELDS, st.text(max_size=8)), st.dictionaries(FIELDS, st.text(max_size=8)))
def test_the_same_submission_again_changes_nothing(lead, values):
    merged = {**lead, **merge_submission(lead, values)}
    assert merge_submission(merged, values) == {}
    assert all(merged[name] == value for name, value in lead.items() if value and name != "message")
