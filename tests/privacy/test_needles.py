"""What tells that a text speaks of somebody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.privacy import needles
from chalicelib.privacy.needles import ERASED, Needles, cleaned
from chalicelib.privacy.sweeping import naming

ANA = needles.of([{"first_name": "Ana", "last_name": "Ruíz", "emails": [{"value": "ana@r.example"}],
                   "phones": [{"value": "+34911234567", "typed": "91 123 45 67"}]}, {"last_name": "Li", "email": "old@r.example"}])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def test_names_addresses_and_numbers_go_words_only_near_the_person() -> None:
    text = {"a": ["Ana Ruíz, RUÍZ, ANA <ANA@r.example> or old@r.example", "91 123 45 67 / +34911234567"], "b": 5, "c": None}
    assert cleaned(text, ANA.surely) == {"a": [f"{ERASED}, {ERASED} <{ERASED}> or {ERASED}", f"{ERASED} / {ERASED}"], "b": 5, "c": None}
    assert cleaned("Ana and Anabel", ANA.surely) == "Ana and Anabel"
    assert cleaned("Ana and Anabel", ANA.perhaps) == f"{ERASED} and Anabel"
    assert "Li" not in ANA.words and cleaned("Li", ANA.perhaps) == "Li"


def test_a_whole_name_is_found_as_files_are_called() -> None:
    for text in ("2026_Ana_Ruíz.csv", "ruíz_ana", "Ana  Ruíz", "Ana\nRuíz"):
        assert ERASED in cleaned(text, ANA.surely) and "Ana" not in cleaned(text, ANA.surely), text
    assert cleaned("91_123 45 67", ANA.surely) == ERASED
    assert cleaned({"ana_name": "last_ana", "x": "Diana_Ruíz"}, ANA.perhaps) == {"ana_name": "last_ana", "x": "Diana_Ruíz"}


def test_nobody_is_found_by_nothing() -> None:
    nobody = Needles()
    assert cleaned("anything", nobody.surely) == "anything" and naming(nobody) is None


@given(TEXTS)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = cleaned(text, ANA.perhaps)
    assert cleaned(once, ANA.perhaps) == once
    assert cleaned(text, Needles().perhaps) == text


@given(TEXTS, TEXTS, st.sampled_from(["utf-8", "utf-16-le"]))
def test_files_are_searched_in_the_encodings_they_come_in(before: str, after: str, encoding: str) -> None:
    pattern = naming(ANA)
    assert pattern is not None
    for text in ("Ana Ruíz", '"Ana","x","Ruíz"', "ana@r.example", "91 123 45 67"):
        assert pattern.search(f"{before} {text},{after}".encode(encoding))


def test_a_file_of_others_is_left_alone() -> None:
    pattern = naming(ANA)
    assert pattern is not None
    assert not pattern.search("Ana\nRuíz; anab@r.example.com".encode())
    assert ANA.joined(Needles(words=("Tal",))).words == ("Ana", "Ruíz", "Tal")
    assert needles.read(ANA.stored()) == ANA
