"""The laws of search: everything is found by its beginnings and in spite of a typo, and nothing that may not be seen."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.records.fields.text import clean
from chalicelib.records.permissions import Actor, may
from chalicelib.records.words import STOP, words
from tests.records.searching import TYPES, Library, Record, contact, emails
from tests.records.typos import mistyped

ALPHABETS = (string.ascii_lowercase, "aeioumnrst", "абвгдеиклмнорст", "αβγδεικλμνορσ", "אבגדהלמנר", "ابتجدرسلمن", "äöüßøłçñé")
WORD = st.one_of(*(st.text(alphabet, min_size=2, max_size=12) for alphabet in ALPHABETS)).filter(lambda word: word not in STOP and len(words(word)) == 1)
NAME = st.text("abcdefghiklmnoprstuvwz", min_size=5, max_size=11).filter(lambda word: word not in STOP)
OTHERS = st.lists(st.tuples(WORD, WORD), max_size=12)


def people(named: list[tuple[str, str]], **fields: Any) -> list[Record]:
    return [contact(first, last, f"con_{place:03d}", **fields) for place, (first, last) in enumerate(named)]


@settings(max_examples=150, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=6), WORD, WORD, OTHERS, st.data())
def test_found_by_the_beginnings_of_any_words_in_any_order(names: list[str], title: str, domain: str, others: list[tuple[str, str]],
                                                          data: st.DataObject) -> None:
    known = [word for text in (*names, title, domain) for word in words(text)]
    library = Library(people(others))
    library.put(contact(" ".join(names[:-1]), names[-1], "con_me", job_title=title, emails=emails(f"x@{words(domain)[0]}.example")))
    chosen = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4))
    typed = [word[:data.draw(st.integers(2, max(2, len(word))))] for word in chosen]
    assume(all(len(word) > 1 for word in typed))
    assert "con_me" in library.ids(" ".join(data.draw(st.permutations(typed))))


@settings(max_examples=200, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=4, unique=True), OTHERS, st.data())
def test_found_in_spite_of_a_typo_in_a_name(names: list[str], others: list[tuple[str, str]], data: st.DataObject) -> None:
    library = Library([*people(others), contact(" ".join(names[:-1]), names[-1], "con_me")])
    place = data.draw(st.integers(0, len(names) - 1))
    typed = data.draw(mistyped(names[place]))
    assert "con_me" in library.ids(typed)
    company = Library([{"type": "company", "id": "com_me", "name": names[place]}])
    assert company.ids(typed.title()) == ["com_me"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=8), st.lists(st.tuples(st.sampled_from(("usr_1", "usr_2", "")), st.sampled_from(("tea_1", "tea_2", ""))),
                                                                  min_size=8, max_size=8),
       st.sampled_from(("own", "team", "none", "all")), st.booleans(), st.data())
def test_nothing_is_returned_that_may_not_be_seen(named: list[tuple[str, str]], owners: list[tuple[str, str]], reach: str, kept: bool, data: st.DataObject) -> None:
    me = Actor("usr_1", grants=({"contacts": {"read": reach}},), team_ids=("tea_1",))
    records = [{**record, "owner_id": owner, "team_id": team} for record, (owner, team) in zip(people(named), owners, strict=False)]
    library = Library(records, {"contact": ["t", "u"]} if kept else {})
    text = data.draw(st.sampled_from([word for pair in named for word in pair]))
    hits = set(library.ids(data.draw(st.sampled_from((text, text[:2], text[1:], text[:-1])), ), me))
    seen = {record["id"] for record in records if may(me, TYPES["contact"], "read", record)}
    assert hits <= seen
    assert {record["id"] for record in records if text in (record["first_name"], record["last_name"])} & seen <= set(library.ids(text, me))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=60))
def test_no_text_is_too_odd(name: str, text: str) -> None:
    typed = clean(text)
    Library([contact(name, typed, job_title=name, emails=emails(name))])
    library = Library([contact("", typed, job_title=name)])
    if sum(map(len, words(typed))) >= 2:
        assert library.ids(typed) == ["con_1"]
