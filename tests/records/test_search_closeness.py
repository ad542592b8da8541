"""Typos and sounds, as pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.records.search.closeness import distance, forms, nearest, right_parts
from chalicelib.records.search.phonetics import sound
from tests.records.typos import mistyped

WORDS = st.text("abcdeprstuxyа", min_size=5, max_size=14)


@pytest.mark.parametrize("names", [
    "meier mayer maier meyer", "schmidt schmitt schmid", "philip filip phillip", "katherine catherine kathryn katrin", "thompson tomson",
    "stephen steven stefan", "kristina christina", "muller mueller", "wright right", "garcia garsia", "hernandez ernandez", "weiss vays",
    "fischer fisher", "lewandowski levandovski", "tchaikovsky chaikovski", "lukas lucas", "alexander aleksandr", "sara sarah", "jon john"])
def test_names_that_sound_alike(names: str) -> None:
    assert len({sound(name) for name in names.split()}) == 1


@pytest.mark.parametrize("one, other", [("maria", "mary"), ("mario", "maria"), ("anna", "hamma"), ("becker", "fischer"), ("lee", "leo")])
def test_names_that_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("word", ["", "li", "анна", "山田", "a1b2", "müller"])
def test_no_sound_is_guessed_for_other_scripts_and_numbers(word: str) -> None:
    assert sound(word) == ""


@pytest.mark.parametrize("one, other, away", [("martin", "martin", 0), ("martin", "marvin", 1), ("martin", "matrin", 1), ("martin", "martinn", 1),
                                              ("martin", "artin", 1), ("martin", "mavrin", 2), ("", "ab", 2)])
def test_distances(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == away
    assert distance(one, other, 0) > 0 or not away


def test_only_what_is_near_enough_is_meant() -> None:
    assert nearest("marvin", {"ana", "martin"}) and not nearest("ann", {"ana", "amy"})
    assert not nearest("marv", {"martin"}) and not nearest("1042", {"1043"}) and not nearest("mary", {"meurer"})
    found = [nearest("filip", {"philip"}), nearest("oberhubre", {"oberhuber"}), nearest("obrhubre", {"oberhuber"}), nearest("matrni", {"martin"})]
    assert [near and near.by for near in found] == ["sound", "typo", "typo", None]


@given(WORDS, st.data())
def test_of_a_mistyped_word_one_part_is_right(word: str, data: st.DataObject) -> None:
    typed = data.draw(mistyped(word))
    assert any(form.startswith(part) for form in (word, *forms(word)) for part in right_parts(typed))
    assert distance(typed, word, 1) <= 1


@given(WORDS, WORDS, st.integers(0, 3))
def test_distance_is_even_handed(one: str, other: str, most: int) -> None:
    assert min(distance(one, other, most), most + 1) == min(distance(other, one, most), most + 1)
    assert (distance(one, other, most) == 0) == (one == other)
