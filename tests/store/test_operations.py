from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.store.derived import EMPTY, NOTHING, Derived, from_attribute, print_of, short_hash, to_attribute
from chalicelib.store.operations import Add, Drop, Set, apply, diff, parts, writes
from chalicelib.store.table import Delete, Put, Update

KEYS = st.tuples(st.text("ab|#", min_size=1, max_size=3), st.text("ab|#", min_size=1, max_size=3))
ROWS = st.dictionaries(KEYS, st.dictionaries(st.sampled_from("xy"), st.none() | st.integers() | st.text(max_size=3)))
CELLS = st.dictionaries(st.sampled_from("nm"), st.integers(-3, 3))
DERIVED = st.builds(Derived, ROWS, st.dictionaries(KEYS, CELLS, max_size=4))


@given(DERIVED, DERIVED, st.integers(1, 5))
def test_a_difference_in_any_parts_makes_the_target(old: Derived, new: Derived, limit: int) -> None:
    have = old.standing
    for part in parts(diff(have, new), limit):
        assert len(part) <= limit
        have = apply(have, part)
    assert have == new.standing


@given(DERIVED)
def test_nothing_differs_from_itself(derived: Derived) -> None:
    assert diff(derived.standing, derived) == []
    assert parts([], 10) == [[]]


@given(DERIVED)
def test_the_set_comes_back_from_the_guard(derived: Derived) -> None:
    assert from_attribute(to_attribute(derived.standing)) == derived.standing


@given(DERIVED, DERIVED)
def test_a_print_tells_sets_apart(one: Derived, other: Derived) -> None:
    assert (print_of(one.standing) == print_of(other.standing)) == (one.standing == other.standing)


def test_a_usual_set_is_small() -> None:
    id = "con_01kagx3q9vj3v5w7r0t2y4z6b8"
    words = [f"w{number}ord" for number in range(18)]
    rows = {(f"search#all#{word[:3]}", f"{word}#contact#{id}"): {} for word in words}
    assert len(to_attribute(Derived(rows, {("count#contact#all", "all"): {"n": 1}}).standing)) < 1000


def test_a_separator_within_a_key_is_harmless() -> None:
    one, other = (Derived({key: {}}, {}).standing for key in (("a|b", "c"), ("a", "b|c")))
    assert print_of(one) != print_of(other)
    assert from_attribute(to_attribute(one)) == one


def test_none_counts_as_absent() -> None:
    assert short_hash({"a": 1, "b": None}) == short_hash({"a": 1})
    assert from_attribute(None) == NOTHING == EMPTY.standing


def test_zeros_are_not_kept() -> None:
    assert Derived({}, {("count", "all"): {"n": 0}}).standing == NOTHING


def test_sets_and_bytes_may_stand_in_rows() -> None:
    assert short_hash({"a": {"x", "y"}, "b": b"z"}) == short_hash({"a": {"y", "x"}, "b": b"z"})


def test_large_rows_go_in_separate_parts() -> None:
    rows = [Set(("a", str(number)), {"text": "x" * 300_000}) for number in range(12)]
    assert [len(part) for part in parts(rows, 99)] == [9, 3]


def test_operations_become_writes_and_each_count_one_sum() -> None:
    count = ("count", "all")
    adds = Add(count, {"n": 1, "sum": 5}), Add(count, {"n": 1, "sum": -5})
    operations = [Set(("a", "b"), {"x": 1}), adds[0], Drop(("c", "d")), adds[1]]
    assert list(writes(operations)) == [
        Put({"pk": "a", "sk": "b", "x": 1}), Delete(("c", "d")), Update(count, "ADD #0 :0", {"#0": "n"}, {":0": 2})]


def test_a_sum_of_zero_is_not_written() -> None:
    assert list(writes([Add(("count", "all"), {"n": 1}), Add(("count", "all"), {"n": -1})])) == []
