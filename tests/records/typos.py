"""Words with one typo."""

from __future__ import annotations

from hypothesis import strategies as st


def wrong(word: str, place: int, letter: str, kind: str) -> str:
    """One letter replaced, missing, too much, or swapped with the next."""
    if kind == "replaced":
        return word[:place] + letter + word[place + 1:]
    if kind == "missing":
        return word[:place] + word[place + 1:]
    if kind == "too much":
        return word[:place] + letter + word[place:]
    return word[:place] + word[place + 1:place + 2] + word[place] + word[place + 2:]


@st.composite
def mistyped(draw: st.DrawFn, word: str) -> str:
    """The word with one typo anywhere."""
    kind = draw(st.sampled_from(("replaced", "missing", "too much", "swapped")))
    return wrong(word, draw(st.integers(0, len(word) - 1)), draw(st.sampled_from("aegkmnoxz")), kind)
