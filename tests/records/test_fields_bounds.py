"""Hostile sizes: work stays bounded by the length of what came in. Each of these took minutes in the naive form."""

from __future__ import annotations

import pytest

from chalicelib.records.fields import FIELD_TYPES, Errors, Field
from chalicelib.records.fields.text import clean

HUGE = {
    "marks": "a" + "\u0301\u0323" * 400_000,
    "blanks": "a" + " " * 400_000 + "(",
    "digits": "9" * 400_000,
    "dots": "a." * 200_000 + "@" + "ä" * 200_000 + ".de",
    "brackets": "<" * 400_000,
    "semicolons": ";" * 400_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_a_megabyte_of_nonsense_ends(kind, text):
    each, field, errors = FIELD_TYPES[kind], Field("x", kind), Errors()
    for value in (text, [text], {"value": text, "type": text, "amount": text, "country": text}, [{"value": text}]):
        each.parse(field, value, "x", errors, "US")
    each.parse(field, each.from_text(field, text, "DE") or "", "x", errors, "DE")
    each.operand(field, text, "x", errors)
    assert errors or kind in ("condition", "json", "text", "long_text", "person_name")
    assert all(len(error.message) < 5000 and len(error.field) < 200 for error in errors)


def test_runs_of_marks_are_cut_for_good():
    once = clean("a" + "\u0344" * 100)
    assert clean(once) == once
    assert len(once) <= 32
