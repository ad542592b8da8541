"""Words: folded alike whoever typed them, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.records.words import LONGEST, folded, spelled, trimmed, unspaced, words


@pytest.mark.parametrize("text, plain", [
    ("Müller-Łoś", "muller-los"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Bjørn Ægir", "bjorn aegir"), ("Þór", "thor"),
    ("İSTANBUL", "istanbul"), ("Işık", "isik"), ("ΆΝΝΑΣ", "αννασ"), ("Ёлкин", "елкин"), ("Ǿre", "ore"), ("ﬁnn", "finn"), ("𝐀𝐧𝐧", "ann"),
    ("Ａｎｎ　１２", "ann 12"), ("٠٣٠", "030"), ("مُحَمَّد", "محمد"), ("فارسی", "فارسي"), ("O’Brien", "o'brien"), ("Kaʻahumanu", "ka'ahumanu"),
    ("co\u00adop", "coop"), ("ann\u200d", "ann"), ("김", "김"), ("がく", "がく"), ("หนึ่ง", "หนึ่ง"), ("हिन्दी", "हिन्दी"), ("क़लम", "कलम")])
def test_case_accents_and_ways_of_typing_fold(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize("text, expected", [
    ("Ana-Maria Ruiz_2", ["ana", "maria", "ruiz", "2"]), ("हिन्दी भाषा", ["हिन्दी", "भाषा"]), ("株式会社ABC商事", ["株式会社", "abc", "商事"]),
    ("สวัสดี ครับ", ["สวัสดี", "ครับ"]), ("김민수", ["김민수"]), ("გიორგი", ["გიორგი"]), ("שָׁלוֹם", ["שלום"]), ("\u0301 ่ !?", []), ("x" * 50, ["x" * LONGEST])])
def test_words_of_every_script(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_addresses_stay_whole_and_names_with_an_apostrophe_are_also_one_word() -> None:
    assert spelled(["write to <Ana.Ruiz@client.example>, O’Brien"]) == ["write", "to", "ana.ruiz@client.example", "obrien", "o", "brien"]


def test_scripts_without_spaces_are_known() -> None:
    assert [unspaced(word) for word in ("山田", "たろう", "김", "ไทย", "ana", "анна", "महिमा")] == [True] * 4 + [False] * 3
    assert trimmed("..(ann@x)!") == "ann@x" and trimmed("--") == ""


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert words(folded(text)) == words(text)


@given(st.text(max_size=60))
def test_words_are_never_empty_and_their_own_words(text: str) -> None:
    assert all(word and word[0].isalnum() and len(word) <= LONGEST for word in words(text))
    assert all(words(word) == [word] for word in words(text))
