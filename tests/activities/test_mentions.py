"""Mentions in notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.activities.mentions import mentioned, named

ANA = {"id": "usr_a", "email": "ana.ruiz@company.com", "first_name": "Ana", "last_name": "Ruiz"}
JOERG = {"id": "usr_j", "email": "jm@company.com", "first_name": "Jörg", "last_name": "Müller"}
GONE = {"id": "usr_g", "email": "gone@company.com", "active": False}
USERS = [ANA, JOERG, GONE]


@pytest.mark.parametrize("body", [
    "@[Ana Ruiz](usr_a) please", "ask @ana.ruiz.", "(@Ana.Ruiz)", "@ana.ruiz@company.com: see", "hi @ana.ruiz's desk",
    "`code` @ana.ruiz `more`", "```\n@jm\n```\n@ana.ruiz", "@ana.ruiz and again @[Ana](usr_a)",
])
def test_ana_is_mentioned(body):
    assert mentioned(body, USERS) == ["usr_a"]


@pytest.mark.parametrize("body", [
    "write to x@ana.ruiz", "`@ana.ruiz`", "```\n@ana.ruiz\n```", "```\n@ana.ruiz", "``a ` @ana.ruiz``", "@nobody",
    "@[Ana](usr_unknown)", "@gone", "@[Gone](usr_g)", "@ana.ruiz@other.com", "ana.ruiz", "@", "",
])
def test_nobody_is_mentioned(body):
    assert mentioned(body, USERS) == []


def test_names_are_found_without_accents_and_in_order():
    assert mentioned("@jorg.muller then @ana.ruiz then @JÖRG.Müller", USERS) == ["usr_j", "usr_a"]


def test_a_shared_handle_tells_both():
    twin = {**ANA, "id": "usr_t", "email": "ar2@company.com"}
    assert mentioned("@ana.ruiz", [ANA, twin]) == ["usr_a", "usr_t"]


@given(st.text(alphabet="@[]()`~ab._-\n usr", max_size=200))
def test_only_active_users_are_ever_found(body):
    assert set(mentioned(body, USERS)) <= {"usr_a", "usr_j"}


def test_a_bell_and_a_mail_say_the_name_alone():
    assert named("ask @[Ana Ruiz](usr_a), @jm and x@[y](usr_a)") == "ask @Ana Ruiz, @jm and x@[y](usr_a)"
