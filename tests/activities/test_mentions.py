"""Mentions in notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.activities.mentions import headline, mentioned, named

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


@pytest.mark.parametrize("body, told", [
    ("ask @[Ana Ruiz](usr_a) first", "ask @Ana Ruiz first"), ("**Talked** to _her_ and `x`", "Talked to her and x"),
    ("# Offer\n\nmore", "Offer"), ("- [ADR](https://a.example/x) is _late_", "ADR is late"), ("---\n\n> quoted", "quoted"),
    ("3 * 4 * 5 and snake_case_name", "3 * 4 * 5 and snake_case_name"), ("C# > Java #1", "C# > Java #1"), ("  \n!!!", ""), ("", ""),
    ("1. first", "first"), ("x" * 90, "x" * 80), ("x" * 70 + " @[Ana Ruiz](usr_a)", "x" * 70 + " @Ana Ruiz"),
])
def test_a_note_is_called_by_its_first_line_without_signs(body, told):
    assert headline(body) == told


@given(st.text(alphabet="@[]()`~*_#>- \na", max_size=300))
def test_a_headline_is_one_short_line(body):
    assert len(headline(body)) <= 80 and "\n" not in headline(body)
